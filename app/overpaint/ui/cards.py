"""Painting that the cards of the inputs and the tiles of the results share."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QStyle, QWidget

from overpaint.ui.theme import Theme, Tokens
from overpaint.ui.theme.draw import CARD_RADIUS, faded, rounded

WELL_RADIUS = 4.0
"""Corner of a picture inside a card."""

_CHECKER_PX = 8
_KEPT_WELLS = 96
_DRAG_SHARE = 0.75
_State = QStyle.StateFlag
_WellKey = tuple[int, int, int, float, bool]


class WellPainter:
    """Paints pictures into rounded wells, whole and centred, on neutral ground.

    Scaling and rounding a picture takes about a millisecond, so what a well shows is kept, ready
    to be copied, until the theme or the picture changes.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._ready: OrderedDict[_WellKey, QPixmap] = OrderedDict()
        theme.changed.connect(self._ready.clear)

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        image: QImage | None,
        *,
        opacity: float = 1.0,
        fill: bool = False,
    ) -> None:
        """Paint one well.

        Args:
            painter: Where.
            rect: The well.
            image: The picture; None leaves the well empty.
            opacity: Below 1 for a picture that is not the real thing.
            fill: Cut the picture so that it fills the well.
        """
        rounded(painter, rect, radius=WELL_RADIUS, fill=self._theme.tokens.canvas)
        if image is None or image.isNull():
            return
        scale = painter.device().devicePixelRatioF()
        key = (image.cacheKey(), rect.width(), rect.height(), scale, fill)
        pixmap = self._ready.pop(key, None)
        if pixmap is None:
            pixmap = self._render(rect.size(), image, scale, fill=fill)
        self._ready[key] = pixmap
        if len(self._ready) > _KEPT_WELLS:
            self._ready.popitem(last=False)
        painter.save()
        painter.setOpacity(opacity)
        painter.drawPixmap(rect.topLeft(), pixmap)
        painter.restore()

    def _render(self, size: QSize, image: QImage, scale: float, *, fill: bool) -> QPixmap:
        pixmap = QPixmap(size * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        well = QRect(QPoint(), size)
        area = picture_rect(well, image.size(), fill=fill)
        path = QPainterPath()
        path.addRoundedRect(QRectF(well), WELL_RADIUS, WELL_RADIUS)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(path)
        if image.hasAlphaChannel():
            painter.fillRect(area, checker(self._theme.tokens, scale))
        painter.drawImage(area, image, QRectF(image.rect()))
        painter.end()
        return pixmap


def paint_surface(
    painter: QPainter,
    card: QRect,
    tokens: Tokens,
    state: QStyle.StateFlag,
    *,
    dropped_on: bool = False,
) -> None:
    """Paint the ground of a card and tell what the person does with it.

    Args:
        painter: Painter of the view.
        card: Where the card is.
        tokens: Colours.
        state: Of the item: selected, the one that keys act on, under the pointer.
        dropped_on: Whether something would be dropped on it.
    """
    selected, focused = (
        bool(state & flag) for flag in (_State.State_Selected, _State.State_HasFocus)
    )
    fill = tokens.accent_soft if selected else tokens.raised
    rounded(painter, card, radius=CARD_RADIUS, fill=fill, border=tokens.border)
    if selected or focused or dropped_on:
        edge = tokens.focus if focused or dropped_on else tokens.accent
        rounded(painter, card, radius=CARD_RADIUS, border=edge, width=2.0)
    elif state & _State.State_MouseOver:
        rounded(painter, card, radius=CARD_RADIUS, fill=tokens.hover)


def drag_pixmap(viewport: QWidget, cell: QRect, spacing: int) -> QPixmap:
    """A card as it is carried along by a drag: smaller, so that it does not hide the goal.

    Args:
        viewport: Shows it.
        cell: The card with half of the gap to its neighbours.
        spacing: The gap.
    """
    half = spacing // 2
    whole = viewport.grab(cell.adjusted(half, half, -half, -half))
    return whole.scaled(
        whole.size() * _DRAG_SHARE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def picture_rect(rect: QRect, size: QSize, *, fill: bool = False) -> QRectF:
    """Where a picture of that shape lies in a well."""
    mode = (
        Qt.AspectRatioMode.KeepAspectRatioByExpanding
        if fill
        else Qt.AspectRatioMode.KeepAspectRatio
    )
    fitted = size.scaled(rect.size(), mode)
    area = QRectF(QPointF(), fitted.toSizeF())
    area.moveCenter(QRectF(rect).center())
    return area


def checker(tokens: Tokens, scale: float) -> QBrush:
    """The pattern that stands for transparency, 8 device-independent pixels a square."""
    side = max(round(_CHECKER_PX * scale), 1)
    tile = QPixmap(2 * side, 2 * side)
    tile.fill(tokens.checker_light)
    painter = QPainter(tile)
    painter.fillRect(0, 0, side, side, tokens.checker_dark)
    painter.fillRect(side, side, side, side, tokens.checker_dark)
    painter.end()
    tile.setDevicePixelRatio(scale)
    return QBrush(tile)


def paint_progress(painter: QPainter, rect: QRectF, tokens: Tokens, share: float) -> None:
    """Paint a ring of which `share`, 0 to 1, is through."""
    width = max(rect.width() / 8, 2.0)
    area = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(faded(tokens.accent_text, 0.25), width))
    painter.drawEllipse(area)
    pen = QPen(tokens.accent_text, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(area, 90 * 16, round(-share * 360 * 16))
    painter.restore()


def paint_bar(painter: QPainter, rect: QRectF, tokens: Tokens, share: float) -> None:
    """Paint a bar of which `share`, 0 to 1, is filled; its ends are round."""
    radius = rect.height() / 2
    rounded(painter, rect, radius=radius, fill=tokens.groove)
    filled = QRectF(rect)
    filled.setWidth(max(rect.width() * share, rect.height()))
    rounded(painter, filled, radius=radius, fill=tokens.accent)


def paint_tag(
    painter: QPainter, corner: QPointF, text: str, font: QFont, *, fill: QColor, colour: QColor
) -> QRectF:
    """Paint a small filled label with its top left corner there; returns what it covers."""
    metrics = QFontMetrics(font)
    area = QRectF(corner.x(), corner.y(), metrics.horizontalAdvance(text) + 12, 20)
    rounded(painter, area, radius=WELL_RADIUS, fill=fill)
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return area


def paint_line(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Paint one line of text, shortened with an ellipsis where it does not fit."""
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, elide, rect.width())
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)
    painter.restore()


def paint_paragraph(painter: QPainter, rect: QRect, text: str, font: QFont, colour: QColor) -> None:
    """Paint centred words over as many lines as fit, from the top."""
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(rect, int(flags), shortened(text, font, rect.size()))
    painter.restore()


def shortened(text: str, font: QFont, size: QSize) -> str:
    """The words that fit into a box, with an ellipsis if some are missing."""
    metrics = QFontMetrics(font)
    flags = int(Qt.TextFlag.TextWordWrap)
    box = QRect(0, 0, size.width(), 10_000)
    if metrics.boundingRect(box, flags, text).height() <= size.height():
        return text
    words = text.split(" ")
    while len(words) > 1:
        words.pop()
        candidate = " ".join(words).rstrip(" ,.;:") + "…"
        if metrics.boundingRect(box, flags, candidate).height() <= size.height():
            return candidate
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, size.width())
