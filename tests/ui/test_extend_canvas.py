"""Extending the canvas in the window: bar, ghost, what becomes of target and mask, and undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from helpers.dragging import drop, enter, files
from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.extension import ASPECTS, Anchor, Margins, Side
from overpaint.domain.frame import FrameChoice, FramePlan, Rect
from overpaint.domain.marks import Arrow, Colour
from overpaint.domain.sizes import Size
from overpaint.imaging.original import read_original
from overpaint.services.library.statistics import read_rows
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.drop_targets import DropTargets
from overpaint.ui.extend.ghost import Grip
from overpaint.ui.results.item import ResultState

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.fixture
def opened(driver: Driver, samples: Samples) -> Driver:
    """The bar over a target of 600 × 400."""
    driver.open(samples.coffee)
    driver.press("extend_canvas")
    assert driver.panels.extender.bar.isVisible()
    return driver


def coverage(driver: Driver) -> NDArray[np.uint8]:
    driver.panels.canvas.wait_for_strokes()
    mask = driver.panels.canvas.mask
    assert mask is not None
    return mask.copy_coverage()


def extend(driver: Driver, qtbot: QtBot, margins: Margins) -> None:
    bar = driver.panels.extender.bar
    if not bar.isVisible():
        driver.press("extend_canvas")
    bar.set_margins(margins)
    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        QTest.keyClick(bar.shape_box, Qt.Key.Key_Return)


def drag(driver: Driver, grip: Grip, by: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    ghost = driver.panels.extender.ghost
    start = ghost.place_of(grip).toPoint()
    QTest.mousePress(ghost, LEFT, modifiers, start)
    for step in range(1, 6):
        move(ghost, start + by * step / 5, LEFT, modifiers)
    QTest.mouseRelease(ghost, LEFT, modifiers, start + by)


def move(
    widget: QWidget, place: QPoint, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier = NONE
) -> None:
    """Move with a button and keys held, which Qt's own helper cannot do."""
    where = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, widget.mapToGlobal(where), Qt.MouseButton.NoButton, button,
        modifiers,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_the_larger_picture_takes_the_targets_place_with_its_mask_at_the_offset(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.coffee)
    driver.paint((0.45, 0.5), (0.55, 0.5))
    painted = coverage(driver)

    extend(driver, qtbot, Margins(40, 24, 80, 0))

    target = driver.store.draft.target
    assert target is not None
    assert (target.name, target.size) == ("coffee (extended).png", Size(720, 424))
    grown = coverage(driver)
    assert np.array_equal(grown[24:424, 40:640], painted)
    reach = driver.store.draft.blend.reach_px
    assert (grown[: 24 - reach] == 255).all()
    assert (grown[:, : 40 - reach] == 255).all()
    assert (grown[:, 640 + reach :] == 255).all()
    assert not driver.panels.extender.bar.isVisible()
    assert driver.panels.area.banner.notice is None


def test_undo_brings_back_target_and_mask_and_redo_the_larger_ones(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.coffee)
    driver.paint((0.45, 0.5), (0.55, 0.5))
    painted = coverage(driver)
    before = driver.store.draft.target
    extend(driver, qtbot, Margins(right=80))
    larger, grown = driver.store.draft.target, coverage(driver)
    assert "extend to 680 × 400" in driver.window.actions_by_id["undo"].text()

    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        driver.press("undo")
    assert driver.store.draft.target == before
    assert np.array_equal(coverage(driver), painted)
    assert driver.store.draft.mask is not None

    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        driver.press("redo")
    assert driver.store.draft.target == larger
    assert np.array_equal(coverage(driver), grown)


def test_strokes_on_the_larger_target_are_taken_back_before_it(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.coffee)
    extend(driver, qtbot, Margins(right=80))
    extended = driver.store.draft.target
    driver.paint((0.3, 0.5), (0.4, 0.5))
    driver.panels.canvas.wait_for_strokes()

    driver.press("undo")
    assert driver.store.draft.target == extended
    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        driver.press("undo")
    assert driver.store.draft.target is not None
    assert driver.store.draft.target.name == "coffee.png"


def test_opening_a_picture_is_not_undone_from_the_canvas(driver: Driver, samples: Samples) -> None:
    driver.open(samples.coffee)

    assert not driver.window.actions_by_id["undo"].isEnabled()


