"""The keys of the tools, told to the canvas, where a tool can be had while its key is held."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QShortcutEvent

from overpaint.ui.actions import Actions
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.tools.groups import GROUPS
from overpaint.ui.canvas.view import CanvasView


class ToolKeys(QObject):
    """Follows the shortcuts of the tool actions, which may be changed at any time.

    The key of a group takes the tool of it that was used last, from the canvas and from anywhere
    else in the window; choosing one from a menu takes that one.

    Args:
        actions: The commands.
        canvas: Has the tools.
        parent: Owner.
    """

    def __init__(self, actions: Actions, canvas: CanvasView, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._kinds: dict[QAction, ToolKind] = {
            actions[f"tool_{kind.value}"]: kind for group in GROUPS for kind in group
        }
        for action in self._kinds:
            action.installEventFilter(self)
            action.changed.connect(self._tell)
        self._told: dict[int, ToolKind] = {}
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a tool by its key: the one of its group that was used last."""
        if isinstance(event, QShortcutEvent) and isinstance(watched, QAction):
            kind = self._kinds.get(watched)
            if kind is not None and watched.isEnabled() and not event.isAmbiguous():
                self._canvas.take_from_group(kind)
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        keys = {
            sequence[0].toCombined(): kind  # type: ignore[index]  # the stub forgets it
            for action, kind in self._kinds.items()
            if action.isEnabled()
            for sequence in action.shortcuts()
            if sequence.count() == 1
        }
        if keys != self._told:
            self._told = keys
            self._canvas.set_tool_keys(keys)
