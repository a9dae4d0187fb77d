"""Keys drawn as keys: small caps with an edge, right-aligned."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import rounded

_HEIGHT = 20
_PADDING = 6
_GAP = 4
_RADIUS = 4.0


def caps_width(theme: Theme, keys: Sequence[str]) -> int:
    """The room that keys take in a row, device-independent pixels; 0 for none."""
    metrics = QFontMetrics(theme.font(TextRole.SMALL))
    return sum(_cap_width(metrics, key) for key in keys) + max(len(keys) - 1, 0) * _GAP


def paint_caps(
    painter: QPainter, area: QRectF, theme: Theme, keys: Sequence[str], ink: QColor | None = None
) -> None:
    """Paint keys at the right end of an area, in the middle of its height.

    Args:
        painter: Where.
        area: The room.
        theme: Colours and type.
        keys: As people read them.
        ink: Colour of the letters, that of muted text by default.
    """
    tokens = theme.tokens
    font = theme.font(TextRole.SMALL)
    metrics = QFontMetrics(font)
    painter.save()
    painter.setFont(font)
    right = area.right()
    for key in reversed(keys):
        width = _cap_width(metrics, key)
        cap = QRectF(right - width, round(area.center().y() - _HEIGHT / 2), width, _HEIGHT)
        rounded(painter, cap, radius=_RADIUS, fill=tokens.field, border=tokens.border)
        painter.setPen(tokens.muted if ink is None else ink)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        right -= width + _GAP
    painter.restore()


def _cap_width(metrics: QFontMetrics, key: str) -> int:
    return max(metrics.horizontalAdvance(key) + 2 * _PADDING, _HEIGHT)
