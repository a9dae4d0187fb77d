"""The column of tools at the left edge of the window."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import (
    QMenu,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolBar,
    QToolButton,
    QWidget,
)

from overpaint.ui.actions import Actions
from overpaint.ui.canvas.tools.groups import GROUPS

_HISTORY = ("undo", "redo")
_ICON_PX = 20
_CORNER_PX = 4.0
_CORNER_INSET_PX = 4.0


class ToolStrip(QToolBar):
    """Shows the tool actions as icons that tell their key; the checked one is in hand.

    Tools of a group share a button: it shows the one that was used last, a mark in its corner tells
    of the others, and holding it down or a right click lists them.
    """

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tools"))
        self.setObjectName("tools")
        self.setOrientation(Qt.Orientation.Vertical)
        self.setMovable(False)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        for group in GROUPS:
            members = [actions[f"tool_{kind.value}"] for kind in group]
            if len(members) == 1:
                self._add(members[0])
            else:
                self.addWidget(GroupButton(members, self))
        self.addSeparator()
        for identifier in _HISTORY:
            self._add(actions[identifier])

    def _add(self, action: QAction) -> None:
        self.addAction(action)
        button = self.widgetForAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        def explain() -> None:
            name, tip = _name(action), _tip(action)
            tells_why = not action.isEnabled() and "\n" in action.toolTip()
            if not tells_why and action.toolTip() != tip:
                # On the action: a button takes its tooltip from there whenever the action changes.
                action.setToolTip(tip)
            button.setAccessibleName(name)

        explain()
        action.changed.connect(explain)


class GroupButton(QToolButton):
    """The button of several tools: shows one of them and lists all.

    Args:
        members: Their actions; the first one is shown until another is taken.
        parent: The strip.
    """

    def __init__(self, members: list[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._members = members
        self._shown = members[0]
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        self.setMenu(self._make_menu())
        self.clicked.connect(self._take)
        for member in members:
            member.toggled.connect(self._follow)
            member.changed.connect(self._follow)
        self._follow()

    @property
    def shown(self) -> QAction:
        """The action that a click triggers."""
        return self._shown

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """List the tools at a right click, or for the menu key."""
        event.accept()
        # `showMenu` would wait for the choice.
        self.menu().popup(self.mapToGlobal(self.rect().topRight()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - it is small enough to draw whole
        """Mark the corner in place of the style's arrow: there are more tools here."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.features = QStyleOptionToolButton.ToolButtonFeature.None_
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        right, bottom = self.width() - _CORNER_INSET_PX, self.height() - _CORNER_INSET_PX
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(self.foregroundRole()))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(right, bottom - _CORNER_PX),
                    QPointF(right, bottom),
                    QPointF(right - _CORNER_PX, bottom),
                ]
            )
        )
        painter.end()

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for member in self._members:
            # Not the action itself: in the menus of the window it shows no icon.
            entry = menu.addAction(member.icon(), member.text())
            entry.triggered.connect(member.trigger)
        return menu

    def _take(self) -> None:
        self._shown.trigger()
        self._follow()

    def _follow(self) -> None:
        """Show the tool that is in hand, else the one that was."""
        chosen = next((member for member in self._members if member.isChecked()), None)
        self._shown = chosen or self._shown
        self.setChecked(chosen is not None)
        self.setIcon(self._shown.icon())
        self.setAccessibleName(_name(self._shown))
        # The key is the group's: it takes what the button shows.
        tip = _tip(self._shown, self._members[0])
        more = self.tr("Hold it down for more tools")
        self.setToolTip(f"{tip}\n{more}")


def _name(action: QAction) -> str:
    return action.text().replace("&", "")


def _tip(action: QAction, keyed: QAction | None = None) -> str:
    key = (keyed or action).shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{_name(action)} ({key})" if key else _name(action)
