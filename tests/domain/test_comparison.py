"""Two pictures beside each other: how they are fitted, and what the figures say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.comparison import Amplifier, Differences, fitted_together
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size

sizes = st.builds(Size, st.integers(1, 4000), st.integers(1, 4000))


@settings(max_examples=50)
@given(sizes, sizes)
def test_both_pictures_lie_inside_of_the_larger_one_which_is_not_scaled(
    first: Size, second: Size
) -> None:
    common = fitted_together(first, second)
    larger = max((first, second), key=lambda size: size.pixels)
    assert common.size.pixels == larger.pixels
    assert Rect.of(common.size) in common.rects
    for rect in common.rects:
        assert rect.left >= 0
        assert rect.top >= 0
        assert rect.right <= common.size.width
        assert rect.bottom <= common.size.height
    assert common.shared in common.rects


def test_a_picture_of_nearly_the_same_shape_covers_the_other() -> None:
    common = fitted_together(Size(1500, 1000), Size(750, 503))
    assert common.rects == (Rect(0, 0, 1500, 1000), Rect(0, 0, 1500, 1000))


def test_a_picture_of_another_shape_lies_whole_in_the_middle() -> None:
    common = fitted_together(Size(100, 100), Size(400, 200))
    assert common.rects == (Rect(100, 0, 200, 200), Rect(0, 0, 400, 200))
    assert common.shared == Rect(100, 0, 200, 200)


def found() -> Differences:
    counts, sums = [0] * 256, [0.0] * 256
    counts[0], counts[4], counts[40] = 80, 15, 5
    sums[4], sums[40] = 15 * 1.0, 5 * 10.0
    return Differences(counts, sums, worst=10.0, outside_px=0)


def test_the_threshold_decides_what_differs() -> None:
    assert found().differing(Amplifier(threshold=0)) == 20
    assert found().share(Amplifier(threshold=2.3)) == pytest.approx(0.05)
    assert found().mean(Amplifier(threshold=2.3)) == pytest.approx(10.0)
    assert found().differing(Amplifier(threshold=30)) == 0
    assert found().mean(Amplifier(threshold=30)) == 0.0
    assert not found().are_equal


def test_the_suited_gain_gives_the_last_colour_to_the_largest_differences() -> None:
    suited = found().suited(Amplifier())
    assert suited.hottest == pytest.approx(10.0)
    assert suited.threshold == Amplifier().threshold
