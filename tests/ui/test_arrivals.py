"""Pictures come into the window: by drop, from the clipboard, from the network; all of them."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from helpers.dragging import drop, enter, files, leave
from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from helpers.scripted_server import ScriptedServer, Stall, reply, streamed
from overpaint.ui.arrivals import Arrivals
from overpaint.ui.drop_targets import DropTargets

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.fixture
def arrivals(driver: Driver) -> Arrivals:
    return driver.window._arrivals


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as started:
        yield started


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The clipboard; emptied, because what is left on it outlives the interpreter and crashes."""
    yield qapp.clipboard()
    qapp.clipboard().clear()


def names(driver: Driver) -> list[str]:
    return [image.name for image in driver.store.draft.inputs]


def wait_for_names(driver: Driver, qtbot: QtBot, expected: list[str]) -> None:
    qtbot.waitUntil(lambda: names(driver) == expected, timeout=PATIENCE_MS)


def copies(folder: Path, picture: Path, count: int) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [Path(shutil.copy(picture, folder / f"{n:02}.png")) for n in range(1, count + 1)]


def press_notice(driver: Driver, text: str) -> None:
    banner = driver.panels.area.banner
    next(b for b in banner.findChildren(QPushButton) if b.text() == text and b.isVisible()).click()


def targets(driver: Driver) -> DropTargets:
    return driver.panels.area.findChild(DropTargets)


def test_the_first_of_several_is_the_target_and_the_others_are_references(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    area = driver.panels.area

    assert drop(area, files(samples.rocket, samples.coffee, samples.chelsea))

    wait_for_names(driver, qtbot, ["rocket.png", "coffee.png", "chelsea.png"])


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.1, ["coffee.png"]), (0.5, ["rocket.png", "coffee.png"])],
    ids=["replace", "reference"],
)
def test_the_fields_over_the_canvas_decide(
    driver: Driver, samples: Samples, qtbot: QtBot, share: float, expected: list[str]
) -> None:
    driver.open(samples.rocket)
    mime = files(samples.coffee)
    assert enter(driver.panels.area, mime)
    fields = targets(driver)
    assert fields.isVisible()

    drop(fields, mime, QPoint(round(fields.width() * share), 200))

    wait_for_names(driver, qtbot, expected)
    assert not fields.isVisible()


@pytest.mark.parametrize("keys", [ALT, Qt.KeyboardModifier.NoModifier], ids=["alt", "field"])
def test_a_picture_becomes_the_mask_in_its_field_or_anywhere_with_alt(
    driver: Driver, samples: Samples, qtbot: QtBot, keys: Qt.KeyboardModifier
) -> None:
    driver.open(samples.rocket)
    mime = files(samples.rocket_mask)
    enter(driver.panels.area, mime)
    fields = targets(driver)
    share = 0.1 if keys else 0.9

    drop(fields, mime, QPoint(round(fields.width() * share), 200), keys)

    qtbot.waitUntil(lambda: driver.store.draft.mask is not None, timeout=PATIENCE_MS)
    assert names(driver) == ["rocket.png"]


@pytest.mark.parametrize("place", ["inputs", "beside"])
def test_alt_makes_a_mask_over_the_other_parts_too(
    driver: Driver, samples: Samples, qtbot: QtBot, place: str
) -> None:
    driver.open(samples.rocket)
    widget = driver.panels.inputs.view.viewport() if place == "inputs" else driver.window

    drop(widget, files(samples.rocket_mask), QPoint(60, 80), ALT)

    qtbot.waitUntil(lambda: driver.store.draft.mask is not None, timeout=PATIENCE_MS)
    assert names(driver) == ["rocket.png"]


def test_everything_lights_up_together_and_says_what_a_drop_does(
    driver: Driver, samples: Samples, arrivals: Arrivals, qtbot: QtBot
) -> None:
    driver.open(samples.rocket)
    strip = driver.panels.inputs
    view = strip.view.viewport()

    enter(view, files(samples.coffee), QPoint(60, 500))

    assert targets(driver).isVisible()
    assert strip.counter_text == "Insert as @2"
    assert arrivals.prompt.words == "Add as reference and name it: @2"

    leave(view)

    qtbot.waitUntil(lambda: not targets(driver).isVisible())
    assert arrivals.prompt.words == ""
    assert strip.counter_text.startswith("1 of 16")


