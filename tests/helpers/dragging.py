"""Send what Qt sends while something from outside is dragged over a widget and let go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
_NONE = Qt.KeyboardModifier.NoModifier


def files(*paths: Path) -> QMimeData:
    """A drag of files."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def enter(
    widget: QWidget,
    mime: QMimeData,
    position: QPoint | None = None,
    keys: Qt.KeyboardModifier = _NONE,
) -> bool:
    """Come over a widget and move there; tells whether it would take the drop."""
    place = position if position is not None else widget.rect().center()
    rest = (_ACTIONS, mime, Qt.MouseButton.LeftButton, keys)
    event = QDragEnterEvent(place, *rest)
    QApplication.sendEvent(widget, event)
    if event.isAccepted():
        QApplication.sendEvent(widget, QDragMoveEvent(place, *rest))
    return event.isAccepted()


def leave(widget: QWidget) -> None:
    """Go away without a drop."""
    QApplication.sendEvent(widget, QDragLeaveEvent())


def drop(
    widget: QWidget,
    mime: QMimeData,
    position: QPoint | None = None,
    keys: Qt.KeyboardModifier = _NONE,
) -> bool:
    """Come over a widget and let go; tells whether it was taken."""
    place = position if position is not None else widget.rect().center()
    if not enter(widget, mime, place, keys):
        return False
    event = QDropEvent(QPointF(place), _ACTIONS, mime, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()
