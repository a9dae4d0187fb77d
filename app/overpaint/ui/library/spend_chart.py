"""What was spent, as bars: one for each day or month, or for each model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from overpaint.domain.pricing import dollars
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import rounded

_HEIGHT = 240
_FOOT = 28
_HEAD = 12
_AXIS = 56
_ROW = 32
_NAME = 200
_AMOUNT = 72
_WIDEST_BAR = 40
_TICKS = 4
_NICE = (Decimal(1), Decimal(2), Decimal(4), Decimal(8))
"""Tops whose quarters are round."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        label: What stands at its foot; ``""`` for nothing.
        name: The whole of it, for tooltip and screen reader.
        amount_usd: How long it is, US dollars.
        results: How many results there were.
    """

    label: str
    name: str
    amount_usd: Decimal
    results: int = 0


class SpendChart(QWidget):
    """Draws bars upright for times, lying for names.

    Args:
        icons: The theme.
        parent: Owner.
    """

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._bars: tuple[Bar, ...] = ()
        self._lying = False
        self._hot = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is drawn."""
        return self._bars

    def show_bars(self, bars: Sequence[Bar], title: str, *, lying: bool = False) -> None:
        """Draw other bars.

        Args:
            bars: From left to right, or from top to bottom.
            title: What they are, for screen readers.
            lying: Whether each has its name before it.
        """
        self._bars = tuple(bars)
        self._lying = lying
        self._hot = -1
        self.setAccessibleName(title)
        spent = (f"{bar.name}: {dollars(bar.amount_usd)}" for bar in bars if bar.amount_usd)
        self.setAccessibleDescription(", ".join(spent))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Of one height for times; a row for each name."""
        rows = max(len(self._bars), 1) * _ROW
        return QSize(480, rows + 8 if self._lying else _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As high as it is."""
        return QSize(240, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Tell the amount of the bar under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._at(QPointF(event.pos()))
            if place >= 0:
                QToolTip.showText(event.globalPos(), self._words(self._bars[place]), self)
            else:
                QToolTip.hideText()
            return True
        if event.type() is QEvent.Type.Leave:
            self._set_hot(-1)
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the bar up."""
        self._set_hot(self._at(event.position()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lines, bars, and what they mean."""
        painter = QPainter(self)
        painter.setFont(self._icons.theme.font(TextRole.SMALL))
        if self._lying:
            self._paint_rows(painter)
        else:
            self._paint_columns(painter)

    def _paint_columns(self, painter: QPainter) -> None:
        tokens, top = self._icons.theme.tokens, _top(self._bars)
        floor, height = self.height() - _FOOT, self.height() - _FOOT - _HEAD
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in range(_TICKS + 1):
            y = floor - round(height * tick / _TICKS)
            painter.setPen(QPen(tokens.border_strong if tick == 0 else tokens.border, 1))
            painter.drawLine(_AXIS, y, self.width(), y)
            painter.setPen(tokens.muted)
            words = _axis(top * tick / _TICKS)
            painter.drawText(QRect(0, y - 10, _AXIS - 10, 20), right, words)
        metrics, last = QFontMetrics(painter.font()), -1
        for place, bar in enumerate(self._bars):
            column = self._column(place)
            share = float(bar.amount_usd / top) if top else 0.0
            if bar.amount_usd:
                length = max(height * share, 2.0)
                area = QRectF(column.left(), floor - length, column.width(), length)
                fill = tokens.accent_hover if place == self._hot else tokens.accent
                rounded(painter, area, radius=min(3.0, length / 2), fill=fill)
            width = metrics.horizontalAdvance(bar.label)
            start = int(column.center().x() - width / 2)
            start = min(start, self.width() - width)
            if bar.label and start > last + 8:
                painter.setPen(tokens.muted)
                painter.drawText(QRect(start, floor + 6, width + 2, 18), 0, bar.label)
                last = start + width

    def _paint_rows(self, painter: QPainter) -> None:
        tokens = self._icons.theme.tokens
        top = max((bar.amount_usd for bar in self._bars), default=Decimal(0))
        room = self.width() - _NAME - _AMOUNT - 16
        metrics = QFontMetrics(painter.font())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, bar in enumerate(self._bars):
            row = QRect(0, place * _ROW, self.width(), _ROW)
            painter.setPen(tokens.text)
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideMiddle, _NAME - 8)
            painter.drawText(row.adjusted(0, 0, 0, 0), left, name)
            painter.setPen(tokens.muted)
            painter.drawText(row, right, dollars(bar.amount_usd))
            length = max(room * float(bar.amount_usd / top), 2.0) if top else 2.0
            area = QRectF(_NAME, row.top() + 10, length, _ROW - 20)
            fill = tokens.accent_hover if place == self._hot else tokens.accent
            rounded(painter, area, radius=3, fill=fill)

    def _column(self, place: int) -> QRectF:
        pitch = (self.width() - _AXIS) / max(len(self._bars), 1)
        width = min(max(pitch - 4, 2.0), _WIDEST_BAR)
        return QRectF(_AXIS + pitch * place + (pitch - width) / 2, 0, width, self.height())

    def _at(self, pos: QPointF) -> int:
        count = len(self._bars)
        if self._lying:
            place = int(pos.y() // _ROW)
        elif pos.x() < _AXIS or not count:
            return -1
        else:
            place = int((pos.x() - _AXIS) / ((self.width() - _AXIS) / count))
        return place if 0 <= place < count else -1

    def _set_hot(self, place: int) -> None:
        if place != self._hot:
            self._hot = place
            self.update()

    def _words(self, bar: Bar) -> str:
        one, many = self.tr("1 result"), self.tr("{count} results").format(count=bar.results)
        return f"{bar.name}\n{dollars(bar.amount_usd)} · {one if bar.results == 1 else many}"


def _top(bars: Sequence[Bar]) -> Decimal:
    """A round amount that the longest bar does not pass."""
    most = max((bar.amount_usd for bar in bars), default=Decimal(0))
    if most <= 0:
        return Decimal(1)
    unit = Decimal(10) ** most.adjusted()
    return next((step * unit for step in _NICE if step * unit >= most), unit * 10)


def _axis(amount: Decimal) -> str:
    """Cents only where they mean something."""
    if amount == amount.to_integral_value():
        return f"${int(amount)}"
    text = f"{amount:.3f}".rstrip("0")
    whole, _, part = text.partition(".")
    return f"${whole}.{part.ljust(2, '0')}"
