"""The keys of undo and redo where recipes are changed: they go to the steps of the result."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QUndoStack
from PySide6.QtWidgets import QWidget

from overpaint.ui.key_tips import key_tips

_COMMANDS = ("undo", "redo")


class UndoKeys(QObject):
    """Listens on widgets, before the shortcuts of the window and before fields undo typing.

    Args:
        stack: Tells the steps that are meant now; None leaves the keys to everybody else.
        parent: Owner.
    """

    def __init__(self, stack: Callable[[], QUndoStack | None], parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack

    def listen(self, *widgets: QWidget) -> None:
        """Hear the keys of these widgets and of everything in them."""
        for widget in widgets:
            widget.installEventFilter(self)
            for child in widget.findChildren(QWidget):
                child.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Undo or redo a recipe."""
        kinds = {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        if event.type() not in kinds or not isinstance(event, QKeyEvent):
            return False
        command = key_tips().command_of(event, _COMMANDS)
        stack = self._stack()
        if command is None or stack is None:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
        elif command == "undo":
            stack.undo()
        else:
            stack.redo()
        return True
