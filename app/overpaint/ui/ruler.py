"""A ruler in picture pixels along one side of the canvas."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.ui.canvas.ruler_scale import Scale, scale_along
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.theme import TextRole, Theme

THICKNESS_PX = 20
_LONG_PX, _SHORT_PX = 8, 4
_LABEL_GAP_PX = 3
_LETTERS_PX = 9


class Ruler(QWidget):
    """Numbers and ticks where picture pixels begin; empty while the view is turned askew."""

    def __init__(self, canvas: CanvasView, theme: Theme, orientation: Qt.Orientation) -> None:
        super().__init__()
        self._canvas = canvas
        self._theme = theme
        self._horizontal = orientation is Qt.Orientation.Horizontal
        self._marked: float | None = None
        self._font = QFont(theme.font(TextRole.SMALL))
        self._font.setPixelSize(_LETTERS_PX)
        policies = QSizePolicy.Policy
        if self._horizontal:
            self.setFixedHeight(THICKNESS_PX)
            self.setSizePolicy(policies.Expanding, policies.Fixed)
        else:
            self.setFixedWidth(THICKNESS_PX)
            self.setSizePolicy(policies.Fixed, policies.Expanding)
        self.setAccessibleName(
            self.tr("Horizontal ruler") if self._horizontal else self.tr("Vertical ruler")
        )
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Thin, and as long as there is room."""
        return QSize(THICKNESS_PX, THICKNESS_PX)

    def scale(self) -> Scale | None:
        """What the ruler shows; None while it shows nothing."""
        transform = self._canvas.transform
        return None if transform is None else scale_along(transform, across=self._horizontal)

    def mark(self, place_px: float | None) -> None:
        """Mark a place along the ruler, logical pixels, or none."""
        if place_px != self._marked:
            for place in (self._marked, place_px):
                if place is not None:
                    self.update(self._strip(place))
            self._marked = place_px

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, ticks, numbers and the mark."""
        tokens, ratio = self._theme.tokens, self.devicePixelRatioF()
        painter = QPainter(self)
        painter.fillRect(event.rect(), tokens.window)
        scale = self.scale()
        if scale is not None:
            self._draw_scale(painter, scale, ratio)
        painter.scale(1 / ratio, 1 / ratio)
        edge = round(THICKNESS_PX * ratio) - max(1, round(ratio))
        self._bar(painter, 0, edge, round(self._length() * ratio), ratio, tokens.border)
        if self._marked is not None:
            place = math.floor(self._marked * ratio)
            self._tick(painter, place, THICKNESS_PX, ratio, tokens.accent)
        painter.end()

    def _draw_scale(self, painter: QPainter, scale: Scale, ratio: float) -> None:
        tokens = self._theme.tokens
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        end = math.ceil(self._length() * ratio)
        for tick in scale.ticks(0, end):
            length = _LONG_PX if tick.is_numbered else _SHORT_PX
            self._tick(painter, tick.place_px, length, ratio, tokens.muted)
        painter.restore()
        painter.setFont(self._font)
        painter.setPen(tokens.muted)
        for tick in scale.ticks(0, end):
            if tick.is_numbered:
                self._number(painter, tick.place_px / ratio, str(tick.image_px))

    def _number(self, painter: QPainter, place: float, number: str) -> None:
        ascent = painter.fontMetrics().ascent()
        if self._horizontal:
            painter.drawText(QPointF(place + _LABEL_GAP_PX, ascent), number)
            return
        painter.save()
        painter.translate(QPointF(ascent, place - _LABEL_GAP_PX))
        painter.rotate(-90)
        painter.drawText(QPointF(0, 0), number)
        painter.restore()

    def _tick(
        self, painter: QPainter, place: int, length: float, ratio: float, colour: QColor
    ) -> None:
        """A line across the ruler from its inner edge (screen pixels, but ``length``)."""
        thick, width = round(THICKNESS_PX * ratio), max(1, round(ratio))
        start = thick - round(length * ratio)
        if self._horizontal:
            painter.fillRect(place, start, width, thick - start, colour)
        else:
            painter.fillRect(start, place, thick - start, width, colour)

    def _bar(
        self, painter: QPainter, start: int, across: int, end: int, ratio: float, colour: QColor
    ) -> None:
        """A line along the ruler, screen pixels."""
        width = max(1, round(ratio))
        if self._horizontal:
            painter.fillRect(start, across, end - start, width, colour)
        else:
            painter.fillRect(across, start, width, end - start, colour)

    def _length(self) -> int:
        return self.width() if self._horizontal else self.height()

    def _strip(self, place: float) -> QRect:
        start = math.floor(place) - 2
        if self._horizontal:
            return QRect(start, 0, 5, THICKNESS_PX)
        return QRect(0, start, THICKNESS_PX, 5)
