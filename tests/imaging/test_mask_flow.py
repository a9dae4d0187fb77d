"""Strokes that build up: one pass reaches the flow, however it was brought about."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import (
    Brush,
    DabPath,
    Stroke,
    StrokePoint,
    dabs_of,
    falloff_px,
)
from overpaint.imaging.mask.flow import StrokeLayer, screened
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.mask.stamp import StampCache

STAMPS = StampCache()


def painted(brush: Brush, points: list[StrokePoint], size: tuple[int, int]) -> np.ndarray:
    plane = MaskPlane(*size)
    rasterise(plane, Stroke(brush, tuple(points)), STAMPS)
    return plane.copy_coverage()


def density_alone(brush: Brush, points: list[StrokePoint], size: tuple[int, int]) -> np.ndarray:
    """The built-up part only: every dab comes without its peak."""
    layer = StrokeLayer(Area(0, 0, *size))
    for dab in dabs_of(Stroke(brush, tuple(points))):
        layer.press(STAMPS.place(dab, brush.hardness), dab)
    layer._peak[...] = 0
    return layer.cover(layer.within)


@pytest.mark.parametrize("diameter_px", [8.0, 20.0, 63.0, 100.0, 300.0])
@pytest.mark.parametrize("hardness", [0.0, 0.4, 0.8, 1.0])
@pytest.mark.parametrize("flow", [0.02, 0.25, 0.63, 0.95])
def test_one_straight_pass_reaches_the_flow(
    diameter_px: float, hardness: float, flow: float
) -> None:
    way = [StrokePoint(20, 160.5), StrokePoint(1180, 160.5)]
    brush = Brush(diameter_px, hardness, flow=flow)
    inner = slice(round(diameter_px) + 22, 1178 - round(diameter_px))

    middle = painted(brush, way, (1200, 320))[160, inner].astype(float)
    built = density_alone(brush, way, (1200, 320))[160, inner].astype(float)

    assert np.abs(middle - 255 * flow).max() <= 2
    assert np.abs(built - 255 * flow).max() <= 2.5


@pytest.mark.parametrize("angle_deg", [0, 17, 45, 71])
@pytest.mark.parametrize("hardness", [0.0, 1.0])
def test_a_pass_is_the_same_in_every_direction(angle_deg: float, hardness: float) -> None:
    x, y = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    way = [
        StrokePoint(300.5 - 270 * x, 300.5 - 270 * y),
        StrokePoint(300.5 + 270 * x, 300.5 + 270 * y),
    ]

    cover = painted(Brush(60, hardness, flow=0.4), way, (601, 601))

    along = np.arange(-180, 181, 3)
    middle = cover[np.rint(300 + along * y).astype(int), np.rint(300 + along * x).astype(int)]
    assert np.abs(middle.astype(float) - 102).max() <= 3


@pytest.mark.parametrize("hardness", [0.0, 0.7, 1.0])
def test_a_pass_looks_like_a_full_stroke_made_fainter(hardness: float) -> None:
    way = [StrokePoint(100, 80), StrokePoint(400, 80)]
    full = painted(Brush(90, hardness), way, (500, 160)).astype(float)

    faint = painted(Brush(90, hardness, flow=0.3), way, (500, 160)).astype(float)

    assert np.abs(faint - 0.3 * full).max() <= 4


def test_a_tap_marks_as_much_as_a_pass() -> None:
    assert painted(Brush(50, 1.0, flow=0.5), [StrokePoint(50, 50)], (100, 100))[50, 50] == 128


@pytest.mark.parametrize("passes", [2, 3, 5])
def test_going_over_it_again_builds_up(passes: int) -> None:
    ends = [StrokePoint(100, 100.5), StrokePoint(700, 100.5)]
    way = [ends[i % 2] for i in range(passes + 1)]

    middle = painted(Brush(80, 0.6, flow=0.3), way, (800, 200))[100, 220:580]

    assert np.abs(middle.astype(float) - 255 * (1 - 0.7**passes)).max() <= 3


def test_a_second_stroke_lies_on_the_first_like_a_second_sheet() -> None:
    plane = MaskPlane(400, 100)
    stroke = Stroke(Brush(60, 1.0, flow=0.5), (StrokePoint(40, 50), StrokePoint(360, 50)))

    rasterise(plane, stroke)
    rasterise(plane, stroke)

    assert abs(int(plane.coverage[50, 200]) - 191) <= 2


def test_erasing_takes_its_share_away() -> None:
    plane = MaskPlane(400, 100)
    plane.fill()
    way = (StrokePoint(40, 50), StrokePoint(360, 50))

    rasterise(plane, Stroke(Brush(60, 1.0, erase=True, flow=0.25), way))

    assert abs(int(plane.coverage[50, 200]) - 191) <= 2
    assert plane.coverage[5, 200] == 255


floats = st.floats(20, 480)
way = st.lists(st.tuples(floats, floats), min_size=2, max_size=5)


@settings(deadline=None, max_examples=25)
@given(way, st.floats(0, 1), st.floats(0.05, 0.95), st.integers(2, 9))
def test_the_number_of_events_does_not_matter(
    corners: list[tuple[float, float]], hardness: float, flow: float, pieces: int
) -> None:
    few = [StrokePoint(x, y) for x, y in corners]
    many = [few[0]]
    for a, b in pairwise(few):
        for i in range(1, pieces + 1):
            t = i / pieces
            many.append(StrokePoint(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t))
    brush = Brush(70, hardness, flow=flow)

    once = painted(brush, few, (500, 500)).astype(int)
    often = painted(brush, many, (500, 500)).astype(int)

    # Rounding may move a dab to the next position of the sub-pixel grid.
    assert np.abs(once - often).max() <= 8
    assert np.abs(once - often).mean() <= 0.1


@settings(deadline=None, max_examples=25)
@given(way, st.floats(0, 1), st.floats(0.05, 0.95), st.randoms())
def test_the_order_of_dabs_does_not_matter(
    corners: list[tuple[float, float]], hardness: float, flow: float, random: object
) -> None:
    points = tuple(StrokePoint(x, y, 1.0, flow) for x, y in corners)
    dabs = list(dabs_of(Stroke(Brush(90, hardness), points)))
    within = Area(0, 0, 500, 500)
    layers = []
    for _ in range(2):
        layer = StrokeLayer(within)
        for dab in dabs:
            layer.press(STAMPS.place(dab, hardness), dab)
        layers.append(layer.cover(within).astype(int))
        random.shuffle(dabs)  # type: ignore[attr-defined]

    assert np.abs(layers[0] - layers[1]).max() <= 1


def test_pressure_on_flow_fades_the_stroke() -> None:
    points = [StrokePoint(60, 50.5, 1.0, 1.0), StrokePoint(740, 50.5, 1.0, 0.1)]

    middle = painted(Brush(40, 0.8), points, (800, 100))[50].astype(float)

    expected = 255 * np.interp(np.arange(800), [60, 740], [1.0, 0.1])
    assert np.abs(middle - expected)[100:700].max() <= 8
    assert (np.diff(middle[100:700]) <= 2).all()


def test_flow_one_is_the_plain_maximum() -> None:
    points = tuple(StrokePoint(x, 60) for x in (40, 200, 90, 220))
    area = Area(0, 0, 260, 120)
    plane, layer = MaskPlane(260, 120), StrokeLayer(area)
    stroke = Stroke(Brush(50, 0.2), points)
    rasterise(plane, stroke)

    for dab in dabs_of(stroke):
        layer.press(STAMPS.place(dab, 0.2), dab)

    assert not layer.builds_up
    assert np.array_equal(layer.cover(area), plane.coverage)
    layer.clear()
    assert not layer.cover(area).any()


@settings(deadline=None, max_examples=25)
@given(way, st.floats(0, 1), st.booleans(), st.floats(0.05, 0.95))
def test_the_live_layer_shows_what_the_mask_becomes(
    corners: list[tuple[float, float]], hardness: float, erase: bool, flow: float
) -> None:
    plane = MaskPlane(500, 500)
    rasterise(plane, Stroke(Brush(200, 0.1), (StrokePoint(200, 250), StrokePoint(300, 250))))
    before = plane.copy_coverage()
    brush = Brush(64, hardness, erase, flow)
    points = tuple(StrokePoint(x, y) for x, y in corners)
    live, path = StrokeLayer(plane.area), DabPath(64, hardness, flow)
    for point in points:
        for dab in path.extend(point):
            live.press(STAMPS.place(dab, hardness), dab)
    for dab in path.finish():
        live.press(STAMPS.place(dab, hardness), dab)

    rasterise(plane, Stroke(brush, points), STAMPS)

    assert np.array_equal(live.on(before, plane.area, erase=erase), plane.coverage)


bytes_ = arrays.arrays(np.uint8, (7, 9))


@given(bytes_, bytes_)
def test_screen_is_exact_to_a_rounding(mask: np.ndarray, cover: np.ndarray) -> None:
    m, s = mask.astype(float), cover.astype(float)

    assert np.array_equal(screened(mask, cover), 255 - np.floor((255 - m) * (255 - s) / 255 + 0.5))
    assert np.array_equal(screened(mask, cover, erase=True), np.floor(m * (255 - s) / 255 + 0.5))
    assert np.array_equal(screened(mask, cover), screened(cover, mask))


@pytest.mark.parametrize("flow", [0.0, -0.1, 1.1])
def test_a_flow_outside_its_range_is_refused(flow: float) -> None:
    with pytest.raises(ValueError, match="flow"):
        Brush(10, 0.5, flow=flow)


def test_dabs_of_a_pass_fit_its_width_a_whole_number_of_times() -> None:
    for diameter_px in (8.0, 33.0, 500.0):
        for hardness in (0.0, 0.5, 1.0):
            dabs = list(
                dabs_of(
                    Stroke(
                        Brush(diameter_px, hardness, flow=0.5),
                        (StrokePoint(0, 0), StrokePoint(2000, 0)),
                    )
                )
            )
            width = diameter_px + 1 - falloff_px(diameter_px, hardness)
            assert dabs[1].x == pytest.approx(width * dabs[0].share)
            assert 1 / dabs[0].share == pytest.approx(round(1 / dabs[0].share))
