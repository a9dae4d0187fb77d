"""What the pointer does in the grid: selecting, the rubber band, the star, dragging out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from overpaint.ui.theme.draw import faded

if TYPE_CHECKING:
    from overpaint.ui.library.grid import LibraryGrid

_SCROLL_MS = 16
_FASTEST = 40
_Modifier = Qt.KeyboardModifier


class GridPointer(QObject):
    """Follows the mouse for a grid.

    Args:
        grid: What is pointed at.

    Attributes:
        hot: Place of the cell under the pointer.
        star_hot: Whether it is over the star of that cell.
    """

    def __init__(self, grid: LibraryGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.hot: int | None = None
        self.star_hot = False
        self._pressed_at: QPoint | None = None
        self._pressed_place: int | None = None
        self._pressed_star: int | None = None
        self._late: int | None = None
        self._band: QRect | None = None
        self._band_start = QPoint()
        self._band_base: set[int] = set()
        self._last_pos = QPoint()
        self._scrolling = QTimer(self, interval=_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)

    def press(self, event: QMouseEvent) -> None:
        """Select what is pressed; beside the cells a rubber band begins."""
        pos = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed_star = self._grid.star_at(pos)
        if self._pressed_star is not None:
            return
        point = self._grid.content_pos(pos)
        place = self._grid.layout_now.index_at(point)
        self._pressed_at, self._pressed_place, self._late = pos, place, None
        if place is not None:
            self._select(place, event.modifiers())
            return
        group = self._grid.layout_now.header_at(point)
        if group is not None:
            self._select_group(group, event.modifiers())
        self._begin_band(point, event.modifiers())

    def move(self, event: QMouseEvent) -> None:
        """Go on with what the press began, else show what is under the pointer."""
        pos = event.position().toPoint()
        self._last_pos = pos
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._heat(pos)
            return
        far = (pos - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._pressed_place is not None:
            if far:
                self._pressed_at = self._late = None
                self._grid.drag_wanted.emit()
        elif far or self._band is not None:
            self._stretch_band(pos)

    def release(self, event: QMouseEvent) -> None:
        """A click on one of several selected results selects it alone, unless it was dragged."""
        star, self._pressed_star = self._pressed_star, None
        if star is not None and self._grid.star_at(event.position().toPoint()) == star:
            self._grid.star_clicked.emit(star)
        if self._late is not None and self._pressed_at is not None:
            self._grid.selection.only(self._late)
            self._grid.tell_selection()
        self._pressed_at = self._pressed_place = self._late = None
        self._end_band()

    def double_click(self, event: QMouseEvent) -> None:
        """Open what is there."""
        pos = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton or self._grid.star_at(pos) is not None:
            return
        place = self._grid.layout_now.index_at(self._grid.content_pos(pos))
        if place is not None:
            self._grid.activated.emit(self._grid.selection.ids[place])

    def context(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, at the current cell when it was asked for by key."""
        grid, selection = self._grid, self._grid.selection
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            pos = grid.viewport().mapFromGlobal(event.globalPos())
            place = grid.layout_now.index_at(grid.content_pos(pos))
        else:
            place = selection.current_place
            if place is None:
                return
            rect = grid.layout_now.rect_of(place).translated(0, -grid.offset)
            pos = rect.center()
        if place is None:
            return
        if selection.ids[place] not in selection.chosen:
            selection.only(place)
            grid.tell_selection()
        grid.menu_requested.emit(grid.viewport().mapToGlobal(pos))

    def left(self) -> None:
        """Nothing is under the pointer any more."""
        self._set_hot(None, star=False)

    def forget(self) -> None:
        """The cells lie elsewhere now."""
        self.hot = None

    def scrolled(self, dy: int) -> None:
        """The content has moved below the pointer."""
        if self._band is not None:
            self._grid.viewport().update()
        elif self.hot is not None and dy:
            self._set_hot(None, star=False)

    def paint(self, painter: QPainter) -> None:
        """The rubber band, over the cells."""
        if self._band is None:
            return
        accent = self._grid.palette().highlight().color()
        colour = self._grid.palette().accent().color() if accent.alpha() == 0 else accent
        rect = self._band.translated(0, -self._grid.offset)
        painter.fillRect(rect, faded(colour, 0.2))
        painter.setPen(colour)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _select(self, place: int, modifiers: Qt.KeyboardModifier) -> None:
        selection = self._grid.selection
        if modifiers & _Modifier.ShiftModifier:
            selection.reach(place, adding=bool(modifiers & _Modifier.ControlModifier))
        elif modifiers & _Modifier.ControlModifier:
            selection.toggle(place)
        elif selection.ids[place] in selection.chosen:
            # It may be the beginning of a drag of all of them.
            selection.move_to(place)
            self._late = place
        else:
            selection.only(place)
        self._grid.tell_selection()

    def _select_group(self, group: int, modifiers: Qt.KeyboardModifier) -> None:
        selection = self._grid.selection
        members = self._grid.layout_now.members(group)
        chosen = set(selection.ids[members.start : members.stop])
        if modifiers & _Modifier.ControlModifier:
            chosen |= selection.chosen
        selection.only(members.start)
        selection.choose(chosen)
        self._grid.tell_selection()

    def _begin_band(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        selection = self._grid.selection
        extends = modifiers & (_Modifier.ShiftModifier | _Modifier.ControlModifier)
        on_header = self._grid.layout_now.header_at(point) is not None
        if not extends and not on_header and selection.chosen:
            selection.none()
            self._grid.tell_selection()
        self._band_base = set(selection.chosen) if extends else set()
        self._band_start = point

    def _stretch_band(self, pos: QPoint) -> None:
        grid, selection = self._grid, self._grid.selection
        before = self._band
        self._band = QRect(self._band_start, grid.content_pos(pos)).normalized()
        places = grid.layout_now.within(self._band)
        chosen = self._band_base | {selection.ids[place] for place in places}
        if places and selection.current not in chosen:
            selection.current = selection.ids[places[0]]
        changed = chosen != selection.chosen
        selection.choose(chosen)
        if changed:
            grid.tell_selection()
        dirty = self._band if before is None else self._band.united(before)
        grid.viewport().update(dirty.adjusted(-2, -2, 2, 2).translated(0, -grid.offset))
        outside = not grid.viewport().rect().contains(QPoint(1, pos.y()))
        if outside and not self._scrolling.isActive():
            self._scrolling.start()
        elif not outside:
            self._scrolling.stop()

    def _end_band(self) -> None:
        self._scrolling.stop()
        if self._band is not None:
            self._band = None
            self._grid.viewport().update()

    @Slot()
    def _scroll_on(self) -> None:
        """The band goes on beyond the edge of the view."""
        y, height = self._last_pos.y(), self._grid.viewport().height()
        by = y if y < 0 else max(y - height, 0)
        bar = self._grid.verticalScrollBar()
        bar.setValue(bar.value() + min(max(by, -_FASTEST), _FASTEST))
        if self._band is not None:
            self._stretch_band(self._last_pos)

    def _heat(self, pos: QPoint) -> None:
        place = self._grid.layout_now.index_at(self._grid.content_pos(pos))
        self._set_hot(place, star=self._grid.star_at(pos) is not None)

    def _set_hot(self, place: int | None, *, star: bool) -> None:
        if (place, star) == (self.hot, self.star_hot):
            return
        before, self.hot, self.star_hot = self.hot, place, star
        for one in {before, place}:
            self._grid.update_place(one)
