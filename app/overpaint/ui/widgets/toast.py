"""A short confirmation that floats over its parent and goes away by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QFontMetrics, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import (
    CARD_RADIUS,
    CONTROL_HEIGHT,
    faded,
    focus_ring_on_accent,
    rounded,
    shows_focus,
)
from overpaint.ui.widgets.announce import announce

_SHOWN_MS = 3500
_WITH_ACTION_MS = 10_000
_HEIGHT = 40
_PADDING = 14
_ICON = 18
_GAP = 8
_FROM_BOTTOM = 24


@dataclass(frozen=True, slots=True)
class ToastAction:
    """What can be done with what is said.

    Attributes:
        label: Two or three words.
        run: Does it.
    """

    label: str
    run: Callable[[], None]


class Toast(QWidget):
    """Says that something is done; takes no focus, and clicks only on its button, if it has one."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        """Take the icon family, and the widget it floats over."""
        super().__init__(parent)
        self._icons = icons
        self._host = parent
        self._text = ""
        self._icon = "check"
        self._above: QWidget | None = None
        self._action: ToastAction | None = None
        self.button = _ToastButton(icons, self)
        self.button.clicked.connect(self._act)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
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

    def say(
        self,
        text: str,
        *,
        icon: str = "check",
        shown_ms: int = _SHOWN_MS,
        action: ToastAction | None = None,
    ) -> None:
        """Show `text` for a while, in place of what it says now.

        With an action it stays longer, and as long as the pointer or the focus is on its button.
        """
        self._text = text
        self._icon = icon
        self._action = action
        self.button.setVisible(action is not None)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=action is None)
        if action is not None:
            self.button.setText(action.label)
            self.button.setAccessibleName(f"{action.label}: {text}")
            shown_ms = max(shown_ms, _WITH_ACTION_MS)
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
        """Icon and one line, and the button."""
        text = self.fontMetrics().horizontalAdvance(self._text)
        return QSize(2 * _PADDING + _ICON + _GAP + text + self._button_room(), _HEIGHT)

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
        right = self.width() - _PADDING - self._button_room()
        room = QRect(left, 0, right - left + 2, self.height())
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
        size = self.button.sizeHint()
        inset = (_HEIGHT - size.height()) // 2
        self.button.setGeometry(width - inset - size.width(), inset, size.width(), size.height())

    def _button_room(self) -> int:
        if self._action is None:
            return 0
        inset = (_HEIGHT - CONTROL_HEIGHT) // 2
        return 2 * _GAP + self.button.sizeHint().width() + inset - _PADDING

    def _act(self) -> None:
        action = self._action
        self.hide()
        if action is not None:
            action.run()

    def _on_timeout(self) -> None:
        if self.button.isVisible() and (self.button.underMouse() or self.button.hasFocus()):
            self._timer.start(_SHOWN_MS)
            return
        self.hide()


class _ToastButton(QAbstractButton):
    """Text on a veil, readable on the dark capsule in both themes."""

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setFont(icons.theme.font(TextRole.TITLE))
        self.setAccessibleName(self.tr("What can be done with it"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def sizeHint(self) -> QSize:
        """The label with air on both sides."""
        return QSize(
            self.fontMetrics().horizontalAdvance(self.text()) + 2 * _PADDING, CONTROL_HEIGHT
        )

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hover state back."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The veil is denser under the pointer."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        share = 0.30 if self.isDown() else 0.22 if self.underMouse() else 0.14
        rounded(painter, self.rect(), fill=faded(tokens.on_tooltip, share))
        painter.setPen(tokens.on_tooltip)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if shows_focus(self):
            focus_ring_on_accent(painter, self.rect(), tokens)
