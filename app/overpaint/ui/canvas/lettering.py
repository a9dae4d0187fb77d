"""The outlines of letters, from any font that the system has."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QPainterPath, QTransform

from overpaint.domain.marks import Polygon

_DRAWN_PX = 256  # outlines are made at this size: fine enough for any, and no hinting


def mark_font(size_px: float) -> QFont:
    """The font of text marks: the system's, bold enough to be read over a picture."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(max(1, round(size_px)))
    font.setWeight(QFont.Weight.DemiBold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def line_height_px(size_px: float) -> float:
    """Distance between two lines of text."""
    return QFontMetricsF(mark_font(_DRAWN_PX)).lineSpacing() * size_px / _DRAWN_PX


def outlines_of(text: str, size_px: float) -> tuple[Polygon, ...]:
    """The letters as closed polygons, even-odd, from the top left corner of the first line.

    Empty when there is nothing to see: only spaces, or signs that fonts have as pictures only.
    """
    font = mark_font(_DRAWN_PX)
    metrics = QFontMetricsF(font)
    path = QPainterPath()
    for number, line in enumerate(text.split("\n")):
        path.addText(0.0, metrics.ascent() + number * metrics.lineSpacing(), font, line)
    path.setFillRule(Qt.FillRule.WindingFill)
    scale = size_px / _DRAWN_PX
    # Letters may overlap, and so may the strokes of one letter: united, even-odd is right.
    polygons = path.simplified().toSubpathPolygons(QTransform())
    return tuple(
        tuple((point.x() * scale, point.y() * scale) for point in polygon.toList())
        for polygon in polygons
    )
