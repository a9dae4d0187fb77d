"""Pointers that tell which tool is in hand, and whether it adds, subtracts or intersects."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QImage, QPainter, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

from overpaint.imaging.mask.modes import Combine
from overpaint.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable

_SIDE = 32  # X11 servers without a compositor show no larger ones
_CENTRE = 11.5  # of the cross, on the middle of a pixel
_ARM, _GAP = 8.0, 3.0
_ICON = QRectF(14, 14, 16, 16)
_BADGE = QPointF(22.5, 22.5)
_BADGE_ARM = 3.0
_DARK, _LIGHT = QColor(0, 0, 0, 220), QColor(255, 255, 255)


def select_cursor(mode: Combine, icon: str = "", *, precise: bool = False) -> QCursor:
    """Return a cross with the tool's icon, or with a sign for what is not simply added.

    Args:
        mode: What a selection does to the mask now.
        icon: Name of the tool's icon, ``""`` for none.
        precise: Only the cross: nothing hides the picture.
    """
    return _cursor("" if precise else icon, None if precise else mode, _ratio())


def tool_cursor(icon: str) -> QCursor:
    """Return an icon that is its own pointer; its middle points."""
    return _icon_cursor(icon, _ratio())


def _ratio() -> float:
    """Screen pixels for a logical one on the screen that has most of them."""
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)


@lru_cache(maxsize=64)
def _cursor(icon: str, mode: Combine | None, ratio: float) -> QCursor:
    def draw(painter: QPainter) -> None:
        _cross(painter)
        if mode is Combine.SUBTRACT or mode is Combine.INTERSECT:
            _badge(painter, mode)
        elif icon:
            _icon(painter, icon, _ICON)
        elif mode is not None:
            _badge(painter, mode)

    return _made(draw, ratio, round(_CENTRE), round(_CENTRE))


@lru_cache(maxsize=16)
def _icon_cursor(icon: str, ratio: float) -> QCursor:
    side = 24.0
    corner = (_SIDE - side) / 2

    def draw(painter: QPainter) -> None:
        _icon(painter, icon, QRectF(corner, corner, side, side))

    return _made(draw, ratio, _SIDE // 2, _SIDE // 2)


def _made(draw: Callable[[QPainter], None], ratio: float, x: int, y: int) -> QCursor:
    side = round(_SIDE * ratio)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return QCursor(QPixmap.fromImage(image), x, y)


def _cross(painter: QPainter) -> None:
    arms = []
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        near = QPointF(_CENTRE + dx * _GAP, _CENTRE + dy * _GAP)
        far = QPointF(_CENTRE + dx * (_GAP + _ARM), _CENTRE + dy * (_GAP + _ARM))
        arms.append(QLineF(near, far))
    _twice(painter, lambda: painter.drawLines(arms))


def _badge(painter: QPainter, mode: Combine) -> None:
    """A plus, a minus, or the sign for what two sets have in common."""
    x, y, arm = _BADGE.x(), _BADGE.y(), _BADGE_ARM
    lines = [QLineF(x - arm, y, x + arm, y)]
    if mode is Combine.ADD:
        lines.append(QLineF(x, y - arm, x, y + arm))
    elif mode is Combine.INTERSECT:
        lines = [QLineF(x - arm, y - arm, x + arm, y + arm), QLineF(x - arm, y + arm, x + arm,
                                                                   y - arm)]  # fmt: skip
    _twice(painter, lambda: painter.drawLines(lines))


def _twice(painter: QPainter, draw: Callable[[], None]) -> None:
    for colour, width in ((_DARK, 3.0), (_LIGHT, 1.0)):
        cap = Qt.PenCapStyle.SquareCap if colour is _DARK else Qt.PenCapStyle.FlatCap
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, cap))
        draw()


def _icon(painter: QPainter, name: str, area: QRectF) -> None:
    """A white icon with a dark edge."""
    source = resource(f"icons/{name}.svg").read_bytes()
    dark = QSvgRenderer(QByteArray(source.replace(b"currentColor", b"#000000")))
    light = QSvgRenderer(QByteArray(source.replace(b"currentColor", b"#ffffff")))
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            dark.render(painter, area.translated(dx, dy))
    light.render(painter, area)
