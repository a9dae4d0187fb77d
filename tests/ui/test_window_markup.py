"""Marks in the whole program: drawn in the window, sent to a server, kept apart from the mask."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email.parser import BytesParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from helpers.scripted_server import Recorded, ScriptedServer, completed_event, streamed
from overpaint.domain.marks import Arrow
from overpaint.services.settings import compatible_server
from overpaint.ui.canvas.markup_layer import MarkKind
from overpaint.ui.canvas.text_entry import TextEntry
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.results.item import ResultState

LEFT = Qt.MouseButton.LeftButton
TAKES_MARKUP, TAKES_NONE = "gpt-image-2.6-flare", "gpt-image-2"


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    driver.store.set(model=TAKES_MARKUP, prompt="a red scarf where the arrow points")
    yield driver
    driver.close()


def _drag(driver: Driver, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag on the canvas between places in the picture, as shares of it."""
    canvas = driver.panels.canvas
    assert canvas.transform is not None
    width, height = canvas.transform.image_size
    first, last = (
        QPoint(*(round(v) for v in canvas.transform.to_view((x * width, y * height))))
        for x, y in (start, end)
    )
    QTest.mousePress(canvas, LEFT, pos=first)
    for step in range(1, 6):
        QTest.mouseMove(canvas, first + (last - first) * step / 5)
    QTest.mouseRelease(canvas, LEFT, pos=last)


def _draw_arrow(driver: Driver) -> None:
    driver.press("mark_arrow")
    _drag(driver, (0.2, 0.2), (0.5, 0.6))


def _paint_mask(driver: Driver) -> None:
    driver.press("tool_brush")
    driver.paint((0.6, 0.4), (0.64, 0.6))


def _choose(driver: Driver, label: str) -> None:
    buttons = driver.panels.area.banner.findChildren(QPushButton)
    (button,) = [button for button in buttons if button.text() == label and button.isVisible()]
    QTest.mouseClick(button, LEFT)


def _parts(post: Recorded) -> dict[str, list[bytes]]:
    head = f"Content-Type: {post.headers['content-type']}\r\n\r\n".encode()
    parts: dict[str, list[bytes]] = {}
    for part in BytesParser().parsebytes(head + post.body).get_payload():
        name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
        parts.setdefault(str(name), []).append(part.get_payload(decode=True))  # type: ignore[union-attr,arg-type]
    return parts


def test_an_arrow_travels_as_markup_with_transparent_pixels(
    driver: Driver, samples: Samples
) -> None:
    with ScriptedServer() as server:
        profile = compatible_server("test server", server.url)
        driver.program.settings.set(servers=(profile,), server=profile.name)
        server.play(streamed(completed_event(samples.chelsea.read_bytes())))
        driver.open(samples.rocket)
        _draw_arrow(driver)

        driver.press("generate")
        driver.wait_for(ResultState.DONE)

        (post,) = server.posts
    parts = _parts(post)
    assert "mask" not in parts
    (data,) = parts["markup"]
    markup = Image.open(io.BytesIO(data))
    assert (markup.format, markup.mode, markup.size) == ("PNG", "RGBA", (640, 427))
    pixels = np.asarray(markup)
    assert set(np.unique(pixels[..., 3])) >= {0, 255}
    assert 0.002 < (pixels[..., 3] > 0).mean() < 0.1
    colour = driver.panels.canvas.markup.style.colour
    assert tuple(pixels[round(0.4 * 427), round(0.35 * 640)]) == (*colour, 255)
    ((image,),) = [parts[name] for name in parts if name.startswith("image")]
    assert Image.open(io.BytesIO(image)).size == markup.size


