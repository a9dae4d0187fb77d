"""A short confirmation that floats over its parent and goes away by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CARD_RADIUS, rounded
from overpaint.ui.widgets.announce import announce

_SHOWN_MS = 3500
_HEIGHT = 40
_PADDING = 14
_ICON = 18
_GAP = 8
_FROM_BOTTOM = 24


class Toast(QWidget):
    """Says that something is done; takes no focus and no clicks."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        """Take the icon family, and the widget it floats over."""
        super().__init__(parent)
        self._icons = icons
        self._host = parent
        self._text = ""
        self._icon = "check"
        self._above: QWidget | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.setFont(icons.theme.font(TextRole.LABEL))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parent.installEventFilter(self)
        icons.theme.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._text

    def say(self, text: str, *, icon: str = "check", shown_ms: int = _SHOWN_MS) -> None:
        """Show `text` for a while, in place of what it says now."""
        self._text = text
        self._icon = icon
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self.update()
        self._timer.start(shown_ms)
        announce(self, text)

    def stay_above(self, widget: QWidget | None) -> None:
        """Leave a widget at the lower edge free while that is shown; None for none."""
        self._above = widget
        self._place()

    def sizeHint(self) -> QSize:
        """Icon and one line."""
        text = self.fontMetrics().horizontalAdvance(self._text)
        return QSize(2 * _PADDING + _ICON + _GAP + text, _HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the parent when that changes its size."""
        if event.type() is QEvent.Type.Resize and watched is self._host and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is left running."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dark capsule in both themes."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.tooltip)
        icon = QRectF(_PADDING, (self.height() - _ICON) / 2, _ICON, _ICON)
        self._icons.paint(painter, icon, self._icon, tokens.on_tooltip)
        painter.setPen(tokens.on_tooltip)
        left = _PADDING + _ICON + _GAP
        room = QRect(left, 0, self.width() - left - _PADDING + 2, self.height())
        shown = QFontMetrics(self.font()).elidedText(
            self._text, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _place(self) -> None:
        width = min(self.sizeHint().width(), self._host.width() - 2 * _PADDING)
        left = (self._host.width() - width) // 2
        floor = self._host.height() - _FROM_BOTTOM
        if self._above is not None and self._above.isVisible():
            floor = self._above.y() - _GAP
        self.setGeometry(left, floor - _HEIGHT, width, _HEIGHT)
