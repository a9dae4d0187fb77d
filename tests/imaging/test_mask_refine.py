"""Grow, shrink, feather, smooth, holes, specks, threshold: what they promise, on soft masks too."""

from __future__ import annotations

import math
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.mask.refine import (
    Despeckle,
    Feather,
    FillHoles,
    Grow,
    Levels,
    Refinement,
    Shrink,
    Smooth,
    Threshold,
    feathered,
    refine,
)
from overpaint.imaging.mask.shapes import ellipse, polygon, rectangle

WIDTH, HEIGHT = 700, 520
AREA = Area(0, 0, WIDTH, HEIGHT)

places = st.builds(
    StrokePoint, st.floats(0, WIDTH), st.floats(0, HEIGHT), st.just(1.0), st.just(1.0)
)
strokes = st.builds(
    Stroke,
    st.builds(Brush, st.floats(5, 160), st.floats(0, 1), st.booleans(), st.just(1.0)),
    st.lists(places, min_size=1, max_size=3).map(tuple),
)
paintings = st.lists(strokes, min_size=1, max_size=4)
radii = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.25, 6.0, 7.0, 11.0, 20.0, 41.0, 90.0])


def painted(many: list[Stroke]) -> MaskPlane:
    plane = MaskPlane(WIDTH, HEIGHT)
    for stroke in many:
        rasterise(plane, stroke)
    return plane


def plane_of(coverage: np.ndarray) -> MaskPlane:
    plane = MaskPlane(coverage.shape[1], coverage.shape[0])
    plane.replace(coverage)
    return plane


def refined(coverage: np.ndarray, *steps: Refinement) -> np.ndarray:
    plane = plane_of(coverage)
    for step in steps:
        refine(plane, step)
    return plane.copy_coverage()


def disc(radius: float, size: int = 400) -> np.ndarray:
    low, high = size / 2 - radius, size / 2 + radius
    within = Area(0, 0, size, size)
    return ellipse((low, low), (high, high), within).on(within)


@settings(deadline=None, max_examples=30)
@given(paintings, radii)
def test_shrunk_lies_in_the_mask_and_the_mask_in_grown(many: list[Stroke], radius: float) -> None:
    before = painted(many).copy_coverage()

    assert (refined(before, Shrink(radius)) <= before).all()
    assert (refined(before, Grow(radius)) >= before).all()


@settings(deadline=None, max_examples=30)
@given(paintings, radii)
def test_closing_only_adds_and_opening_only_takes(many: list[Stroke], radius: float) -> None:
    before = painted(many).copy_coverage()

    closed = refined(before, Grow(radius), Shrink(radius))
    opened = refined(before, Shrink(radius), Grow(radius))

    if radius == int(radius):  # between whole radii both mix, which rounds
        assert (closed >= before).all()
        assert (opened <= before).all()
        assert np.array_equal(refined(closed, Grow(radius), Shrink(radius)), closed)
    else:
        assert (closed.astype(int) >= before.astype(int) - 130).all()


@settings(deadline=None, max_examples=20)
@given(paintings, radii)
def test_growing_the_mask_is_shrinking_what_is_kept(many: list[Stroke], radius: float) -> None:
    before = painted(many).copy_coverage()

    grown = refined(before, Grow(radius))

    assert np.array_equal(grown, 255 - refined(255 - before, Shrink(radius)))


@settings(deadline=None, max_examples=20)
@given(paintings, radii, radii)
def test_a_larger_radius_grows_more(many: list[Stroke], a: float, b: float) -> None:
    before = painted(many).copy_coverage()
    small, large = sorted((a, b))

    # Two discs nearly as large may differ by a pixel in some direction, being polygons.
    if large >= small + 2 or small == large:
        assert (refined(before, Grow(large)) >= refined(before, Grow(small))).all()


@pytest.mark.parametrize("radius", [*range(1, 31), 40, 41, 64, 100, 200])
def test_a_point_grows_into_a_disc_without_holes(radius: int) -> None:
    size = 2 * radius + 31
    middle = size // 2
    coverage = np.zeros((size, size), np.uint8)
    coverage[middle, middle] = 255

    grown = refined(coverage, Grow(radius)) > 0

    y, x = np.mgrid[0:size, 0:size] - middle
    distance = np.hypot(x, y)
    slack = max(0.8, radius / 90)
    assert distance[grown].max() <= radius + slack
    assert distance[~grown].min() >= radius - slack
    assert grown[middle].sum() == grown[:, middle].sum() == 2 * radius + 1
    for image in (grown[::-1], grown[:, ::-1], grown.T):
        assert np.array_equal(image, grown)


