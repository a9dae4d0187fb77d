"""The rows of a list of pictures to tick: their model, and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from overpaint.ui.cards import WellPainter, paint_line
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import rounded, tick
from overpaint.ui.thumbnails import ThumbnailLoader

ROW_HEIGHT = 52

_EDGE_PX = 128
_BOX = 16
_WELL = QSize(56, 44)
_TOP = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class TickModel(QAbstractListModel):
    """Files with ticks.

    Attributes:
        ticked: Other files are ticked now.
    """

    ticked = Signal()

    def __init__(self, loader: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._files: tuple[Path, ...] = ()
        self._on: set[int] = set()
        self._several_folders = False
        loader.ready.connect(self._on_picture)
        loader.failed.connect(self._on_picture)

    @property
    def count(self) -> int:
        """How many are ticked."""
        return len(self._on)

    def show_files(self, files: Sequence[Path], room: int) -> None:
        """Show these files, so many of them ticked."""
        self.beginResetModel()
        self._files = tuple(files)
        self._on = set(range(min(room, len(files))))
        self._several_folders = len({path.parent for path in files}) > 1
        self.endResetModel()

    def ticked_files(self) -> list[Path]:
        """The files that are ticked, in their order."""
        return [path for row, path in enumerate(self._files) if row in self._on]

    def toggle(self, row: int) -> None:
        """Set a tick or take it away."""
        self._on ^= {row}
        self._tell(row)
        self.ticked.emit()

    @Slot()
    def tick_none(self) -> None:
        """Take every tick away."""
        self._on.clear()
        if self._files:
            self.dataChanged.emit(self.index(0), self.index(len(self._files) - 1), [])
        self.ticked.emit()

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many files there are."""
        return 0 if parent.isValid() else len(self._files)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, folder, picture and tick."""
        if not index.isValid() or index.row() >= len(self._files):
            return None
        path = self._files[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                value: object = path.name
            case Qt.ItemDataRole.ToolTipRole:
                value = str(path)
            case Qt.ItemDataRole.StatusTipRole:
                value = path.parent.name if self._several_folders else ""
            case Qt.ItemDataRole.CheckStateRole:
                on = index.row() in self._on
                value = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.DecorationRole:
                value = self._picture(path)
            case _:
                value = None
        return value

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ticks set by assistive technology."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        if wanted != (index.row() in self._on):
            self.toggle(index.row())
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every row can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemNeverHasChildren

    def _picture(self, path: Path) -> object:
        found = self._loader.find(path, _EDGE_PX)
        if found is None:
            self._loader.request(path, _EDGE_PX)
        return found

    @Slot(object, int)
    def _on_picture(self, path: Path, _edge_px: int) -> None:
        for row, shown in enumerate(self._files):
            if shown == path:
                self._tell(row)

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row), self.index(row), [])


class TickDelegate(QStyledItemDelegate):
    """Paints a box, a small picture and a name; the space bar ticks."""

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._wells = WellPainter(icons.theme)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """One row."""
        return QSize(200, ROW_HEIGHT)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, _option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """The list ticks by click wherever the row is hit; here only keys count."""
        is_space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if is_space and isinstance(model, TickModel):
            model.toggle(index.row())
            return True
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        tokens, theme = self._icons.theme.tokens, self._icons.theme
        row = option.rect
        if option.state & _State.State_Selected:
            rounded(painter, row.adjusted(2, 1, -2, -1), fill=tokens.accent_soft)
            if option.state & _State.State_HasFocus:
                rounded(painter, row.adjusted(2, 1, -2, -1), border=tokens.focus, width=2.0)
        elif option.state & _State.State_MouseOver:
            rounded(painter, row.adjusted(2, 1, -2, -1), fill=tokens.hover)
        self._box(painter, row, on=index.data(Qt.ItemDataRole.CheckStateRole))
        well = QRect(row.left() + 40, row.top() + 4, _WELL.width(), _WELL.height())
        self._wells.paint(painter, well, index.data(Qt.ItemDataRole.DecorationRole))
        words = QRect(well.right() + 12, row.top(), row.right() - well.right() - 20, row.height())
        folder = index.data(Qt.ItemDataRole.StatusTipRole)
        name = words if not folder else words.adjusted(0, 6, 0, -words.height() // 2 + 2)
        middle = Qt.TextElideMode.ElideMiddle
        paint_line(painter, name, index.data(), theme.font(TextRole.BODY), tokens.text,
                   elide=middle)  # fmt: skip
        if folder:
            below = words.adjusted(0, words.height() // 2 - 2, 0, -6)
            paint_line(painter, below, folder, theme.font(TextRole.SMALL), tokens.muted)

    def _box(self, painter: QPainter, row: QRect, *, on: object) -> None:
        tokens = self._icons.theme.tokens
        checked = Qt.CheckState(on) is Qt.CheckState.Checked
        box = QRectF(row.left() + 12, row.center().y() - _BOX / 2 + 0.5, _BOX, _BOX)
        fill = tokens.accent if checked else tokens.field
        edge = tokens.accent if checked else tokens.border_strong
        rounded(painter, box, radius=4, fill=fill, border=edge)
        if checked:
            tick(painter, box, tokens.on_accent)
