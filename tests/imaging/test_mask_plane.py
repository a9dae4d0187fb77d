"""The full-size mask: operations, what they report, and taking them back."""

from __future__ import annotations

import math
import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Layer, Stroke, StrokePoint, spacing_px
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise

WIDTH, HEIGHT = 600, 300

flows = st.just(1.0) | st.floats(0.01, 1.0)
points = st.builds(
    StrokePoint,
    st.floats(-80, WIDTH + 80),
    st.floats(-80, HEIGHT + 80),
    st.floats(0.05, 1.0),
    flows,
)
brushes = st.builds(Brush, st.floats(1, 180), st.floats(0, 1), st.booleans(), flows)
strokes = st.builds(
    Stroke, brushes, st.lists(points, min_size=1, max_size=5).map(tuple), st.sampled_from(Layer)
)


def naive(before: np.ndarray, stroke: Stroke) -> np.ndarray:
    """The same brush, swept without dabs: distance of every pixel to the way of the pointer."""
    rows, columns = np.mgrid[0 : before.shape[0], 0 : before.shape[1]] + 0.5
    nearest = np.full(before.shape, np.inf)
    way = [*stroke.points, stroke.points[-1]]
    for a, b in pairwise(way):
        dx, dy = b.x - a.x, b.y - a.y
        length2 = dx * dx + dy * dy or 1.0
        along = np.clip(((columns - a.x) * dx + (rows - a.y) * dy) / length2, 0, 1)
        nearest = np.minimum(nearest, np.hypot(columns - a.x - along * dx, rows - a.y - along * dy))
    radius = stroke.brush.diameter_px / 2
    edge = max(1.0, (1 - stroke.brush.hardness) * radius)
    t = np.clip((radius + 0.5 - nearest) / edge, 0, 1)
    cover = t * t * (3 - 2 * t) * 255
    return np.minimum(before, 255 - cover) if stroke.brush.erase else np.maximum(before, cover)


