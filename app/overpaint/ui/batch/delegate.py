"""How the cells of the sheet look: small pictures, two lines, a badge for the state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from overpaint.ui.batch import texts
from overpaint.ui.batch.entry import Entry, Shown
from overpaint.ui.batch.model import BatchModel, Column
from overpaint.ui.cards import WellPainter
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import rounded
from overpaint.ui.widgets.pill import pill_colours

ROW_HEIGHT = 56
PADDING = 12
NUMBER_WIDTH = 44
"""Left of a picture stands the number of its row."""

_WELL = QSize(56, 44)
_LINE = 18
_PILL = 20
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class BatchDelegate(QStyledItemDelegate):
    """Paints; a variable is edited in a plain field.

    Everything that a cell shows is asked of the model at once: a way through Qt for each part of
    it would take longer than the painting.
    """

    def __init__(self, model: BatchModel, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = model
        self._icons = icons
        self._wells = WellPainter(icons.theme)
        self._fonts = {role: icons.theme.font(role) for role in TextRole}
        self._metrics = {role: QFontMetrics(font) for role, font in self._fonts.items()}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are equally high."""
        return QSize(120, ROW_HEIGHT)

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        """A field that covers its cell."""
        editor = QLineEdit(parent)
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(heading))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        """In the middle of the cell, as high as every field."""
        height = editor.sizeHint().height()
        cell: QRect = option.rect
        top = cell.top() + (cell.height() - height) // 2
        editor.setGeometry(cell.left() + 4, top, cell.width() - 8, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        section = index.column()
        column, entry = self._rows.column(section), self._rows.entries[index.row()]
        cell: QRect = option.rect
        self._ground(painter, option, column)
        lines = self._rows.lines(entry, section)
        area = cell.adjusted(PADDING, 0, -PADDING, 0)
        if column is Column.STATE:
            self._state(painter, area, entry, lines)
        elif column is Column.PICTURE:
            self._number(painter, cell, entry)
            well = self._picture(painter, cell.adjusted(NUMBER_WIDTH, 0, -4, 0), entry, column)
            words = cell.adjusted(well.right() + PADDING - cell.left(), 0, -4, 0)
            self._lines(painter, words, lines, elide=Qt.TextElideMode.ElideMiddle)
        elif column is Column.RESULT:
            self._result(painter, area, entry)
        elif column is Column.VARIABLE and not lines[0]:
            self._missing(painter, area, entry)
        else:
            self._lines(painter, area, lines)
        if option.state & _State.State_HasFocus:
            ring = cell.adjusted(2, 2, -2, -3)
            rounded(painter, ring, border=self._icons.theme.tokens.focus, width=2.0)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, column: Column) -> None:
        tokens = self._icons.theme.tokens
        cell: QRect = option.rect
        if option.state & _State.State_Selected:
            painter.fillRect(cell, tokens.selection)
        elif option.state & _State.State_MouseOver:
            painter.fillRect(cell, tokens.hover)
        painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, tokens.border)
        if column is Column.VARIABLE:
            # What can be written in shows where it ends.
            painter.fillRect(cell.right(), cell.top() + 12, 1, cell.height() - 24, tokens.border)

    def _picture(self, painter: QPainter, area: QRect, entry: Entry, column: Column) -> QRect:
        top = area.top() + (area.height() - _WELL.height()) // 2
        well = QRect(area.left(), top, _WELL.width(), _WELL.height())
        self._wells.paint(painter, well, self._rows.picture(entry, column))
        return well

    def _result(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        if entry.result is not None:
            self._picture(painter, area, entry, Column.RESULT)

    def _number(self, painter: QPainter, cell: QRect, entry: Entry) -> None:
        area = QRect(cell.left(), cell.top(), NUMBER_WIDTH - PADDING, cell.height())
        ink = self._icons.theme.tokens.muted
        painter.setFont(self._fonts[TextRole.SMALL])
        painter.setPen(ink)
        painter.drawText(area, _RIGHT, str(entry.row.number))

    def _state(self, painter: QPainter, area: QRect, entry: Entry, lines: texts.Lines) -> None:
        title, detail = lines
        tokens = self._icons.theme.tokens
        ground, ink = pill_colours(tokens, texts.KINDS[entry.shown])
        metrics = self._metrics[TextRole.SMALL]
        width = min(metrics.horizontalAdvance(title) + 16, area.width())
        height = _PILL + (2 + _LINE if detail else 0)
        top = area.top() + (area.height() - height) // 2
        rounded(painter, QRectF(area.left(), top, width, _PILL), radius=_PILL / 2, fill=ground)
        inside = QRect(area.left() + 8, top, width - 12, _PILL)
        self._line(painter, inside, title, TextRole.SMALL, ink)
        if detail:
            below = QRect(area.left(), top + _PILL + 2, area.width(), _LINE)
            self._line(painter, below, detail, TextRole.SMALL, tokens.muted)

    def _missing(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        """An empty cell that keeps its row from being sent is marked."""
        tokens = self._icons.theme.tokens
        if entry.shown is Shown.REFUSED:
            mark = QRectF(area.left(), area.center().y() - 1, 12, 2)
            rounded(painter, mark, radius=1, fill=tokens.warning)

    def _lines(
        self,
        painter: QPainter,
        area: QRect,
        lines: texts.Lines,
        *,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        tokens = self._icons.theme.tokens
        title, detail = lines
        height = _LINE * (2 if detail else 1)
        top = area.top() + (area.height() - height) // 2
        line = QRect(area.left(), top, area.width(), _LINE)
        self._line(painter, line, title, TextRole.BODY, tokens.text, elide)
        if detail:
            below = line.translated(0, _LINE)
            self._line(painter, below, detail, TextRole.SMALL, tokens.muted, elide)

    def _line(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        role: TextRole,
        ink: QColor,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        if not text:
            return
        shown = self._metrics[role].elidedText(text.replace("\n", " "), elide, area.width())
        painter.setFont(self._fonts[role])
        painter.setPen(ink)
        painter.drawText(area, _LEFT, shown)
