"""A colour to choose: a round patch that is ringed while it is the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QConicalGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import CONTROL_HEIGHT, faded, focus_ring, rounded, shows_focus

_WIDTH_PX = 26
_RADIUS_PX = 7.5
_RING_GAP_PX = 2.5
_HUES = 6


class Swatch(QAbstractButton):
    """Checkable; without a colour it shows all hues and stands for any other colour."""

    def __init__(
        self, theme: Theme, colour: QColor | None, name: str, *, parent: QWidget | None = None
    ) -> None:
        """Take theme, colour, what the colour is called, and the owner."""
        super().__init__(parent)
        self._theme = theme
        self._colour = colour
        self.setCheckable(True)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def colour(self) -> QColor | None:
        """The colour; None while it stands for any other."""
        return self._colour

    def set_colour(self, colour: QColor) -> None:
        """Show another colour."""
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:
        """As high as every control."""
        return QSize(_WIDTH_PX, CONTROL_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The patch, outlined so that it shows on a ground of its own colour."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        if self.underMouse() and self.isEnabled():
            rounded(painter, self.rect(), fill=tokens.hover)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        painter.setPen(QPen(faded(tokens.text, 0.45), 1.0))
        painter.setBrush(self._all_hues(middle) if self._colour is None else self._colour)
        painter.drawEllipse(middle, _RADIUS_PX, _RADIUS_PX)
        if self.isChecked():
            reach = _RADIUS_PX + _RING_GAP_PX
            painter.setPen(QPen(tokens.accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, reach, reach)
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens)

    def _all_hues(self, middle: QPointF) -> QConicalGradient:
        gradient = QConicalGradient(middle, 90.0)
        for step in range(_HUES + 1):
            gradient.setColorAt(step / _HUES, QColor.fromHsvF((step % _HUES) / _HUES, 0.75, 0.95))
        return gradient
