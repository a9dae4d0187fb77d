"""Two planes under one lock, patches put on them, and the laws that sets obey."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Layer, Stroke, StrokePoint
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.imaging.mask.combine import Combine, combine
from overpaint.imaging.mask.layers import MaskLayers
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.prepare import mask_facts

SHAPE = (9, 13)
AREA = Area(0, 0, SHAPE[1], SHAPE[0])

grey = arrays.arrays(np.uint8, SHAPE)
binary = arrays.arrays(np.bool_, SHAPE).map(lambda a: a.astype(np.uint8) * np.uint8(255))


def plane_of(coverage: np.ndarray) -> MaskPlane:
    plane = MaskPlane(coverage.shape[1], coverage.shape[0])
    plane.replace(coverage)
    return plane


def combined(a: np.ndarray, b: np.ndarray, mode: Combine) -> np.ndarray:
    plane = plane_of(a)
    combine(plane, Patch(AREA, b), mode)
    return plane.copy_coverage()


def add(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return combined(a, b, Combine.ADD)


def subtract(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return combined(a, b, Combine.SUBTRACT)


def intersect(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return combined(a, b, Combine.INTERSECT)


def inverted(a: np.ndarray) -> np.ndarray:
    plane = plane_of(a)
    plane.invert()
    return plane.copy_coverage()


def same(a: np.ndarray, b: np.ndarray) -> bool:
    return np.array_equal(a, b)


@settings(deadline=None, max_examples=60)
@given(grey, grey, grey)
def test_union_and_intersection_are_a_lattice(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> None:
    for join, meet in ((add, intersect), (intersect, add)):
        assert same(join(a, b), join(b, a))
        assert same(join(join(a, b), c), join(a, join(b, c)))
        assert same(join(a, a), a)
        assert same(join(a, meet(a, b)), a)
        assert same(join(a, meet(b, c)), meet(join(a, b), join(a, c)))


@settings(deadline=None, max_examples=60)
@given(grey, grey)
def test_de_morgan_and_subtraction_as_intersection_with_the_rest(
    a: np.ndarray, b: np.ndarray
) -> None:
    assert same(inverted(add(a, b)), intersect(inverted(a), inverted(b)))
    assert same(inverted(intersect(a, b)), add(inverted(a), inverted(b)))
    assert same(subtract(a, b), intersect(a, inverted(b)))


@settings(deadline=None, max_examples=60)
@given(binary, binary, binary)
def test_binary_planes_obey_the_laws_of_sets(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> None:
    nothing, everything = np.zeros(SHAPE, np.uint8), np.full(SHAPE, 255, np.uint8)
    assert same(subtract(a, a), nothing)
    assert same(add(a, inverted(a)), everything)
    assert same(intersect(a, inverted(a)), nothing)
    assert same(subtract(subtract(a, b), c), subtract(a, add(b, c)))
    assert same(subtract(a, subtract(b, c)), add(subtract(a, b), intersect(a, c)))
    assert same(add(subtract(a, b), intersect(a, b)), a)


@settings(deadline=None, max_examples=60)
@given(grey, grey, grey)
def test_more_coverage_never_gives_less(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> None:
    larger = np.maximum(a, b)
    assert (add(larger, c) >= add(a, c)).all()
    assert (intersect(larger, c) >= intersect(a, c)).all()
    assert (subtract(larger, c) >= subtract(a, c)).all()
    assert (subtract(c, larger) <= subtract(c, a)).all()


areas = st.tuples(
    st.integers(0, 700), st.integers(0, 500), st.integers(1, 300), st.integers(1, 300)
).map(lambda t: Area(t[0], t[1], min(t[0] + t[2], 701), min(t[1] + t[3], 501)))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(areas, st.sampled_from(Combine), st.integers(0, 255)), max_size=6))
def test_patches_equal_the_same_on_full_planes_and_can_be_taken_back(
    steps: list[tuple[Area, Combine, int]],
) -> None:
    plane, naive = MaskPlane(701, 501), np.zeros((501, 701), np.uint8)
    history = []
    for area, mode, level in steps:
        patch = Patch(area, np.full((area.height, area.width), level, np.uint8))
        other = patch.on(plane.area)
        history.append((naive, combine(plane, patch, mode)))
        naive = {
            Combine.ADD: np.maximum(naive, other),
            Combine.SUBTRACT: np.minimum(naive, 255 - other),
            Combine.INTERSECT: np.minimum(naive, other),
        }[mode]
        assert same(plane.coverage, naive)
        assert plane.coverage_fraction() == np.count_nonzero(naive > 127) / naive.size
    for before, delta in reversed(history):
        delta.apply_before(plane)
        assert same(plane.coverage, before)


def test_a_cancelled_step_leaves_the_mask_as_it_was() -> None:
    plane = plane_of(np.random.default_rng(1).integers(0, 255, (600, 900), np.uint8))
    before = plane.copy_coverage()
    asked: list[int] = []

    def after_five_tiles() -> bool:
        asked.append(1)
        return len(asked) > 5

    patch = Patch(plane.area, np.zeros_like(before))
    with pytest.raises(Cancelled):
        combine(plane, patch, Combine.INTERSECT, after_five_tiles)

    assert same(plane.coverage, before)
    assert plane.coverage_fraction() == np.count_nonzero(before > 127) / before.size


def test_a_patch_must_fit_its_area() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Patch(Area(0, 0, 3, 2), np.zeros((3, 2), np.uint8))


points = st.builds(StrokePoint, st.floats(0, 700), st.floats(0, 500), st.just(1.0), st.floats(0, 1))
strokes = st.builds(
    Stroke,
    st.builds(Brush, st.floats(20, 300), st.floats(0, 1), st.booleans(), st.floats(0.01, 1)),
    st.lists(points, min_size=1, max_size=3).map(tuple),
    st.sampled_from(Layer),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(strokes, max_size=5))
def test_effective_figures_follow_every_stroke_and_its_undo(many: list[Stroke]) -> None:
    layers = MaskLayers(700, 500)
    deltas = [(s.layer, rasterise(layers.plane(s.layer), s)) for s in many]
    for layer, delta in reversed(deltas):
        effective = np.minimum(layers.mask.coverage, 255 - layers.protect.coverage)
        assert same(layers.effective_copy(), effective)
        part = Area(100, 50, 420, 333)
        assert same(layers.effective(part), effective[part.slices()])
        assert layers.effective_fraction() == np.count_nonzero(effective > 127) / effective.size
        assert layers.is_effectively_empty == (not effective.any())
        delta.apply_before(layers.plane(layer))


def test_what_is_protected_is_not_sent() -> None:
    layers = MaskLayers(600, 400)
    layers.mask.fill()
    assert layers.effective_fraction() == 1.0

    layers.protect.fill()

    assert layers.is_effectively_empty
    assert not layers.is_empty
    assert not layers.effective_copy().any()
    layers.protect.clear()
    assert layers.effective_fraction() == 1.0


@given(grey, grey)
@settings(deadline=None)
def test_bounds_are_those_of_what_may_change(mask: np.ndarray, protect: np.ndarray) -> None:
    layers = MaskLayers(SHAPE[1], SHAPE[0])
    layers.mask.replace(mask)
    layers.protect.replace(protect)

    coverage = layers.effective_copy()
    facts = layers.facts()

    assert facts == (mask_facts(coverage) if coverage.any() else None)


def test_bounds_follow_strokes_over_several_tiles_and_their_undo() -> None:
    layers = MaskLayers(1000, 700)
    stroke = Stroke(Brush(40, 1.0), (StrokePoint(100, 300), StrokePoint(900, 320)))
    delta = rasterise(layers.mask, stroke)
    used = mask_facts(layers.effective_copy()).bounds
    layers.protect.fill()
    nothing = layers.facts()
    layers.protect.clear()
    again = layers.facts()
    delta.apply_before(layers.mask)

    assert used is not None
    assert nothing is None
    assert again is not None
    assert again.bounds == used
    assert layers.facts() is None
