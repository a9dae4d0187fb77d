"""Lay the sheet on the screen: copied as it is, or turned and mirrored in one last step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QTransform

from overpaint.imaging.mask.area import Area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QRegion

    from overpaint.ui.canvas.transform import ViewTransform


_SPARE_SHARE = 0.25
_SPARE_PX = 20_000


def paint_sheet(
    painter: QPainter,
    images: Sequence[QImage],
    transform: ViewTransform,
    exposed: Sequence[QRect],
    *,
    smooth: bool,
) -> None:
    """Paint the images of the sheet one over the other.

    Args:
        painter: Maps to screen pixels.
        images: Of the size of the sheet, the lowest first.
        transform: How the view is turned.
        exposed: Where to paint, screen pixels.
        smooth: Whether a turned view is filtered; costs two to three times as much.
    """
    if transform.turn.is_none:
        for area in exposed:
            for image in images:
                painter.drawImage(area.topLeft(), image, area)
        return
    painter.save()
    filtered = smooth and not transform.turn.keeps_pixels
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, filtered)
    before = painter.transform()
    turned = QTransform(*transform.sheet_to_device) * before
    for area in exposed:
        painter.setTransform(before)
        painter.setClipRect(area)
        painter.setTransform(turned)
        for image in images:
            painter.drawImage(0, 0, image)
    painter.restore()


def exposed_rects(region: QRegion) -> list[QRect]:
    """Return rectangles that cover a region: one when that is hardly larger.

    A moving brush exposes three overlapping squares, which Qt cuts into up to seven strips; every
    one of them costs as much as some thousand pixels.
    """
    rects: list[QRect] = list(region)  # type: ignore[call-overload]  # QRegion iterates, its stub does not say so
    if len(rects) < 2:
        return rects
    around = region.boundingRect()
    pixels = sum(rect.width() * rect.height() for rect in rects)
    spare = around.width() * around.height() - pixels
    return [around] if spare <= _SPARE_SHARE * pixels + _SPARE_PX else rects


def on_screen(area: Area, transform: ViewTransform) -> Area:
    """Return the screen pixels that may show an area of the sheet."""
    if area.is_empty or transform.turn.is_none:
        return area
    m11, m12, m21, m22, dx, dy = transform.sheet_to_device
    corners = [(x, y) for x in (area.left, area.right) for y in (area.top, area.bottom)]
    xs = [m11 * x + m21 * y + dx for x, y in corners]
    ys = [m12 * x + m22 * y + dy for x, y in corners]
    # A filter reaches one pixel further.
    room = 0 if transform.turn.keeps_pixels else 1
    return Area(
        math.floor(min(xs)) - room,
        math.floor(min(ys)) - room,
        math.ceil(max(xs)) + room,
        math.ceil(max(ys)) + room,
    )
