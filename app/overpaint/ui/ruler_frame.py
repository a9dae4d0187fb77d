"""The canvas between two rulers in picture pixels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QTabletEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.ruler import THICKNESS_PX, Ruler
from overpaint.ui.theme import Theme

_MOVES = {QEvent.Type.MouseMove, QEvent.Type.TabletMove, QEvent.Type.MouseButtonPress}


class RulerFrame(QWidget):
    """Rulers that follow pan, zoom and pointer; hidden until asked for.

    Attributes:
        across: The ruler above the canvas.
        down: The ruler at its left.
    """

    def __init__(self, canvas: CanvasView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.across = Ruler(canvas, theme, Qt.Orientation.Horizontal)
        self.down = Ruler(canvas, theme, Qt.Orientation.Vertical)
        self._corner = _Corner(theme)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._corner, 0, 0)
        grid.addWidget(self.across, 0, 1)
        grid.addWidget(self.down, 1, 0)
        grid.addWidget(canvas, 1, 1)
        self._parts: tuple[QWidget, ...] = (self._corner, self.across, self.down)
        for part in self._parts:
            part.hide()

    @property
    def rulers_visible(self) -> bool:
        """Whether the rulers are shown."""
        return not self._corner.isHidden()

    def set_rulers_visible(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Show or hide both rulers."""
        if on == self.rulers_visible:
            return
        for part in self._parts:
            part.setVisible(on)
        if on:
            self._canvas.installEventFilter(self)
            self._canvas.view_changed.connect(self._follow_view)
        else:
            self._canvas.removeEventFilter(self)
            self._canvas.view_changed.disconnect(self._follow_view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Mark where the pointer is."""
        if event.type() in _MOVES and isinstance(event, QMouseEvent | QTabletEvent):
            self._mark(event.position())
        elif event.type() is QEvent.Type.Leave:
            self._mark(None)
        return super().eventFilter(watched, event)

    def _mark(self, place: QPointF | None) -> None:
        self.across.mark(None if place is None else place.x())
        self.down.mark(None if place is None else place.y())

    def _follow_view(self) -> None:
        self.across.update()
        self.down.update()


class _Corner(QWidget):
    """Where the rulers meet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(THICKNESS_PX, THICKNESS_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the rulers and the ends of their edges."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.window)
        painter.setPen(tokens.border)
        last = THICKNESS_PX - 1
        painter.drawLine(0, last, last, last)
        painter.drawLine(last, 0, last, last)
