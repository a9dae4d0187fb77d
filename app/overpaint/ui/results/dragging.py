"""Carry finished files out of the window, and notice when nobody took them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QCursor, QDrag, QGuiApplication, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from overpaint.ui.cards import paint_tag
from overpaint.ui.results.mime import DragMime
from overpaint.ui.theme import TextRole, Theme

_SIDE_PX = 128
_STACK_PX = 4
_HOT_SPOT = QPoint(16, 16)


def carry_out(
    source: QWidget,
    paths: Sequence[Path],
    image: QImage | None,
    theme: Theme,
    *,
    is_result: bool = True,
) -> bool:
    """Drag files until they are let go.

    Args:
        source: Where the drag begins.
        paths: Finished files, at least one.
        image: A small picture of the first; None for none.
        theme: Colours of the small picture.
        is_result: Whether they are results, and not the original.

    Returns:
        False when they were let go over another program that did not take them, as far as that can
        be seen: a drag that is called off looks the same.
    """
    drag = QDrag(source)
    drag.setMimeData(DragMime(paths, is_result=is_result))
    if image is not None:
        drag.setPixmap(_pixmap(image, len(paths), theme, source.devicePixelRatioF()))
        drag.setHotSpot(_HOT_SPOT)
    # Copies only: a file manager must not take the file away.
    taken = drag.exec(Qt.DropAction.CopyAction) is not Qt.DropAction.IgnoreAction
    return taken or _is_unknown_outside() or QApplication.topLevelAt(QCursor.pos()) is not None


def _is_unknown_outside() -> bool:
    """Whether the system does not tell where the pointer is outside of our windows."""
    return QGuiApplication.platformName().startswith("wayland")


def _pixmap(image: QImage, count: int, theme: Theme, scale: float) -> QPixmap:
    """The picture, as a stack with a number when there are several."""
    small = QPixmap.fromImage(image).scaled(
        QSize(_SIDE_PX, _SIDE_PX) * scale,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    small.setDevicePixelRatio(scale)
    if count == 1:
        return small
    size = small.deviceIndependentSize()
    edge = 2 * _STACK_PX
    whole = QPixmap((size.toSize() + QSize(edge, edge)) * scale)
    whole.setDevicePixelRatio(scale)
    whole.fill(Qt.GlobalColor.transparent)
    painter = QPainter(whole)
    for shift in (edge, _STACK_PX):
        area = QRectF(QPointF(shift, shift), size)
        painter.fillRect(area, theme.tokens.raised)
        painter.setPen(theme.tokens.border_strong)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.drawPixmap(QPoint(0, 0), small)
    font = theme.font(TextRole.LABEL)
    paint_tag(painter, QPointF(4, size.height() - 24), str(count), font,
              fill=theme.tokens.accent, colour=theme.tokens.on_accent)  # fmt: skip
    painter.end()
    return whole
