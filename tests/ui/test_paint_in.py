"""Variants painted in over each other with the mouse: pixels, tile, file, undo."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.blend_room import PATIENCE_MS, BlendRoom
from helpers.blends import CENTRE, Bench, pixels_of
from helpers.samples import Samples
from overpaint.imaging.load import load_picture
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.results.actions import ResultAction, available
from overpaint.ui.results.texts import detail, spoken, title

GREEN, RED, BLUE = (40, 160, 60), (200, 60, 40), (40, 60, 200)
LEFT, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier


class PaintRoom(BlendRoom):
    """Three variants in three colours, and a hand with the brush."""

    def __init__(self, app: QApplication, qtbot: QtBot, bench: Bench) -> None:
        super().__init__(app, qtbot, bench)
        self.area.resize(500, 400)
        self.area.show()
        qtbot.waitExposed(self.area)
        self.keys = self.bring(
            *(bench.result(n, colour) for n, colour in enumerate((GREEN, RED, BLUE), start=1))
        )
        self.canvas.set_brush(replace(self.canvas.brush, diameter_px=40.0, hardness=1.0))

    def take_tool(self, key: str | None = None) -> None:
        """Select a variant and take the tool; wait until strokes can come."""
        self.strip.select(key or self.keys[0])
        self.canvas.set_tool(ToolKind.PAINT_IN)
        self.qtbot.waitUntil(lambda: self.canvas.reveal.is_ready, timeout=PATIENCE_MS)

    def at(self, dx: float = 0.0, dy: float = 0.0) -> QPoint:
        """A place beside the middle of the mask, on the widget."""
        assert self.canvas.transform is not None
        x, y = self.canvas.transform.to_view((CENTRE[0] + dx, CENTRE[1] + dy))
        return QPoint(round(x), round(y))

    def stroke(
        self,
        dx: float = 0.0,
        dy: float = 0.0,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Paint a dab there, and wait until it is part of the mix."""
        steps = self.canvas.undo_stack.index()
        QTest.mouseClick(self.canvas, LEFT, modifiers, self.at(dx, dy))
        self.qtbot.waitUntil(lambda: self.canvas.undo_stack.index() > steps, timeout=PATIENCE_MS)

    def mix(self) -> str:
        """The key of the newest mix."""
        keys = [self.tiles.item(row).key for row in range(self.tiles.rowCount())]
        return next(key for key in reversed(keys) if self.item(key).is_mix)

    def colour(self, dx: float = 0.0, dy: float = 0.0) -> str:
        """Which variant the picture that was shown last has there."""
        picture, rect = self.canvas.shown[-1]
        assert picture is not None
        left, top = (0, 0) if rect is None else (rect.left, rect.top)
        pixel = picture.bgra[CENTRE[1] + round(dy) - top, CENTRE[0] + round(dx) - left]
        return _named(pixel[2], pixel[1], pixel[0])

    def seen(self, dx: float = 0.0, dy: float = 0.0) -> str:
        """Which variant is on the screen there."""
        grabbed: QImage = self.canvas.grab().toImage()
        seen = grabbed.pixelColor(self.at(dx, dy))
        return _named(seen.red(), seen.green(), seen.blue())


def _named(red: int, green: int, blue: int) -> str:
    values = {"red": int(red), "green": int(green), "blue": int(blue)}
    return max(values, key=lambda name: values[name])


@pytest.fixture
def room(qapp: QApplication, qtbot: QtBot, samples: Samples, tmp_path: Path) -> Iterator[PaintRoom]:
    own = tmp_path / "coffee.png"
    shutil.copyfile(samples.coffee, own)
    room = PaintRoom(qapp, qtbot, Bench(own, tmp_path))
    yield room
    room.close()


def test_a_stroke_is_seen_while_it_is_painted_and_stays(room: PaintRoom) -> None:
    room.take_tool()
    room.qtbot.waitUntil(lambda: room.seen() == "green", timeout=PATIENCE_MS)

    QTest.mousePress(room.canvas, LEFT, pos=room.at())
    assert room.seen() == "red"
    assert room.seen(50) == "green"
    assert len(room.keys) == 3
    QTest.mouseRelease(room.canvas, LEFT, pos=room.at())
    assert room.seen() == "red"

    room.qtbot.waitUntil(lambda: room.canvas.undo_stack.index() == 1, timeout=PATIENCE_MS)
    assert room.seen() == "red"
    assert room.seen(50) == "green"


def test_the_mix_is_a_result_of_its_own(room: PaintRoom) -> None:
    room.take_tool()
    before = {key: room.result(key).path.read_bytes() for key in room.keys}

    room.stroke()
    assert ResultAction.USE_AS_TARGET not in available(room.item(room.mix())), "it has no file yet"
    room.rest()

    key = room.mix()
    item = room.item(key)
    assert ResultAction.USE_AS_TARGET in available(item)
    assert title(item) == "Mix of 1 and 2"
    assert detail(item) == "outside: 0 px"
    assert spoken(item).startswith("Mix of 1 and 2, finished")
    assert room.strip.selected_item() == item
    assert room.tiles.row_of_key(key) == 4, "behind the variants"
    assert item.picture is not None
    mixed, first, second = (
        pixels_of(path)
        for path in (item.picture, room.result(room.keys[0]).path, room.result(room.keys[1]).path)
    )
    x, y = CENTRE
    assert np.abs(mixed[y, x].astype(int) - second[y, x]).max() <= 1
    far = np.ones(mixed.shape[:2], bool)
    far[y - 25 : y + 25, x - 25 : x + 25] = False
    assert np.abs(mixed[far].astype(int) - first[far]).max() <= 1
    assert {key: room.result(key).path.read_bytes() for key in room.keys} == before