def test_crossing_from_part_to_part_keeps_the_lights_on(
    driver: Driver, samples: Samples, arrivals: Arrivals, qtbot: QtBot
) -> None:
    driver.open(samples.rocket)
    enter(driver.panels.area, files(samples.coffee))
    offer = arrivals.watch.offer
    leave(driver.panels.area)
    enter(driver.panels.inputs.view.viewport(), files(samples.coffee), QPoint(60, 500))

    with qtbot.assertNotEmitted(arrivals.watch.changed, wait=250):
        pass

    assert arrivals.watch.offer == offer


def test_a_folder_brings_its_pictures(
    driver: Driver, samples: Samples, tmp_path: Path, qtbot: QtBot
) -> None:
    copies(tmp_path / "set", samples.chelsea, 3)

    drop(driver.panels.area, files(tmp_path / "set"))

    wait_for_names(driver, qtbot, ["01.png", "02.png", "03.png"])


def test_an_empty_folder_is_told(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()

    drop(driver.panels.area, files(tmp_path / "nothing"))

    assert "nothing" in driver.wait_for_banner()


def test_of_seventeen_pictures_sixteen_are_chosen(
    driver: Driver, samples: Samples, arrivals: Arrivals, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = copies(tmp_path / "set", samples.chelsea, 17)

    drop(driver.panels.area, files(*paths))
    panel = arrivals.tick_list
    qtbot.waitUntil(panel.isVisible)
    assert names(driver) == []
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    panel.view.setCurrentIndex(panel.model.index(16))
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)

    wait_for_names(driver, qtbot, [path.name for path in paths[1:]])
    assert not panel.isVisible()


def test_more_ticks_than_places_cannot_be_used(
    driver: Driver, samples: Samples, arrivals: Arrivals, tmp_path: Path, qtbot: QtBot
) -> None:
    driver.open(samples.rocket)
    driver.panels.intake.add(copies(tmp_path / "set", samples.chelsea, 18))
    panel = arrivals.tick_list
    qtbot.waitUntil(panel.isVisible)

    panel.model.toggle(17)

    assert panel.accept_button.text() == "Use 16 pictures"
    assert not panel.accept_button.isEnabled()
    assert panel.accept_button.toolTip() == "Take 1 ticks away first"
    qtbot.keyClick(panel.view, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert names(driver) == ["rocket.png"]


def test_a_dropped_text_file_goes_into_the_prompt_where_it_is_dropped(
    driver: Driver, tmp_path: Path, arrivals: Arrivals, qtbot: QtBot
) -> None:
    note = tmp_path / "idea.txt"
    note.write_bytes("\ufeffa golden café\r\n".encode())
    editor = driver.panels.inspector.prompt.editor
    editor.setPlainText("Make it ")

    drop(editor.viewport(), files(note), QPoint(editor.width() - 20, 10))

    qtbot.waitUntil(lambda: driver.store.draft.prompt == "Make it a golden café")


def test_a_text_file_dropped_anywhere_else_goes_there_too(
    driver: Driver, tmp_path: Path, qtbot: QtBot
) -> None:
    note = tmp_path / "idea.txt"
    note.write_text("at dusk")

    drop(driver.window, files(note), QPoint(10, 10))

    qtbot.waitUntil(lambda: driver.store.draft.prompt == "at dusk")
    assert names(driver) == []


def test_plain_text_is_left_to_the_editor(driver: Driver) -> None:
    editor = driver.panels.inspector.prompt.editor
    mime = QMimeData()
    mime.setText("https://example.com/a.png")

    assert drop(editor.viewport(), mime)

    assert driver.store.draft.prompt == "https://example.com/a.png"
    assert driver.panels.area.banner.notice is None


def test_a_picture_dropped_on_the_prompt_becomes_a_reference_that_is_named(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.rocket)
    editor = driver.panels.inspector.prompt.editor
    editor.setPlainText("Use the cup of")

    drop(editor.viewport(), files(samples.coffee), QPoint(editor.width() - 20, 10))

    qtbot.waitUntil(lambda: driver.store.draft.prompt == "Use the cup of @2 ")
    assert names(driver) == ["rocket.png", "coffee.png"]


def test_a_card_is_named_in_the_prompt_by_its_menu(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.rocket, samples.coffee)
    menu = driver.panels.inputs.menu_for(driver.panels.cards.card(1))

    next(entry for entry in menu.actions() if entry.text() == "Name it in the prompt").trigger()

    assert driver.store.draft.prompt == "@2 "


def test_a_picture_inside_an_address_can_be_pasted(
    driver: Driver, samples: Samples, clipboard: QClipboard, qtbot: QtBot
) -> None:
    packed = base64.b64encode(samples.coffee.read_bytes()).decode()
    clipboard.setText(f"data:image/png;base64,{packed}")

    driver.press("paste")

    wait_for_names(driver, qtbot, ["Pasted picture.png"])
    assert driver.store.draft.inputs[0].path.read_bytes() == samples.coffee.read_bytes()


def test_typed_paths_can_be_pasted_and_wrong_ones_are_told(
    driver: Driver, samples: Samples, tmp_path: Path, clipboard: QClipboard, qtbot: QtBot
) -> None:
    clipboard.setText(f'"{samples.rocket}"\n{samples.coffee.as_uri()}')
    driver.press("paste")
    wait_for_names(driver, qtbot, ["rocket.png", "coffee.png"])

    clipboard.setText(str(tmp_path / "nowhere.png"))
    driver.press("paste")

    toast = driver.panels.area.toast
    qtbot.waitUntil(lambda: toast.text == "There is no picture on the clipboard")


def test_encoded_bytes_of_the_clipboard_stay_as_they_are(
    driver: Driver, samples: Samples, clipboard: QClipboard, qtbot: QtBot
) -> None:
    mime = QMimeData()
    mime.setData("image/png", QByteArray(samples.chelsea.read_bytes()))
    clipboard.setMimeData(mime)
    driver.open(samples.rocket)

    driver.press("paste_reference")

    wait_for_names(driver, qtbot, ["rocket.png", "Pasted picture.png"])
    assert driver.store.draft.inputs[1].path.read_bytes() == samples.chelsea.read_bytes()


def _link(server: ScriptedServer, path: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(f"http://127.0.0.1:{server.port}{path}")])
    return mime


def test_nothing_is_fetched_before_a_yes(
    driver: Driver, samples: Samples, server: ScriptedServer, qtbot: QtBot
) -> None:
    server.files["/img/cat.png"] = reply(samples.chelsea.read_bytes(), content_type="image/png")

    drop(driver.panels.area, _link(server, "/img/cat.png"))
    asked = driver.wait_for_banner()
    assert "127.0.0.1" in asked
    assert server.requests == []
    press_notice(driver, "Download")

    wait_for_names(driver, qtbot, ["127.0.0.1 img cat.png"])
    path = driver.store.draft.inputs[0].path
    assert path.read_bytes() == samples.chelsea.read_bytes()
    assert driver.home in path.parents


def test_a_no_leaves_it(driver: Driver, server: ScriptedServer) -> None:
    drop(driver.panels.area, _link(server, "/cat.png"))
    driver.wait_for_banner()

    press_notice(driver, "Leave it")

    assert driver.panels.area.banner.notice is None
    assert driver.panels.cards.rowCount() == 1
    assert server.requests == []


def test_a_failed_download_is_told_and_leaves_no_card(
    driver: Driver, server: ScriptedServer, qtbot: QtBot
) -> None:
    server.files["/cat.png"] = reply(b"<html>sorry</html>")
    drop(driver.panels.area, _link(server, "/cat.png"))
    driver.wait_for_banner()
    press_notice(driver, "Download")

    qtbot.waitUntil(lambda: "sent a page" in driver.wait_for_banner(), timeout=PATIENCE_MS)
    assert driver.panels.cards.rowCount() == 1


def test_taking_the_card_away_stops_the_download(
    driver: Driver, server: ScriptedServer, qtbot: QtBot
) -> None:
    server.files["/cat.png"] = streamed(b"GIF89a", Stall(), ends=False)
    drop(driver.panels.area, _link(server, "/cat.png"))
    driver.wait_for_banner()
    press_notice(driver, "Download")
    qtbot.waitUntil(server.stalled.is_set, timeout=PATIENCE_MS)
    view = driver.panels.inputs.view
    view.setCurrentIndex(view.model().index(0))

    qtbot.keyClick(view, Qt.Key.Key_Delete)

    qtbot.waitUntil(server.client_left.is_set, timeout=PATIENCE_MS)
    assert names(driver) == []
    assert driver.panels.area.banner.notice is None


def test_a_drop_is_taken_back_as_one_step(driver: Driver, samples: Samples, qtbot: QtBot) -> None:
    driver.open(samples.rocket)
    driver.panels.intake.open([samples.coffee, samples.chelsea])
    wait_for_names(driver, qtbot, ["coffee.png", "chelsea.png"])
    view = driver.panels.inputs.view
    view.setFocus()

    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert names(driver) == ["rocket.png"]
    qtbot.keyClick(view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert names(driver) == ["coffee.png", "chelsea.png"]
