"""Painting variants in: which one is seen where, and how that is taken back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.blends import AXES, CENTRE, Bench, pixels_of
from helpers.samples import Samples
from overpaint.domain.blend import BlendRecipe
from overpaint.domain.events import Answer, Result, Variant
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mix import Mix, MixBoard, MixChange
from overpaint.imaging.placement import unpack_plane
from overpaint.imaging.variants import live_blend

FRAME = Rect(-20, 10, 300, 260)


def _variant(number: int) -> Variant:
    answer = Answer(Path(f"answer-{number}.png"), "image/png", Size(300, 260))
    return Variant(answer, number)


def _stroke(
    x: float, y: float, *, size: float = 60, erase: bool = False, flow: float = 1.0
) -> Stroke:
    brush = Brush(size, 0.5, erase=erase, flow=flow)
    return Stroke(brush, (StrokePoint(x, y), StrokePoint(x + 40, y)))


def _covers(mix: Mix) -> dict[int, np.ndarray]:
    return {variant.number: cover.copy() for variant, cover in mix.layers}


def test_a_stroke_paints_where_it_is_drawn_on_the_target() -> None:
    mix = Mix(_variant(1), FRAME)

    change = mix.paint(_stroke(100, 120), _variant(2))

    cover = _covers(mix)[2]
    assert cover[120 - FRAME.top, 100 - FRAME.left] == 255
    assert cover[0, 0] == 0
    assert not change.dirty.is_empty


def test_another_variant_takes_the_place_of_the_first_whatever_lies_above() -> None:
    mix = Mix(_variant(1), FRAME)
    mix.paint(_stroke(100, 120), _variant(2))
    mix.paint(_stroke(110, 120), _variant(3))
    mix.paint(_stroke(100, 120, size=20), _variant(2))

    here = (120 - FRAME.top, 110 - FRAME.left)
    covers = _covers(mix)
    assert covers[2][here] == 255
    assert covers[3][here] == 0, "what lies above gives way"


def test_painting_the_base_in_or_erasing_brings_it_back() -> None:
    for stroke in (_stroke(100, 120, size=120), _stroke(100, 120, size=120, erase=True)):
        mix = Mix(_variant(1), FRAME)
        mix.paint(_stroke(100, 120), _variant(2))

        mix.paint(stroke, _variant(2) if stroke.brush.erase else _variant(1))

        assert mix.layers == ()


def test_passes_of_a_weak_brush_add_up() -> None:
    mix = Mix(_variant(1), FRAME)
    levels = []
    for _ in range(3):
        mix.paint(_stroke(100, 120, flow=0.3), _variant(2))
        levels.append(int(_covers(mix)[2][120 - FRAME.top, 120 - FRAME.left]))

    assert levels[0] < levels[1] < levels[2] < 255


STROKES = st.tuples(
    st.integers(0, 260), st.integers(20, 240), st.integers(1, 3), st.booleans(), st.booleans()
)


@settings(max_examples=25, deadline=None)
@given(st.lists(STROKES, min_size=1, max_size=6))
def test_taking_every_stroke_back_leaves_the_base_and_doing_it_again_the_mix(
    strokes: list[tuple[int, int, int, bool, bool]],
) -> None:
    mix = Mix(_variant(1), FRAME)
    changes: list[MixChange] = []
    for x, y, number, erase, weak in strokes:
        stroke = _stroke(x, y, erase=erase, flow=0.4 if weak else 1.0)
        changes.append(mix.paint(stroke, _variant(number)))
    done = _covers(mix)

    for change in reversed(changes):
        mix.take_back(change)
    assert mix.layers == ()
    for change in changes:
        mix.apply(change)

    again = _covers(mix)
    assert again.keys() == done.keys()
    assert all(np.array_equal(again[number], done[number]) for number in done)


@pytest.fixture
def bench(samples: Samples, tmp_path: Path) -> Bench:
    own = tmp_path / "coffee.png"
    shutil.copyfile(samples.coffee, own)
    return Bench(own, tmp_path)


def _board(bench: Bench) -> tuple[MixBoard, Result, Variant, Variant]:
    one, two = bench.result(1), bench.result(2, (200, 60, 40))
    mix = Mix.of(one, 1)
    board = MixBoard.made(mix, one, BlendRecipe())
    second = Variant(two.answer, 2, two.drift)
    board.render(one, second, BlendRecipe())
    return board, one, Variant(one.answer, 1, one.drift), second


def test_the_board_shows_the_variant_inside_the_stroke_and_the_base_around_it(
    bench: Bench,
) -> None:
    board, one, first, second = _board(bench)
    before = board.refresh(None).bgra.copy()

    change = board.mix.paint(_stroke(CENTRE[0] - 20, CENTRE[1], size=50), second)
    after = board.refresh(change.dirty).bgra

    whole = board.render(one, second, BlendRecipe()).bgra
    x, y = CENTRE[0] - board.box.left, CENTRE[1] - board.box.top
    assert np.array_equal(after[y - 5 : y + 5, x - 5 : x + 5], whole[y - 5 : y + 5, x - 5 : x + 5])
    assert not np.array_equal(after[y, x], before[y, x])
    assert np.array_equal(after[: y - AXES[1] - 10], before[: y - AXES[1] - 10])
    board.mix.take_back(change)
    assert np.array_equal(board.refresh(change.dirty).bgra, before)
    assert first.number == 1


def test_a_mix_can_be_taken_up_again_from_its_result(bench: Bench) -> None:
    board, one, _, second = _board(bench)
    change = board.mix.paint(_stroke(*CENTRE), second)
    board.refresh(change.dirty)
    result = replace(one, layers=board.mix.packed())

    again = Mix.of(result, 1)

    ((variant, cover),) = again.layers
    assert variant == second
    rect = bench.frame.rect
    assert np.array_equal(cover, unpack_plane(result.layers[0].coverage, rect.size))
    picture, box = live_blend(result).exact(BlendRecipe())
    shown = MixBoard.made(again, result, BlendRecipe()).refresh(None)
    assert box == board.box
    assert np.abs(shown.bgra.astype(int) - picture.bgra).max() <= 1
    assert pixels_of(one.path).shape[:2] == (bench.target.size.height, bench.target.size.width)
