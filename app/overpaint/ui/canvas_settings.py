"""What the canvas follows of the keys and the settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence

from overpaint.services.settings import Settings, Wheel
from overpaint.ui.actions.own_keys import CANVAS_KEYS
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.settings_store import SettingsStore


class CanvasSettings(QObject):
    """Tells the canvas its own keys, and what the wheel does.

    Args:
        canvas: Is told.
        keyboard: The keys.
        store: The settings.
        parent: Owner.
    """

    def __init__(
        self, canvas: CanvasView, keyboard: Keyboard, store: SettingsStore, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._keyboard = keyboard
        keyboard.changed.connect(self._tell_keys)
        store.changed.connect(self._tell_wheel)
        self._tell_keys()
        self._tell_wheel(store.settings, store.settings)

    @Slot()
    def _tell_keys(self) -> None:
        self._canvas.set_canvas_keys(
            {
                QKeySequence(key)[0].toCombined(): command  # type: ignore[index]  # the stub forgets it
                for command in CANVAS_KEYS
                for key in self._keyboard.keys(command)
            }
        )

    @Slot(object, object)
    def _tell_wheel(self, _old: Settings, new: Settings) -> None:
        self._canvas.set_wheel_scrolls(new.wheel is Wheel.SCROLL)