def test_digits_choose_and_the_modifier_brings_the_base_back(room: PaintRoom) -> None:
    room.take_tool()
    QTest.keyClick(room.canvas, Qt.Key.Key_3)
    room.qtbot.waitUntil(
        lambda: room.canvas.reveal.names == ("Variant 3", "Variant 1"), timeout=PATIENCE_MS
    )
    assert room.row.chips[2].isChecked()

    room.stroke()
    assert room.colour() == "blue"
    room.stroke(modifiers=ALT)
    assert room.colour() == "green"


def test_a_variant_is_chosen_by_its_small_picture(room: PaintRoom) -> None:
    room.take_tool()
    assert [chip.text() for chip in room.row.chips] == ["1", "2", "3"]
    assert room.row.chips[1].isChecked()

    room.row.chips[2].click()
    room.qtbot.waitUntil(lambda: room.canvas.reveal.names[0] == "Variant 3", timeout=PATIENCE_MS)
    room.stroke()

    assert title(room.item(room.mix())) == "Mix of 1 and 3"
    assert "Paint Variant 3 in (3)" in room.row.chips[2].toolTip()
    assert "lies below" in room.row.chips[0].toolTip()


def test_strokes_are_taken_back_and_brought_back_one_by_one(room: PaintRoom) -> None:
    room.take_tool()
    room.stroke()
    room.stroke(50)
    stack = room.canvas.undo_stack
    assert stack.undoText() == "Paint in Variant 2"
    assert room.colour(50) == "red"

    stack.undo()
    room.qtbot.waitUntil(lambda: room.colour(50) == "green", timeout=PATIENCE_MS)
    assert room.colour() == "red"
    stack.undo()
    room.qtbot.waitUntil(lambda: room.colour() == "green", timeout=PATIENCE_MS)
    assert room.result(room.mix()).layers == ()
    stack.redo()
    room.qtbot.waitUntil(lambda: room.colour() == "red", timeout=PATIENCE_MS)
    room.rest()

    item = room.item(room.mix())
    assert item.picture is not None
    x, y = CENTRE
    assert _named(*pixels_of(item.picture)[y, x]) == "red"


def test_undo_works_with_another_tool_in_hand_and_another_tile_selected(room: PaintRoom) -> None:
    room.take_tool()
    room.stroke()
    room.rest()
    key = room.mix()
    room.canvas.set_tool(ToolKind.BRUSH)
    room.strip.select(room.keys[2])

    room.canvas.undo_stack.undo()
    room.qtbot.waitUntil(lambda: room.result(key).layers == (), timeout=PATIENCE_MS)
    room.rest()

    selected = room.strip.selected_item()
    assert selected is not None
    assert selected.key == key
    item = room.item(key)
    assert item.picture is not None
    x, y = CENTRE
    assert _named(*pixels_of(item.picture)[y, x]) == "green"


def test_painting_goes_on_in_a_mix_that_is_selected_again(room: PaintRoom) -> None:
    room.take_tool()
    room.stroke()
    room.rest()
    key = room.mix()
    room.strip.select(room.keys[2])
    room.take_tool(key)

    room.stroke(50)

    assert room.mix() == key
    assert room.colour() == "red"
    assert room.colour(50) == "red"


def test_a_mix_is_blended_by_a_recipe_like_every_result(room: PaintRoom) -> None:
    room.take_tool()
    room.stroke()
    room.rest()
    key = room.mix()
    path = room.item(key).picture
    assert path is not None
    before = path.read_bytes()
    assert room.section.subject.is_mix
    assert not room.section.keep.isEnabled()

    room.section.opacity.nudge(-50)
    room.rest()

    assert room.item(key).picture == path
    assert path.read_bytes() != before
    assert len(room.result(key).layers) == 1


def test_the_original_is_seen_while_its_key_is_held(room: PaintRoom) -> None:
    room.take_tool()
    room.stroke()
    x, y = CENTRE
    original = _named(*pixels_of(room.bench.target.path)[y, x])
    room.canvas.setFocus()

    QTest.keyPress(room.canvas, Qt.Key.Key_O)
    held = room.seen()
    QTest.keyRelease(room.canvas, Qt.Key.Key_O)

    assert held == original != "blue"
    assert room.seen() == "red"


def test_what_is_missing_is_said(room: PaintRoom) -> None:
    room.strip.select("original")
    room.canvas.set_tool(ToolKind.PAINT_IN)

    assert not room.canvas.reveal.is_ready
    assert "two finished variants" in room.canvas.hint
    assert room.row.hint == room.canvas.hint
    assert room.row.chips == ()
    QTest.mouseClick(room.canvas, LEFT, pos=room.at())
    assert room.canvas.undo_stack.index() == 0

    room.canvas.set_target(load_picture(room.bench.target.path))
    room.preview.follow_target(replace(room.bench.target, id="another"))
    room.strip.select(room.keys[0])
    assert "not open now" in room.canvas.hint


def test_no_stroke_comes_while_the_heat_map_covers_the_result(room: PaintRoom) -> None:
    room.take_tool()

    room.desk.heat.toggle()
    assert not room.canvas.reveal.is_ready
    assert room.canvas.hint == "Switch the heat map off to paint (Shift+O)"

    room.desk.heat.toggle()
    room.qtbot.waitUntil(lambda: room.canvas.reveal.is_ready, timeout=PATIENCE_MS)
