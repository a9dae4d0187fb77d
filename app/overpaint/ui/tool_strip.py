"""The column of tools at the left edge of the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolBar, QWidget

from overpaint.ui.actions import Actions

_TOOLS = ("tool_brush", "tool_eraser", "tool_markup", "tool_pan", "tool_zoom")
_HISTORY = ("undo", "redo")
_ICON_PX = 20


class ToolStrip(QToolBar):
    """Shows the tool actions as icons that tell their key; the checked one is in hand."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tools"))
        self.setObjectName("tools")
        self.setOrientation(Qt.Orientation.Vertical)
        self.setMovable(False)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        for identifier in _TOOLS:
            self._add(actions[identifier])
        self.addSeparator()
        for identifier in _HISTORY:
            self._add(actions[identifier])

    def _add(self, action: QAction) -> None:
        self.addAction(action)
        name = action.text().replace("&", "")
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button = self.widgetForAction(action)
        # On the action: a button takes its tooltip from there whenever the action changes.
        action.setToolTip(f"{name} ({key})" if key else name)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
