"""What the colours of the heat map mean, over a corner of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from overpaint.domain.heat import COOLEST_DELTA_E, HEAT_COLOURS, HOTTEST_DELTA_E
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CARD_RADIUS, rounded
from overpaint.ui.widgets.announce import announce

_WIDTH, _HEIGHT = 304, 92
_MARGIN = 16
_PADDING = 12
_BAR = 8


class HeatLegend(QWidget):
    """Title, figures of the selected result, and the scale; takes no clicks."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self._host = parent
        self._figures = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parent.installEventFilter(self)
        icons.theme.changed.connect(self.update)
        self.hide()

    @property
    def figures(self) -> str:
        """What it says about the selected result."""
        return self._figures

    def present(self, figures: str) -> None:
        """Show it with these figures."""
        appears = not self.isVisible()
        self._figures = figures
        self.setAccessibleName(f"{self._title()}: {figures}")
        self._place()
        self.show()
        self.raise_()
        self.update()
        if appears:
            announce(self, self.accessibleName())

    def sizeHint(self) -> QSize:
        """As large as it is drawn."""
        return QSize(_WIDTH, _HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize and watched is self._host:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised surface with the scale on it."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.raised,
                border=tokens.border_strong)  # fmt: skip
        room = self.rect().adjusted(_PADDING, 8, -_PADDING, -8)
        self._line(painter, QRect(room.left(), room.top(), room.width(), 20),
                   self._title(), TextRole.LABEL, tokens.text)  # fmt: skip
        self._line(painter, QRect(room.left(), room.top() + 20, room.width(), 18),
                   self._figures, TextRole.SMALL, tokens.muted)  # fmt: skip
        bar = QRectF(room.left(), room.top() + 44, room.width(), _BAR)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_ramp(bar))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        ends = QRect(room.left(), room.top() + 56, room.width(), 18)
        least = self.tr("{difference} just visible").format(difference=f"ΔE {COOLEST_DELTA_E:g}")
        most = self.tr("{difference} or more").format(difference=f"{HOTTEST_DELTA_E:g}")
        self._line(painter, ends, least, TextRole.SMALL, tokens.muted)
        self._line(painter, ends, most, TextRole.SMALL, tokens.muted, right=True)
        painter.end()

    def _title(self) -> str:
        return self.tr("Changed by the model outside the mask")

    def _line(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        role: TextRole,
        colour: QColor,
        *,
        right: bool = False,
    ) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _place(self) -> None:
        top = self._host.height() - _HEIGHT - _MARGIN
        left = self._host.width() - _WIDTH - _MARGIN
        self.setGeometry(left, top, _WIDTH, _HEIGHT)


def _ramp(bar: QRectF) -> QLinearGradient:
    ramp = QLinearGradient(bar.topLeft(), bar.topRight())
    for place, colour in enumerate(HEAT_COLOURS):
        ramp.setColorAt(place / (len(HEAT_COLOURS) - 1), QColor(*colour))
    return ramp
