"""Paint one cell of the library: picture, caption, stars; nothing here changes anything."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QImage, QPainter

from overpaint.domain.library import LibraryResult
from overpaint.ui.cards import WELL_RADIUS, checker
from overpaint.ui.icons import Icons
from overpaint.ui.library import texts
from overpaint.ui.library.grid_layout import PAD
from overpaint.ui.theme import TextRole, Tokens
from overpaint.ui.theme.draw import CARD_RADIUS, faded, rounded

STAR_SIDE = 28
_STAR_ICON = 16
_LINE = 18
_RATING_ICON = 11
_RATING_STEP = 12
_GAP = 8
_KEPT_CAPTIONS = 600


@dataclass(frozen=True, slots=True)
class CellState:
    """What the person does with a cell.

    Attributes:
        selected: It is among the selected ones.
        focused: Keys act on it, and the grid has the focus.
        hot: The pointer is over it.
        star_hot: The pointer is over its star.
    """

    selected: bool = False
    focused: bool = False
    hot: bool = False
    star_hot: bool = False


@dataclass(frozen=True, slots=True)
class _Caption:
    row: LibraryResult
    width: int
    title: str
    detail: str


def star_rect(cell: QRect) -> QRect:
    """Where the star of a cell is, at the upper right corner of its picture."""
    side = STAR_SIDE
    return QRect(cell.right() - PAD - side + 1, cell.top() + PAD, side, side)


class CellPainter:
    """Paints cells; keeps shortened captions, because measuring text takes longer than drawing it.

    Args:
        icons: Icons and theme.
    """

    def __init__(self, icons: Icons) -> None:
        self._icons = icons
        self._captions: OrderedDict[int, _Caption] = OrderedDict()
        self._checker: QBrush | None = None
        self._fonts: tuple[QFont, QFont] | None = None
        icons.theme.changed.connect(self._forget)

    def header(self, painter: QPainter, rect: QRect, title: str, count: int) -> None:
        """Paint the line above a day."""
        theme = self._icons.theme
        font = theme.font(TextRole.TITLE)
        base = QRect(rect.left() + PAD, rect.top() + 8, rect.width() - 2 * PAD, rect.height() - 8)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        painter.setPen(theme.tokens.text)
        painter.drawText(base, flags, title)
        used = QFontMetrics(font).horizontalAdvance(title)
        painter.setFont(theme.font(TextRole.SMALL))
        painter.setPen(theme.tokens.muted)
        painter.drawText(base.adjusted(used + 10, 1, 0, 1), flags, texts.number(count))

    def cell(
        self,
        painter: QPainter,
        rect: QRect,
        row: LibraryResult | None,
        picture: QImage | None,
        state: CellState,
        *,
        captioned: bool,
    ) -> None:
        """Paint one cell, with a placeholder for what has not come yet."""
        tokens = self._icons.theme.tokens
        self._surface(painter, rect, tokens, state)
        edge = rect.width() - 2 * PAD
        well = QRect(rect.left() + PAD, rect.top() + PAD, edge, edge)
        self._picture(painter, well, row, picture)
        if row is None:
            return
        if captioned:
            self._caption(painter, well, row)
        self._star(painter, rect, row, state)

    def _surface(self, painter: QPainter, rect: QRect, tokens: Tokens, state: CellState) -> None:
        if state.selected:
            edge = tokens.focus if state.focused else tokens.accent
            rounded(painter, rect, radius=CARD_RADIUS, fill=tokens.selection)
            rounded(painter, rect, radius=CARD_RADIUS, border=edge, width=2.0)
        elif state.focused:
            rounded(painter, rect, radius=CARD_RADIUS, border=tokens.focus, width=2.0)
        elif state.hot:
            rounded(painter, rect, radius=CARD_RADIUS, fill=tokens.hover)

    def _picture(
        self, painter: QPainter, well: QRect, row: LibraryResult | None, picture: QImage | None
    ) -> None:
        tokens = self._icons.theme.tokens
        rounded(painter, well, radius=WELL_RADIUS, fill=tokens.hover)
        if picture is None or picture.isNull():
            if picture is not None and row is not None:
                icon = QRectF(0, 0, 24, 24)
                icon.moveCenter(QRectF(well).center())
                self._icons.paint(painter, icon, "image", tokens.muted)
            return
        area = fitted(well, picture.size())
        if picture.hasAlphaChannel():
            painter.fillRect(area, self._checkered(painter))
        painter.drawImage(area, picture)

    def _checkered(self, painter: QPainter) -> QBrush:
        if self._checker is None:
            scale = painter.device().devicePixelRatioF()
            self._checker = checker(self._icons.theme.tokens, scale)
        return self._checker

    def _caption(self, painter: QPainter, well: QRect, row: LibraryResult) -> None:
        tokens = self._icons.theme.tokens
        body, small = self._two_fonts()
        stars = row.rating * _RATING_STEP + _GAP if row.rating else 0
        caption = self._shortened(row, well.width(), well.width() - stars)
        top = well.bottom() + 7
        painter.setFont(body)
        painter.setPen(tokens.text)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(well.left(), top, well.width(), _LINE), flags, caption.title)
        painter.setFont(small)
        painter.setPen(tokens.muted)
        line = QRect(well.left(), top + _LINE, well.width(), _LINE)
        painter.drawText(line, flags, caption.detail)
        y = line.center().y() - _RATING_ICON // 2
        for number in range(row.rating):
            x = line.right() + 1 - (row.rating - number) * _RATING_STEP
            area = QRectF(x, y, _RATING_ICON, _RATING_ICON)
            self._icons.paint(painter, area, "star-filled", tokens.muted)

    def _shortened(self, row: LibraryResult, width: int, detail_width: int) -> _Caption:
        known = self._captions.get(row.rowid)
        if known is not None and known.row is row and known.width == width:
            return known
        body, small = map(QFontMetrics, self._two_fonts())
        elide = Qt.TextElideMode.ElideRight
        found = _Caption(
            row,
            width,
            body.elidedText(texts.title(row), elide, width),
            small.elidedText(_fitting_detail(row, small, detail_width), elide, detail_width),
        )
        self._captions[row.rowid] = found
        if len(self._captions) > _KEPT_CAPTIONS:
            self._captions.popitem(last=False)
        return found

    def _star(self, painter: QPainter, rect: QRect, row: LibraryResult, state: CellState) -> None:
        if not row.favourite and not state.hot:
            return
        tokens = self._icons.theme.tokens
        area = star_rect(rect)
        disc = QRectF(area).adjusted(2, 2, -2, -2)
        fill = tokens.control_hover if state.star_hot else faded(tokens.raised, 0.92)
        rounded(painter, disc, radius=disc.width() / 2, fill=fill, border=tokens.border)
        icon = QRectF(QPointF(), QRectF(0, 0, _STAR_ICON, _STAR_ICON).size())
        icon.moveCenter(disc.center())
        name, ink = ("star-filled", tokens.accent_text) if row.favourite else ("star", tokens.muted)
        self._icons.paint(painter, icon, name, ink)

    def _two_fonts(self) -> tuple[QFont, QFont]:
        if self._fonts is None:
            theme = self._icons.theme
            self._fonts = (theme.font(TextRole.BODY), theme.font(TextRole.SMALL))
        return self._fonts

    def _forget(self) -> None:
        self._checker = None
        self._fonts = None
        self._captions.clear()


def _fitting_detail(row: LibraryResult, metrics: QFontMetrics, width: int) -> str:
    """Model and cost; one of them alone where both have no room."""
    whole, cost = texts.detail(row), texts.cost(row)
    fitting = (one for one in (whole, row.model, cost) if metrics.horizontalAdvance(one) <= width)
    return next(fitting, cost or row.model)


def fitted(well: QRect, shape: QSize) -> QRect:
    """Where a picture of that shape lies, whole and centred, on whole pixels."""
    size = shape.scaled(well.size(), Qt.AspectRatioMode.KeepAspectRatio)
    size = size.expandedTo(QSize(1, 1))
    x = well.left() + (well.width() - size.width()) // 2
    y = well.top() + (well.height() - size.height()) // 2
    return QRect(QPoint(x, y), size)
