"""Magic wand, colour range and bucket, with real events on photographs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from helpers.canvas import ALT, SHIFT, Hand, picture_of
from helpers.samples import Samples
from overpaint.imaging.mask.modes import Combine
from overpaint.imaging.pixels import Picture
from overpaint.imaging.select.colour_range import colour_at, colour_range
from overpaint.imaging.select.wand import wand
from overpaint.ui.canvas.tool_options import SelectOptions
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView


@pytest.fixture
def hand(qtbot: QtBot, samples: Samples) -> Iterator[Hand]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(900, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.rocket))
    yield Hand(qtbot, view)
    view.close_workers()


@pytest.fixture
def bgra(samples: Samples) -> np.ndarray:
    return picture_of(samples.rocket).bgra


def pixel(hand: Hand, place: tuple[float, float]) -> tuple[int, int]:
    x, y = hand.hit(place)
    return int(x), int(y)


def test_the_wand_selects_what_is_like_the_colour_clicked_on(hand: Hand, bgra: np.ndarray) -> None:
    hand.view.set_tool(ToolKind.WAND)
    hand.view.set_select_options(SelectOptions(tolerance=20))
    hand.click((60, 60))

    patch = wand(bgra, pixel(hand, (60, 60)), 20, contiguous=True, antialias=True)
    assert np.array_equal(hand.mask(), patch.on(hand.area()))
    assert hand.mask().any()
    assert hand.steps() == ["Magic wand"]
    hand.view.undo_stack.undo()
    assert not hand.mask().any()


def test_the_wand_subtracts_with_alt_and_everywhere_when_not_contiguous(
    hand: Hand, bgra: np.ndarray
) -> None:
    hand.view.set_tool(ToolKind.WAND)
    hand.view.set_select_options(SelectOptions(contiguous=False, antialias=False))
    hand.view.fill_mask()
    hand.click((60, 60), ALT)

    patch = wand(bgra, pixel(hand, (60, 60)), 32, contiguous=False, antialias=False)
    assert np.array_equal(hand.mask(), 255 - patch.on(hand.area()))


def test_the_wand_reads_what_is_shown_when_asked_to(hand: Hand) -> None:
    height, width = 100, 150
    half = np.zeros((height, width, 4), np.uint8)
    half[..., 3] = 255
    half[:, width // 2 :] = 255
    hand.view.set_preview(Picture(half, opaque=True))
    hand.view.set_tool(ToolKind.WAND)
    hand.view.set_select_options(SelectOptions(merged=True))
    area = hand.area()
    hand.click((area.right * 0.75, area.bottom / 2))

    mask = hand.mask()
    assert (mask[:, int(area.right * 0.55) :] == 255).all()
    assert not mask[:, : int(area.right * 0.45)].any()


def test_a_click_beside_the_picture_selects_nothing(hand: Hand) -> None:
    for tool in (ToolKind.WAND, ToolKind.BUCKET, ToolKind.COLOUR_RANGE):
        hand.view.set_tool(tool)
        hand.click((-20, 50))
    assert hand.steps() == []


def test_what_is_selected_already_makes_no_step(hand: Hand, qtbot: QtBot) -> None:
    hand.view.fill_mask()
    hand.settle()
    hand.view.set_tool(ToolKind.BUCKET)
    with qtbot.waitSignal(hand.view.found_nothing):
        hand.click((60, 60))
    assert hand.steps() == ["Mask everything"]


def test_the_bucket_fills_what_the_mask_goes_around(hand: Hand) -> None:
    ring = np.zeros((hand.area().bottom, hand.area().right), np.uint8)
    ring[50:250, 50:250] = 255
    ring[100:200, 100:200] = 0
    hand.view.replace_mask(ring, "Import mask")
    hand.view.set_tool(ToolKind.BUCKET)
    hand.click((150, 150))
    filled = hand.mask()
    assert (filled[50:250, 50:250] == 255).all()
    assert not filled[300:, 300:].any()
    hand.click((60, 60), ALT)
    assert not hand.mask().any()
    assert hand.steps() == ["Import mask", "Fill region", "Fill region"]


def test_esc_calls_a_slow_selection_off(hand: Hand, qtbot: QtBot) -> None:
    gate = threading.Event()
    hand.view._editor.worker.submit(lambda: gate.wait(10), lambda _: None)
    hand.view.set_tool(ToolKind.WAND)
    hand.click((60, 60))
    qtbot.waitUntil(lambda: "Esc" in hand.view.hint)
    assert hand.view.cursor().shape() is Qt.CursorShape.BusyCursor
    hand.key(Qt.Key.Key_Escape)
    gate.set()

    assert not hand.mask().any()
    assert hand.steps() == []
    assert hand.view.cursor().shape() is not Qt.CursorShape.BusyCursor


def expected_range(hand: Hand, bgra: np.ndarray, places: list[tuple[float, float]],
                   fuzziness: int) -> np.ndarray:  # fmt: skip
    colours = [colour_at(bgra, *pixel(hand, place)) for place in places]
    return colour_range(bgra, colours, fuzziness).on(hand.area())


def test_a_colour_range_is_seen_at_once_and_becomes_a_step_with_enter(
    hand: Hand, bgra: np.ndarray
) -> None:
    hand.view.set_tool(ToolKind.COLOUR_RANGE)
    hand.click((60, 60))
    assert np.array_equal(hand.mask(), expected_range(hand, bgra, [(60, 60)], 40))
    assert hand.steps() == []
    hand.click((300, 200), SHIFT)
    both = expected_range(hand, bgra, [(60, 60), (300, 200)], 40)
    assert np.array_equal(hand.mask(), both)
    hand.view.set_select_options(SelectOptions(fuzziness=90))
    wide = expected_range(hand, bgra, [(60, 60), (300, 200)], 90)
    assert np.array_equal(hand.mask(), wide)
    hand.key(Qt.Key.Key_Return)

    assert np.array_equal(hand.mask(), wide)
    assert hand.steps() == ["Colour range"]
    assert hand.view.guides.guide is None
    hand.view.undo_stack.undo()
    assert not hand.mask().any()


def test_colours_can_be_removed_and_the_range_discarded(hand: Hand, bgra: np.ndarray) -> None:
    hand.view.set_tool(ToolKind.COLOUR_RANGE)
    hand.click((60, 60))
    hand.click((300, 200), SHIFT)
    hand.click((300, 200), ALT)
    assert np.array_equal(hand.mask(), expected_range(hand, bgra, [(60, 60)], 40))
    hand.key(Qt.Key.Key_Escape)

    assert not hand.mask().any()
    assert hand.steps() == []
    assert hand.view.guides.guide is None


def test_another_tool_or_edit_accepts_the_colour_range(hand: Hand) -> None:
    hand.view.set_select_options(replace(SelectOptions(), mode=Combine.SUBTRACT))
    hand.view.fill_mask()
    hand.view.set_tool(ToolKind.COLOUR_RANGE)
    hand.click((60, 60))
    hand.view.set_tool(ToolKind.BRUSH)
    assert hand.steps() == ["Mask everything", "Colour range"]
    hand.view.set_tool(ToolKind.COLOUR_RANGE)
    hand.click((300, 200))
    hand.settle()
    hand.view.invert_mask()
    assert hand.steps() == ["Mask everything", "Colour range", "Colour range", "Invert mask"]
    assert hand.view.guides.guide is None


def test_what_comes_after_an_early_enter_stays_after_it(hand: Hand, bgra: np.ndarray) -> None:
    gate = threading.Event()
    hand.view.selector.work_out(lambda _off: gate.wait(10), lambda _: None)
    hand.view.set_tool(ToolKind.COLOUR_RANGE)
    hand.click((60, 60))
    hand.key(Qt.Key.Key_Return)
    hand.view.invert_mask()
    gate.set()

    assert np.array_equal(hand.mask(), 255 - expected_range(hand, bgra, [(60, 60)], 40))
    assert hand.steps() == ["Colour range", "Invert mask"]


def test_an_accepted_range_that_is_called_off_is_no_step(hand: Hand) -> None:
    gate = threading.Event()
    hand.view.selector.work_out(lambda _off: gate.wait(10), lambda _: None)
    hand.view.set_tool(ToolKind.COLOUR_RANGE)
    hand.click((60, 60))
    hand.key(Qt.Key.Key_Return)
    hand.key(Qt.Key.Key_Escape)
    gate.set()

    assert not hand.mask().any()
    assert hand.steps() == []
