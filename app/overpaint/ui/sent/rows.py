"""The list of everything in a request: its files with small pictures, its texts with icons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from overpaint.ui.cards import WellPainter, paint_line
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import rounded

_HEIGHT = 56
_WELL = 40
_PAD = 8
_ICON = 20
_LINE = 18
_TOP = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class Page(Enum):
    """What is shown of a row."""

    FILE = "file"
    FIELDS = "fields"
    HEADERS = "headers"
    STAYING = "staying"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One line of the list.

    Attributes:
        page: What it leads to.
        title: Its name.
        facts: The line below.
        picture: For a file; null for others.
        icon: For others; ``""`` for a file.
        number: 0-based place among the files.
    """

    page: Page
    title: str
    facts: str
    picture: QImage
    icon: str = ""
    number: int = 0


class RowsModel(QAbstractListModel):
    """Keeps its rows until others are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> Row:
        """The row in that place."""
        return self._rows[number]

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, facts, and both for screen readers."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        return {
            Qt.ItemDataRole.DisplayRole: row.title,
            Qt.ItemDataRole.AccessibleTextRole: f"{row.title}, {row.facts}",
            Qt.ItemDataRole.UserRole: row,
        }.get(Qt.ItemDataRole(role))


class RowDelegate(QStyledItemDelegate):
    """Paints a small picture or icon with two lines beside it."""

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._wells = WellPainter(icons.theme)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are of one height."""
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        row = index.data(Qt.ItemDataRole.UserRole)
        theme, tokens = self._icons.theme, self._icons.theme.tokens
        cell = option.rect.adjusted(2, 1, -2, -1)
        if option.state & _State.State_Selected:
            rounded(painter, cell, fill=tokens.selection)
            if (
                option.state & _State.State_HasFocus
                and option.state & _State.State_KeyboardFocusChange
            ):
                rounded(painter, cell, border=tokens.focus, width=2.0)
        elif option.state & _State.State_MouseOver:
            rounded(painter, cell, fill=tokens.hover)
        well = QRect(cell.left() + _PAD, cell.center().y() - _WELL // 2 + 1, _WELL, _WELL)
        if row.icon:
            place = QRect(0, 0, _ICON, _ICON)
            place.moveCenter(well.center())
            self._icons.paint(painter, place, row.icon, tokens.muted)
        else:
            self._wells.paint(painter, well, row.picture)
        left = well.right() + 1 + _PAD + 4
        line = QRect(left, cell.center().y() - _LINE, cell.right() - left - _PAD, _LINE)
        paint_line(painter, line, row.title, theme.font(TextRole.LABEL), tokens.text)
        line.translate(0, _LINE)
        paint_line(painter, line, row.facts, theme.font(TextRole.SMALL), tokens.muted)