def test_depth_and_profile_of_the_target_are_kept(
    driver: Driver, samples: Samples, tmp_path: Path, qtbot: QtBot
) -> None:
    photo = np.asarray(Image.open(samples.coffee).convert("RGB"))
    cv2.imwrite(str(tmp_path / "deep.png"), photo[..., ::-1].astype(np.uint16) * 257 + 3)
    driver.open(tmp_path / "deep.png")

    extend(driver, qtbot, Margins(left=32))

    target = driver.store.draft.target
    assert target is not None
    assert target.bit_depth == 16
    larger, before = read_original(target.path), read_original(tmp_path / "deep.png")
    assert np.array_equal(larger.pixels[:, 32:], before.pixels)


@pytest.mark.slow
def test_the_result_of_an_extended_edit_has_every_pixel_of_the_original(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.coffee)
    extend(driver, qtbot, Margins(0, 0, 96, 40))
    driver.store.set(prompt="The table goes on.", stream=False)

    driver.press("generate")
    (done,) = driver.wait_for(ResultState.DONE)

    assert done.file is not None
    result = read_original(done.file)
    assert result.size == Size(696, 440)
    before = np.asarray(Image.open(samples.coffee).convert("RGB"))
    assert np.array_equal(result.pixels[:400, :600], before)

    def is_noted() -> bool:
        return len(read_rows(driver.home / "data" / "library.sqlite3")) == 1

    qtbot.waitUntil(is_noted, timeout=PATIENCE_MS)
    (row,) = read_rows(driver.home / "data" / "library.sqlite3")
    assert row.drift is not None
    assert row.server == "built-in"


@pytest.mark.parametrize(
    ("grip", "by", "side"),
    [
        (Grip(1, 0), QPoint(40, 0), "right"),
        (Grip(-1, 0), QPoint(-40, 10), "left"),
        (Grip(0, -1), QPoint(5, -30), "top"),
        (Grip(0, 1), QPoint(0, 30), "bottom"),
    ],
)
def test_an_edge_follows_the_pointer_and_the_fields_follow_the_edge(
    opened: Driver, grip: Grip, by: QPoint, side: str
) -> None:
    transform = opened.panels.canvas.transform
    assert transform is not None
    moved = max(abs(by.x()) if grip.across else 0, abs(by.y()) if grip.down else 0)

    drag(opened, grip, by)

    bar = opened.panels.extender.bar
    expected = round(moved * transform.pixel_ratio / transform.scale)
    assert getattr(bar.margins, side) == pytest.approx(expected, abs=2)
    names = ("left", "top", "right", "bottom")
    assert [field.value() for field in bar.side_fields] == [
        getattr(bar.margins, name) for name in names
    ]
    assert sum(getattr(bar.margins, name) > 0 for name in names) == 1
    whole = bar.margins.size_of(Size(600, 400))
    assert (bar.width_field.value(), bar.height_field.value()) == (whole.width, whole.height)


def test_a_corner_moves_two_edges_and_alt_the_opposite_ones_too(opened: Driver) -> None:
    drag(opened, Grip(1, 1), QPoint(40, 20))
    one = opened.panels.extender.bar.margins
    assert one.right > 0
    assert one.bottom > 0
    assert (one.left, one.top) == (0, 0)

    drag(opened, Grip(1, 0), QPoint(20, 0), ALT)
    both = opened.panels.extender.bar.margins
    assert both.left > 0
    assert both.right - one.right == both.left
    assert both.bottom == one.bottom


def test_an_edge_cannot_be_dragged_into_the_picture(opened: Driver) -> None:
    drag(opened, Grip(-1, 0), QPoint(80, 0))

    assert opened.panels.extender.bar.margins == Margins()


def test_a_drag_in_a_turned_and_mirrored_view_moves_the_edge_that_is_held(opened: Driver) -> None:
    opened.panels.canvas.set_angle(90)
    opened.panels.canvas.set_mirrored(True)
    ghost = opened.panels.extender.ghost
    grip = Grip(1, 0)
    outwards = ghost.place_of(grip) - ghost.place_of(Grip(-1, 0))
    length = max(abs(outwards.x()), abs(outwards.y()))

    drag(opened, grip, (outwards / length * 30).toPoint())

    margins = opened.panels.extender.bar.margins
    assert margins.right > 0
    assert margins == Margins(right=margins.right)


