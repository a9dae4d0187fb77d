"""The line below Generate: what was spent today, as a sentence and a thin bar."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.limits import NEAR
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole, Theme, Tokens
from overpaint.ui.theme.draw import faded, focus_ring, rounded, shows_focus

_BAR_PX = 4
_GAP_PX = 6
_PADDING_PX = 4
_SURE_OPACITY = 0.45


@dataclass(frozen=True, slots=True)
class Reading:
    """What the meter shows.

    Attributes:
        text: The sentence.
        share: What was spent and may have been, as a share of the limit; None without a limit.
        sure: The part of it that was charged for certain.
        tip: The tooltip.
    """

    text: str
    share: float | None = None
    sure: float = 0.0
    tip: str = ""


class SpendMeter(QWidget):
    """A sentence over a bar; what keeps Generate from sending stands below, with the way out.

    Signals:
        opened: The person wants to see and set limits.
        raise_wanted: The person wants to raise the limit that stands in the way.
    """

    opened = Signal()
    raise_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = icons.theme
        self.line = SpendLine(icons.theme, self)
        self._reason = QLabel(self)
        self._reason.setWordWrap(True)
        self._reason.setFont(icons.theme.font(TextRole.SMALL))
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self.raise_button = QPushButton(self.tr("Raise the limit…"), self)
        self.raise_button.setAutoDefault(False)
        self.raise_button.setToolTip(self.tr("Open the limits of spending at this one"))
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._reason, 1)
        below.addWidget(self.raise_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addLayout(below)
        self.line.clicked.connect(self.opened)
        self.raise_button.clicked.connect(self.raise_wanted)
        icons.theme.changed.connect(self._colour)
        self._colour()
        self.show_reason("")
        self.hide()

    @property
    def text(self) -> str:
        """What the line says; ``""`` while it is hidden."""
        return "" if self.isHidden() else self.line.text()

    @property
    def reason(self) -> str:
        """Why nothing can be sent; ``""`` while it can."""
        return self._reason.text()

    def present(self, reading: Reading | None) -> None:
        """Show where spending stands; None for nothing to show."""
        self.setVisible(reading is not None)
        if reading is not None:
            self.line.present(reading)

    def show_reason(self, text: str) -> None:
        """Say why nothing can be sent, or nothing."""
        self._reason.setText(text)
        self._reason.setVisible(bool(text))
        self.raise_button.setVisible(bool(text))

    def _colour(self) -> None:
        palette = QPalette(self._reason.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.tokens.danger)
        self._reason.setPalette(palette)


class SpendLine(QAbstractButton):
    """The sentence and the bar; the whole of it can be clicked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reading = Reading("")
        self.setAccessibleName(self.tr("Spending"))
        self.setFont(theme.font(TextRole.SMALL))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def present(self, reading: Reading) -> None:
        """Show another reading."""
        if reading == self._reading:
            return
        self._reading = reading
        self.setText(reading.text)
        self.setAccessibleName(reading.text)
        self.setAccessibleDescription(reading.tip)
        self.setToolTip(reading.tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line of text, and the bar where there is a limit."""
        height = self.fontMetrics().height() + 2 * _PADDING_PX
        if self._reading.share is not None:
            height += _GAP_PX + _BAR_PX
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2 * _PADDING_PX, height)

    def minimumSizeHint(self) -> QSize:
        """The text may be cut in a narrow panel; the bar never is."""
        return QSize(64, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sentence, the groove, what is spent, what is not certain."""
        painter = QPainter(self)
        tokens, metrics = self._theme.tokens, self.fontMetrics()
        lit = self.underMouse() or shows_focus(self)
        painter.setPen(tokens.text if lit else tokens.muted)
        room = self.rect().adjusted(0, _PADDING_PX, 0, 0)
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)
        share = self._reading.share
        if share is not None:
            top = _PADDING_PX + metrics.height() + _GAP_PX
            area = QRectF(0, top, self.width(), _BAR_PX)
            rounded(painter, area, radius=_BAR_PX / 2, fill=tokens.groove)
            colour = _colour(tokens, share)
            self._fill(painter, area, share, faded(colour, _SURE_OPACITY))
            self._fill(painter, area, min(self._reading.sure, share), colour)
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens)

    @staticmethod
    def _fill(painter: QPainter, area: QRectF, share: float, colour: QColor) -> None:
        if share <= 0:
            return
        width = max(area.width() * min(share, 1.0), area.height())
        part = QRectF(area.left(), area.top(), width, area.height())
        rounded(painter, part, radius=area.height() / 2, fill=colour)


def _colour(tokens: Tokens, share: float) -> QColor:
    if share >= 1:
        return tokens.danger
    return tokens.warning if share >= float(NEAR) else tokens.accent