@pytest.mark.parametrize("erase", [False, True])
@pytest.mark.parametrize("hardness", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("diameter_px", [1.0, 7.3, 40.0, 180.0, 700.0])
def test_a_stroke_equals_a_naive_sweep(diameter_px: float, hardness: float, erase: bool) -> None:
    plane = MaskPlane(WIDTH, HEIGHT)
    if erase:
        plane.fill()
    before = plane.copy_coverage().astype(float)
    way = (StrokePoint(50.4, 60.2), StrokePoint(300.7, 200.1), StrokePoint(500.2, 90.9))
    stroke = Stroke(Brush(diameter_px, hardness, erase), way)

    rasterise(plane, stroke)

    error = np.abs(plane.coverage - naive(before, stroke))
    # A hard edge rises by 255 within a pixel and a half; an eighth of a pixel is the grid of dabs.
    edge = max(1.0, (1 - hardness) * diameter_px / 2)
    steepest = 255 * 1.5 / edge
    offset_px = {1.0: 0.25, 7.3: 0.2, 40.0: 0.2, 180.0: 0.3, 700.0: 0.5}[diameter_px]
    assert error.max() <= steepest * offset_px + 3
    assert error.mean() < 1.0


def test_a_soft_stroke_does_not_add_up_where_it_crosses_itself() -> None:
    once, often = MaskPlane(200, 200), MaskPlane(200, 200)
    brush = Brush(80, 0.0)
    there, back = StrokePoint(60, 100), StrokePoint(140, 100)

    rasterise(once, Stroke(brush, (there, back)))
    rasterise(often, Stroke(brush, (there, back) * 6))

    assert np.abs(once.copy_coverage().astype(int) - often.copy_coverage()).max() <= 4


def test_pressure_makes_the_stroke_thinner() -> None:
    plane = MaskPlane(300, 100)
    way = (StrokePoint(20, 50, 1.0), StrokePoint(280, 50, 0.2))

    rasterise(plane, Stroke(Brush(60, 1.0), way))

    widths = np.count_nonzero(plane.coverage > 127, axis=0)
    assert abs(int(widths[30]) - 58) <= 4
    assert abs(int(widths[270]) - 14) <= 4


@settings(max_examples=40, deadline=None)
@given(st.lists(strokes, min_size=1, max_size=5))
def test_undo_and_redo_bring_back_every_pixel(many: list[Stroke]) -> None:
    plane = MaskPlane(WIDTH, HEIGHT)
    states, deltas = [plane.copy_coverage()], []
    for stroke in many:
        deltas.append(rasterise(plane, stroke))
        states.append(plane.copy_coverage())

    for delta, state in zip(reversed(deltas), reversed(states[:-1]), strict=True):
        delta.apply_before(plane)
        assert np.array_equal(plane.coverage, state)
        assert plane.coverage_fraction() == np.count_nonzero(state > 127) / state.size
    for delta, state in zip(deltas, states[1:], strict=True):
        delta.apply_after(plane)
        delta.apply_after(plane)
        assert np.array_equal(plane.coverage, state)
    assert plane.is_empty == (not states[-1].any())


@settings(max_examples=30, deadline=None)
@given(strokes)
def test_bounds_hold_exactly_what_is_covered(stroke: Stroke) -> None:
    plane = MaskPlane(WIDTH, HEIGHT)
    rasterise(plane, stroke)
    rows, columns = np.nonzero(plane.coverage)

    bounds = plane.bounds()

    if rows.size == 0:
        assert bounds.is_empty
    else:
        expected = Area(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert bounds == expected


@pytest.mark.parametrize("name", ["fill", "clear", "invert", "replace"])
def test_whole_plane_operations_are_one_step_each(name: str) -> None:
    plane = MaskPlane(WIDTH, HEIGHT)
    rasterise(plane, Stroke(Brush(120, 0.3), (StrokePoint(200, 150), StrokePoint(420, 150))))
    before = plane.copy_coverage()
    other = np.tile(np.arange(WIDTH, dtype=np.uint8), (HEIGHT, 1))
    expected = {
        "fill": np.full_like(before, 255),
        "clear": np.zeros_like(before),
        "invert": 255 - before,
        "replace": other,
    }[name]

    delta = plane.replace(other) if name == "replace" else getattr(plane, name)()

    assert np.array_equal(plane.coverage, expected)
    assert plane.coverage_fraction() == np.count_nonzero(expected > 127) / expected.size
    delta.apply_before(plane)
    assert np.array_equal(plane.coverage, before)


def test_an_operation_that_fails_leaves_no_trace() -> None:
    plane = MaskPlane(WIDTH, HEIGHT)
    rasterise(plane, Stroke(Brush(100, 0.5), (StrokePoint(260, 150),)))
    before = plane.copy_coverage()

    def half_a_stroke() -> None:
        with plane.record() as recorder:
            recorder.touch(Area(0, 0, 400, 300))
            recorder.pixels[:, :400] = 77
            raise RuntimeError("broken off")

    with pytest.raises(RuntimeError):
        half_a_stroke()
    assert np.array_equal(plane.coverage, before)


def test_undo_of_a_large_stroke_stays_small() -> None:
    plane = MaskPlane(8192, 2048)
    way = tuple(StrokePoint(500 + 70 * i, 1000 + 300 * math.sin(i / 5)) for i in range(60))

    delta = rasterise(plane, Stroke(Brush(300, 0.8), way))

    assert 0 < delta.size_bytes < 200_000 * 2
    assert plane.fill().size_bytes < 400_000


def test_a_copy_never_holds_half_a_stroke() -> None:
    plane = MaskPlane(1000, 1000)
    seen: list[float] = []
    started = threading.Event()

    def copy() -> None:
        started.wait()
        seen.append(float(plane.copy_coverage().mean()))

    reader = threading.Thread(target=copy)
    reader.start()
    with plane.record() as recorder:
        recorder.touch(plane.area)
        recorder.pixels[:500] = 255
        started.set()
        recorder.pixels[500:] = 255
        recorder.finish()
    reader.join()
    assert seen == [255.0]


def test_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        MaskPlane(10, 10).replace(np.zeros((9, 10), np.uint8))
    with pytest.raises(ValueError, match="does not fit"):
        MaskPlane(20, 10).fill().apply_before(MaskPlane(10, 10))


@pytest.mark.parametrize("diameter_px", [2, 4, 10, 64, 500, 4096])
def test_soft_dabs_are_at_most_an_eighth_apart(diameter_px: float) -> None:
    assert spacing_px(diameter_px, 0.0) <= diameter_px / 8
    # Scallops of a hard edge: s²/8r.
    assert spacing_px(diameter_px, 1.0) ** 2 / (4 * diameter_px) <= 0.11
