"""A card over the dimmed window: in front of everything, no window of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import faded, rounded

_MARGIN = 24
_RADIUS = 12.0
_SHADOW_PX = 12


class Veil(QWidget):
    """Covers its window, keeps keys and pointer to itself, and gives the focus back at the end.

    Escape and a click beside the card close it.

    Signals:
        closed: It has gone; the focus is back where it was.
    """

    closed = Signal()

    def __init__(self, theme: Theme, window: QWidget, *, size: QSize, top: bool = False) -> None:
        """Build it, hidden.

        Args:
            theme: Colours.
            window: What is covered.
            size: Of the card where the window has room for it.
            top: Put the card near the upper edge instead of the middle.
        """
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._wanted = size
        self._top = top
        self._before: QWidget | None = None
        self.card = QWidget(self)
        self.hide()
        window.installEventFilter(self)
        theme.changed.connect(self.update)

    def open(self) -> None:
        """Cover the window; the caller gives the focus to something inside."""
        if self.isVisible():
            return
        self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()

    def close_veil(self) -> None:
        """Uncover the window."""
        if not self.isVisible():
            return
        before, self._before = self._before, None
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def set_card_height(self, height: int) -> None:
        """Make the card as high as its content, within the window."""
        self._wanted = QSize(self._wanted.width(), height)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Keys that nothing inside wants must not reach the shortcuts of the window."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_veil()
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Nothing below hears of it."""
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the card closes."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_veil()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab stays inside."""
        now = QApplication.focusWidget()
        widget = start = now if now is not None and self.isAncestorOf(now) else self
        while True:
            step = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if step is None or step is start:
                return True
            widget = step
            usable = widget.isVisible() and widget.isEnabled() and self.isAncestorOf(widget)
            if usable and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                reason = Qt.FocusReason
                widget.setFocus(reason.TabFocusReason if forward else reason.BacktabFocusReason)
                return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The window, dimmed, and the card with its shadow."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), faded(tokens.shadow, 1.0))
        area = QRectF(self.card.geometry())
        for spread in range(_SHADOW_PX, 0, -3):
            edge = area.adjusted(-spread, -spread + 4, spread, spread + 4)
            rounded(painter, edge, radius=_RADIUS + spread, fill=faded(tokens.shadow, 0.2))
        rounded(painter, area, radius=_RADIUS, fill=tokens.panel, border=tokens.border)

    def _place(self) -> None:
        area = self._window.rect()
        self.setGeometry(area)
        room = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        place = QRect(room.topLeft(), self._wanted.boundedTo(room.size()))
        place.moveCenter(room.center())
        if self._top:
            place.moveTop(min(room.top() + area.height() // 10, place.top()))
        self.card.setGeometry(place)
        self.update()
