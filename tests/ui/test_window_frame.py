"""What is drawn, what is priced and what is sent is one and the same frame."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import Driver
from helpers.samples import Samples
from overpaint.domain.choices import Quality
from overpaint.domain.frame import FrameChoice, FramePlan, Rect
from overpaint.domain.framing import frame_of
from overpaint.domain.pricing import estimate
from overpaint.domain.request import EditRequest
from overpaint.imaging.mask.brush import Layer
from overpaint.imaging.mask.combine import combine
from overpaint.imaging.mask.modes import Combine
from overpaint.imaging.mask.shapes import rectangle
from overpaint.services.edit_work import EditWork
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.results.item import ResultState


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.fixture(scope="module")
def photograph(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Larger than any frame around a stroke."""
    path = tmp_path_factory.mktemp("photograph") / "photograph.png"
    Image.open(samples.raccoon).convert("RGB").resize((3000, 2250)).save(path, compress_level=1)
    return path


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[EditRequest]:
    """Every request that is really sent."""
    sent: list[EditRequest] = []
    prepare = EditWork.prepare

    def note(work: EditWork) -> EditRequest:
        sent.append(prepare(work))
        return sent[-1]

    monkeypatch.setattr(EditWork, "prepare", note)
    return sent


def _size(data: bytes | Path) -> tuple[int, int]:
    assert isinstance(data, bytes)
    return Image.open(io.BytesIO(data)).size


@pytest.mark.slow
def test_the_frame_that_is_drawn_is_sent_and_its_answer_comes_back_to_its_place(
    driver: Driver, photograph: Path, requests: list[EditRequest], qtbot: QtBot
) -> None:
    driver.open(photograph)
    driver.paint((0.45, 0.4), (0.5, 0.5))
    driver.store.set(prompt="remove it", partial_images=1)
    canvas = driver.panels.canvas
    qtbot.waitUntil(lambda: canvas.frames.sight is not None)
    assert canvas.frames.sight is not None
    drawn = canvas.frames.sight.frame
    assert drawn.is_exact

    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.DONE)

    (request,) = requests
    assert request.mask is not None
    assert _size(request.images[0].content) == (drawn.sent.width, drawn.sent.height)
    assert _size(request.mask.content) == (drawn.sent.width, drawn.sent.height)
    source = Image.open(photograph).convert("RGB")
    box = (drawn.rect.left, drawn.rect.top, drawn.rect.right, drawn.rect.bottom)
    content = request.images[0].content
    assert isinstance(content, bytes)
    assert np.array_equal(Image.open(io.BytesIO(content)).convert("RGB"), source.crop(box))
    assert tile.frame == drawn
    result = np.asarray(Image.open(tile.file or "").convert("RGB"))
    changed = (result != np.asarray(source)).any(axis=2)
    assert canvas.mask is not None
    inside = canvas.mask.copy_coverage() >= 128
    assert changed[inside].mean() > 0.5
    rows, columns = np.nonzero(changed)
    assert drawn.rect.holds(Rect(columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1))


@pytest.mark.slow
def test_a_placed_frame_is_sent_where_it_was_put(
    driver: Driver, photograph: Path, requests: list[EditRequest], qtbot: QtBot
) -> None:
    driver.open(photograph)
    driver.paint((0.45, 0.4), (0.5, 0.5))
    canvas = driver.panels.canvas
    before = frame_of(driver.store.draft, driver.store.model)
    assert before is not None
    there = Rect(before.rect.left - 64, before.rect.top + 32, *_edges(before.rect))
    driver.store.set(prompt="x", frame=FramePlan(FrameChoice.PLACED, placed=there))
    assert canvas.frames.shown is not None
    assert canvas.frames.shown.rect == there

    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.DONE)

    assert tile.frame is not None
    assert tile.frame.rect == there
    content = requests[0].images[0].content
    assert isinstance(content, bytes)
    box = (there.left, there.top, there.right, there.bottom)
    source = Image.open(photograph).convert("RGB").crop(box)
    assert np.array_equal(Image.open(io.BytesIO(content)).convert("RGB"), source)


def _edges(rect: Rect) -> tuple[int, int]:
    return rect.width, rect.height