def test_growing_keeps_the_slope_of_a_soft_edge() -> None:
    coverage = np.tile(np.clip(np.arange(400) - 100, 0, 255).astype(np.uint8), (300, 1))

    assert np.array_equal(refined(coverage, Grow(30))[:, :300], coverage[:, 30:330])
    assert np.array_equal(refined(coverage, Shrink(30))[:, 100:], coverage[:, 70:370])
    faint = (disc(60) // 255) * 90
    assert set(np.unique(refined(faint, Grow(12)))) == {0, 90}


def test_half_a_pixel_covers_half() -> None:
    coverage = np.zeros((300, 300), np.uint8)
    coverage[:, 100:200] = 255

    grown = refined(coverage, Grow(2.5))

    assert list(grown[150, 95:101]) == [0, 0, 128, 255, 255, 255]


def test_shrinking_does_not_start_at_the_edge_of_the_picture() -> None:
    coverage = np.zeros((300, 300), np.uint8)
    coverage[:200, :150] = 255

    shrunk = refined(coverage, Shrink(20))

    assert (shrunk[:180, :130] == 255).all()
    assert not shrunk[181:].any()
    assert not shrunk[:, 131:].any()


@pytest.mark.parametrize("radius", [1, 4, 8, 10, 23, 40, 64, 150])
def test_feather_equals_a_gaussian(radius: float) -> None:
    plane = MaskPlane(WIDTH, HEIGHT)
    rasterise(plane, Stroke(Brush(150, 1.0), (StrokePoint(90, 90), StrokePoint(400, 300))))
    rasterise(plane, Stroke(Brush(9, 1.0), (StrokePoint(600, 20), StrokePoint(560, 480))))
    before = plane.copy_coverage().astype(float)

    refine(plane, Feather(radius))

    sigma = radius / 2
    reach = math.ceil(4 * sigma)
    kernel = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
    kernel /= kernel.sum()
    wide = np.pad(before, reach, mode="edge")
    rows = np.apply_along_axis(np.convolve, 1, wide, kernel, mode="valid")
    exact = np.apply_along_axis(np.convolve, 0, rows, kernel, mode="valid")
    assert np.abs(plane.coverage - exact).max() <= 4
    assert np.abs(plane.coverage - exact).mean() <= 0.5


@pytest.mark.parametrize("radius", [1, 5, 12, 40, 90])
@pytest.mark.parametrize("angle_deg", [0, 30, 45, 80])
def test_feather_keeps_the_half_covered_line_where_it_was(radius: float, angle_deg: float) -> None:
    x, y = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    far = [(350 + 3000 * (s * -y + t * x), 260 + 3000 * (s * x + t * y))
           for s, t in ((1, 0), (-1, 0), (-1, 1), (1, 1))]  # fmt: skip
    before = polygon(far, AREA).on(AREA)

    after = refined(before, Feather(radius))

    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    inside_px = (columns - 350) * x + (rows - 260) * y
    # A line through the edge of the picture counts as continued straight outwards, so it bends.
    inner = (np.abs(columns - 350) < 350 - 2 * radius) & (np.abs(rows - 260) < 260 - 2 * radius)
    assert (after[inner & (inside_px > 1)] >= 128).all()
    assert (after[inner & (inside_px < -1)] < 128).all()
    assert after[inner & (inside_px < -1.6 * radius - 1)].max(initial=0) <= 2


@pytest.mark.parametrize("radius", [4.0, 10.0, 20.0, 40.0])
def test_smooth_keeps_a_disc_and_its_area(radius: float) -> None:
    before = disc(120)

    once = refined(before, Smooth(radius))
    twice = refined(once, Smooth(radius))

    area = before.sum() / 255
    # Curvature takes sigma²/2R from the radius.
    lost_px = (radius / 2) ** 2 / 240 + 0.05
    for after, times in ((once, 1), (twice, 2)):
        assert abs(after.sum() / 255 - area) <= 2 * math.pi * 120 * lost_px * times + 20
    assert np.count_nonzero((once > 20) & (once < 235)) <= 2.5 * 2 * math.pi * 120


def test_smooth_rounds_corners_and_removes_jags() -> None:
    within = Area(0, 0, 400, 400)
    box = rectangle((100, 100), (300, 300), within).on(within).copy()
    box[100:300:4, 300:303] = 255  # teeth
    box[150:152, 150:152] = 0  # a pinhole

    after = refined(box, Smooth(16))

    edge = [int(np.flatnonzero(row > 127)[-1]) for row in after[150:250]]
    assert max(edge) - min(edge) <= 1
    assert after[151, 151] == 255
    assert after[101, 101] == 0
    assert after[200, 102] == 255
    assert after[200, 98] <= 2


def test_smooth_leaves_soft_edges_and_even_grey_alone() -> None:
    slope = np.tile(np.clip(np.arange(400) - 70, 0, 255).astype(np.uint8), (300, 1))
    even = np.full((300, 300), 90, np.uint8)
    soft = plane_of(np.zeros((300, 600), np.uint8))
    rasterise(soft, Stroke(Brush(200, 0.0), (StrokePoint(0, 150), StrokePoint(600, 150))))
    before = soft.copy_coverage().astype(int)

    assert np.abs(refined(slope, Smooth(10)).astype(int) - slope).max() <= 6
    assert np.array_equal(refined(even, Smooth(10)), even)
    refine(soft, Smooth(10))
    assert np.abs(soft.coverage - before)[:, 20:-20].max() <= 8


def test_holes_are_filled_with_their_rims() -> None:
    filled = refined(np.minimum(disc(90), 255 - disc(40)), FillHoles())

    assert np.array_equal(filled, disc(90))


def test_a_hole_at_the_edge_of_the_picture_is_open() -> None:
    coverage = np.full((300, 300), 255, np.uint8)
    coverage[100:140, :50] = 0
    coverage[200:220, 100:120] = 0

    filled = refined(coverage, FillHoles())

    assert (filled[100:140, :50] == 0).all()
    assert (filled[200:220] == 255).all()


def test_only_holes_up_to_a_size_are_filled() -> None:
    coverage = np.full((600, 600), 255, np.uint8)
    coverage[100:110, 100:110] = 0
    coverage[300:311, 300:310] = 0
    coverage[0, :] = 0

    filled = refined(coverage, FillHoles(100))

    assert (filled[100:110, 100:110] == 255).all()
    assert (filled[300:311, 300:310] == 0).all()
    assert (filled[0] == 0).all()


def test_the_hole_of_a_soft_ring_is_filled_up_to_its_crest() -> None:
    plane = MaskPlane(500, 500)
    turn = np.linspace(0, 2 * math.pi, 90)
    points = tuple(
        StrokePoint(250 + 120 * math.cos(t), 250 + 120 * math.sin(t), 1.0, 0.75) for t in turn
    )
    rasterise(plane, Stroke(Brush(60, 0.2), points))
    crest = int(plane.coverage.max())
    assert 180 < crest < 200

    refine(plane, FillHoles())

    middle = plane.coverage[170:330, 170:330]
    assert middle.min() >= 160
    assert middle.max() <= crest
    assert plane.coverage[250, 20] == 0


@settings(deadline=None, max_examples=25)
@given(paintings, st.sampled_from([None, 50, 5000]))
def test_filling_holes_again_changes_nothing(many: list[Stroke], limit: int | None) -> None:
    before = painted(many).copy_coverage()

    once = refined(before, FillHoles(limit))

    assert (once >= before).all()
    assert np.array_equal(refined(once, FillHoles(limit)), once)
    if limit is None:
        import cv2  # noqa: PLC0415 - an oracle of the test

        framed = np.pad((once >= 128).astype(np.uint8), 1)
        cv2.floodFill(framed, None, (0, 0), 1, flags=4)
        outside = np.pad((once >= 128).astype(np.uint8), 1) == framed
        assert outside[1:-1, 1:-1][once < 128].sum() == 0 or _touches_edge(once)


def _touches_edge(coverage: np.ndarray) -> bool:
    edge = np.concatenate((coverage[0], coverage[-1], coverage[:, 0], coverage[:, -1]))
    return bool((edge >= 128).any())


def test_specks_go_and_larger_islands_stay() -> None:
    coverage = disc(60)
    coverage[10:15, 10:15] = 255
    coverage[380:390, 380:390] = 255
    coverage[0:3, 200:203] = 200
    coverage[30:34, 300:304] = 40  # dust, too faint to be sent

    cleaned = refined(coverage, Despeckle(60))

    expected = disc(60)
    expected[380:390, 380:390] = 255
    assert np.array_equal(cleaned, expected)


def test_a_speck_goes_with_its_soft_rim() -> None:
    plane = plane_of(disc(60))
    rasterise(plane, Stroke(Brush(12, 0.0), (StrokePoint(30, 30),)))
    assert plane.coverage[30, 30] > 200

    refine(plane, Despeckle(100))

    assert np.array_equal(plane.coverage, disc(60))


@settings(deadline=None, max_examples=25)
@given(paintings, st.sampled_from([1, 50, 5000]))
def test_despeckling_again_changes_nothing(many: list[Stroke], limit: int) -> None:
    before = painted(many).copy_coverage()

    once = refined(before, Despeckle(limit))

    assert (once <= before).all()
    again = refined(once, Despeckle(limit))
    assert np.array_equal(again >= 128, once >= 128)


def test_speckle_of_a_wand_is_cleaned() -> None:
    random = np.random.default_rng(8)
    coverage = disc(150)
    noise = random.random(coverage.shape) < 0.03
    coverage[noise] = 255 - coverage[noise]

    cleaned = refined(coverage, Despeckle(30), FillHoles(30))

    assert np.count_nonzero(cleaned != disc(150)) < 500


@settings(deadline=None, max_examples=25)
@given(paintings, st.integers(1, 255))
def test_threshold_is_final(many: list[Stroke], level: int) -> None:
    before = painted(many).copy_coverage()

    once = refined(before, Threshold(level))

    assert np.array_equal(once, np.where(before >= level, 255, 0))
    assert np.array_equal(refined(once, Threshold(level)), once)


def test_levels_spread_coverage() -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8), (20, 1))

    spread = refined(ramp, Levels(50, 200))[0]

    assert not spread[:51].any()
    assert (spread[200:] == 255).all()
    assert spread[125] == 128
    assert np.array_equal(refined(ramp, Levels(0, 255)), ramp)


