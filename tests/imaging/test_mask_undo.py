"""Undo over everything that changes a mask: it brings back every pixel, and stays small."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Layer, Stroke, StrokePoint
from overpaint.imaging.mask.combine import Combine, combine
from overpaint.imaging.mask.delta import TileDelta, pack_tile
from overpaint.imaging.mask.layers import MaskLayers
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.mask.refine import (
    Despeckle,
    Feather,
    FillHoles,
    Grow,
    Levels,
    Shrink,
    Smooth,
    Threshold,
    refine,
)
from overpaint.imaging.mask.shapes import ellipse, polygon, rectangle
from overpaint.imaging.mask.shelf import pack
from overpaint.imaging.mask.stamp import StampCache

WIDTH, HEIGHT = 600, 430
AREA = Area(0, 0, WIDTH, HEIGHT)
BUDGET_BYTES = 64 * 1024 * 1024
STAMPS = StampCache()

Operation = Callable[[MaskPlane], TileDelta]

places = st.tuples(st.floats(-40, WIDTH + 40), st.floats(-40, HEIGHT + 40))
brushes = st.builds(
    Brush, st.floats(1, 200), st.floats(0, 1), st.booleans(), st.sampled_from([1.0, 0.5, 0.1])
)
ways = st.lists(places, min_size=1, max_size=4)
random_planes = st.integers(0, 9).map(
    lambda seed: np.random.default_rng(seed).integers(0, 255, (HEIGHT, WIDTH), np.uint8)
)
shelved = ways.map(lambda way: pack(stroked(Stroke(Brush(90, 0.4), points(way)))))
patches = st.one_of(
    st.builds(lambda a, b: rectangle(a, b, AREA), places, places),
    st.builds(lambda a, b: ellipse(a, b, AREA), places, places),
    ways.map(lambda way: polygon(way, AREA)),
)
steps = st.sampled_from(
    [Grow(5), Grow(60), Shrink(3.5), Feather(12), Smooth(9), FillHoles(), FillHoles(90),
     Despeckle(200), Threshold(60), Levels(20, 220)]
)  # fmt: skip
operations: st.SearchStrategy[Operation] = st.one_of(
    st.builds(
        lambda brush, way: lambda plane: rasterise(plane, Stroke(brush, points(way)), STAMPS),
        brushes, ways,
    ),
    st.builds(lambda p, mode: lambda plane: combine(plane, p, mode), patches,
              st.sampled_from(Combine)),
    steps.map(lambda step: lambda plane: refine(plane, step)),
    st.sampled_from([MaskPlane.fill, MaskPlane.clear, MaskPlane.invert]),
    random_planes.map(lambda coverage: lambda plane: plane.replace(coverage)),
    shelved.map(lambda packed: packed.put_on),
)  # fmt: skip


def points(way: list[tuple[float, float]]) -> tuple[StrokePoint, ...]:
    return tuple(StrokePoint(x, y) for x, y in way)


def stroked(stroke: Stroke) -> MaskPlane:
    plane = MaskPlane(WIDTH, HEIGHT)
    rasterise(plane, stroke, STAMPS)
    return plane


def is_consistent(plane: MaskPlane) -> bool:
    """What the plane says of itself is what its pixels say."""
    coverage = plane.coverage
    back = MaskPlane(plane.width, plane.height)
    back.replace_packed(plane.packed_tiles())
    return (
        np.array_equal(back.coverage, coverage)
        and plane.is_empty == (not coverage.any())
        and plane.coverage_fraction() == np.count_nonzero(coverage > 127) / coverage.size
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(Layer), operations), min_size=1, max_size=7))
def test_undo_after_do_is_the_identity(todo: list[tuple[Layer, Operation]]) -> None:
    layers = MaskLayers(WIDTH, HEIGHT)
    states = [(layers.mask.copy_coverage(), layers.protect.copy_coverage())]
    done = []
    for layer, operation in todo:
        done.append((layer, operation(layers.plane(layer))))
        states.append((layers.mask.copy_coverage(), layers.protect.copy_coverage()))
        assert is_consistent(layers.plane(layer))

    for (layer, delta), state in zip(reversed(done), reversed(states[:-1]), strict=True):
        delta.apply_before(layers.plane(layer))
        assert np.array_equal(layers.mask.coverage, state[0])
        assert np.array_equal(layers.protect.coverage, state[1])
        assert is_consistent(layers.plane(layer))
        effective = np.minimum(state[0], 255 - state[1])
        assert layers.effective_fraction() == np.count_nonzero(effective > 127) / effective.size
    for (layer, delta), state in zip(done, states[1:], strict=True):
        delta.apply_after(layers.plane(layer))
        delta.apply_after(layers.plane(layer))
        assert np.array_equal(layers.mask.coverage, state[0])
        assert np.array_equal(layers.protect.coverage, state[1])


def held_bytes(deltas: list[TileDelta]) -> int:
    """Bytes in memory, each object once."""
    held = {id(t.data): len(t.data) for d in deltas for c in d.tiles for t in (c.before, c.after)}
    return sum(held.values())


@pytest.mark.slow
def test_two_hundred_strokes_on_a_hundred_megapixels_fit_the_budget() -> None:
    plane = MaskPlane(11_600, 8640)
    random = np.random.default_rng(4)
    deltas = []
    for i in range(200):
        diameter = float(random.choice([60, 150, 300, 500]))
        x, y = random.uniform(diameter, (11_600 - diameter, 8640 - diameter))
        heading, way = random.uniform(0, 6), []
        for _ in range(60):
            x, y = x + 30 * math.cos(heading), y + 30 * math.sin(heading)
            heading += random.normal(0, 0.2)
            way.append(StrokePoint(x, y))
        hardness = float(random.choice([0.0, 0.5, 0.8, 1.0]))
        brush = Brush(diameter, hardness, erase=i % 5 == 4, flow=1.0 if i % 3 else 0.4)
        deltas.append(rasterise(plane, Stroke(brush, tuple(way)), STAMPS))
    painted = plane.copy_coverage()

    assert sum(delta.size_bytes for delta in deltas) <= BUDGET_BYTES
    assert held_bytes(deltas) <= BUDGET_BYTES
    assert max(delta.size_bytes for delta in deltas) <= 0.5 * 1024 * 1024
    for delta in reversed(deltas):
        delta.apply_before(plane)
    assert plane.is_empty
    assert not plane.coverage.any()
    for delta in deltas:
        delta.apply_after(plane)
    assert np.array_equal(plane.coverage, painted)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fill", "clear", "invert"])
def test_whole_plane_operations_cost_next_to_no_memory(name: str) -> None:
    plane = MaskPlane(11_600, 8640)
    for y in range(500, 8640, 700):
        way = (StrokePoint(0, y), StrokePoint(11_600, y + 300))
        rasterise(plane, Stroke(Brush(400, 0.3), way), STAMPS)

    delta = getattr(plane, name)()

    assert delta.size_bytes < 10_000
    delta.apply_before(plane)
    assert plane.coverage[600, 300] > 0


def test_size_counts_what_a_step_adds() -> None:
    """What undo holds together is what the steps say, and the tiles of the oldest state."""
    plane = MaskPlane(WIDTH, HEIGHT)
    deltas = [
        rasterise(plane, Stroke(Brush(150, 0.2), points([(100.0 * i, 200.0)]))) for i in range(5)
    ]

    assert held_bytes(deltas) == sum(delta.size_bytes for delta in deltas)


def test_inverting_shares_the_bytes_and_counts_right() -> None:
    plane = stroked(Stroke(Brush(200, 0.1), points([(100, 100), (500, 300)])))
    before = plane.copy_coverage()

    delta = plane.invert()

    assert delta.size_bytes <= len(delta.tiles)
    assert np.array_equal(plane.coverage, 255 - before)
    assert is_consistent(plane)
    assert plane.invert().size_bytes <= len(delta.tiles)
    assert np.array_equal(plane.coverage, before)


def test_a_stroke_that_changes_nothing_on_an_inverted_mask_is_no_change() -> None:
    plane = stroked(Stroke(Brush(200, 0.1), points([(100, 100), (500, 300)])))
    plane.invert()
    stroke = Stroke(Brush(50, 1.0), points([(560, 40)]))  # where all is covered

    assert rasterise(plane, stroke).is_empty


def test_packing_knows_what_a_tile_holds() -> None:
    tile = np.random.default_rng(1).integers(0, 255, (256, 200), np.uint8)
    packed = pack_tile(tile)
    inverse = packed.inverted(tile.size)

    assert packed.holds(tile, pack_tile(tile))
    assert inverse.holds(255 - tile, pack_tile(255 - tile))
    assert not inverse.holds(tile, packed)
    assert inverse.covered_px == np.count_nonzero(255 - tile > 127)
    assert inverse.inverted(tile.size) == packed
    assert pack_tile(np.zeros((9, 9), np.uint8)).inverted(81).covered_px == 81
    assert pack_tile(np.full((9, 9), 255, np.uint8)).inverted(81).is_empty
