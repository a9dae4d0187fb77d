"""The colours of the differences, from the threshold to the hottest."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.domain.comparison import Amplifier
from overpaint.domain.heat import HEAT_COLOURS
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole

_WIDTH, _HEIGHT, _BAR = 184, 28, 8


class Ramp(QWidget):
    """A scale with a number at each end; the order of its colours shows without hues."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self._amplifier = Amplifier()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)
        self.show_amplifier(self._amplifier)

    def show_amplifier(self, amplifier: Amplifier) -> None:
        """Tell what the ends mean."""
        self._amplifier = amplifier
        text = self.tr("Colours from ΔE {least} to {most}").format(
            least=f"{amplifier.threshold:g}", most=f"{amplifier.hottest:.3g}"
        )
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        """As large as it is drawn."""
        return QSize(_WIDTH, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Number, colours, number."""
        painter = QPainter(self)
        painter.setFont(self._theme.font(TextRole.SMALL))
        painter.setPen(self._theme.tokens.muted)
        left, right = f"ΔE {self._amplifier.threshold:g}", f"{self._amplifier.hottest:.3g}"
        metrics = painter.fontMetrics()
        begin, end = metrics.horizontalAdvance(left), metrics.horizontalAdvance(right)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(0, 0, begin, _HEIGHT), align, left)
        painter.drawText(QRect(_WIDTH - end, 0, end, _HEIGHT), align, right)
        bar = QRectF(begin + 8, (_HEIGHT - _BAR) / 2, _WIDTH - begin - end - 16, _BAR)
        colours = QLinearGradient(bar.topLeft(), bar.topRight())
        last = len(HEAT_COLOURS) - 1
        for place, colour in enumerate(HEAT_COLOURS):
            colours.setColorAt(place / last, QColor(*colour))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours)
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
