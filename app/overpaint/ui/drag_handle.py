"""A handle on the canvas by which the result that is shown can be dragged out of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.results.actions import ResultAction, available
from overpaint.ui.results.dragging import carry_out
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.strip import ResultsStrip
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CARD_RADIUS, focus_ring, rounded, shows_focus
from overpaint.ui.thumbnails import ThumbnailLoader

_HEIGHT = 32
_PADDING = 12
_ICON = 16
_GAP = 8
_MOST_TEXT = 200
_FROM_EDGE = 16
_EDGE_PX = 256


class DragHandle(QPushButton):
    """Dragged, it carries the finished file; pressed, it shows what else can be done with it.

    Args:
        icons: The icon family.
        loader: Has small pictures of files.
        results: Knows which result is shown, and does what the menu asks for.
        host: The canvas; the handle floats over its lower left corner.

    Attributes:
        drag_refused: Nobody took what was dragged out of the window.
    """

    drag_refused = Signal()

    def __init__(
        self, icons: Icons, loader: ThumbnailLoader, results: ResultsStrip, host: QWidget
    ) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaints as the pointer comes and goes
        self._icons = icons
        self._loader = loader
        self._results = results
        self._host = host
        self._item: ResultItem | None = None
        self._bar: QWidget | None = None
        self._pressed: QPoint | None = None
        self.setFont(icons.theme.font(TextRole.SMALL))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setText(self.tr("Result"))
        self.setToolTip(
            self.tr("Drag the result into another program or folder, or press for more")
        )
        self.clicked.connect(self._open_menu)
        host.installEventFilter(self)
        icons.theme.changed.connect(self.update)
        self.hide()

    @Slot(object)
    def show_for(self, item: ResultItem | None) -> None:
        """Offer the file of a finished result; hide for anything else."""
        finished = item is not None and item.state is ResultState.DONE and item.file is not None
        self._item = item if finished else None
        if self._item is None or self._item.file is None:
            self.hide()
            return
        self._loader.request(self._item.file, _EDGE_PX)
        self.setText(self._item.file.name)
        self.setAccessibleName(self.tr("Drag {name} out").format(name=self._item.file.name))
        self._place()
        self.show()
        self.raise_()

    @Slot(object)
    def stay_above(self, bar: QWidget | None) -> None:
        """Leave a bar at the lower edge free while that is shown; None for none."""
        self._bar = bar
        self._place()

    def sizeHint(self) -> QSize:
        """Icon and name."""
        text = min(self.fontMetrics().horizontalAdvance(self.text()), _MOST_TEXT)
        return QSize(2 * _PADDING + _ICON + _GAP + text, _HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize and watched is self._host and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin here."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the file once the pointer has gone far enough."""
        started = self._pressed
        way = 0 if started is None else (event.position().toPoint() - started).manhattanLength()
        if started is None or way < QApplication.startDragDistance():
            super().mouseMoveEvent(event)
            return
        self._pressed = None
        self.setDown(False)
        self._carry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A capsule in the colours of the panels."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.raised,
                border=tokens.border_strong)  # fmt: skip
        if self.underMouse() or self.isDown():
            rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.hover)
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens, radius=CARD_RADIUS)
        icon = QRect(_PADDING, (_HEIGHT - _ICON) // 2, _ICON, _ICON)
        self._icons.paint(painter, icon.toRectF(), "drag", tokens.text)
        left = icon.right() + 1 + _GAP
        room = QRect(left, 0, self.width() - left - _PADDING + 2, _HEIGHT)
        middle = Qt.TextElideMode.ElideMiddle
        shown = QFontMetrics(self.font()).elidedText(self.text(), middle, room.width())
        painter.setPen(tokens.text)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def menu_for_result(self) -> QMenu | None:
        """What can be done with the result that is shown; None for none. The caller owns it."""
        if self._item is None or ResultAction.COPY not in available(self._item):
            return None
        return self._results.menu_for(self._item)

    def _carry(self) -> None:
        item = self._item
        if item is None or item.file is None:
            return
        image = self._loader.find(item.file, _EDGE_PX)
        if not carry_out(self, [item.file], image, self._icons.theme):
            self.drag_refused.emit()

    def _place(self) -> None:
        size = self.sizeHint()
        bar = self._bar
        floor = self._host.height()
        if bar is not None and bar.isVisible():
            floor -= bar.height() + _FROM_EDGE
        corner = QPoint(_FROM_EDGE, floor - size.height() - _FROM_EDGE)
        self.setGeometry(QRect(corner, size))

    @Slot()
    def _open_menu(self) -> None:
        menu = self.menu_for_result()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))
