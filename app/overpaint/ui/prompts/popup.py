"""A small window below a button that lists texts and searches in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from overpaint.ui.icons import Icons
from overpaint.ui.prompts.two_lines import draw_lines, line_count
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import rounded
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.search_field import SearchField

_WIDTH_PX = 416
_MARGIN_PX = 12
_GAP_PX = 8
_INSET_PX = 8
_MOST_ROWS = 7
_NOTE_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PopupEntry:
    """A row.

    Attributes:
        text: What it is about, on up to two lines.
        note: When, with what; one muted line.
        value: What is chosen by it.
    """

    text: str
    note: str
    value: object


class PromptPopup(QFrame):
    """Type to search, arrows to choose, Enter to take; Escape or a click elsewhere closes it.

    Args:
        icons: The icon family.
        title: What it lists.
        search: What stands in the empty search field.
        nothing: What is said while there is nothing at all.
        lines: On how many lines a text may stand.

    Signals:
        chosen (object): The value of an entry.
    """

    chosen = Signal(object)

    def __init__(
        self,
        icons: Icons,
        title: str,
        search: str,
        nothing: str,
        parent: QWidget,
        *,
        lines: int = 2,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._icons = icons
        self._all: tuple[PopupEntry, ...] = ()
        self._nothing_text = nothing
        self._model = _Model(self)
        self.search = SearchField(icons, search)
        self.list = QListView()
        self.nothing = QLabel(nothing)
        self.buttons = QHBoxLayout()
        self.setAccessibleName(title)
        self.setFixedWidth(_WIDTH_PX)
        self._row = _Row(icons, self.list, lines)
        self._lay_out(title)
        self.search.textChanged.connect(self._on_search)
        self.search.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._take(index.row()))

    @property
    def shown(self) -> tuple[PopupEntry, ...]:
        """What matches now."""
        return self._model.entries

    def add_button(self, text: str, tip: str) -> QPushButton:
        """Put a button below the list."""
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        self.buttons.insertWidget(self.buttons.count() - 1, button)
        return button

    def present(self, entries: Sequence[PopupEntry]) -> None:
        """List other entries; what is searched for stays."""
        self._all = tuple(entries)
        self._on_search()

    def open_below(self, button: QWidget) -> None:
        """Show it at the button, inside the screen, ready to type."""
        self.search.clear()
        self._on_search()
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4))
        screen = button.screen().availableGeometry()
        left = min(max(corner.x(), screen.left()), screen.right() - self.width())
        top = min(corner.y(), screen.bottom() - self.height())
        self.move(left, max(top, screen.top()))
        self.show()
        self.search.take_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list obeys while the focus stays in the field."""
        if watched is self.search and event.type() is QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._steer(event)
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised surface."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.raised)
        painter.setPen(tokens.border_strong)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _steer(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _MOST_ROWS,
            Qt.Key.Key_PageUp: -_MOST_ROWS,
        }  # fmt: skip
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.list.currentIndex().row())
        elif key in steps:
            row = self.list.currentIndex().row() + steps[key]
            self._select(min(max(row, 0), len(self.shown) - 1))
        else:
            return False
        return True

    def _take(self, row: int) -> None:
        if 0 <= row < len(self.shown):
            value = self.shown[row].value
            self.hide()
            self.chosen.emit(value)

    def _select(self, row: int) -> None:
        if not 0 <= row < len(self.shown):
            return
        self.list.setCurrentIndex(self._model.index(row))
        if self.isVisible():
            announce(self, f"{self.shown[row].text} {self.shown[row].note}")

    @Slot()
    def _on_search(self) -> None:
        words = self.search.words
        found = [
            entry
            for entry in self._all
            if all(word in f"{entry.text} {entry.note}".casefold() for word in words)
        ]
        self._model.show(tuple(found))
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.nothing.setText(
            self.tr("Nothing has these words.") if self._all else self._nothing_text
        )
        rows = min(max(len(found), 2), _MOST_ROWS)
        self.list.setFixedHeight(rows * self._row.height)
        self.nothing.setMinimumHeight(2 * self._row.height if not found else 0)
        self._select(0)
        if self.isVisible():
            self.adjustSize()

    def _lay_out(self, title: str) -> None:
        heading = QLabel(title)
        heading.setFont(self._icons.theme.font(TextRole.TITLE))
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._row)
        self.list.setAccessibleName(title)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        self.nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons.setSpacing(_GAP_PX)
        self.buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(_GAP_PX)
        column.addWidget(heading)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        column.addLayout(self.buttons)


class _Model(QAbstractListModel):
    """The entries that match."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: tuple[PopupEntry, ...] = ()

    def show(self, entries: tuple[PopupEntry, ...]) -> None:
        """List other entries."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many match."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text and note."""
        entry = self.entries[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return entry.text
        if role in {_NOTE_ROLE, Qt.ItemDataRole.AccessibleDescriptionRole}:
            return entry.note
        return None


class _Row(QStyledItemDelegate):
    """The text, and one line of the note."""

    def __init__(self, icons: Icons, parent: QWidget, lines: int) -> None:
        super().__init__(parent)
        self._lines = lines
        self._theme = icons.theme

    @property
    def height(self) -> int:
        """Of a row, device-independent pixels."""
        return (
            self._lines * self._body().lineSpacing() + self._small().lineSpacing() + 2 * _INSET_PX
        )

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """One row."""
        return QSize(0, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The row."""
        tokens, area = self._theme.tokens, QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, area, fill=tokens.selection)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, area, fill=tokens.hover)
        inner = area.adjusted(_INSET_PX, _INSET_PX, -_INSET_PX, -_INSET_PX)
        text, font = index.data(), self._theme.font(TextRole.BODY)
        count = line_count(text, font, inner.width(), self._lines)
        inner.setTop(inner.top() + (self._lines - count) * self._body().lineSpacing() // 2)
        painter.setPen(tokens.text)
        used = draw_lines(painter, inner, text, font, self._lines)
        painter.setFont(self._theme.font(TextRole.SMALL))
        painter.setPen(tokens.muted)
        note = inner.adjusted(0, used, 0, 0)
        shown = self._small().elidedText(
            index.data(_NOTE_ROLE), Qt.TextElideMode.ElideRight, note.width()
        )
        painter.drawText(note, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)

    def _body(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font(TextRole.BODY))

    def _small(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font(TextRole.SMALL))
