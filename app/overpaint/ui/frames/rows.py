"""The frames of a file as a list: their model, and how each is painted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from overpaint.domain.draft import InputImage
from overpaint.ui.cards import WellPainter, paint_line
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import rounded
from overpaint.ui.thumbnails import ThumbnailLoader

CELL = QSize(104, 104)
MOST_FRAMES = 500
"""More are not listed: nobody looks through them."""

_EDGE_PX = 192
_PADDING = 8
_NUMBER_HEIGHT = 16
_TOP = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class FramesModel(QAbstractListModel):
    """One row a frame; pictures are made when they come into view."""

    def __init__(self, loader: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._path: Path | None = None
        self._count = 0
        self._used = 0
        self._one = ""
        loader.ready.connect(self._on_picture)
        loader.failed.connect(self._on_picture)

    def show_image(self, image: InputImage | None, one: str) -> None:
        """List the frames of a picture.

        Args:
            image: The input; None for an empty list.
            one: What a frame of it is called: “Page {number}”.
        """
        self.beginResetModel()
        self._path = image.path if image is not None else None
        self._count = min(image.frame_count, MOST_FRAMES) if image is not None else 0
        self._used = image.frame if image is not None else 0
        self._one = one
        self.endResetModel()

    @property
    def used(self) -> int:
        """The frame that the edit uses now, counted from 0."""
        return self._used

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many frames are listed."""
        return 0 if parent.isValid() else self._count

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Number and picture."""
        if not index.isValid() or self._path is None:
            return None
        frame = index.row()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                value: object = str(frame + 1)
            case Qt.ItemDataRole.AccessibleTextRole:
                value = self._spoken(frame)
            case Qt.ItemDataRole.ToolTipRole:
                value = self._spoken(frame)
            case Qt.ItemDataRole.DecorationRole:
                value = self._picture(self._path, frame)
            case Qt.ItemDataRole.CheckStateRole:
                value = Qt.CheckState.Checked if frame == self._used else Qt.CheckState.Unchecked
            case _:
                value = None
        return value

    def _spoken(self, frame: int) -> str:
        text = self._one.format(number=frame + 1)
        return self.tr("{frame}, in use").format(frame=text) if frame == self._used else text

    def _picture(self, path: Path, frame: int) -> object:
        found = self._loader.find(path, _EDGE_PX, frame)
        if found is None:
            self._loader.request(path, _EDGE_PX, frame)
        return found

    @Slot(object, int)
    def _on_picture(self, path: Path, edge_px: int) -> None:
        if path == self._path and edge_px == _EDGE_PX and self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1), [])


class FrameDelegate(QStyledItemDelegate):
    """Paints a small picture over its number."""

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._wells = WellPainter(icons.theme)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """One cell."""
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one frame."""
        theme, tokens = self._icons.theme, self._icons.theme.tokens
        cell = option.rect.adjusted(2, 2, -2, -2)
        selected = bool(option.state & _State.State_Selected)
        if selected:
            rounded(painter, cell, fill=tokens.accent_soft)
            focused = option.state & _State.State_HasFocus
            rounded(painter, cell, border=tokens.focus if focused else tokens.accent, width=2.0)
        elif option.state & _State.State_MouseOver:
            rounded(painter, cell, fill=tokens.hover)
        well = cell.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING - _NUMBER_HEIGHT)
        self._wells.paint(painter, well, index.data(Qt.ItemDataRole.DecorationRole))
        below = QRect(cell.left(), well.bottom() + 3, cell.width(), _NUMBER_HEIGHT)
        in_use = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        ink = tokens.text if in_use or selected else tokens.muted
        text = self.tr("{number} · in use").format(number=index.data()) if in_use else index.data()
        paint_line(painter, below, text, theme.font(TextRole.SMALL), ink,
                   align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
