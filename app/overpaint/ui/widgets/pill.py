"""A small badge: a word or a number on a soft background."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.ui.theme import TextRole, Theme, Tokens
from overpaint.ui.theme.draw import rounded

_HEIGHT = 20
_PADDING = 8


class PillKind(StrEnum):
    """What the badge means."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    WARNING = "warning"
    DANGER = "danger"
    SUCCESS = "success"


def pill_colours(tokens: Tokens, kind: PillKind) -> tuple[QColor, QColor]:
    """Background and text of a kind; delegates that paint badges use it too."""
    return {
        PillKind.NEUTRAL: (tokens.hover, tokens.muted),
        PillKind.ACCENT: (tokens.accent_soft, tokens.accent_text),
        PillKind.WARNING: (tokens.warning_soft, tokens.warning),
        PillKind.DANGER: (tokens.danger_soft, tokens.danger),
        PillKind.SUCCESS: (tokens.success_soft, tokens.success),
    }[kind]


class Pill(QWidget):
    """Shows a short text; hidden from layouts while it is empty."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        kind: PillKind = PillKind.NEUTRAL,
        parent: QWidget | None = None,
    ) -> None:
        """Take theme, text, meaning, and the owner."""
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._kind = kind
        self.setFont(theme.font(TextRole.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_text(text, kind)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @property
    def kind(self) -> PillKind:
        """What it means."""
        return self._kind

    def show_text(self, text: str, kind: PillKind | None = None) -> None:
        """Say something else, in another meaning when given."""
        self._text = text
        self._kind = self._kind if kind is None else kind
        self.setAccessibleName(text)
        if not text:
            self.hide()
        elif self.isHidden() and self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            self.show()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The text with round ends."""
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 2 * _PADDING, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Soft capsule, coloured text."""
        ground, ink = pill_colours(self._theme.tokens, self._kind)
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=self.height() / 2, fill=ground)
        painter.setPen(ink if self.isEnabled() else self._theme.tokens.disabled)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
