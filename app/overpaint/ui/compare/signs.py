"""What lies over the pictures: their names, the slider, and where a drop would go."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from overpaint.ui.compare.panes import GAP_PX, Division
from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import Direction, chevron, rounded

_MARGIN = 12
_CHIP = 28
_LETTER = 20
_PADDING = 8
_HANDLE = 36
_DARK, _LIGHT = QColor(0, 0, 0, 130), QColor(255, 255, 255, 235)
_CHIP_FILL, _CHIP_TEXT = QColor(20, 20, 20, 205), QColor(245, 245, 245)
_CHIP_QUIET = QColor(20, 20, 20, 150)


class Signs:
    """Paints in logical pixels, in the colours of the theme where no picture lies below."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def chip(
        self, painter: QPainter, room: QRect, letter: str, title: str, *, right: bool = False,
        lit: bool = False,
    ) -> None:  # fmt: skip
        """Name a picture in a corner of the room that it has; nothing where it does not fit.

        Args:
            painter: Where.
            room: Where the picture is seen.
            letter: A or B.
            title: What it is.
            right: At the right edge and not at the left one.
            lit: Whether it stands out: the picture that is held.
        """
        font = self._theme.font(TextRole.LABEL)
        most = room.width() - 2 * _MARGIN
        metrics = QFontMetrics(font)
        wanted = metrics.horizontalAdvance(title)
        width = min(most, 4 + _LETTER + _PADDING + wanted + _PADDING)
        if width < 4 + _LETTER + 4 or room.height() < _CHIP + 2 * _MARGIN:
            return
        left = room.right() + 1 - _MARGIN - width if right else room.left() + _MARGIN
        area = QRect(left, room.top() + _MARGIN, width, _CHIP)
        painter.save()
        painter.setClipRect(room)
        rounded(painter, area, radius=_CHIP / 2, fill=_CHIP_FILL)
        self._letter(painter, QRectF(area.left() + 4, area.top() + 4, _LETTER, _LETTER), letter,
                     lit=lit)  # fmt: skip
        words = area.adjusted(4 + _LETTER + _PADDING, 0, -_PADDING, 0)
        if words.width() > 2 * _PADDING:
            painter.setFont(font)
            painter.setPen(_CHIP_TEXT)
            shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, words.width() + 1)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _letter(self, painter: QPainter, area: QRectF, letter: str, *, lit: bool) -> None:
        tokens = self._theme.tokens
        rounded(painter, area, radius=area.height() / 2,
                fill=tokens.accent if lit else QColor(255, 255, 255, 46))  # fmt: skip
        painter.setFont(self._theme.font(TextRole.LABEL))
        painter.setPen(tokens.on_accent if lit else _CHIP_TEXT)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)

    def words(self, painter: QPainter, room: QRect, text: str) -> None:
        """Say something at the lower edge, in the middle: what is being worked out."""
        font = self._theme.font(TextRole.BODY)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - 4 * _MARGIN)
        width = metrics.horizontalAdvance(shown) + 2 * _MARGIN
        area = QRect(0, 0, width, _CHIP)
        area.moveCenter(room.center())
        area.moveBottom(room.bottom() - _MARGIN)
        rounded(painter, area, radius=_CHIP / 2, fill=_CHIP_FILL)
        painter.setFont(font)
        painter.setPen(_CHIP_TEXT)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)

    def slider(
        self, painter: QPainter, division: Division, size: QSize, *, focused: bool, hot: bool
    ) -> None:
        """A line that can be seen on any picture, and a handle to take it by."""
        at = division.line(size)
        length = size.width() if division.stacked else size.height()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if division.stacked:
            painter.translate(0, at)
            painter.rotate(-90)  # along the line is downwards then
        else:
            painter.translate(at, 0)
        painter.fillRect(QRectF(-2, 0, 4, length), _DARK)
        painter.fillRect(QRectF(-1, 0, 2, length), _LIGHT)
        self._handle(painter, QPointF(0, length / 2), focused=focused, hot=hot)
        painter.restore()

    def _handle(self, painter: QPainter, middle: QPointF, *, focused: bool, hot: bool) -> None:
        tokens, radius = self._theme.tokens, _HANDLE / 2
        painter.setPen(QPen(_DARK, 1))
        painter.setBrush(tokens.accent if hot else _LIGHT)
        painter.drawEllipse(middle, radius, radius)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.focus, 2))
            painter.drawEllipse(middle, radius + 3, radius + 3)
        colour = tokens.on_accent if hot else QColor(40, 40, 40)
        chevron(painter, middle + QPointF(-7, 0), Direction.LEFT, colour)
        chevron(painter, middle + QPointF(7, 0), Direction.RIGHT, colour)

    def gap(self, painter: QPainter, division: Division, size: QSize) -> None:
        """The line between two panes."""
        first = division.panes(size)[0]
        area = (
            QRect(0, first.height(), size.width(), GAP_PX)
            if division.stacked
            else QRect(first.width(), 0, GAP_PX, size.height())
        )
        painter.fillRect(area, self._theme.tokens.border)

    def drop(self, painter: QPainter, area: QRect, text: str) -> None:
        """Light the half on which something would be dropped."""
        tokens = self._theme.tokens
        veil = QColor(tokens.accent)
        veil.setAlpha(60)
        inner = area.adjusted(8, 8, -8, -8)
        rounded(painter, inner, radius=12, fill=veil, border=tokens.accent_text, width=2)
        self.words(painter, inner, text)
