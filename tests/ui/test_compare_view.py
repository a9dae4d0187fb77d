"""The comparison with real pictures and a real pointer: what is seen where, and what moves it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from overpaint.domain.comparison import Amplifier, CompareMode, fitted_together
from overpaint.domain.sizes import Size
from overpaint.imaging.compare import differences
from overpaint.imaging.pixels import Picture
from overpaint.ui.compare.panes import Division
from overpaint.ui.compare.view import CompareView
from overpaint.ui.icons import Icons
from overpaint.ui.theme import Theme

RED, BLUE = QColor(200, 30, 30), QColor(30, 30, 200)
SIZE = Size(400, 300)


def plain(size: Size, colour: QColor) -> Picture:
    bgra = np.empty((size.height, size.width, 4), np.uint8)
    bgra[...] = (colour.blue(), colour.green(), colour.red(), 255)
    return Picture(bgra, opaque=True)


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot) -> Iterator[CompareView]:
    theme = Theme(qapp)
    view = CompareView(Icons(theme))
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    pair = plain(SIZE, RED), plain(SIZE, BLUE)
    view.set_pictures(pair, fitted_together(SIZE, SIZE))
    view.set_titles("Original", "Variant 1")
    yield view
    view.close_workers()


def colour_at(view: CompareView, x: float, y: float) -> QColor:
    image = view.grab().toImage()
    return image.pixelColor(round(x * image.width()), round(y * image.height()))


def drag(view: CompareView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in (1, 2, 3):
        QTest.mouseMove(view, start + (end - start) * step / 3)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def test_the_slider_parts_the_pictures_and_is_dragged(view: CompareView) -> None:
    assert colour_at(view, 0.3, 0.3) == RED
    assert colour_at(view, 0.7, 0.3) == BLUE
    drag(view, QPoint(400, 300), QPoint(640, 310))
    assert view.slider_place == pytest.approx(0.8, abs=0.01)
    assert colour_at(view, 0.7, 0.3) == RED
    assert "80" in view.accessibleDescription()


def test_a_drag_beside_the_slider_moves_both_pictures(view: CompareView) -> None:
    view.zoom_to(4.0)
    assert view.transform is not None
    before = view.transform.to_view((200, 150))
    drag(view, QPoint(200, 200), QPoint(230, 180))
    after = view.transform.to_view((200, 150))
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((30, -20))
    assert view.slider_place == 0.5


def test_the_slider_obeys_keys(view: CompareView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.slider_place == pytest.approx(0.51)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.slider_place == pytest.approx(0.41)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.slider_place == 1.0
    view.set_division(Division(CompareMode.SLIDER, stacked=True))
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.slider_place == pytest.approx(0.49)


def test_pictures_stand_one_above_the_other(view: CompareView) -> None:
    view.set_division(Division(CompareMode.SLIDER, stacked=True))
    assert colour_at(view, 0.3, 0.3) == RED
    assert colour_at(view, 0.3, 0.8) == BLUE
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 540))
    assert view.slider_place == pytest.approx(0.9, abs=0.01)
    assert colour_at(view, 0.3, 0.8) == RED


def test_flip_shows_the_first_while_a_key_or_the_pointer_is_held(view: CompareView) -> None:
    view.set_division(Division(CompareMode.FLIP))
    assert colour_at(view, 0.5, 0.5) == BLUE
    view.setFocus()
    QTest.keyPress(view, Qt.Key.Key_O)
    assert colour_at(view, 0.5, 0.5) == RED
    assert view.accessibleDescription() == "Original is shown"
    QTest.keyRelease(view, Qt.Key.Key_O)
    assert colour_at(view, 0.5, 0.5) == BLUE
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    assert colour_at(view, 0.5, 0.5) == RED
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    assert colour_at(view, 0.5, 0.5) == BLUE


def test_a_held_key_is_let_go_with_the_focus(view: CompareView) -> None:
    QTest.keyPress(view, Qt.Key.Key_O)
    assert view.shows_other
    view.clearFocus()
    assert not view.shows_other


def test_side_by_side_zoom_place_and_turn_are_linked(view: CompareView) -> None:
    view.set_division(Division(CompareMode.SIDE_BY_SIDE))
    assert colour_at(view, 0.25, 0.5) == RED
    assert colour_at(view, 0.75, 0.5) == BLUE
    assert view.transform is not None
    point = view.transform.to_image((100, 200))
    wheel = QWheelEvent(
        QPointF(501, 200), QPointF(501, 200), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    # The second pane begins at 401: its pixel 100 is where the zoom stands still.
    assert view.transform.to_image((100, 200)) == pytest.approx(point, abs=0.6)
    view.turn_by(90)
    assert view.transform.angle_deg == 90
    assert colour_at(view, 0.25, 0.5) == RED
    assert colour_at(view, 0.75, 0.5) == BLUE


def test_differences_are_lit_and_what_is_equal_is_grey(view: CompareView) -> None:
    first = plain(SIZE, RED)
    second = Picture(first.bgra.copy(), opaque=True)
    second.bgra[:, 200:, :3] += 10
    common = fitted_together(SIZE, SIZE)
    view.set_pictures((first, second), common)
    view.set_division(Division(CompareMode.DIFFERENCE))
    view.set_found(differences(first, second, common))
    assert view.stage.delta_e_at(10, 10) == 0
    assert (view.stage.delta_e_at(390, 290) or 0) > 1
    same, other = colour_at(view, 0.3, 0.5), colour_at(view, 0.7, 0.5)
    assert same.saturation() == 0
    assert other.saturation() > 60
    view.set_amplifier(Amplifier(threshold=1, gain=40))
    assert colour_at(view, 0.7, 0.5).lightness() > other.lightness() + 20
    view.set_amplifier(Amplifier(threshold=30, gain=40))
    assert colour_at(view, 0.7, 0.5) == colour_at(view, 0.3, 0.5)


def test_another_pair_of_the_same_size_is_seen_at_the_same_place(view: CompareView) -> None:
    view.zoom_to(3.0)
    before = view.transform
    view.set_pictures((plain(SIZE, BLUE), plain(SIZE, RED)), fitted_together(SIZE, SIZE))
    assert view.transform == before
    small = Size(40, 30)
    view.set_pictures((plain(small, BLUE), plain(small, RED)), fitted_together(small, small))
    assert view.transform is not None
    assert view.transform.fitted


def test_escape_leaves_and_own_keys_do_not_reach_the_window(
    view: CompareView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.left):
        QTest.keyClick(view, Qt.Key.Key_Escape)
    with qtbot.waitSignal(view.asked) as asked:
        QTest.keyClick(view, Qt.Key.Key_X)
    assert asked.args == ["compare_swap"]
    for key in (Qt.Key.Key_X, Qt.Key.Key_O, Qt.Key.Key_Left):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(view, event)
        assert event.isAccepted()
