"""The list at the side of the library: all, favourites, collections, tags, the bin, statistics."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from overpaint.domain.library import LibraryCollection
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.library import texts
from overpaint.ui.library.view_state import ALL, Place, PlaceKind
from overpaint.ui.payload import RESULT_TYPE
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import focus_ring, rounded
from overpaint.ui.widgets.icon_button import IconButton

_ROW = 32
_HEAD = 36
_ROLE = Qt.ItemDataRole.UserRole
_COUNT = _ROLE + 1
_HEADING = _ROLE + 2
_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_TAKES = {PlaceKind.FAVOURITES, PlaceKind.COLLECTION, PlaceKind.TAG, PlaceKind.BIN}


class SideList(QListWidget):
    """Chooses a place; results are dropped on collections, tags, favourites and the bin.

    Attributes:
        chosen: The `Place` that is to be shown.
        dropped: ``(Place)``: the dragged results are to be put there.
        make_requested: A new collection is wanted.
        renamed: ``(str, str)``: id of a collection, and its new name.
        delete_requested: Id of a collection that is to be forgotten; its results stay.
        empty_requested: The bin is to be emptied.
    """

    chosen = Signal(object)
    dropped = Signal(object)
    make_requested = Signal()
    renamed = Signal(str, str)
    delete_requested = Signal(str)
    empty_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._filling = False
        self._collections: tuple[LibraryCollection, ...] = ()
        self._tags: tuple[tuple[str, int], ...] = ()
        self._counts: dict[PlaceKind, int] = {}
        self._drop_row = -1
        self._to_rename = ""
        self._was_typed = False
        self.add_button: IconButton | None = None
        self.setItemDelegate(_SideDelegate(icons, self))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("Places of the library"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.currentItemChanged.connect(self._on_current)
        self.itemChanged.connect(self._on_edited)
        icons.theme.changed.connect(self.viewport().update)
        self._fill(ALL)

    @property
    def place(self) -> Place:
        """What is chosen."""
        found: Place | None = self.currentIndex().data(_ROLE)
        return found or ALL

    @property
    def drop_row(self) -> int:
        """The row that something would be dropped on; -1 for none."""
        return self._drop_row

    def show_places(
        self,
        counts: tuple[int, int, int],
        collections: Sequence[LibraryCollection],
        tags: Sequence[tuple[str, int]],
    ) -> None:
        """Show what there is.

        Args:
            counts: How many results there are in all, with a star, and in the bin.
            collections: In their order.
            tags: With the number of results that have them.
        """
        kinds = (PlaceKind.ALL, PlaceKind.FAVOURITES, PlaceKind.BIN)
        told = (dict(zip(kinds, counts, strict=True)), tuple(collections), tuple(tags))
        if self._was_typed or told != (self._counts, self._collections, self._tags):
            # A name that could not be given is not left standing.
            self._was_typed = False
            self._counts, self._collections, self._tags = told
            self._fill(self.place)
        if self._to_rename:
            number, self._to_rename = self._to_rename, ""
            self.rename(number)

    def rename_when_there(self, identifier: str) -> None:
        """Let a person type the name of a collection as soon as it is in the list."""
        self._to_rename = identifier

    def choose(self, place: Place) -> None:
        """Show another place as chosen, without a signal."""
        self._fill(place)

    def rename(self, identifier: str) -> None:
        """Let a person type the name of a collection."""
        item = self._item_of(Place(PlaceKind.COLLECTION, identifier))
        if item is not None:
            self.scrollToItem(item)
            self.editItem(item)

    def sizeHint(self) -> QSize:
        """A narrow column."""
        return QSize(208, 400)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames a collection, Del forgets it."""
        place = self.place
        if place.kind is PlaceKind.COLLECTION:
            if event.key() == Qt.Key.Key_F2:
                self.rename(place.value)
                return
            if event.key() == Qt.Key.Key_Delete:
                self.delete_requested.emit(place.value)
                return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Results are welcome."""
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light up what they would be dropped on."""
        self._consider(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """They went away."""
        self._set_drop_row(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put them there."""
        item = self.item(self._drop_row)
        self._set_drop_row(-1)
        if item is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(item.data(_ROLE))

    def menu_for(self, place: Place) -> QMenu | None:
        """The menu of a place; None where there is nothing to do. The caller owns it."""
        menu = QMenu(self)
        if place.kind is PlaceKind.COLLECTION:
            menu.addAction(self.tr("Rename…"), lambda: self.rename(place.value))
            menu.addAction(
                self._icons.icon("trash"), self.tr("Delete the collection"),
                lambda: self.delete_requested.emit(place.value),
            )  # fmt: skip
        elif place.kind is PlaceKind.BIN:
            action = menu.addAction(
                self._icons.icon("trash"), self.tr("Empty the bin…"), self.empty_requested.emit
            )
            action.setEnabled(self._counts.get(PlaceKind.BIN, 0) > 0)
        else:
            return None
        return menu

    def _consider(self, event: QDragMoveEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        place = None if item is None else item.data(_ROLE)
        takes = place is not None and place.kind in _TAKES
        ours = event.mimeData().hasFormat(RESULT_TYPE) and event.source() is not None
        self._set_drop_row(self.row(item) if item is not None and takes and ours else -1)
        if takes and ours:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        elif ours:
            # Between two places it goes on: the next one may take it.
            event.accept()
        else:
            event.ignore()

    def _set_drop_row(self, row: int) -> None:
        if row != self._drop_row:
            self._drop_row = row
            self.viewport().update()

    def _fill(self, chosen: Place) -> None:
        """Write every line anew; there are few."""
        self._filling = True
        self.clear()
        add, kinds = self._add, PlaceKind
        add(Place(kinds.ALL), self.tr("All results"), "library", self._counts.get(kinds.ALL))
        add(Place(kinds.FAVOURITES), self.tr("Favourites"), "star",
            self._counts.get(kinds.FAVOURITES))  # fmt: skip
        self._head(self.tr("Collections"), adds=True)
        for one in self._collections:
            add(Place(kinds.COLLECTION, str(one.id)), one.name, "collection", one.count)
        if self._tags:
            self._head(self.tr("Tags"))
        for tag, count in self._tags:
            add(Place(kinds.TAG, tag), tag, "tag", count)
        self._head("")
        add(Place(kinds.BIN), self.tr("Bin"), "trash", self._counts.get(kinds.BIN))
        add(Place(kinds.STATISTICS), self.tr("Statistics"), "chart", None)
        item = self._item_of(chosen) or self.item(0)
        self.setCurrentItem(item)
        self._filling = False

    def _add(self, place: Place, text: str, icon: str, count: int | None) -> None:
        item = QListWidgetItem(text)
        item.setIcon(self._icons.icon(icon, Tone.MUTED))
        item.setData(_ROLE, place)
        item.setData(_COUNT, count)
        item.setSizeHint(QSize(0, _ROW))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if place.kind is PlaceKind.COLLECTION:
            flags |= Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags)
        if count is not None:
            spoken = f"{text}, {texts.count_text(count)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.addItem(item)

    def _head(self, text: str, *, adds: bool = False) -> None:
        item = QListWidgetItem(text)
        item.setData(_HEADING, True)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(0, _HEAD if text else 16))
        self.addItem(item)
        if adds:
            button = IconButton(self._icons, "plus", self.tr("New collection"), tone=Tone.MUTED)
            button.clicked.connect(self.make_requested)
            holder = _AtTheEnd(button)
            self.setItemWidget(item, holder)
            self.add_button = button

    def _item_of(self, place: Place) -> QListWidgetItem | None:
        items = (self.item(row) for row in range(self.count()))
        return next((item for item in items if item.data(_ROLE) == place), None)

    @Slot(QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._filling and item.data(_ROLE) is not None:
            self.chosen.emit(item.data(_ROLE))

    @Slot(QListWidgetItem)
    def _on_edited(self, item: QListWidgetItem) -> None:
        place = item.data(_ROLE)
        if self._filling or place is None or place.kind is not PlaceKind.COLLECTION:
            return
        known = next((one for one in self._collections if str(one.id) == place.value), None)
        if known is not None and item.text().strip() != known.name:
            self._was_typed = True
            self.renamed.emit(place.value, item.text().strip())

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        item = self.itemAt(position)
        place = None if item is None else item.data(_ROLE)
        menu = None if place is None else self.menu_for(place)
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(position))


class _AtTheEnd(QWidget):
    """A button at the end of a heading."""

    def __init__(self, button: IconButton) -> None:
        super().__init__()
        self._button = button
        button.setParent(self)

    def resizeEvent(self, _event: object) -> None:
        side = self._button.minimumWidth()
        top = (self.height() - side) // 2 + 2
        self._button.setGeometry(self.width() - side - 8, top, side, side)


class _SideDelegate(QStyledItemDelegate):
    """A line with icon, name, and the number of results at its end."""

    def __init__(self, icons: Icons, view: SideList) -> None:
        super().__init__(view)
        self._icons = icons
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        theme, tokens = self._icons.theme, self._icons.theme.tokens
        rect = option.rect.adjusted(8, 1, -8, -1)
        if index.data(_HEADING):
            painter.setFont(theme.font(TextRole.SMALL))
            painter.setPen(tokens.muted)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(rect.adjusted(8, 4, 0, 4), align, index.data())
            return
        self._ground(painter, option, rect, index)
        chosen = bool(option.state & _State.State_Selected)
        ink = tokens.accent_text if chosen else tokens.muted
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        del ink
        icon.paint(painter, QRect(rect.left() + 8, rect.center().y() - 7, 16, 16))
        right = rect.right() - 8
        count = index.data(_COUNT)
        if count is not None:
            font = theme.font(TextRole.SMALL)
            words = texts.number(count)
            width = QFontMetrics(font).horizontalAdvance(words)
            painter.setFont(font)
            painter.setPen(tokens.muted)
            area = QRect(right - width, rect.top(), width + 1, rect.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
            right -= width + 8
        font = theme.font(TextRole.LABEL if chosen else TextRole.BODY)
        room = QRect(rect.left() + 32, rect.top(), right - rect.left() - 32, rect.height())
        painter.setFont(font)
        painter.setPen(tokens.text)
        shown = QFontMetrics(font).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        """The name is typed where it stands."""
        editor.setGeometry(option.rect.adjusted(34, 2, -8, -2))

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: _Index
    ) -> None:
        tokens = self._icons.theme.tokens
        if index.row() == self._view.drop_row:
            rounded(painter, rect, fill=tokens.accent_soft, border=tokens.focus, width=2.0)
        elif option.state & _State.State_Selected:
            rounded(painter, rect, fill=tokens.selection)
            if option.state & _State.State_HasFocus and self._view.hasFocus():
                focus_ring(painter, rect, tokens)
        elif option.state & _State.State_MouseOver:
            rounded(painter, rect, fill=tokens.hover)
