"""The one big button: what will happen, what it costs, and that it is happening."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import focus_ring_on_accent, rounded, shows_focus
from overpaint.ui.widgets.busy_ring import paint_ring

_HEIGHT = 44
_ICON = 20
_GAP = 8
_PADDING = 16
_DOT = "  ·  "
_FRAME_MS = 33


class PrimaryButton(QPushButton):
    """Accent-coloured; the secondary text (the price) stands beside the main one."""

    def __init__(
        self, icons: Icons, text: str, icon: str, *, parent: QWidget | None = None
    ) -> None:
        """Take the icon family, the main text, the icon's name, and the owner."""
        super().__init__(text, parent)
        self._icons = icons
        self._icon_name = icon
        self._secondary = ""
        self._busy = False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self.update)
        self.setFont(icons.theme.font(TextRole.TITLE))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        icons.theme.changed.connect(self.update)

    @property
    def secondary(self) -> str:
        """The text beside the main one."""
        return self._secondary

    @property
    def is_busy(self) -> bool:
        """Whether it shows that work is under way."""
        return self._busy

    @property
    def is_turning(self) -> bool:
        """Whether it repaints by itself."""
        return self._timer.isActive()

    def set_secondary(self, text: str) -> None:
        """Show the price, or nothing."""
        self._secondary = text
        self.setAccessibleName(", ".join(part for part in (self.text(), text) if part))
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        """Name another action."""
        self.setText(text)
        self.set_secondary(self._secondary)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Turn the ring in place of the icon; the button itself stays usable."""
        if busy == self._busy:
            return
        self._busy = busy
        self._clock.start()
        self._turn()
        self.update()

    def set_enabled_with_reason(self, enabled: bool, reason: str = "") -> None:  # noqa: FBT001 - a setter
        """Switch it off and say why in the tooltip."""
        self.setEnabled(enabled)
        self.setToolTip("" if enabled else reason)
        self.setAccessibleDescription("" if enabled else reason)

    def sizeHint(self) -> QSize:
        """Both texts and the icon in a row."""
        metrics = self.fontMetrics()
        width = 2 * _PADDING + _ICON + _GAP + metrics.horizontalAdvance(self.text())
        if self._secondary:
            width += self._secondary_metrics().horizontalAdvance(f"{_DOT}{self._secondary}")
        return QSize(width, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The main text is never cut."""
        width = 2 * _PADDING + _ICON + _GAP + self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width, _HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on turning."""
        super().showEvent(event)
        self._turn()

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden ring does not turn."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, then icon or ring, main text, secondary text."""
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        ink = self._paint_surface(painter, option)
        secondary = self._fitting_secondary()
        content = self.minimumSizeHint().width() - 2 * _PADDING
        if secondary:
            content += self._secondary_metrics().horizontalAdvance(f"{_DOT}{secondary}")
        left = (self.width() - content) // 2
        self._paint_icon(painter, QRect(left, (self.height() - _ICON) // 2, _ICON, _ICON), ink)
        left += _ICON + _GAP
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(ink)
        painter.setFont(self.font())
        painter.drawText(QRect(left, 0, self.width() - left, self.height()), flags, self.text())
        if secondary:
            left += self.fontMetrics().horizontalAdvance(self.text())
            painter.setFont(self._icons.theme.font(TextRole.BODY))
            room = QRect(left, 0, self.width() - left, self.height())
            painter.drawText(room, flags, f"{_DOT}{secondary}")

    def _paint_surface(self, painter: QPainter, option: QStyleOptionButton) -> QColor:
        """Paint the button's body and return the colour to write with."""
        tokens = self._icons.theme.tokens
        state = QStyle.StateFlag
        if not self.isEnabled():
            rounded(painter, self.rect(), fill=tokens.hover, border=tokens.border)
            return tokens.disabled
        fill = tokens.accent
        if option.state & state.State_Sunken:
            fill = tokens.accent_pressed
        elif option.state & state.State_MouseOver:
            fill = tokens.accent_hover
        rounded(painter, self.rect(), fill=fill)
        if shows_focus(self):
            focus_ring_on_accent(painter, self.rect(), tokens)
        return tokens.on_accent

    def _paint_icon(self, painter: QPainter, area: QRect, ink: QColor) -> None:
        if self._busy:
            ring = QRectF(area).adjusted(1, 1, -1, -1)
            paint_ring(painter, ring, ink, self._clock.elapsed())
        else:
            self._icons.paint(painter, area, self._icon_name, ink)

    def _fitting_secondary(self) -> str:
        if not self._secondary:
            return ""
        dot = self._secondary_metrics().horizontalAdvance(_DOT)
        room = self.width() - self.minimumSizeHint().width() - dot
        return self._secondary_metrics().elidedText(
            self._secondary, Qt.TextElideMode.ElideRight, max(room, 0)
        )

    def _secondary_metrics(self) -> QFontMetrics:
        return QFontMetrics(self._icons.theme.font(TextRole.BODY))

    def _turn(self) -> None:
        animates = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, self)
        if self._busy and self.isVisible() and animates:
            self._timer.start()
        else:
            self._timer.stop()
