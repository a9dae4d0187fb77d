"""The page of keyboard shortcuts: whole, and named by what the commands do."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from overpaint.ui.dialogs.key_sheet import KeySheet


def test_no_key_is_cut_off_at_the_side(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = [QAction(f"&Do thing {number} with a picture", window) for number in range(40)]
    for action in actions:
        action.setShortcut(QKeySequence("Ctrl+Shift+I"))
    long_ones = [("Change the hardness of the brush", "Shift+Alt+wheel, or with the keys { }")]
    sheet = KeySheet(actions, long_ones * 24, window)
    sheet.show()
    qtbot.waitExposed(sheet)
    area = sheet.findChild(QScrollArea)
    assert area is not None
    view = area.viewport()
    shown = [label for label in view.findChildren(QLabel) if label.text()]

    places = [QRect(label.mapTo(view, label.rect().topLeft()), label.size()) for label in shown]

    assert len(places) == 128
    assert all(place.left() >= 0 and place.right() < view.width() for place in places)
    assert all(label.width() >= label.sizeHint().width() for label in shown)
