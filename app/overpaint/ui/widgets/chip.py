"""A word in a capsule that can be taken away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import CONTROL_HEIGHT, focus_ring, rounded, shows_focus

_BODY_PX = 24
_PADDING_PX = 10
_CROSS_PX = 24
_ARM = 3.5
_MOST_PX = 224
_REMOVING = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_Return,
             Qt.Key.Key_Enter}  # fmt: skip


class Chip(QWidget):
    """A text with a cross behind it; a click on the cross, or Delete, takes it away.

    Signals:
        removed (str): It is to go; the owner takes it away.
    """

    removed = Signal(str)

    def __init__(self, theme: Theme, text: str, name: str, parent: QWidget | None = None) -> None:
        """Take colours, the text, what a screen reader says, and the owner."""
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self._is_pressed = False
        self.setFont(theme.font(TextRole.SMALL))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @property
    def cross(self) -> QRect:
        """Where a click takes it away."""
        return QRect(self.width() - _CROSS_PX, 0, _CROSS_PX, self.height())

    def sizeHint(self) -> QSize:
        """The text and its cross, at most as wide as a column."""
        # Hinting may make a drawn text wider than its measure by a pixel or two.
        width = _PADDING_PX + self.fontMetrics().horizontalAdvance(self._text) + 3 + _CROSS_PX
        return QSize(min(width, _MOST_PX), CONTROL_HEIGHT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cross lights up below the pointer."""
        inside = self.cross.contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if inside else Qt.CursorShape.ArrowCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Only a click that begins on the cross counts."""
        left = event.button() is Qt.MouseButton.LeftButton
        self._is_pressed = left and self.cross.contains(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it away."""
        if self._is_pressed and self.cross.contains(event.position().toPoint()):
            self.removed.emit(self._text)
        self._is_pressed = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes it away."""
        if event.key() in _REMOVING and not event.modifiers():
            self.removed.emit(self._text)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Capsule, text, cross."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        body = self.rect()
        body.setTop((self.height() - _BODY_PX) // 2)
        body.setHeight(_BODY_PX)
        rounded(painter, body, radius=_BODY_PX / 2, fill=tokens.success_soft)
        room = body.adjusted(_PADDING_PX, 0, -_CROSS_PX, 0)
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(tokens.success)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        self._paint_cross(painter)
        if shows_focus(self):
            focus_ring(painter, body, tokens, radius=_BODY_PX / 2)

    def _paint_cross(self, painter: QPainter) -> None:
        tokens, cross = self._theme.tokens, self.cross
        lit = self.underMouse() and cross.contains(self.mapFromGlobal(self.cursor().pos()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(tokens.text if lit else tokens.success, 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        centre = QPointF(cross.center()) + QPointF(-1.5, 0.5)
        for way in (QPointF(_ARM, _ARM), QPointF(_ARM, -_ARM)):
            painter.drawLine(centre - way, centre + way)
