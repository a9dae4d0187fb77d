"""The search for commands: type a few letters of what you want, Enter does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from overpaint.ui.dialogs.command_search import Entry, found
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import key_tips
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import ICON_SIZE, rounded
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.key_caps import caps_width, paint_caps
from overpaint.ui.widgets.search_field import SearchField
from overpaint.ui.widgets.veil import Veil

_ENTRY = Qt.ItemDataRole.UserRole
_WIDTH = 640
_ROW = 36
_MOST_ROWS = 11
_FRAME = 64
_MOST_RECENT = 8
_Index = QModelIndex | QPersistentModelIndex


class CommandPalette(Veil):
    """Lists what matches; commands that cannot be given now say why.

    Args:
        icons: The icon family.
        entries: Tells the commands as they are now; asked each time it opens.
        run: Gives the command of an id, after the focus is back where it was.
        window: What is covered.
    """

    def __init__(
        self,
        icons: Icons,
        entries: Callable[[], tuple[Entry, ...]],
        run: Callable[[str], None],
        window: QWidget,
    ) -> None:
        super().__init__(icons.theme, window, size=QSize(_WIDTH, _FRAME), top=True)
        self.setAccessibleName(self.tr("Search commands"))
        self._entries = entries
        self._run = run
        self._all: tuple[Entry, ...] = ()
        self._recent: list[str] = []
        self._model = _Model(self)
        self.search = SearchField(icons, self.tr("What do you want to do?"))
        self.list = QListView()
        self._nothing = QLabel(self.tr("No command has these words."))
        self._lay_out(icons)
        self.search.textChanged.connect(self._on_search)
        self.search.installEventFilter(self)
        self.list.clicked.connect(self._on_clicked)

    @property
    def shown(self) -> tuple[Entry, ...]:
        """What matches now, the likeliest first."""
        return self._model.entries

    @property
    def current(self) -> Entry | None:
        """What Enter would do."""
        return self._model.entry(self.list.currentIndex())

    def open(self) -> None:
        """Show it, empty and ready to type."""
        self._all = self._entries()
        self.search.clear()
        self._on_search()
        super().open()
        self.search.take_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list obeys while the focus stays in the line."""
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress:
                return self._steer(event)
            return False
        return super().eventFilter(watched, event)

    def _steer(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        page = self.list.height() // _ROW
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.current)
        elif key in steps:
            self._move(steps[key])
        elif key_tips().command_of(event, ("command_search",)):
            self.close_veil()
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        count = self._model.rowCount()
        if not count:
            return
        row = self.list.currentIndex().row() + step
        # One step over the end comes in again at the other, a page stops there.
        row = row % count if abs(step) == 1 else min(max(row, 0), count - 1)
        self._select(row)

    def _select(self, row: int) -> None:
        self.list.setCurrentIndex(self._model.index(row))
        entry = self.current
        if entry is not None and self.isVisible():
            announce(self, " ".join(filter(None, (entry.text, entry.key, entry.reason))))

    @Slot()
    def _on_search(self) -> None:
        self._model.show(found(self._all, self.search.words, self._recent))
        count = self._model.rowCount()
        self.list.setVisible(bool(count))
        self._nothing.setVisible(not count)
        rows = min(max(count, 1), _MOST_ROWS)
        self.set_card_height(_FRAME + rows * _ROW + 8)
        if count:
            self._select(0)
            self.list.scrollToTop()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(self._model.entry(index))

    def _choose(self, entry: Entry | None) -> None:
        if entry is None:
            return
        if not entry.enabled:
            announce(self, entry.reason or self.tr("This cannot be done now."), urgent=True)
            return
        self._recent = [entry.id, *(name for name in self._recent if name != entry.id)]
        del self._recent[_MOST_RECENT:]
        self.close_veil()
        self._run(entry.id)

    def _lay_out(self, icons: Icons) -> None:
        self.search.setMinimumHeight(36)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Row(icons, self.list))
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        self._nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._nothing.setFixedHeight(_ROW)
        self._nothing.setIndent(12)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)


class _Model(QAbstractListModel):
    """The commands that match."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def show(self, entries: tuple[Entry, ...]) -> None:
        """List other commands."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def entry(self, index: _Index) -> Entry | None:
        """The command of a row."""
        return self.entries[index.row()] if index.isValid() else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many match."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry, and what is read aloud of it."""
        entry = self.entry(index)
        if entry is None:
            return None
        if role == _ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return " ".join(filter(None, (entry.heading, entry.key, entry.reason)))
        return None


class _Row(QStyledItemDelegate):
    """Icon, what it does, its menu or why not, its key."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """One row."""
        return QSize(0, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The row."""
        entry: Entry = index.data(_ENTRY)
        theme, area = self._icons.theme, QRect(option.rect)
        tokens = theme.tokens
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            rounded(painter, area, fill=tokens.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, area, fill=tokens.hover)
        ink = tokens.text if entry.enabled else tokens.disabled
        inner = area.adjusted(12, 0, -12, 0)
        if entry.icon:
            box = QRectF(
                inner.left(), inner.center().y() - ICON_SIZE / 2 + 0.5, ICON_SIZE, ICON_SIZE
            )
            colour = tokens.accent_text if entry.checked and entry.enabled else ink
            self._icons.paint(painter, box, entry.icon, colour)
        keys = (entry.key,) if entry.key else ()
        paint_caps(painter, QRectF(inner), theme, keys, None if entry.enabled else tokens.disabled)
        right = caps_width(theme, keys)
        self._paint_texts(painter, inner.adjusted(ICON_SIZE + 12, 0, -right - 12 * bool(keys), 0),
                          entry)  # fmt: skip

    def _paint_texts(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        theme = self._icons.theme
        tokens = theme.tokens
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(theme.font(TextRole.BODY))
        painter.setPen(tokens.text if entry.enabled else tokens.disabled)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(entry.text, elide, area.width())
        painter.drawText(area, flags, text)
        area.setLeft(area.left() + metrics.horizontalAdvance(text) + 12)
        painter.setFont(theme.font(TextRole.SMALL))
        painter.setPen(tokens.muted)
        note = entry.heading if entry.enabled else entry.reason
        painter.drawText(area, flags, painter.fontMetrics().elidedText(note, elide, area.width()))
