"""Margins: by pixels, to a size, to a shape; what is too large, and what models make of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overpaint.domain.extension import (
    ASPECTS,
    MAX_PIXELS,
    Anchor,
    Aspect,
    Margins,
    Side,
    advice,
    refusal,
    to_aspect,
    to_size,
)
from overpaint.domain.sizes import FixedSizes, FlexibleSizes, Size

_SIZES = st.builds(Size, st.integers(1, 5000), st.integers(1, 5000))
_FLEXIBLE = FlexibleSizes((), True, 16, 3.0, 3840, 655_360, 8_294_400)


def test_margins_add_up_and_say_where_the_picture_lies() -> None:
    margins = Margins(10, 20, 30, 40)

    assert margins.size_of(Size(640, 427)) == Size(680, 487)
    place = margins.place_of(Size(640, 427))
    assert (place.left, place.top, place.right, place.bottom) == (10, 20, 650, 447)


def test_a_picture_is_never_cut() -> None:
    with pytest.raises(ValueError, match="not cut"):
        Margins(left=-1)
    assert to_size(Size(640, 427), Size(100, 500)) == Margins(0, 36, 0, 37)


@given(_SIZES, _SIZES, st.sampled_from(Anchor))
def test_a_wanted_size_is_met_exactly_where_it_is_larger(
    size: Size, wanted: Size, anchor: Anchor
) -> None:
    whole = to_size(size, wanted, anchor).size_of(size)

    assert whole == Size(max(size.width, wanted.width), max(size.height, wanted.height))


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (Anchor.TOP_LEFT, Margins(0, 0, 100, 60)),
        (Anchor.CENTRE, Margins(50, 30, 50, 30)),
        (Anchor.BOTTOM_RIGHT, Margins(100, 60, 0, 0)),
        (Anchor.LEFT, Margins(0, 30, 100, 30)),
    ],
)
def test_the_anchor_is_the_corner_that_stays(anchor: Anchor, expected: Margins) -> None:
    assert to_size(Size(600, 400), Size(700, 460), anchor) == expected


@given(_SIZES, st.sampled_from(ASPECTS), st.sampled_from(Anchor))
def test_a_shape_is_met_to_a_pixel_and_one_edge_keeps_its_length(
    size: Size, aspect: Aspect, anchor: Anchor
) -> None:
    shape = aspect.turned_like(size)

    whole = to_aspect(size, aspect, anchor).size_of(size)

    assert whole.width == size.width or whole.height == size.height
    assert abs(whole.width - whole.height * shape.width / shape.height) <= 1 or (
        abs(whole.height - whole.width * shape.height / shape.width) <= 1
    )


def test_a_sheet_of_paper_lies_as_the_picture_does() -> None:
    a4 = Aspect.parse("a4")

    assert to_aspect(Size(600, 400), a4).size_of(Size(600, 400)) == Size(600, 424)
    assert to_aspect(Size(400, 600), a4).size_of(Size(400, 600)) == Size(424, 600)


@pytest.mark.parametrize(
    ("text", "ratio"), [("16:9", 16 / 9), ("1.91:1", 1.91), ("9:16", 9 / 16), ("1:1", 1.0)]
)
def test_shapes_are_read_as_people_write_them(text: str, ratio: float) -> None:
    aspect = Aspect.parse(text)

    assert aspect.width / aspect.height == pytest.approx(ratio)


@pytest.mark.parametrize("text", ["", "16", "16x9", "0:9", "16:0", "-1:1", "a:b", "1:1:1", "A5"])
def test_what_is_no_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="^" + text.replace(":", "[:]") + "$"):
        Aspect.parse(text)


def test_room_on_one_side_fits_a_picture_beside_and_never_doubles_the_picture() -> None:
    size = Size(600, 400)

    assert Side.RIGHT.margins(size) == Margins(right=150)
    assert Side.LEFT.margins(size, Size(200, 400)) == Margins(left=200)
    assert Side.TOP.margins(size, Size(300, 100)) == Margins(top=200)
    assert Side.BOTTOM.margins(size, Size(100, 900)) == Margins(bottom=400)


def test_nothing_and_too_much_are_refused_with_a_reason() -> None:
    size = Size(20_000, 19_999)

    assert "Nothing" in str(refusal(size, Margins()))
    assert refusal(size, Margins(top=1)) is None
    assert size.pixels + 20_000 == MAX_PIXELS
    assert "400" in str(refusal(size, Margins(top=2)))


def test_a_long_picture_is_told_with_models_that_paint_no_such_shape() -> None:
    assert advice(Size(600, 400), Margins(right=600), _FLEXIBLE) is None
    assert "3:1" in str(advice(Size(600, 400), Margins(right=700), _FLEXIBLE))
    assert advice(Size(600, 400), Margins(right=700), FixedSizes((Size(1024, 1024),))) is None
