"""The zoom bar: what is written or chosen is asked for, and the way back from a turned view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from overpaint.ui.icons import Icons
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.zoom_bar import ZoomBar

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> ZoomBar:
    bar = ZoomBar(Icons(Theme(qapp, ThemeChoice.LIGHT)))
    qtbot.addWidget(bar)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


@pytest.mark.parametrize(
    ("written", "scale"), [("37", 0.37), ("12,5 %", 0.125), ("200%", 2.0), ("99999", 32.0)]
)
def test_a_percentage_can_be_written(
    qtbot: QtBot, bar: ZoomBar, written: str, scale: float
) -> None:
    edit = bar.field.lineEdit()
    edit.selectAll()
    qtbot.keyClicks(bar.field, written)
    with qtbot.waitSignal(bar.scale_chosen) as told, qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)

    assert told.args == [pytest.approx(scale)]


def test_nonsense_and_escape_leave_the_zoom_as_it_is(qtbot: QtBot, bar: ZoomBar) -> None:
    bar.show_scale(0.62)
    edit = bar.field.lineEdit()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        edit.selectAll()
        qtbot.keyClicks(bar.field, "large")
        with qtbot.assertNotEmitted(bar.scale_chosen), qtbot.waitSignal(bar.left):
            qtbot.keyClick(bar.field, key)
        assert edit.text() == "62 %"


def test_a_zoom_that_arrives_does_not_take_away_what_is_being_written(
    qtbot: QtBot, bar: ZoomBar
) -> None:
    edit = bar.field.lineEdit()
    edit.selectAll()
    qtbot.keyClicks(bar.field, "15")

    bar.show_scale(3.0)

    assert edit.text() == "15"


def test_fit_and_mask_are_in_the_list(qtbot: QtBot, bar: ZoomBar) -> None:
    rows = {bar.field.itemText(i): i for i in range(bar.field.count())}

    with qtbot.waitSignal(bar.fitted):
        bar.field.activated.emit(rows["Fit"])
    with qtbot.waitSignal(bar.mask_chosen):
        bar.field.activated.emit(rows["Mask"])
    with qtbot.waitSignal(bar.scale_chosen) as told:
        bar.field.activated.emit(rows["1600 %"])
    assert told.args == [16.0]


def test_a_turned_view_shows_its_angle_and_the_way_back(qtbot: QtBot, bar: ZoomBar) -> None:
    assert not bar.angle_button.isVisible()
    bar.show_angle(-22.5)

    assert bar.angle_button.text() == "−22.5°"
    with qtbot.waitSignal(bar.rotation_reset):
        qtbot.mouseClick(bar.angle_button, LEFT)
    bar.show_angle(0.0)
    assert not bar.angle_button.isVisible()


def test_a_mirrored_view_says_so(qtbot: QtBot, bar: ZoomBar) -> None:
    assert not bar.mirror_button.isVisible()
    bar.show_mirrored(True)

    with qtbot.waitSignal(bar.mirror_reset):
        qtbot.mouseClick(bar.mirror_button, LEFT)
    bar.show_mirrored(False)
    assert not bar.mirror_button.isVisible()