def test_label_button_and_bill_name_one_price(driver: Driver, photograph: Path) -> None:
    driver.program.settings.set(server="openai")
    driver.open(photograph)
    driver.paint((0.45, 0.4), (0.5, 0.5))
    driver.store.set(prompt="remove it", quality=Quality.HIGH)

    draft, model = driver.store.draft, driver.store.model
    expected = str(estimate(draft, model))
    label = driver.panels.canvas.frames.label
    frame = frame_of(draft, model)

    assert label is not None
    assert frame is not None
    assert label.price == expected
    assert label.size == f"{frame.sent.width} × {frame.sent.height}"
    assert label.scale == "1:1"
    assert driver.panels.inspector.generate_button.secondary == expected


def test_advice_comes_for_servers_that_charge_only(
    driver: Driver, photograph: Path, qtbot: QtBot
) -> None:
    line = driver.panels.inspector.parameters.advice
    driver.open(photograph)
    driver.paint((0.45, 0.4), (0.46, 0.41))
    driver.store.set(prompt="remove it", quality=Quality.HIGH)
    qtbot.wait(400)
    assert line.advice is None

    driver.program.settings.set(server="openai")
    qtbot.waitUntil(lambda: line.advice is not None)
    assert line.advice is not None
    taken = line.advice.size
    line.click()

    assert driver.store.draft.size == taken
    frame = driver.panels.canvas.frames.shown
    assert frame is not None
    assert frame.sent == taken


def test_the_frame_follows_the_mask_live(driver: Driver, photograph: Path, qtbot: QtBot) -> None:
    driver.open(photograph)
    frames = driver.panels.canvas.frames
    assert frames.sight is None
    assert "Without a mask" in frames.reason
    driver.paint((0.45, 0.4), (0.46, 0.41))
    small = frames.shown

    driver.paint((0.3, 0.3), (0.7, 0.7))
    qtbot.waitUntil(lambda: frames.shown != small)
    driver.press("undo")
    qtbot.waitUntil(lambda: frames.shown == small)
    driver.panels.canvas.clear_mask()

    qtbot.waitUntil(lambda: frames.sight is None)


def test_a_protected_part_does_not_widen_the_frame(
    driver: Driver, photograph: Path, qtbot: QtBot
) -> None:
    driver.open(photograph)
    canvas = driver.panels.canvas
    assert canvas.mask is not None
    canvas.fill_mask()
    right = rectangle((500, 0), (3000, 2250), canvas.mask.area)

    canvas.change_mask("Protect", lambda plane: combine(plane, right, Combine.ADD), Layer.PROTECT)

    def bounds() -> Rect | None:
        mask = driver.store.draft.mask
        return None if mask is None else mask.bounds

    qtbot.waitUntil(lambda: bounds() == Rect(0, 0, 500, 2250))
    assert canvas.frames.shown is not None
    assert canvas.frames.shown.rect.width < 3000


def test_a_placed_frame_stays_with_its_picture(
    driver: Driver, photograph: Path, samples: Samples, qtbot: QtBot
) -> None:
    placed = FramePlan(FrameChoice.PLACED, context=0.8, placed=Rect(100, 100, 1024, 1024))
    driver.open(photograph)
    driver.store.set(frame=placed)
    driver.store.set(prompt="remove it")
    assert driver.store.draft.frame == placed

    driver.panels.session.open_target([samples.rocket])
    qtbot.waitUntil(lambda: driver.store.draft.inputs[0].name == "rocket.png")

    assert driver.store.draft.frame == FramePlan(context=0.8)


def test_the_frame_can_be_hidden_and_that_is_remembered(driver: Driver) -> None:
    assert driver.window.actions_by_id["show_frame"].isChecked()

    driver.press("show_frame")

    assert not driver.program.settings.settings.show_frame


def test_the_frame_tool_is_in_strip_menu_and_on_its_key(driver: Driver, photograph: Path) -> None:
    driver.open(photograph)

    driver.press("tool_frame")

    assert driver.panels.canvas.tool is ToolKind.FRAME
    assert driver.panels.options.page is driver.panels.options.framing
    assert driver.window.actions_by_id["tool_frame"].shortcut().toString() == "C"
    assert not driver.window.actions_by_id["reset_frame"].isEnabled()
