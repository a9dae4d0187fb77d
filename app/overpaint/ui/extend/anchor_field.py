"""A field of three by three places: which edge or corner of the picture stays where it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from overpaint.domain.extension import Anchor
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render
from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import RADIUS, focus_ring, rounded, shows_focus
from overpaint.ui.widgets.announce import announce

_CELL_PX = 20
_INSET = 2
_DOT_PX = 4.0
_PICTURE_PX = 10.0

_ROWS = (
    (Anchor.TOP_LEFT, Anchor.TOP, Anchor.TOP_RIGHT),
    (Anchor.LEFT, Anchor.CENTRE, Anchor.RIGHT),
    (Anchor.BOTTOM_LEFT, Anchor.BOTTOM, Anchor.BOTTOM_RIGHT),
)
_WORDS: dict[Anchor, Message] = {
    Anchor.TOP_LEFT: say("Extend", "The top left corner stays"),
    Anchor.TOP: say("Extend", "The top edge stays"),
    Anchor.TOP_RIGHT: say("Extend", "The top right corner stays"),
    Anchor.LEFT: say("Extend", "The left edge stays"),
    Anchor.CENTRE: say("Extend", "Grows to all sides"),
    Anchor.RIGHT: say("Extend", "The right edge stays"),
    Anchor.BOTTOM_LEFT: say("Extend", "The bottom left corner stays"),
    Anchor.BOTTOM: say("Extend", "The bottom edge stays"),
    Anchor.BOTTOM_RIGHT: say("Extend", "The bottom right corner stays"),
}
_STEPS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


class AnchorField(QWidget):
    """Chooses an `Anchor` by click or arrow keys.

    Attributes:
        chosen: The person chose another `Anchor`; not sent by `set_value`.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._value = Anchor.CENTRE
        self._hovered: Anchor | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Anchor"))
        self._describe()
        theme.changed.connect(self.update)

    @property
    def value(self) -> Anchor:
        """What is chosen."""
        return self._value

    def set_value(self, value: Anchor) -> None:
        """Show another one as chosen, without a signal."""
        self._value = value
        self._describe()
        self.update()

    def cell(self, anchor: Anchor) -> QRect:
        """Where an anchor is in the widget."""
        row, column = _place_of(anchor)
        return QRect(_INSET + column * _CELL_PX, _INSET + row * _CELL_PX, _CELL_PX, _CELL_PX)

    def sizeHint(self) -> QSize:
        """Three cells each way."""
        return QSize(3 * _CELL_PX + 2 * _INSET, 3 * _CELL_PX + 2 * _INSET)

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        anchor = self._at(event.position().toPoint())
        if anchor is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(anchor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the cell under the pointer and say what it does."""
        hovered = self._at(event.position().toPoint())
        if hovered is not self._hovered:
            self._hovered = hovered
            self.update()
            if hovered is not None:
                QToolTip.showText(event.globalPosition().toPoint(), render(_WORDS[hovered]), self)

    def leaveEvent(self, event: QEvent) -> None:
        """Rest."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next cell."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        row, column = _place_of(self._value)
        row, column = min(max(row + step[0], 0), 2), min(max(column + step[1], 0), 2)
        self._choose(_ROWS[row][column])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nine dots, the chosen one as a small picture."""
        tokens, painter = self._theme.tokens, QPainter(self)
        rounded(painter, self.rect(), fill=tokens.field, border=tokens.border_strong)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for anchor in Anchor:
            cell = QRectF(self.cell(anchor))
            middle = cell.center()
            if anchor is self._hovered and anchor is not self._value:
                rounded(painter, cell.adjusted(1, 1, -1, -1), radius=4, fill=tokens.hover)
            painter.setPen(Qt.PenStyle.NoPen)
            if anchor is self._value:
                edge = _PICTURE_PX / 2
                area = QRectF(middle.x() - edge, middle.y() - edge, _PICTURE_PX, _PICTURE_PX)
                painter.setPen(QPen(tokens.accent, 1.5))
                painter.setBrush(tokens.accent_soft)
                painter.drawRoundedRect(area, 2, 2)
            else:
                painter.setBrush(tokens.muted)
                painter.drawEllipse(middle, _DOT_PX / 2, _DOT_PX / 2)
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens, radius=RADIUS)

    def _choose(self, anchor: Anchor) -> None:
        if anchor is not self._value:
            self.set_value(anchor)
            announce(self, render(_WORDS[anchor]))
            self.chosen.emit(anchor)

    def _describe(self) -> None:
        self.setAccessibleDescription(render(_WORDS[self._value]))

    def _at(self, position: QPoint) -> Anchor | None:
        return next((one for one in Anchor if self.cell(one).contains(position)), None)


def _place_of(anchor: Anchor) -> tuple[int, int]:
    return next(
        (row, column)
        for row, anchors in enumerate(_ROWS)
        for column, one in enumerate(anchors)
        if one is anchor
    )
