"""The table of the sheet: keys, columns, and what is copied and pasted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from overpaint.ui.batch.delegate import NUMBER_WIDTH, PADDING, ROW_HEIGHT, BatchDelegate
from overpaint.ui.batch.model import BatchModel, Column
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole, Theme

_HEADER_HEIGHT = 32
_WIDTHS = {
    Column.PICTURE: 248,
    Column.MASK: 124,
    Column.VARIABLE: 112,
    Column.FRAME: 108,
    Column.PRICE: 116,
    Column.STATE: 188,
    Column.RESULT: 80,
}
_EDITING = QAbstractItemView.EditTrigger
_REMOVING = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_OPENING = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class BatchTable(QTableView):
    """Shows a `BatchModel`.

    Attributes:
        opened: ``(number, Column)``: a row was double-clicked, or Enter pressed on it.
        remove_requested: ``list[int]``: numbers of the selected rows.
    """

    opened = Signal(int, object)
    remove_requested = Signal(list)

    def __init__(self, model: BatchModel, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(BatchDelegate(model, icons, self))
        self._set_up(icons.theme)
        model.modelReset.connect(self._shape)
        self.doubleClicked.connect(self._open)
        icons.theme.changed.connect(self.viewport().update)
        self._shape()

    def selected_numbers(self) -> list[int]:
        """Numbers of the rows that are selected, in their order."""
        places = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self._rows.entries[place].row.number for place in places]

    def select(self, number: int) -> None:
        """Select one row and bring it into view."""
        for place, entry in enumerate(self._rows.entries):
            if entry.row.number == number:
                self.setCurrentIndex(self._rows.index(place, 0))
                self.scrollTo(self._rows.index(place, 0))

    def event(self, event: QEvent) -> bool:
        """Typing into a cell goes before the letters that choose tools."""
        is_key = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and self._takes(event):  # type: ignore[arg-type]  # narrowed above
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete removes, copy and paste take cells as spreadsheets do."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in _OPENING and self.state() is not self.State.EditingState:
            self._open(self.currentIndex())
        elif event.key() in _REMOVING and not event.modifiers():
            self._remove_or_empty()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the whole width."""
        super().resizeEvent(event)
        self._stretch()

    def copy(self) -> None:
        """Put the selected cells on the clipboard, tabs between them."""
        lines: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda i: (i.row(), i.column())):
            lines.setdefault(index.row(), []).append(str(index.data() or ""))
        if lines:
            text = "\n".join("\t".join(cells) for cells in lines.values())
            QGuiApplication.clipboard().setText(text)

    def paste(self) -> None:
        """Put cells of a spreadsheet into the variables, the first one into the current cell.

        One value fills all selected cells.
        """
        text = QGuiApplication.clipboard().text().rstrip("\r\n")
        current = self.currentIndex()
        if not text or not current.isValid():
            return
        block = [line.split("\t") for line in text.splitlines()]
        selected = self.selectedIndexes()
        if len(block) == 1 and len(block[0]) == 1 and len(selected) > 1:
            for index in selected:
                self._rows.fill(index.row(), index.column(), block)
            return
        self._rows.fill(current.row(), current.column(), block)

    def _takes(self, event: QKeyEvent) -> bool:
        copies = event.matches(QKeySequence.StandardKey.Copy)
        if copies or event.matches(QKeySequence.StandardKey.Paste):
            return True
        if event.key() in _REMOVING | _OPENING and not event.modifiers():
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        editable = self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable
        return plain and bool(editable) and bool(event.text()) and event.text().isprintable()

    def _remove_or_empty(self) -> None:
        """Delete empties the cells of variables; elsewhere it takes rows out."""
        selected = self.selectedIndexes()
        editable = [i for i in selected if i.flags() & Qt.ItemFlag.ItemIsEditable]
        if editable and len(editable) == len(selected):
            for index in editable:
                self._rows.fill(index.row(), index.column(), [[""]])
        elif selected:
            self.remove_requested.emit(self.selected_numbers())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        column = self._rows.column(index.column())
        if column is Column.VARIABLE and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
            return
        self.opened.emit(self._rows.entries[index.row()].row.number, column)

    def _set_up(self, theme: Theme) -> None:
        self.setAccessibleName(self.tr("Pictures of the batch"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(_EDITING.EditKeyPressed | _EDITING.AnyKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalHeader(_Header(theme, self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setFixedHeight(_HEADER_HEIGHT)
        columns.setMinimumSectionSize(72)

    @Slot()
    def _shape(self) -> None:
        """Give each column its width; what a person made of it lasts until columns change."""
        header = self.horizontalHeader()
        for section in range(self._rows.columnCount()):
            header.resizeSection(section, _WIDTHS[self._rows.column(section)])
        self._stretch()

    def _stretch(self) -> None:
        """What is left over goes to the column that has the most to say."""
        header, state = self.horizontalHeader(), self._rows.section(Column.STATE)
        others = header.length() - header.sectionSize(state)
        header.resizeSection(state, max(self.viewport().width() - others, _WIDTHS[Column.STATE]))


class _Header(QHeaderView):
    """Quiet names of columns."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        """One name over a line."""
        tokens = self._theme.tokens
        painter.fillRect(area, tokens.panel)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), tokens.border)
        painter.setFont(self._theme.font(TextRole.SMALL))
        painter.setPen(tokens.muted)
        text = str(self.model().headerData(section, self.orientation()))
        indent = NUMBER_WIDTH if section == 0 else PADDING
        room = area.adjusted(indent, 0, -4, 0)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, flags, shown)
