"""The parts of the window, for whoever walks through it with the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Regions(QObject):
    """Moves the focus from part to part, and back to where it was in each.

    Args:
        parts: In the order in which they are walked through; parts that cannot be seen or hold
            nothing to use are passed over.
        parent: Owner.
    """

    def __init__(self, parts: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self._last: dict[int, QWidget] = {}
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - there is a window
        app.focusChanged.connect(self._on_focus_changed)

    def go(self, step: int) -> None:
        """Move the focus one part on (1) or back (-1)."""
        now = self._part_of(QApplication.focusWidget())
        count = len(self._parts)
        start = now if now is not None else (-1 if step > 0 else count)
        for distance in range(1, count + 1):
            place = (start + step * distance) % count
            goal = self._goal(place)
            if goal is not None and place != now:
                goal.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _part_of(self, widget: QWidget | None) -> int | None:
        for place, part in enumerate(self._parts):
            if widget is not None and (part is widget or part.isAncestorOf(widget)):
                return place
        return None

    def _goal(self, place: int) -> QWidget | None:
        part = self._parts[place]
        if not part.isVisible():
            return None
        last = self._last.get(place)
        if last is not None and isValid(last) and _takes_focus(last) and part.isAncestorOf(last):
            return last
        widget: QWidget | None = part
        while widget is not None:
            if _takes_focus(widget) and (widget is part or part.isAncestorOf(widget)):
                return widget
            widget = widget.nextInFocusChain()
            if widget is part:
                return None
        return None

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        place = self._part_of(new)
        if place is not None and new is not None and new is not self._parts[place]:
            self._last[place] = new


def _takes_focus(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    usable = widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
    return usable and widget.focusPolicy() & tab == tab
