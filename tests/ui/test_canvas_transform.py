"""Where a picture lies in the viewport: mappings, zoom, pan, resize."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overpaint.ui.canvas.transform import MAX_SCALE, MIN_SCALE, ViewTransform

RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0)

transforms = st.builds(
    ViewTransform,
    st.tuples(st.integers(1, 12_000), st.integers(1, 12_000)),
    st.tuples(st.integers(50, 3000), st.integers(50, 2000)),
    st.sampled_from(RATIOS),
    st.floats(MIN_SCALE, MAX_SCALE),
    st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000)),
)
positions = st.tuples(st.floats(0, 3000), st.floats(0, 2000))


@given(transforms, positions)
def test_mapping_there_and_back_is_the_identity(
    transform: ViewTransform, view_pos: tuple[float, float]
) -> None:
    assert transform.to_view(transform.to_image(view_pos)) == pytest.approx(view_pos, abs=1e-6)


@given(transforms, positions, st.floats(0.2, 5))
def test_zooming_keeps_the_point_under_the_pointer(
    transform: ViewTransform, view_pos: tuple[float, float], factor: float
) -> None:
    start = transform.kept_visible()
    zoomed = start.zoomed(factor, view_pos)
    image_pos = start.to_image(view_pos)
    inside = all(0 <= p <= size for p, size in zip(image_pos, start.image_size, strict=True))

    moved = [
        abs(a - b) * start.pixel_ratio
        for a, b in zip(zoomed.to_view(image_pos), view_pos, strict=True)
    ]

    # Half a screen pixel of rounding at both scales; the picture's edge may be held back.
    in_view = all(0 <= p <= size for p, size in zip(view_pos, start.view_size, strict=True))
    if inside and in_view and zoomed == zoomed.kept_visible() and zoomed.scale > MIN_SCALE * 1.01:
        expected = start.zoomed(factor, view_pos).offset
        if expected == zoomed.offset and _unclamped(start, factor, view_pos) == expected:
            assert max(moved) <= 0.5 + 0.5 * zoomed.scale / start.scale + 1e-6


def _unclamped(
    start: ViewTransform, factor: float, view_pos: tuple[float, float]
) -> tuple[float, float]:
    scale = min(max(start.scale * factor, MIN_SCALE), MAX_SCALE)
    device = [p * start.pixel_ratio for p in view_pos]
    ratio = scale / start.scale
    x, y = (d - (d - o) * ratio for d, o in zip(device, start.offset, strict=True))
    return x, y


@pytest.mark.parametrize("ratio", RATIOS)
def test_fit_shows_the_whole_picture_in_the_middle(ratio: float) -> None:
    transform = ViewTransform((1024, 768), (900, 620), ratio).fit()

    left, top = transform.to_view((0, 0))
    right, bottom = transform.to_view((1024, 768))

    assert left >= 15
    assert top >= 15
    assert left == pytest.approx(900 - right, abs=2)
    assert top == pytest.approx(620 - bottom, abs=2)


def test_a_fitted_picture_stays_fitted_when_the_window_changes() -> None:
    transform = ViewTransform((1024, 768), (900, 620)).fit()

    resized = transform.resized((500, 800), 2.0)

    assert resized == ViewTransform((1024, 768), (500, 800), 2.0).fit()


def test_moving_to_another_screen_keeps_middle_and_apparent_size() -> None:
    transform = ViewTransform((4000, 3000), (900, 620)).fit().zoomed_to(1.0)
    middle = transform.to_image((450, 310))

    moved = transform.resized((900, 620), 1.5)

    assert moved.scale == 1.5
    assert moved.to_image((450, 310)) == pytest.approx(middle, abs=1)


def test_the_picture_cannot_be_lost() -> None:
    transform = ViewTransform((1024, 768), (900, 620)).fit().panned(1e6, -1e6)

    left, _ = transform.to_view((0, 0))
    _, bottom = transform.to_view((1024, 768))

    assert left <= 900 - 40
    assert bottom >= 40


def test_scale_stays_between_one_and_3200_per_cent() -> None:
    transform = ViewTransform((1024, 768), (900, 620)).fit()

    assert transform.zoomed(1e9).scale == MAX_SCALE == 32.0
    assert transform.zoomed(1e-9).scale == MIN_SCALE == 0.01
