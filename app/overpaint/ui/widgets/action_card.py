"""A card that is a button: icon, title, one more line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CARD_RADIUS, focus_ring, rounded, shows_focus

_WIDTH = 168
_PADDING = 14
_ICON = 22


class ActionCard(QAbstractButton):
    """A way to begin, big enough to be found at once."""

    def __init__(
        self,
        icons: Icons,
        icon: str,
        title: str,
        subtitle: str = "",
        *,
        parent: QWidget | None = None,
    ) -> None:
        """Take the icon family, the icon's name, the two lines, and the owner."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaints as the pointer comes and goes
        self._icons = icons
        self._icon = icon
        self._subtitle = subtitle
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(subtitle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    def set_enabled_with_reason(self, enabled: bool, reason: str = "") -> None:  # noqa: FBT001 - a setter
        """Switch it off and say why in the tooltip."""
        self.setEnabled(enabled)
        self.setToolTip("" if enabled else reason)
        self.setAccessibleDescription(self._subtitle if enabled else reason)

    def sizeHint(self) -> QSize:
        """All cards are equally wide, unless a title needs more."""
        title = QFontMetrics(self._icons.theme.font(TextRole.TITLE))
        small = QFontMetrics(self._icons.theme.font(TextRole.SMALL))
        text = max(title.horizontalAdvance(self.text()), small.horizontalAdvance(self._subtitle))
        height = 2 * _PADDING + _ICON + 10 + title.height() + 2 + small.height()
        return QSize(max(_WIDTH, text + 2 * _PADDING), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, icon, two lines."""
        tokens = self._icons.theme.tokens
        enabled = self.isEnabled()
        painter = QPainter(self)
        hovered = enabled and self.underMouse()
        edge = tokens.border_strong if hovered else tokens.border
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.raised, border=edge)
        if enabled and self.isDown():
            rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.hover)
        icon_ink = tokens.accent_text if enabled else tokens.disabled
        self._icons.paint(painter, QRect(_PADDING, _PADDING, _ICON, _ICON), self._icon, icon_ink)
        self._paint_texts(painter)
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens, radius=CARD_RADIUS)

    def _paint_texts(self, painter: QPainter) -> None:
        tokens = self._icons.theme.tokens
        enabled = self.isEnabled()
        top = _PADDING + _ICON + 10
        for text, role, ink in (
            (self.text(), TextRole.TITLE, tokens.text),
            (self._subtitle, TextRole.SMALL, tokens.muted),
        ):
            font = self._icons.theme.font(role)
            metrics = QFontMetrics(font)
            room = QRect(_PADDING, top, self.width() - 2 * _PADDING, metrics.height())
            painter.setFont(font)
            painter.setPen(ink if enabled else tokens.disabled)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, shown)
            top += metrics.height() + 2
