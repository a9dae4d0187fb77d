"""Rectangles, ellipses and polygons: the right pixels, and the right share of those at the edge."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.mask.shapes import ellipse, polygon, rectangle

WITHIN = Area(0, 0, 120, 80)
FINE = 16

sides = st.floats(-30, 150)
corners = st.tuples(sides, sides)


def whole(patch: Patch) -> np.ndarray:
    return patch.on(WITHIN)


def supersampled(points: list[tuple[float, float]]) -> np.ndarray:
    """Even finer pixels, filled by Pillow and averaged."""
    image = Image.new("L", (WITHIN.right * FINE, WITHIN.bottom * FINE))
    ImageDraw.Draw(image).polygon([(x * FINE - 0.5, y * FINE - 0.5) for x, y in points], fill=255)
    return np.asarray(image.reduce(FINE), dtype=float)


def test_a_rectangle_covers_its_edge_pixels_by_their_share() -> None:
    cover = whole(rectangle((10.25, 5.5), (20.5, 9.0), WITHIN))

    assert cover[6, 12] == 255
    assert cover[6, 10] == 191
    assert cover[6, 20] == 128
    assert cover[5, 12] == 128
    assert cover[5, 10] in {95, 96}
    assert cover[9, 12] == cover[6, 9] == cover[6, 21] == 0


@given(corners, corners)
def test_any_two_corners_give_the_same_rectangle(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    other = (a[0], b[1]), (b[0], a[1])

    assert np.array_equal(whole(rectangle(a, b, WITHIN)), whole(rectangle(*other, WITHIN)))


@settings(deadline=None)
@given(corners, corners)
def test_a_shape_has_the_area_that_geometry_says(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    large = Area(-40, -40, 160, 160)
    shifted = Area(0, 0, large.width, large.height)
    a, b = (a[0] + 40, a[1] + 40), (b[0] + 40, b[1] + 40)
    width, height = abs(a[0] - b[0]), abs(a[1] - b[1])
    slack = (width + height + 4) / 8

    assert abs(rectangle(a, b, shifted).cover.sum() / 255 - width * height) <= slack
    oval = ellipse(a, b, shifted).cover.sum() / 255
    assert abs(oval - math.pi / 4 * width * height) <= slack


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.floats(2, 118), st.floats(2, 78)), min_size=3, max_size=3))
def test_a_triangle_equals_one_drawn_much_finer(points: list[tuple[float, float]]) -> None:
    cover = whole(polygon(points, WITHIN)).astype(float)

    # Pillow fills every pixel that an edge touches, so its shape is half a fine pixel larger.
    assert np.abs(cover - supersampled(points)).max() <= 255 * 3 / FINE
    assert abs((cover - supersampled(points)).mean()) <= 1.5


def test_a_polygon_of_a_rectangle_is_the_rectangle() -> None:
    box = [(10.25, 5.5), (60.75, 5.5), (60.75, 40.25), (10.25, 40.25)]
    straight = whole(rectangle(box[0], box[2], WITHIN)).astype(int)

    for points in (box, box[::-1], box[2:] + box[:2]):
        assert np.abs(whole(polygon(points, WITHIN)) - straight).max() <= 1


def test_an_ellipse_is_symmetric_and_round() -> None:
    cover = whole(ellipse((20, 10), (80, 70), WITHIN))[10:70, 20:80]

    assert np.array_equal(cover, cover[::-1])
    assert np.abs(cover.astype(int) - cover[:, ::-1]).max() <= 1
    assert np.abs(cover.astype(int) - cover.T).max() <= 16
    rows, columns = np.mgrid[0:60, 0:60] + 0.5
    distance = np.hypot(rows - 30, columns - 30)
    assert (cover[distance < 29.2] == 255).all()
    assert (cover[distance > 30.8] == 0).all()


def test_loops_of_a_lasso_that_overlap_leave_no_hole() -> None:
    turn = np.linspace(0, 4 * math.pi, 80, endpoint=False)
    radius = np.where(turn < 2 * math.pi, 30, 20)
    points = [
        (60 + r * math.cos(t), 40 + r * math.sin(t)) for r, t in zip(radius, turn, strict=True)
    ]

    cover = whole(polygon(points, WITHIN))

    assert cover[40, 60] == 255
    assert cover[40, 60 + 15] == 255


def test_both_loops_of_an_eight_are_covered() -> None:
    cover = whole(polygon([(10, 10), (100, 70), (100, 10), (10, 70)], WITHIN))

    assert cover[40, 20] == cover[40, 90] == 255
    assert cover[15, 55] == cover[65, 55] == 0


@pytest.mark.parametrize("make", [rectangle, ellipse])
def test_without_antialiasing_a_pixel_is_covered_by_its_centre(make: object) -> None:
    cover = whole(make((10.4, 10.6), (40.4, 30.6), WITHIN, antialias=False))  # type: ignore[operator]

    assert set(np.unique(cover)) == {0, 255}
    assert cover[20, 10] == 255
    assert cover[20, 40] == 0


def test_a_shape_outside_the_picture_is_empty() -> None:
    assert rectangle((-20, -20), (-1, -1), WITHIN).is_empty
    assert ellipse((130, 5), (150, 20), WITHIN).is_empty
    assert polygon([(1, 90), (20, 95), (5, 120)], WITHIN).is_empty
    assert polygon([(1, 1), (20, 20)], WITHIN).is_empty


def test_a_shape_that_reaches_out_is_cut() -> None:
    patch = polygon([(-50, -50), (300, -50), (300, 200), (-50, 200)], WITHIN)

    assert patch.area == WITHIN
    assert (patch.cover == 255).all()
