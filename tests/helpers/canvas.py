"""Real events on a real canvas, for the tests of its tools."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QMouseEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QUndoCommand,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from overpaint.imaging.mask.area import Area
from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
RIGHT = Qt.MouseButton.RightButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
BOTH = SHIFT | ALT
Place = tuple[float, float]
Keys = Qt.KeyboardModifier
Button = Qt.MouseButton


def picture_of(path: Path) -> Picture:
    """Decode a sample."""
    rgba = np.asarray(Image.open(path).convert("RGBA"))
    return Picture(np.ascontiguousarray(rgba[..., [2, 1, 0, 3]]), opaque=True)


class Hand:
    """Holds mouse, pen and keyboard over a canvas; places are in the picture."""

    def __init__(self, qtbot: QtBot, view: CanvasView) -> None:
        self._qtbot = qtbot
        self.view = view

    def at(self, place: Place) -> QPoint:
        """Where a place of the picture is on the widget, to the nearest pixel."""
        assert self.view.transform is not None
        x, y = self.view.transform.to_view(place)
        return QPoint(round(x), round(y))

    def hit(self, place: Place) -> Place:
        """The place of the picture that an event there really means."""
        assert self.view.transform is not None
        pos = self.at(place)
        return self.view.transform.to_image((pos.x(), pos.y()))

    def press(
        self, place: Place, keys: Qt.KeyboardModifier = NO_KEYS, button: Qt.MouseButton = LEFT
    ) -> None:
        self._qtbot.mousePress(self.view, button, keys, self.at(place))  # type: ignore[no-untyped-call]  # pytest-qt has no types for it

    def move(
        self, place: Place, keys: Qt.KeyboardModifier = NO_KEYS, button: Qt.MouseButton = LEFT
    ) -> None:
        """Move with a button down; Qt's own helper knows no modifiers."""
        self._send_mouse(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, button, keys)

    def hover(self, place: Place, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        none = Qt.MouseButton.NoButton
        self._send_mouse(QEvent.Type.MouseMove, place, none, none, keys)

    def release(
        self, place: Place, keys: Qt.KeyboardModifier = NO_KEYS, button: Qt.MouseButton = LEFT
    ) -> None:
        self._qtbot.mouseRelease(self.view, button, keys, self.at(place))  # type: ignore[no-untyped-call]  # pytest-qt has no types for it

    def click(
        self, place: Place, keys: Qt.KeyboardModifier = NO_KEYS, button: Qt.MouseButton = LEFT
    ) -> None:
        self.press(place, keys, button)
        self.release(place, keys, button)

    def double_click(self, place: Place) -> None:
        self.click(place)
        self._qtbot.mouseDClick(self.view, LEFT, NO_KEYS, self.at(place))  # type: ignore[no-untyped-call]  # pytest-qt has no types for it

    def drag(
        self,
        way: Sequence[Place],
        keys: Qt.KeyboardModifier = NO_KEYS,
        *,
        moving: Qt.KeyboardModifier | None = None,
        button: Qt.MouseButton = LEFT,
    ) -> None:
        """Press, move and release; ``moving`` are the modifiers after the press."""
        after = keys if moving is None else moving
        self.press(way[0], keys, button)
        for place in way[1:]:
            self.move(place, after, button)
        self.release(way[-1], after, button)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        self._qtbot.keyClick(self.view, key, keys)  # type: ignore[no-untyped-call]  # pytest-qt has no types for it

    def pen(
        self,
        kind: QEvent.Type,
        place: Place,
        pressure: float,
        *,
        eraser: bool = False,
        button: Qt.MouseButton = LEFT,
    ) -> None:
        """One report of a pen."""
        pointer = QPointingDevice.PointerType
        device = QPointingDevice(
            "pen",
            1,
            QPointingDevice.DeviceType.Stylus,
            pointer.Eraser if eraser else pointer.Pen,
            QPointingDevice.Capability.Pressure,
            1,
            1,
            "",
            QPointingDeviceUniqueId(),
        )
        pos = QPointF(self.at(place))
        where = self.view.mapToGlobal(pos)
        event = QTabletEvent(
            kind, device, pos, where, pressure, 0, 0, 0, 0, 0, NO_KEYS, button, button
        )
        QApplication.sendEvent(self.view, event)

    def settle(self) -> None:
        """Wait until all that was asked for is on the mask."""
        called: list[bool] = []
        self.view.when_idle(lambda: called.append(True))
        self._qtbot.waitUntil(lambda: bool(called), timeout=20_000)

    def mask(self) -> np.ndarray:
        """The coverage once everything is on it."""
        self.settle()
        assert self.view.mask is not None
        return self.view.mask.copy_coverage()

    def protected(self) -> np.ndarray:
        """What is protected once everything is on it."""
        self.settle()
        assert self.view.layers is not None
        return self.view.layers.protect.copy_coverage()

    def area(self) -> Area:
        """The whole picture."""
        assert self.view.mask is not None
        return self.view.mask.area

    def commands(self) -> list[QUndoCommand]:
        """The undo steps themselves: one that was done anew is another one of the same name."""
        self.settle()
        stack = self.view.undo_stack
        return [stack.command(i) for i in range(stack.count())]

    def steps(self) -> list[str]:
        """What the undo steps are called."""
        self.settle()
        stack = self.view.undo_stack
        return [stack.text(i) for i in range(stack.count())]

    def _send_mouse(
        self,
        kind: QEvent.Type,
        place: Place,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        keys: Qt.KeyboardModifier,
    ) -> None:
        pos = QPointF(self.at(place))
        where = self.view.mapToGlobal(pos)
        QApplication.sendEvent(self.view, QMouseEvent(kind, pos, where, button, buttons, keys))
