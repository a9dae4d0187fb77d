"""Paint the cards of a family and the lines between them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle

from overpaint.ui.cards import WellPainter, paint_line, paint_surface
from overpaint.ui.icons import Icons
from overpaint.ui.lineage import texts
from overpaint.ui.lineage.tree_model import Node
from overpaint.ui.results.delegate import MARK_GROUND, MARK_INK
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import rounded

CARD_WIDTH, CARD_HEIGHT = 196, 64
COLUMN_GAP, ROW_GAP = 32, 8
MARGIN = 12
_PADDING = 4
_WELL_WIDTH = 64
_TEXT_GAP = 8
_ICON = 14
_CHIP = 18


class TreePainter:
    """Paints for the view.

    Args:
        icons: Icons and theme.
    """

    def __init__(self, icons: Icons) -> None:
        self._icons = icons
        self._wells = WellPainter(icons.theme)

    def line(self, painter: QPainter, parent: QRect, child: QRect, *, on_way: bool) -> None:
        """Lead from a card to one that was made from it.

        Args:
            painter: Where.
            parent: The card at the left.
            child: The card at the right.
            on_way: Whether it leads to the result that is shown.
        """
        tokens = self._icons.theme.tokens
        start = QPointF(parent.right() + 1, parent.center().y() + 0.5)
        end = QPointF(child.left(), child.center().y() + 0.5)
        bend = (end.x() - start.x()) / 2
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end)
        painter.setPen(
            QPen(tokens.accent if on_way else tokens.border_strong, 2.0 if on_way else 1.25)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def card(
        self, painter: QPainter, area: QRect, node: Node, image: QImage | None,
        state: QStyle.StateFlag,
    ) -> None:  # fmt: skip
        """Paint a card: picture, title, prompt, facts."""
        theme = self._icons.theme
        tokens = theme.tokens
        paint_surface(painter, area, tokens, state)
        well = QRect(area.left() + _PADDING, area.top() + _PADDING, _WELL_WIDTH,
                     area.height() - 2 * _PADDING)  # fmt: skip
        self._wells.paint(painter, well, image, fill=True)
        if node.kin is not None and node.kin.favourite:
            self._star(painter, well)
        left = well.right() + 1 + _TEXT_GAP
        room = QRect(left, area.top() + 6, area.right() - left - _PADDING, area.height() - 12)
        eye = _ICON + 4 if node.is_shown else 0
        if eye:
            place = QRect(room.right() - _ICON, room.top() + 2, _ICON, _ICON)
            self._icons.paint(painter, place, "eye", tokens.accent_text)
        title = QRect(room.left(), room.top(), room.width() - eye, 18)
        colour = tokens.accent_text if node.is_shown else tokens.text
        paint_line(painter, title, node.title, theme.font(TextRole.LABEL), colour)
        small = theme.font(TextRole.SMALL)
        middle = QRect(room.left(), room.top() + 18, room.width(), 17)
        lower = QRect(room.left(), room.top() + 35, room.width(), 17)
        if node.kin is None:
            name = "" if node.file is None else node.file.name
            paint_line(painter, middle, name, small, tokens.muted,
                       elide=Qt.TextElideMode.ElideMiddle)  # fmt: skip
            return
        paint_line(painter, middle, node.news, small, tokens.text)
        paint_line(painter, lower, texts.facts(node.kin), small, tokens.muted)

    def _star(self, painter: QPainter, well: QRect) -> None:
        """Mark a favourite in a corner of its picture, as tiles do."""
        area = QRectF(well.left() + 3, well.bottom() - _CHIP - 2, _CHIP, _CHIP)
        rounded(painter, area, radius=_CHIP / 2, fill=MARK_GROUND)
        self._icons.paint(painter, area.adjusted(3, 3, -3, -3), "star-filled", MARK_INK)