steps = st.one_of(
    radii.map(Grow), radii.map(Shrink), radii.map(Feather), radii.map(Smooth),
    st.sampled_from([FillHoles(), FillHoles(300), Despeckle(300), Threshold(90), Levels(30, 180)]),
)  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(paintings, st.lists(steps, min_size=1, max_size=3))
def test_every_refinement_is_one_step_that_can_be_taken_back(
    many: list[Stroke], todo: list[Refinement]
) -> None:
    plane = painted(many)
    states, deltas = [plane.copy_coverage()], []
    for step in todo:
        deltas.append(refine(plane, step))
        states.append(plane.copy_coverage())
        assert plane.coverage_fraction() == np.count_nonzero(states[-1] > 127) / plane.coverage.size
        assert plane.is_empty == (not states[-1].any())

    for delta, state in zip(reversed(deltas), reversed(states[:-1]), strict=True):
        delta.apply_before(plane)
        assert np.array_equal(plane.coverage, state)
    for delta, state in zip(deltas, states[1:], strict=True):
        delta.apply_after(plane)
        assert np.array_equal(plane.coverage, state)


@settings(deadline=None, max_examples=20)
@given(paintings, st.sampled_from([Grow, Shrink, Feather, Smooth]), radii)
def test_tiles_do_not_show(many: list[Stroke], kind: type[Grow], radius: float) -> None:
    """The same picture moved by half a tile: other tiles, the same pixels."""
    before = painted(many).copy_coverage()
    moved = np.pad(before, ((128, 0), (128, 0)), mode="edge")

    here, there = refined(before, kind(radius)), refined(moved, kind(radius))

    margin = 300 if kind in {Feather, Smooth} else 91
    inner = slice(margin, None)
    difference = np.abs(here[inner, inner].astype(int) - there[128:, 128:][inner, inner])
    assert difference.max(initial=0) == 0


