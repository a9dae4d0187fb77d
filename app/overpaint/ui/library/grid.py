"""The grid of the library: paints what is seen of any number of results, and nothing else."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from overpaint.domain.library import LibraryResult
from overpaint.ui.icons import Icons
from overpaint.ui.library import texts
from overpaint.ui.library.cell_painter import CellPainter, CellState, star_rect
from overpaint.ui.library.grid_keys import GridKeys
from overpaint.ui.library.grid_layout import (
    LARGEST_EDGE,
    SMALLEST_EDGE,
    USUAL_EDGE,
    GridLayout,
)
from overpaint.ui.library.grid_pointer import GridPointer
from overpaint.ui.library.selection import NOBODY, Selection
from overpaint.ui.library.supply import Supply

_SCROLL_STEP = 48
_SETTLED_MS = 120
"""After a change of size; until then the pictures of the old size are stretched."""
_EDGE_STEP = 16
_WHEEL_STEP = 120


@dataclass(frozen=True, slots=True)
class Group:
    """Results that stand under one header.

    Attributes:
        title: What the header says; ``""`` where there is none.
        count: How many results it has.
    """

    title: str
    count: int


class LibraryGrid(QAbstractScrollArea):
    """Shows results by their rowids; rows and pictures come when they are seen.

    A list view would lay out every item and ask its model for each: with 50,000 results that is
    felt. Here only the numbers of results are known, cells are arithmetic, and scrolling paints
    the strip that comes into sight.

    Args:
        supply: Rows and pictures.
        icons: Icons and theme.
        parent: Owner.

    Attributes:
        selection: What is selected.
        selection_changed: Another result is selected, or current.
        activated: Rowid of the result that was double-clicked or got Enter.
        commanded: Id of the command whose key was pressed.
        star_clicked: Rowid of the result whose star was clicked.
        menu_requested: Where, on the screen.
        drag_wanted: The selected results are dragged.
        edge_changed: Side of the pictures, device-independent pixels, by wheel or key.
    """

    selection_changed = Signal()
    activated = Signal(object)
    commanded = Signal(str)
    star_clicked = Signal(object)
    menu_requested = Signal(QPoint)
    drag_wanted = Signal()
    edge_changed = Signal(int)

    def __init__(self, supply: Supply, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._supply = supply
        self._painter = CellPainter(icons)
        self.selection = Selection()
        self._groups: tuple[Group, ...] = ()
        self._edge = USUAL_EDGE
        self._zoomed = 0
        self.layout_now = GridLayout([], 100, self._edge)
        self._pointer = GridPointer(self)
        self._keys = GridKeys(self)
        self._fetching = QTimer(self, singleShot=True)
        self._fetching.timeout.connect(self._fetch)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("Results of the library"))
        supply.arrived.connect(self._on_arrived)
        icons.theme.changed.connect(self.viewport().update)

    @property
    def edge(self) -> int:
        """Side of the pictures as it is wished for, device-independent pixels."""
        return self._edge

    @property
    def offset(self) -> int:
        """How far it is scrolled, pixels."""
        return self.verticalScrollBar().value()

    @property
    def current_row(self) -> LibraryResult | None:
        """The result that keys act on, as far as it has been read."""
        current = self.selection.current
        return None if current == NOBODY else self._supply.rows.find(current)

    def show_answer(self, ids: array[int], groups: Sequence[Group], *, stay: bool) -> None:
        """Show other results.

        Args:
            ids: Their rowids in order.
            groups: How they stand under headers; their counts add up to the number of results.
            stay: Whether what is seen is to stay in its place: for news in the same answer.
        """
        anchor = self._anchor() if stay else None
        self.selection.replace(ids)
        self._groups = tuple(groups)
        self._lay_out()
        if anchor is not None:
            place = self.selection.place_of(anchor[0])
            if place is not None:
                top = self.layout_now.rect_of(place).top()
                self.verticalScrollBar().setValue(top + anchor[1])
        elif not stay:
            self.verticalScrollBar().setValue(0)
        self.viewport().update()
        self.tell_selection()

    def set_edge(self, edge: int) -> None:
        """Draw pictures at another size; what is in the middle stays in sight."""
        edge = min(max(edge, SMALLEST_EDGE), LARGEST_EDGE)
        if edge == self._edge:
            return
        place = self.selection.current_place
        anchor = self._anchor()
        self._edge = edge
        self._lay_out()
        if place is not None and self.selection.chosen:
            self.reveal(place)
        elif anchor is not None:
            first = self.selection.place_of(anchor[0])
            if first is not None:
                self.verticalScrollBar().setValue(self.layout_now.rect_of(first).top())
        self.viewport().update()
        self.edge_changed.emit(edge)

    def zoom_by(self, steps: int) -> None:
        """Draw pictures larger (above 0) or smaller."""
        self.set_edge(self._edge + steps * _EDGE_STEP)

    def reveal(self, place: int) -> None:
        """Scroll as little as needed to show a cell whole."""
        rect, bar = self.layout_now.rect_of(place), self.verticalScrollBar()
        height = self.viewport().height()
        if rect.top() - 8 < bar.value():
            first_row = self.layout_now.between(0, rect.bottom()).start
            bar.setValue(0 if place < first_row + self.layout_now.columns else rect.top() - 8)
        elif rect.bottom() + 8 > bar.value() + height:
            last = place >= self.layout_now.count - self.layout_now.columns
            bar.setValue(bar.maximum() if last else rect.bottom() + 8 - height)

    def tell_selection(self) -> None:
        """Paint the selection and tell everybody, screen readers too."""
        self.viewport().update()
        row, place = self.current_row, self.selection.current_place
        words = "" if row is None else texts.spoken(row)
        if place is not None:
            where = self.tr("{place} of {count}").format(
                place=place + 1, count=len(self.selection.ids)
            )
            words = ", ".join(filter(None, (words, where)))
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            if self.hasFocus() and QAccessible.isActive():
                event = QAccessibleEvent(self, QAccessible.Event.Focus)
                QAccessible.updateAccessibility(event)
        self.selection_changed.emit()

    def visible(self) -> range:
        """The places of the results with a part in sight."""
        top = self.offset
        return self.layout_now.between(top, top + self.viewport().height() - 1)

    def content_pos(self, pos: QPoint) -> QPoint:
        """A point of the viewport in the coordinates of the content."""
        return pos + QPoint(0, self.offset)

    def star_at(self, pos: QPoint) -> int | None:
        """The rowid of the result whose star is at a point of the viewport."""
        point = self.content_pos(pos)
        place = self.layout_now.index_at(point)
        if place is None or not star_rect(self.layout_now.rect_of(place)).contains(point):
            return None
        return self.selection.ids[place]

    def update_place(self, place: int | None) -> None:
        """Paint one cell again."""
        if place is not None and place < self.layout_now.count:
            self.viewport().update(self.layout_now.rect_of(place).translated(0, -self.offset))

    def sizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(640, 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells that are in the part to be painted."""
        area, offset = event.rect(), self.offset
        top, bottom = area.top() + offset, area.bottom() + offset
        painter = QPainter(self.viewport())
        for header in self.layout_now.headers(top, bottom):
            group = self._groups[header.group]
            self._painter.header(
                painter, header.rect.translated(0, -offset), group.title, group.count
            )
        region = event.region()
        for place in self.layout_now.between(top, bottom):
            rect = self.layout_now.rect_of(place).translated(0, -offset)
            if region.intersects(rect):
                self._paint_cell(painter, place, rect)
        self._pointer.paint(painter)
        painter.end()
        if not self._fetching.isActive():
            self._fetching.start(0)

    def _paint_cell(self, painter: QPainter, place: int, rect: QRect) -> None:
        rowid = self.selection.ids[place]
        hot = self._pointer.hot == place
        state = CellState(
            selected=rowid in self.selection.chosen,
            focused=self.hasFocus() and rowid == self.selection.current,
            hot=hot,
            star_hot=hot and self._pointer.star_hot,
        )
        row, picture = self._supply.rows.find(rowid), self._supply.pictures.find(rowid)
        self._painter.cell(painter, rect, row, picture, state, captioned=self.layout_now.captioned)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is seen at the top where it is."""
        anchor = self._anchor()
        self._lay_out()
        if anchor is not None:
            place = self.selection.place_of(anchor[0])
            if place is not None:
                row = self.layout_now.rect_of(place)
                self.verticalScrollBar().setValue(row.top() + min(anchor[1], 0))
        self._fetching.start(_SETTLED_MS)
        super().resizeEvent(event)

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        """Move what is painted already; only the strip that comes into sight is painted."""
        self._pointer.scrolled(dy)
        self.viewport().scroll(0, dy)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole prompt of the cell under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        if event.type() is QEvent.Type.Leave:
            self._pointer.left()
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        place = self.layout_now.index_at(self.content_pos(event.pos()))
        row = None if place is None else self._supply.rows.find(self.selection.ids[place])
        if row is None or place is None:
            QToolTip.hideText()
            return
        rect = self.layout_now.rect_of(place).translated(0, -self.offset)
        lines = [row.prompt.strip(), texts.joined(texts.detail(row), texts.when(row.time))]
        if self.star_at(event.pos()) is not None:
            lines = [self.tr("Favourite")]
        QToolTip.showText(event.globalPos(), "\n".join(filter(None, lines)), self, rect)

    def event(self, event: QEvent) -> bool:
        """Our keys go before the window's shortcuts while the grid has the focus."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and self._keys.means_something(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select, or do what the key stands for."""
        if not self._keys.press(event):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, or begin to."""
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the rubber band, begin a drag, or show what is under the pointer."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began."""
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the result."""
        self._pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl change the size of the pictures."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoomed += event.angleDelta().y()
            steps = int(self._zoomed / _WHEEL_STEP)
            self._zoomed -= steps * _WHEEL_STEP
            self.zoom_by(steps)
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is selected; the cell under the pointer is, or becomes so."""
        self._pointer.context(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by keyboard sees where the keys act."""
        super().focusInEvent(event)
        ids = self.selection.ids
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if ids and not by_mouse and self.selection.current == NOBODY:
            self.selection.move_to(self.visible().start)
        self.tell_selection()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _anchor(self) -> tuple[int, int] | None:
        """The first result in sight, and how far the view begins below its top."""
        seen = self.visible()
        if not seen or seen.start >= len(self.selection.ids) or self.offset == 0:
            return None
        top = self.layout_now.rect_of(seen.start).top()
        return self.selection.ids[seen.start], self.offset - top

    def _lay_out(self) -> None:
        counts = [group.count for group in self._groups]
        headed = any(group.title for group in self._groups)
        width, bar = self.viewport().width(), self.verticalScrollBar()
        self.layout_now = GridLayout(counts, width, self._edge, headed=headed)
        height = self.viewport().height()
        bar.setRange(0, max(self.layout_now.height - height, 0))
        bar.setPageStep(max(height - _SCROLL_STEP, 1))
        bar.setSingleStep(_SCROLL_STEP)
        self._pointer.forget()

    @Slot()
    def _fetch(self) -> None:
        """Ask for what is seen, then for a page more in both directions."""
        if not self.isVisible():
            return
        seen, ids = self.visible(), self.selection.ids
        count = len(seen)
        after = range(seen.stop, min(seen.stop + count, len(ids)))
        before = range(max(seen.start - count // 2, 0), seen.start)
        wanted = [ids[place] for span in (seen, after, before) for place in span]
        self._supply.want(wanted, (self.layout_now.edge, self.devicePixelRatioF()))

    @Slot(list)
    def _on_arrived(self, rowids: list[int]) -> None:
        arrived, ids = set(rowids), self.selection.ids
        for place in self.visible():
            if ids[place] in arrived:
                self.update_place(place)
        if self.selection.current in arrived:
            self.tell_selection()
