"""The table of commands with their keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QIcon, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from overpaint.domain.keymap import words_for
from overpaint.ui.actions.listing import LISTED, Listed
from overpaint.ui.dialogs.key_groups import plain
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import native
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.messages import render
from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import ICON_SIZE, rounded
from overpaint.ui.widgets.key_caps import caps_width, paint_caps

_COMMAND = Qt.ItemDataRole.UserRole + 1
_KEYS = Qt.ItemDataRole.UserRole + 2
_OFF = Qt.ItemDataRole.UserRole + 3
_ROW = 28
_WHERE_PX = 184
_KEYS_PX = 208


class KeyTable(QTreeView):
    """Lists every command that can have a key, by menu.

    Signals:
        looked_at (object): The `Listed` of the row in use, None for none.
        change_requested (object): The person wants another key for it.
    """

    looked_at = Signal(object)
    change_requested = Signal(object)

    def __init__(self, icons: Icons, keyboard: Keyboard) -> None:
        super().__init__()
        self._keyboard = keyboard
        self._theme = icons.theme
        self._rows: dict[str, tuple[QStandardItem, QStandardItem]] = {}
        self._listed = {row.id: row for row in LISTED}
        self._model = QStandardItemModel(0, 3, self)
        self._model.setHorizontalHeaderLabels(
            [self.tr("Command"), self.tr("Keys"), self.tr("Works")]
        )
        self._fill(icons)
        self.setModel(self._model)
        self._shape(icons.theme)
        self.refresh()
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(self._ask_for_change)

    @property
    def current(self) -> Listed | None:
        """The row in use."""
        return self._listed_of(self.currentIndex())

    @property
    def shown(self) -> list[str]:
        """Ids of the commands that the search leaves."""
        return [
            name
            for name, (item, _keys) in self._rows.items()
            if not self.isRowHidden(item.row(), item.parent().index())
        ]

    def keys_shown(self, command: str) -> tuple[str, ...]:
        """What the table says the keys of a command are, as people read them."""
        keys: tuple[str, ...] = self._rows[command][1].data(_KEYS)
        return keys

    def look_at(self, command: str) -> None:
        """Make a row the one in use and bring it into view."""
        index = self._rows[command][0].index()
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def refresh(self) -> None:
        """Show the keys that hold now."""
        keymap, base = self._keyboard.keymap, self._keyboard.base
        for command, (name, cell) in self._rows.items():
            keys = keymap.of(command)
            shown = tuple(map(native, keys))
            changed = keys != base.of(command)
            cell.setData(shown, _KEYS)
            cell.setData(self._keyboard.keys(command) != keys, _OFF)
            cell.setData(", ".join(shown), Qt.ItemDataRole.AccessibleTextRole)
            font = QFont(name.font())
            font.setWeight(QFont.Weight.DemiBold if changed else QFont.Weight.Normal)
            name.setFont(font)
            hint = self.tr("Changed; keys of the set: {keys}").format(
                keys=", ".join(map(native, base.of(command))) or self.tr("none")
            )
            name.setToolTip(hint if changed else "")

    def search(self, words: tuple[str, ...]) -> int:
        """Leave the rows that have every word; returns how many those are."""
        found = 0
        for place in range(self._model.rowCount()):
            heading = self._model.item(place)
            left = 0
            for row in range(heading.rowCount()):
                cells = (heading.child(row, column) for column in range(3))
                name, keys, where = cells
                text = " ".join((name.text(), heading.text(), where.text(), *keys.data(_KEYS)))
                hidden = not all(word in text.casefold() for word in words)
                self.setRowHidden(row, heading.index(), hidden)
                left += not hidden
            self.setRowHidden(place, QModelIndex(), not left)
            found += left
        return found

    def drawRow(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The row in use is one box, whatever its cells are."""
        if self.selectionModel().isRowSelected(index.row(), index.parent()):
            tokens = self._theme.tokens
            rounded(painter, option.rect, fill=tokens.selection)
        super().drawRow(painter, option, index)

    def _fill(self, icons: Icons) -> None:
        headings: dict[str, QStandardItem] = {}
        room = QPixmap(ICON_SIZE, ICON_SIZE)
        room.fill(Qt.GlobalColor.transparent)
        blank = QIcon(room)
        for row in LISTED:
            text = plain(render(row.heading))
            if text not in headings:
                headings[text] = self._heading(text, icons.theme)
            name = QStandardItem(plain(render(row.text)))
            name.setData(row.id, _COMMAND)
            name.setIcon(icons.icon(row.icon) if row.icon else blank)
            cells = [name, QStandardItem(), QStandardItem(render(words_for(row.where)))]
            for cell in cells:
                cell.setEditable(False)
            headings[text].appendRow(cells)
            self._rows[row.id] = cells[0], cells[1]

    def _heading(self, text: str, theme: Theme) -> QStandardItem:
        item = QStandardItem(text)
        item.setFont(theme.font(TextRole.TITLE))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._model.appendRow(item)
        return item

    def _shape(self, theme: Theme) -> None:
        self.setAccessibleName(self.tr("Commands and their keys"))
        self.setItemDelegate(_Cell(theme, self))
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = _Header(theme, self)
        self.setHeader(header)
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, _KEYS_PX), (2, _WHERE_PX)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        for place in range(self._model.rowCount()):
            self.setFirstColumnSpanned(place, QModelIndex(), True)
        self.expandAll()

    def _listed_of(self, index: QModelIndex) -> Listed | None:
        item = self._model.itemFromIndex(index.siblingAtColumn(0)) if index.isValid() else None
        return None if item is None else self._listed.get(item.data(_COMMAND))

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.looked_at.emit(self._listed_of(index))

    @Slot(QModelIndex)
    def _ask_for_change(self, index: QModelIndex) -> None:
        listed = self._listed_of(index)
        if listed is not None:
            self.change_requested.emit(listed)


class _Header(QHeaderView):
    """The names of the columns, quiet."""

    def __init__(self, theme: Theme, parent: KeyTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setFixedHeight(_ROW)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        """One name over a line."""
        tokens = self._theme.tokens
        painter.fillRect(area, tokens.field)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), tokens.border)
        painter.setFont(self._theme.font(TextRole.SMALL))
        painter.setPen(tokens.muted)
        text = self.model().headerData(section, self.orientation())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(area.adjusted(6, 0, 0, 0), flags, text)


class _Cell(QStyledItemDelegate):
    """Rows of one height, and keys drawn as keys."""

    def __init__(self, theme: Theme, parent: KeyTable) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One row."""
        return QSize(super().sizeHint(option, index).width(), _ROW)

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The row paints what is chosen; an unfolded row is no reason to colour its icon."""
        super().initStyleOption(option, index)
        flags = QStyle.StateFlag
        option.state &= ~(flags.State_Selected | flags.State_Open)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The cell."""
        super().paint(painter, option, index)
        keys = index.data(_KEYS)
        if not keys:
            return
        tokens = self._theme.tokens
        area = QRectF(option.rect)
        area.adjust(4, 0, -4, 0)
        area.setWidth(min(caps_width(self._theme, keys), area.width()))
        painter.save()
        painter.setClipRect(area)
        ink = tokens.disabled if index.data(_OFF) else tokens.text
        paint_caps(painter, area, self._theme, keys, ink)
        painter.restore()