def test_nothing_is_painted_while_the_bar_is_open_but_the_view_can_be_moved(
    opened: Driver, qtbot: QtBot
) -> None:
    ghost, canvas = opened.panels.extender.ghost, opened.panels.canvas
    middle = ghost.rect().center()

    QTest.mousePress(ghost, LEFT, NONE, middle)
    move(ghost, middle + QPoint(30, 0), LEFT)
    QTest.mouseRelease(ghost, LEFT, NONE, middle + QPoint(30, 0))
    assert not coverage(opened).any()

    before = canvas.transform
    QTest.mousePress(ghost, Qt.MouseButton.MiddleButton, NONE, middle)
    move(ghost, middle + QPoint(40, 25), Qt.MouseButton.MiddleButton)
    QTest.mouseRelease(ghost, Qt.MouseButton.MiddleButton, NONE, middle + QPoint(40, 25))
    assert before is not None
    assert canvas.transform is not None
    assert canvas.transform.to_view((0, 0)) != before.to_view((0, 0))


def test_shapes_and_the_anchor_decide_where_pixels_are_added(opened: Driver) -> None:
    bar = opened.panels.extender.bar
    wide = next(aspect for aspect in ASPECTS if aspect.text == "16:9")

    bar.shape_box.set_value(wide)
    bar.shape_box.chosen.emit(wide)
    assert bar.margins == Margins(left=55, right=56)

    QTest.keyClick(bar.anchor_field, Qt.Key.Key_Left)
    assert bar.anchor_field.value is Anchor.LEFT
    assert bar.margins == Margins(right=111)

    QTest.mouseClick(
        bar.anchor_field, LEFT, NONE, bar.anchor_field.cell(Anchor.BOTTOM_RIGHT).center()
    )
    bar.height_field.setValue(500)
    assert bar.margins == Margins(left=111, top=100)
    assert bar.shape_box.value != wide


def test_what_would_be_too_large_cannot_be_applied_and_says_why(opened: Driver) -> None:
    bar = opened.panels.extender.bar
    assert not bar.apply_button.isEnabled()
    assert "Nothing" in bar.apply_button.toolTip()

    bar.set_margins(Margins(bottom=900_000))
    assert not bar.apply_button.isEnabled()
    assert "400" in bar.apply_button.toolTip()

    bar.set_margins(Margins(bottom=100))
    assert bar.apply_button.isEnabled()


def test_escape_leaves_everything_as_it_was_also_from_the_canvas(
    opened: Driver, samples: Samples
) -> None:
    before = opened.store.draft
    bar = opened.panels.extender.bar
    bar.set_margins(Margins(right=100))

    QTest.keyClick(opened.panels.canvas, Qt.Key.Key_Escape)

    assert not bar.isVisible()
    assert not opened.panels.extender.ghost.isVisible()
    assert opened.store.draft == before


def test_another_target_closes_the_bar(opened: Driver, samples: Samples, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.panels.session.target_shown, timeout=PATIENCE_MS):
        opened.panels.intake.open([samples.rocket])

    assert not opened.panels.extender.bar.isVisible()
    assert opened.store.draft.target is not None
    assert opened.store.draft.target.name == "rocket.png"


def test_what_is_being_made_can_be_given_up(opened: Driver, qtbot: QtBot) -> None:
    before = opened.store.draft
    extender = opened.panels.extender
    extender.bar.set_margins(Margins(right=300))

    extender.apply()
    assert not extender.bar.apply_button.isEnabled()
    extender.cancel()
    extender.open_bar()
    extender.bar.set_margins(Margins(right=20))
    with qtbot.waitSignal(opened.panels.session.target_shown, timeout=PATIENCE_MS):
        extender.apply()

    target = opened.store.draft.target
    assert before.target is not None
    assert target is not None
    assert target.size == Size(620, 400)
    assert len(opened.store.draft.inputs) == 1


