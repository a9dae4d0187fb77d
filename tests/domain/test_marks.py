"""The geometry of marks: what they cover, what a click hits, how they move and change shape."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from overpaint.domain.marks import (
    Arrow,
    Box,
    Colour,
    Ellipse,
    Mark,
    Pen,
    Text,
    bounds_of,
    fills_of,
    handles_of,
    hits,
    moved,
    reshaped,
    restyled,
    stroke_of,
)

RED, BLUE = Colour(229, 36, 36), Colour(37, 99, 235)
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
PEN = Pen(((10.0, 10.0), (50.0, 10.0), (50.0, 60.0)), RED, 4)
ARROW = Arrow((10.0, 10.0), (110.0, 10.0), RED, 6)
BOX = Box((100.0, 80.0), (20.0, 30.0), RED, 2)
ELLIPSE = Ellipse((20.0, 30.0), (100.0, 80.0), RED, 2)
TEXT = Text((30.0, 40.0), "x", RED, 20, (SQUARE,))
MARKS: tuple[Mark, ...] = (PEN, ARROW, BOX, ELLIPSE, TEXT)


def test_bounds_include_half_the_line() -> None:
    assert bounds_of(PEN) == (8, 8, 52, 62)
    assert bounds_of(BOX) == (19, 29, 101, 81)
    assert bounds_of(TEXT) == (30, 40, 40, 50)


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: type(mark).__name__)
def test_moving_moves_what_is_covered_and_nothing_else(mark: Mark) -> None:
    there = moved(mark, 7, -3)

    before, after = bounds_of(mark), bounds_of(there)
    assert after == pytest.approx((before[0] + 7, before[1] - 3, before[2] + 7, before[3] - 3))
    assert bounds_of(moved(there, -7, 3)) == pytest.approx(before)


@pytest.mark.parametrize(
    ("mark", "on", "off"),
    [
        (PEN, (50, 40), (30, 40)),
        (Pen(((10.0, 10.0),), RED, 4), (11, 11), (20, 20)),
        (ARROW, (60, 12), (60, 30)),
        (BOX, (20, 50), (60, 55)),
        (ELLIPSE, (60, 30), (60, 55)),
        (TEXT, (35, 45), (60, 45)),
    ],
)
def test_a_click_hits_the_line_and_not_what_it_surrounds(
    mark: Mark, on: tuple[float, float], off: tuple[float, float]
) -> None:
    assert hits(mark, on, 3)
    assert not hits(mark, off, 3)


def test_an_arrow_points_exactly_to_its_end_and_its_shaft_stays_behind_the_tip() -> None:
    (head,) = fills_of(ARROW)
    shaft = stroke_of(ARROW)

    assert max(x for x, _ in head) == 110
    assert (110.0, 10.0) in head
    assert shaft[1][0] + ARROW.width_px / 2 < 110
    assert max(y for _, y in head) - min(y for _, y in head) > 2 * ARROW.width_px


def test_an_arrow_without_length_has_bounds() -> None:
    assert bounds_of(Arrow((5.0, 5.0), (5.0, 5.0), RED, 4)) == (3, 3, 7, 7)


def test_an_ellipse_is_round_to_a_twentieth_of_a_pixel() -> None:
    line = stroke_of(Ellipse((0.0, 0.0), (2000.0, 2000.0), RED, 1))

    middles = [((x1 + x2) / 2, (y1 + y2) / 2) for (x1, y1), (x2, y2) in pairwise(line)]
    assert line[0] == pytest.approx(line[-1])
    assert min(math.dist(middle, (1000, 1000)) for middle in middles) > 999.94


def test_a_corner_can_be_dragged_and_the_opposite_one_stays() -> None:
    for number, corner in enumerate(handles_of(BOX)):
        opposite = handles_of(BOX)[(number + 2) % 4]

        dragged = reshaped(BOX, number, (0.0, 0.0))

        assert isinstance(dragged, Box)
        assert {dragged.start, dragged.end} == {(0.0, 0.0), opposite}
        assert reshaped(dragged, 0, corner) != dragged


def test_the_ends_of_an_arrow_can_be_dragged() -> None:
    assert reshaped(ARROW, 0, (1.0, 2.0)) == Arrow((1.0, 2.0), ARROW.end, RED, 6)
    assert reshaped(ARROW, 1, (1.0, 2.0)) == Arrow(ARROW.start, (1.0, 2.0), RED, 6)
    assert handles_of(PEN) == handles_of(TEXT) == ()


def test_another_look_changes_colour_and_size_of_line_or_letters() -> None:
    line = restyled(PEN, BLUE, 9, 99)
    letters = restyled(TEXT, BLUE, 9, 40)

    assert line == Pen(PEN.points, BLUE, 9)
    assert isinstance(letters, Text)
    assert letters.size_px == 40
    assert bounds_of(letters) == (30, 40, 50, 60)
