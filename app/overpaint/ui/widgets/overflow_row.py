"""A row of controls; what does not fit moves into a panel behind a “more” button."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.theme.draw import CONTROL_HEIGHT
from overpaint.ui.widgets.icon_button import IconButton

_SPACING = 12
_CLOSE = 4
_MARGIN = 12
_PANEL_LEAST_PX = 260


@dataclass(slots=True)
class _Item:
    """A control and what the row knows of it."""

    widget: QWidget
    gap_px: int
    limit_px: int
    wanted: bool = True

    @property
    def least_px(self) -> int:
        """The width below which it would be cut."""
        return max(self.widget.minimumSizeHint().width(), self.widget.minimumWidth())

    @property
    def most_px(self) -> int:
        """The width above which it gains nothing."""
        hint = max(self.widget.sizeHint().width(), self.least_px)
        return min(hint, self.widget.maximumWidth()) if self.limit_px == 0 else max(
            self.limit_px, self.least_px
        )  # fmt: skip


class OverflowRow(QWidget):
    """Lays controls out from the left; the last ones move into the panel first.

    Controls are shown and hidden by `set_wanted`, never by ``setVisible``: the row decides where
    they are.
    """

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._items: list[_Item] = []
        self._placing = False
        self._panel = _Panel(icons, self)
        self.more_button = IconButton(icons, "more", self.tr("More options"), parent=self)
        self.more_button.clicked.connect(self._open)
        self.more_button.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def panel(self) -> QWidget:
        """Holds what does not fit."""
        return self._panel

    @property
    def overflowing(self) -> tuple[QWidget, ...]:
        """The controls in the panel, in their order."""
        return tuple(item.widget for item in self._wanted() if item.widget.parent() is self._panel)

    def add(self, widget: QWidget, *, limit_px: int = 0, close: bool = False) -> None:
        """Append a control.

        Args:
            widget: The control.
            limit_px: How wide it may grow; its size hint unless told.
            close: It belongs to the one before it and stands close to it.
        """
        gap = _CLOSE if close else _SPACING
        self._items.append(_Item(widget, gap, limit_px))
        widget.setParent(self)
        widget.show()
        self._place()

    def set_wanted(self, widget: QWidget, wanted: bool) -> None:  # noqa: FBT001 - a setter
        """Show a control, in the row or in the panel, or take it away."""
        for item in self._items:
            if item.widget is widget and item.wanted != wanted:
                item.wanted = wanted
                self._place()

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        return QSize(_total([(item, item.most_px) for item in self._wanted()]), CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The button alone is enough."""
        return QSize(CONTROL_HEIGHT, CONTROL_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other controls may fit now."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """A control has another size now."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().event(event)

    def _wanted(self) -> list[_Item]:
        return [item for item in self._items if item.wanted]

    def _place(self) -> None:
        if self._placing:
            return
        self._placing = True
        try:
            shown = self._wanted()
            fitting = self._fitting(shown)
            for item in self._items:
                if item not in shown:
                    item.widget.hide()
            self._fill_row(shown[:fitting])
            self._panel.fill([item.widget for item in shown[fitting:]])
            crowded = fitting < len(shown)
            self.more_button.setVisible(crowded)
            if not crowded:
                self._panel.hide()
        finally:
            self._placing = False

    def _fitting(self, items: list[_Item]) -> int:
        """How many of the first controls fit."""
        least = [(item, item.least_px) for item in items]
        if _total(least) <= self.width():
            return len(items)
        room = self.width() - CONTROL_HEIGHT - _SPACING
        count = len(items) - 1
        while count > 0 and _total(least[:count]) > room:
            count -= 1
        return max(count, 0)

    def _fill_row(self, items: list[_Item]) -> None:
        crowded = len(items) < len(self._wanted())
        room = self.width() - (CONTROL_HEIGHT + _SPACING if crowded else 0)
        left = 0
        for number, (item, width) in enumerate(_grown(items, room)):
            widget = item.widget
            if widget.parent() is not self:
                widget.setParent(self)
            left += item.gap_px if number else 0
            height = min(max(widget.sizeHint().height(), CONTROL_HEIGHT), self.height())
            widget.setGeometry(left, (self.height() - height) // 2, width, height)
            widget.show()
            left += width
        top = (self.height() - CONTROL_HEIGHT) // 2
        # At the end of what is shown, not at the far edge: it continues the row.
        place = min(left + _SPACING if items else 0, max(self.width() - CONTROL_HEIGHT, 0))
        self.more_button.setGeometry(place, top, CONTROL_HEIGHT, CONTROL_HEIGHT)

    @Slot()
    def _open(self) -> None:
        self._panel.open_below(self.more_button)


class _Panel(QWidget):
    """Opens under the button; Escape and a click outside close it."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._icons = icons
        self._held: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._column.setSpacing(8)
        self.setAccessibleName(self.tr("More options"))

    def fill(self, widgets: list[QWidget]) -> None:
        """Hold these controls, one below the other."""
        if widgets == self._held:
            return
        for widget in self._held:
            self._column.removeWidget(widget)
        self._held = widgets
        for widget in widgets:
            self._column.addWidget(widget)
            widget.show()
        self.setMinimumWidth(_PANEL_LEAST_PX)
        if self.isVisible():
            self.adjustSize()

    def open_below(self, button: QWidget) -> None:
        """Show it, inside the screen."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(0, button.height() + 4))
        screen = button.screen().availableGeometry()
        corner.setX(min(corner.x(), screen.right() - self.width()))
        self.move(corner)
        self.show()
        self.setFocus()
        self.focusNextChild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised surface with a hairline around it, as menus have."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.raised)
        painter.setPen(tokens.border)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _total(items: list[tuple[_Item, int]]) -> int:
    """Width of controls in a row, with the gaps between them."""
    return sum(width + (item.gap_px if number else 0) for number, (item, width) in enumerate(items))


def _grown(items: list[_Item], room_px: int) -> list[tuple[_Item, int]]:
    """Share what is left over evenly among those that can still grow."""
    widths = [item.least_px for item in items]
    left = room_px - _total(list(zip(items, widths, strict=True)))
    growing = [n for n, item in enumerate(items) if item.most_px > widths[n]]
    while left > 0 and growing:
        share = max(left // len(growing), 1)
        for number in list(growing):
            step = min(share, items[number].most_px - widths[number], left)
            widths[number] += step
            left -= step
            if widths[number] >= items[number].most_px or left == 0:
                growing.remove(number)
    return list(zip(items, widths, strict=True))
