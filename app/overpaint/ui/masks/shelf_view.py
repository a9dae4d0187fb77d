"""The list of the shelf: click, keys, menu and drag."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QWidget

from overpaint.ui.cards import drag_pixmap
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import key_tips
from overpaint.ui.masks.mime import DraggedMask, mask_mime
from overpaint.ui.masks.placement import Joining
from overpaint.ui.masks.shelf import SavedMask
from overpaint.ui.masks.shelf_delegate import SPACING, ShelfDelegate
from overpaint.ui.masks.shelf_model import ShelfModel

_LEAST_WIDTH = 160
_ROWS_SHOWN = 2
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ShelfCommand(Enum):
    """What can be done with the selected mask or with the shelf."""

    RENAME = "rename"
    REMOVE = "remove"
    UNDO = "undo"
    REDO = "redo"


COMMANDS = {
    "rename_saved_mask": ShelfCommand.RENAME,
    "remove_saved_mask": ShelfCommand.REMOVE,
    "undo": ShelfCommand.UNDO,
    "redo": ShelfCommand.REDO,
}
"""What the sets of keys call them."""


class ShelfView(QListView):
    """Shows the masks two in a row.

    Attributes:
        chosen: ``(SavedMask, Joining)``: bring this mask back, that way.
        commanded: A `ShelfCommand`.
    """

    chosen = Signal(object, object)
    commanded = Signal(object)

    def __init__(self, model: ShelfModel, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._masks = model
        self._cards = ShelfDelegate(icons, self)
        self._pressed: QPoint | None = None
        self.setModel(model)
        self.setItemDelegate(self._cards)
        self.setAccessibleName(self.tr("Saved masks"))
        self._shape()
        icons.theme.changed.connect(self.viewport().update)
        for told in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            told.connect(self.updateGeometry)

    @property
    def selected(self) -> SavedMask | None:
        """The selected mask."""
        chosen = self.selectedIndexes()
        return self._masks.mask_at(chosen[0]) if chosen else None

    def sizeHint(self) -> QSize:
        """At most two rows; the others are scrolled to."""
        rows = min(-(-self._masks.rowCount() // 2), _ROWS_SHOWN)
        height = self._cards.card_size.height() + SPACING
        # A little of the next row tells that there is one.
        more = height // 4 if self._masks.rowCount() > 2 * _ROWS_SHOWN else 0
        return QSize(_LEAST_WIDTH, rows * height + SPACING // 2 + more)

    def minimumSizeHint(self) -> QSize:
        """One row."""
        hint = self.sizeHint()
        return hint.boundedTo(QSize(hint.width(), self._cards.card_size.height() + SPACING))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards share the width; the scroll bar has its own place beside them."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        room = self.maximumViewportSize().width() - max(bar, SPACING) - 1
        column = max(room - SPACING, _LEAST_WIDTH - 4 * SPACING) // 2 * 2
        if column != self._cards.column_px:
            self._cards.column_px = column
            self.updateGeometry()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Our keys go before the window's shortcuts while the shelf has the focus."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ours = _command_of(event) is not None or event.key() in _ENTER
            if ours and self.state() is not QAbstractItemView.State.EditingState:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter brings the selected mask back; the other keys do what they stand for."""
        command = _command_of(event)
        if event.key() in _ENTER and self.selected is not None:
            self.chosen.emit(self.selected, joining_for(event.modifiers()))
        elif command is not None:
            self.commanded.emit(command)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click begins: a drag is none."""
        super().mousePressEvent(event)
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click brings the mask back."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        mask = self._masks.mask_at(index)
        if mask is not None and index == self.indexAt(pressed):
            self.chosen.emit(mask, joining_for(event.modifiers()))

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry a mask to the canvas or to an input card."""
        mask = self.selected
        if mask is None:
            return
        self._pressed = None
        drag = QDrag(self)
        drag.setMimeData(mask_mime(DraggedMask(mask.id, mask.size)))
        cell = self.visualRect(self.selectedIndexes()[0])
        drag.setPixmap(drag_pixmap(self.viewport(), cell, SPACING))
        drag.setHotSpot(QPoint(24, 24))
        drag.exec(Qt.DropAction.CopyAction)

    def _shape(self) -> None:
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setViewportMargins(SPACING // 2, 0, 0, 0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)


def joining_for(modifiers: Qt.KeyboardModifier) -> Joining:
    """Shift adds, Alt subtracts, both intersect."""
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if shift and alt:
        return Joining.INTERSECT
    return Joining.ADD if shift else Joining.SUBTRACT if alt else Joining.REPLACE


def _command_of(event: QKeyEvent) -> ShelfCommand | None:
    name = key_tips().command_of(event, COMMANDS)
    return None if name is None else COMMANDS[name]