@pytest.mark.parametrize(
    "step", [Grow(30), Shrink(9), Feather(50), Smooth(20), FillHoles(), Despeckle(99), Threshold(7)]
)
def test_a_refinement_that_is_called_off_leaves_the_mask_as_it_was(step: Refinement) -> None:
    plane = MaskPlane(2000, 1500)
    for x in range(0, 2000, 150):
        rasterise(
            plane, Stroke(Brush(100, 0.3), (StrokePoint(x, 100), StrokePoint(1900 - x, 1400)))
        )
    before = plane.copy_coverage()
    asked = threading.Semaphore(2)

    with pytest.raises(Cancelled):
        refine(plane, step, lambda: not asked.acquire(blocking=False))

    assert np.array_equal(plane.coverage, before)


@pytest.mark.parametrize(
    "step",
    [
        Grow(-1),
        Shrink(1001),
        Feather(-0.1),
        Smooth(5000),
        Threshold(0),
        Threshold(256),
        Levels(9, 9),
    ],
)
def test_values_out_of_range_are_refused(step: Refinement) -> None:
    with pytest.raises(ValueError, match=r"not 0 to|not 1 to"):
        refine(MaskPlane(10, 10), step)


def test_an_empty_mask_stays_empty() -> None:
    plane = MaskPlane(1000, 800)

    for step in (Grow(20), Shrink(3), Feather(9), Smooth(9), FillHoles(), Despeckle(9)):
        assert refine(plane, step).is_empty


@settings(deadline=None, max_examples=25)
@given(st.floats(1, 100), st.tuples(places, places))
def test_a_feathered_patch_is_the_feathered_mask(
    radius: float, corners: tuple[StrokePoint, StrokePoint]
) -> None:
    a, b = ((point.x, point.y) for point in corners)
    patch = rectangle(a, b, AREA)

    soft = feathered(patch, radius, AREA).on(AREA).astype(int)

    assert np.abs(soft - refined(patch.on(AREA), Feather(radius))).max() <= 1


def test_feathering_by_nothing_gives_the_same_patch() -> None:
    patch = Patch(Area(3, 4, 8, 9), np.full((5, 5), 200, np.uint8))

    assert feathered(patch, 0.0, AREA) is patch
