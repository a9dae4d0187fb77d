"""Draw a text on at most two lines, the rest as an ellipsis."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout


def line_count(text: str, font: QFont, width: int, most: int) -> int:
    """On how many lines a text stands, at most so many."""
    layout = QTextLayout(" ".join(text.split()), font)
    layout.beginLayout()
    count = 0
    while count < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        count += 1
    layout.endLayout()
    return max(count, 1)


def draw_lines(painter: QPainter, area: QRect, text: str, font: QFont, most: int = 2) -> int:
    """Draw a text from the top of an area; returns the height that it takes, in pixels."""
    plain = " ".join(text.split())
    metrics = QFontMetrics(font)
    layout = QTextLayout(plain, font)
    painter.setFont(font)
    layout.beginLayout()
    top = 0
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(area.width())
        start, length = line.textStart(), line.textLength()
        is_last = number == most - 1
        part = plain[start:] if is_last else plain[start : start + length].rstrip()
        shown = metrics.elidedText(part, Qt.TextElideMode.ElideRight, area.width())
        place = QPointF(area.left(), area.top() + top + metrics.ascent())
        painter.drawText(place, shown)
        top += metrics.lineSpacing()
    layout.endLayout()
    return top