def test_a_file_that_is_gone_is_told_and_the_bar_stays(
    driver: Driver, samples: Samples, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "gone.png"
    path.write_bytes(samples.coffee.read_bytes())
    driver.open(path)
    driver.press("extend_canvas")
    driver.panels.extender.bar.set_margins(Margins(right=20))
    path.unlink()

    driver.panels.extender.apply()

    assert "gone.png" in driver.wait_for_banner()
    assert driver.panels.extender.bar.isVisible()
    assert driver.panels.extender.bar.apply_button.isEnabled()


def test_marks_stay_where_they_are_on_the_picture(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.coffee)
    arrow = Arrow((100.0, 50.0), (200.0, 80.0), Colour(255, 0, 0), 4.0)
    driver.panels.canvas.markup.load((arrow,))

    extend(driver, qtbot, Margins(left=30, top=20))

    (moved,) = driver.panels.canvas.markup.marks
    assert moved == Arrow((130.0, 70.0), (230.0, 100.0), Colour(255, 0, 0), 4.0)


def test_towards_a_side_begins_with_a_quarter_of_the_picture(
    driver: Driver, samples: Samples
) -> None:
    driver.open(samples.coffee)

    driver.panels.extender.open_towards(Side.BOTTOM)

    assert driver.panels.extender.bar.margins == Margins(bottom=100)


def test_the_facts_tell_size_and_scale_and_price_as_they_will_be(opened: Driver) -> None:
    bar = opened.panels.extender.bar

    bar.set_margins(Margins(right=120))

    assert "720 × 400 px" in bar.facts
    assert "free" in bar.facts
    assert opened.store.draft.mask is None


def test_the_ghost_shows_what_will_lie_there_and_repaints(opened: Driver, qtbot: QtBot) -> None:
    extender = opened.panels.extender
    extender.bar.set_margins(Margins(right=150))
    ghost = extender.ghost

    qtbot.waitUntil(lambda: ghost.has_picture, timeout=PATIENCE_MS)
    box = Rect(600, 0, 150, 400)
    transform = opened.panels.canvas.transform
    assert transform is not None
    corner = QPointF(*transform.to_view((box.left + 75, box.top + 200))).toPoint()
    shown = opened.panels.canvas.grab().toImage().pixelColor(corner)
    surround = opened.panels.canvas.grab().toImage().pixelColor(2, 2)

    assert shown != surround


@pytest.mark.parametrize("side", list(Side))
def test_a_picture_dropped_on_an_edge_gets_room_there_and_becomes_a_reference(
    side: Side, driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.coffee)
    mime = files(samples.astronaut)
    enter(driver.panels.area, mime)
    targets = driver.panels.area.findChild(DropTargets)
    strip = targets.edge(side)
    assert min(strip.width() / targets.width(), strip.height() / targets.height()) >= 0.07

    drop(targets, mime, strip.center())
    bar = driver.panels.extender.bar
    qtbot.waitUntil(bar.isVisible, timeout=PATIENCE_MS)

    # The reference is square: as long as the edge, but not longer than the picture.
    assert bar.margins == side.margins(Size(600, 400), Size(512, 512))
    assert getattr(bar.margins, side.value) == 400
    assert [image.name for image in driver.store.draft.inputs] == ["coffee.png", "astronaut.png"]


@pytest.mark.parametrize(
    ("dx_px", "is_extended"), [(60, True), (10, False)], ids=["far out", "hardly"]
)
def test_a_frame_on_the_edge_that_is_dragged_out_of_the_picture_extends_it(
    dx_px: int, is_extended: bool, driver: Driver, samples: Samples
) -> None:
    driver.open(samples.coffee)
    driver.paint((0.45, 0.5), (0.55, 0.5))
    driver.store.set(frame=FramePlan(FrameChoice.WHOLE))
    canvas = driver.panels.canvas
    canvas.set_tool(ToolKind.FRAME)
    canvas.zoom_to(0.5)
    sight, transform = canvas.frames.sight, canvas.transform
    assert sight is not None
    assert transform is not None
    rect = sight.frame.rect
    edge = QPointF(*transform.to_view((rect.right, 200))).toPoint()
    out = QPointF(*transform.to_view((600, 200))).toPoint() + QPoint(dx_px, 0)

    move(canvas, edge, Qt.MouseButton.NoButton)
    QTest.mousePress(canvas, LEFT, NONE, edge)
    move(canvas, out, LEFT)
    QTest.mouseRelease(canvas, LEFT, NONE, out)

    bar = driver.panels.extender.bar
    assert bar.isVisible() is is_extended
    expected = round(dx_px * transform.pixel_ratio / transform.scale) if is_extended else 0
    assert bar.margins.right == pytest.approx(expected, abs=2)
    assert driver.store.draft.frame.choice is FrameChoice.WHOLE or not is_extended