def test_the_key_takes_the_tool_and_its_options_replace_those_of_the_brush(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.rocket)
    driver.window.activateWindow()
    qtbot.waitUntil(driver.window.isActiveWindow)
    driver.panels.canvas.setFocus()

    QTest.keyClick(driver.panels.canvas, Qt.Key.Key_N)

    assert driver.panels.canvas.tool is ToolKind.MARKUP
    qtbot.waitUntil(driver.panels.options.marking.isVisible)
    assert not driver.panels.options.brush.isVisible()
    kind = driver.panels.canvas.markup.kind
    QTest.keyClick(driver.panels.canvas, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert driver.panels.canvas.markup.kind is not kind
    QTest.keyClick(driver.panels.canvas, Qt.Key.Key_B)
    qtbot.waitUntil(driver.panels.options.brush.isVisible)


def test_letters_typed_into_a_text_mark_are_no_shortcuts(driver: Driver, samples: Samples) -> None:
    driver.open(samples.rocket)
    driver.press("mark_text")
    canvas = driver.panels.canvas
    QTest.mouseClick(canvas, LEFT, pos=canvas.rect().center())
    entry = canvas.findChild(TextEntry)
    assert entry is not None

    QTest.keyClicks(entry, "bench/")

    assert entry.toPlainText() == "bench/"
    assert canvas.tool is ToolKind.MARKUP
    driver.press("tool_pan")
    assert len(canvas.markup.marks) == 1
    assert driver.store.draft.markup is not None


def test_a_model_without_markup_disables_the_tool_and_names_those_that_take_it(
    driver: Driver, samples: Samples
) -> None:
    driver.open(samples.rocket)
    driver.press("tool_markup")

    driver.store.set(model=TAKES_NONE)

    action = driver.window.actions_by_id["tool_markup"]
    buttons = driver.window.findChildren(QToolButton)
    (button,) = [b for b in buttons if b.defaultAction() is action]
    assert driver.panels.canvas.tool is ToolKind.BRUSH
    assert not button.isEnabled()
    assert "GPT Image 2 takes no markup" in button.toolTip()
    assert "2.6" in button.toolTip()
    driver.store.set(model=TAKES_MARKUP)
    assert button.isEnabled()
    assert "takes no markup" not in button.toolTip()


@pytest.mark.parametrize("markup_first", [True, False])
def test_mask_and_markup_together_ask_and_lose_neither(
    driver: Driver, samples: Samples, *, markup_first: bool
) -> None:
    driver.open(samples.rocket)
    first, second = (_draw_arrow, _paint_mask) if markup_first else (_paint_mask, _draw_arrow)
    first(driver)
    assert driver.panels.area.banner.notice is None
    second(driver)

    assert "an edit takes one of them" in driver.wait_for_banner()
    assert driver.store.draft.mask is not None
    assert driver.store.draft.markup is not None
    driver.press("generate")
    assert driver.results() == []


def test_keep_the_mask_sets_the_markup_aside_until_it_is_brought_back(
    driver: Driver, samples: Samples
) -> None:
    driver.open(samples.rocket)
    _draw_arrow(driver)
    marks = driver.panels.canvas.markup.marks
    _paint_mask(driver)
    driver.wait_for_banner()

    _choose(driver, "Keep the mask")

    assert driver.store.draft.markup is None
    assert driver.store.draft.mask is not None
    assert "markup is set aside" in driver.wait_for_banner()
    _choose(driver, "Bring it back")
    assert driver.panels.canvas.markup.marks is marks
    assert "an edit takes one of them" in driver.wait_for_banner()


def test_keep_the_markup_sets_the_mask_aside_until_undo(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.rocket)
    _paint_mask(driver)
    canvas = driver.panels.canvas
    assert canvas.mask is not None
    covered = canvas.mask.copy_coverage()
    _draw_arrow(driver)
    driver.wait_for_banner()

    _choose(driver, "Keep the markup")
    qtbot.waitUntil(lambda: driver.store.draft.mask is None, timeout=PATIENCE_MS)

    assert "mask is set aside" in driver.wait_for_banner()
    assert len(canvas.markup.marks) == 1
    driver.press("undo")
    qtbot.waitUntil(lambda: driver.store.draft.mask is not None, timeout=PATIENCE_MS)
    assert (canvas.mask.copy_coverage() == covered).all()
    assert "an edit takes one of them" in driver.wait_for_banner()


def test_undoing_what_made_it_two_takes_the_question_away(driver: Driver, samples: Samples) -> None:
    driver.open(samples.rocket)
    _paint_mask(driver)
    _draw_arrow(driver)
    driver.wait_for_banner()

    driver.press("undo")

    assert driver.panels.area.banner.notice is None
    assert driver.store.draft.markup is None


def test_every_target_keeps_its_marks(driver: Driver, samples: Samples, qtbot: QtBot) -> None:
    driver.open(samples.rocket, samples.chelsea)
    qtbot.waitUntil(lambda: len(driver.store.draft.inputs) == 2, timeout=PATIENCE_MS)
    _draw_arrow(driver)
    marks = driver.panels.canvas.markup.marks
    rocket, cat = driver.store.draft.inputs

    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        driver.store.move_input(cat.id, 1)
    assert driver.panels.canvas.markup.marks == ()
    assert driver.store.draft.markup is None
    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        driver.store.move_input(rocket.id, 1)

    assert driver.panels.canvas.markup.marks is marks
    assert driver.store.draft.markup is not None
    assert driver.store.draft.markup.size == rocket.size


def test_the_colour_dialog_is_in_nobodys_way_and_changes_the_selected_mark_at_once(
    driver: Driver, samples: Samples
) -> None:
    driver.open(samples.rocket)
    _draw_arrow(driver)
    driver.press("next_mark")

    driver.press("mark_colour")
    (dialog,) = driver.window.findChildren(QColorDialog)
    dialog.setCurrentColor(QColor(1, 200, 3))

    assert not dialog.isModal()
    assert driver.panels.canvas.markup.marks[0].colour == (1, 200, 3)
    dialog.close()


def test_the_menu_clears_selects_and_exports(
    driver: Driver, samples: Samples, qtbot: QtBot, tmp_path: Path
) -> None:
    driver.open(samples.rocket)
    assert not driver.window.actions_by_id["clear_markup"].isEnabled()
    _draw_arrow(driver)
    layer = driver.panels.canvas.markup
    assert isinstance(layer.marks[0], Arrow)
    driver.press("next_mark")
    assert layer.selected == 0
    assert layer.kind is MarkKind.SELECT

    target = driver.store.draft.target
    assert target is not None
    place = tmp_path / "markup.png"
    with qtbot.waitSignal(driver.panels.files.done, timeout=PATIENCE_MS):
        driver.panels.files.export_markup(layer.marks, target.size, place)
    with Image.open(place) as markup:
        assert markup.size == (640, 427)

    driver.press("clear_markup")
    assert layer.marks == ()
    driver.press("undo")
    assert len(layer.marks) == 1
