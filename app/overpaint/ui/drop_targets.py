"""The named fields that light up over the canvas while something is dragged over it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from overpaint.domain.extension import Side
from overpaint.domain.text import Message, say
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.messages import render
from overpaint.ui.payload import DropRole, Offer, Origin, look_at, read_payload
from overpaint.ui.theme import TextRole, Theme

_MARGIN_PX = 24
_GAP_PX = 12
_RADIUS_PX = 12
_ICON_PX = 32
_EDGE_SHARE = 0.08
_LEAST_EDGE_PX = 40
_FROM_EDGE_PX = 4
_SIDES = tuple(Side)


@dataclass(frozen=True, slots=True)
class _Field:
    role: DropRole
    icon: str
    title: Message
    subtitle: Message


class DropTargets(QWidget):
    """Covers the canvas while a drag is over the window and asks what the picture is for.

    Attributes:
        dropped: ``(DropRole, Payload)``.
        extend_dropped: ``(Side, Payload)``: dropped on an edge, towards which the target grows.
        drag_entered: An `Offer`: it is over the fields now.
        drag_left: It is not, or was dropped.
    """

    dropped = Signal(object, object)
    extend_dropped = Signal(object, object)
    drag_entered = Signal(object)
    drag_left = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self._theme = theme
        self._icons = icons
        self._fields: tuple[_Field, ...] = ()
        self._hovered: DropRole | Side | None = None
        self._has_edges = False
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Drop targets"))
        self.hide()

    def offer(self, offer: Offer, *, has_target: bool = True) -> None:
        """Cover the parent and show what can become of what is dragged."""
        self._fields = fields_for(offer, has_target=has_target)
        self._has_edges = has_target and offer.count == 1 and not offer.may_be_batch
        self._hovered = None
        self.setGeometry(self._host.rect())
        self.raise_()
        self.show()
        self.update()

    def role_at(self, position: QPoint, *, as_mask: bool = False) -> DropRole:
        """The field under a position, the nearest one between fields.

        Args:
            position: The pointer.
            as_mask: Whether the key for masks is held: then it does not matter where.
        """
        if as_mask and any(field.role is DropRole.MASK for field in self._fields):
            return DropRole.MASK
        nearest = min(
            zip(self._fields, self._rects(), strict=True),
            key=lambda pair: abs(pair[1].center().x() - position.x()),
        )
        return nearest[0].role

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept pictures only."""
        offer = look_at(event.mimeData())
        if offer is not None and not offer.is_text:
            event.acceptProposedAction()
            self.drag_entered.emit(offer)
            self._hover(self._use_of(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light the field under the pointer."""
        event.acceptProposedAction()
        self._hover(self._use_of(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Rest, but stay: the drag may still be over the window."""
        event.accept()
        self._hover(None)
        self.drag_left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the pictures over with their role."""
        payload = read_payload(event.mimeData())
        use = self._use_of(event)
        event.acceptProposedAction()
        self.hide()
        self.drag_left.emit()
        if payload and isinstance(use, Side):
            self.extend_dropped.emit(use, payload)
        elif payload:
            self.dropped.emit(use, payload)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the canvas and draw the fields."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._theme.tokens.canvas)
        veil.setAlpha(215)
        painter.fillRect(self.rect(), veil)
        for field, rect in zip(self._fields, self._rects(), strict=True):
            self._paint_field(painter, field, rect)
        for side in _SIDES if self._has_edges else ():
            self._paint_edge(painter, side)

    def _paint_field(self, painter: QPainter, field: _Field, rect: QRect) -> None:
        tokens = self._theme.tokens
        lit = field.role is self._hovered
        pen = QPen(tokens.accent_text if lit else tokens.border_strong, 2 if lit else 1.5)
        pen.setStyle(Qt.PenStyle.SolidLine if lit else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(tokens.accent_soft if lit else tokens.panel)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), _RADIUS_PX, _RADIUS_PX)
        middle = rect.center()
        icon = QRect(0, 0, _ICON_PX, _ICON_PX)
        icon.moveCenter(QPoint(middle.x(), middle.y() - 36))
        tone = Tone.ACCENT if lit else Tone.TEXT
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(
            icon.topLeft(), self._icons.pixmap(field.icon, _ICON_PX, scale=ratio, tone=tone)
        )
        for role, colour, text, top in (
            (TextRole.TITLE, tokens.text, render(field.title), middle.y() - 4),
            (TextRole.SMALL, tokens.muted, render(field.subtitle), middle.y() + 20),
        ):
            painter.setFont(self._theme.font(role))
            painter.setPen(colour)
            line = QRect(rect.left() + 12, top, rect.width() - 24, 40)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(line, flags | Qt.TextFlag.TextWordWrap, text)

    def edge(self, side: Side) -> QRect:
        """The strip along an edge of the canvas on which a drop extends the target."""
        across, down = self._edge_size()
        strips = {
            Side.LEFT: QRect(0, down, across, self.height() - 2 * down),
            Side.RIGHT: QRect(self.width() - across, down, across, self.height() - 2 * down),
            Side.TOP: QRect(0, 0, self.width(), down),
            Side.BOTTOM: QRect(0, self.height() - down, self.width(), down),
        }
        return strips[side]

    def _edge_size(self) -> tuple[int, int]:
        """Width of the strips at the sides, height of those above and below."""
        across = max(_LEAST_EDGE_PX, round(_EDGE_SHARE * self.width()))
        return across, max(_LEAST_EDGE_PX, round(_EDGE_SHARE * self.height()))

    def _paint_edge(self, painter: QPainter, side: Side) -> None:
        tokens, lit = self._theme.tokens, self._hovered is side
        area = self.edge(side).adjusted(4, 4, -4, -4)
        pen = QPen(tokens.accent_text if lit else tokens.border_strong, 2 if lit else 1.5)
        pen.setStyle(Qt.PenStyle.SolidLine if lit else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(tokens.accent_soft if lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(area), _RADIUS_PX, _RADIUS_PX)
        painter.save()
        painter.translate(area.center())
        length = area.width()
        if side in {Side.LEFT, Side.RIGHT}:
            painter.rotate(-90)
            length = area.height()
        painter.setFont(self._theme.font(TextRole.SMALL))
        painter.setPen(tokens.accent_text if lit else tokens.muted)
        line = QRectF(-length / 2, -12, length, 24)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, render(_TOWARDS))
        painter.restore()

    def _rects(self) -> list[QRect]:
        count = len(self._fields)
        across = down = _MARGIN_PX
        if self._has_edges:
            across, down = (edge + _FROM_EDGE_PX for edge in self._edge_size())
        whole = self.rect().adjusted(across, down, -across, -down)
        width = (whole.width() - _GAP_PX * (count - 1)) // max(count, 1)
        return [
            QRect(whole.left() + number * (width + _GAP_PX), whole.top(), width, whole.height())
            for number in range(count)
        ]

    def _use_of(self, event: QDropEvent) -> DropRole | Side:
        held = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        place = event.position().toPoint()
        if self._has_edges and not held:
            side = next((one for one in _SIDES if self.edge(one).contains(place)), None)
            if side is not None:
                return side
        return self.role_at(place, as_mask=held)

    def _hover(self, role: DropRole | Side | None) -> None:
        if role is not self._hovered:
            self._hovered = role
            self.update()


def fields_for(offer: Offer, *, has_target: bool = True) -> tuple[_Field, ...]:
    """What can become of what is dragged.

    Args:
        offer: What is known of it.
        has_target: Whether there is a picture on the canvas.
    """
    if offer.is_table:
        return (_BATCH,)
    if not has_target:
        return (_BEGIN, _BATCH)
    batch = (_BATCH,) if offer.may_be_batch else ()
    if offer.origin is Origin.INPUT:
        return (_SWAP, _MASK)
    if offer.origin is Origin.RESULT:
        return (_CONTINUE, _REFERENCE, _MASK)
    if offer.count == 1:
        return (_REPLACE, _REFERENCE, _MASK, *batch)
    references = replace(
        _REFERENCE,
        title=say("DropTargets", "Add {count} references", count=offer.count),
        subtitle=say("DropTargets", "Show the model what to take from them."),
    )
    first = say("DropTargets", "By the first picture; the others become references.")
    return (replace(_REPLACE, subtitle=first), references, _MASK, *batch)


_TOWARDS = say("DropTargets", "Extend towards here")
_REPLACE = _Field(
    DropRole.TARGET,
    "crown",
    say("DropTargets", "Replace the target"),
    say("DropTargets", "Edit this picture instead."),
)
_BEGIN = _Field(
    DropRole.TARGET,
    "crown",
    say("DropTargets", "Edit the first"),
    say("DropTargets", "The others become references."),
)
_BATCH = _Field(
    DropRole.BATCH,
    "batch",
    say("DropTargets", "Batch…"),
    say("DropTargets", "The same edit for each of them; the price comes first."),
)
_CONTINUE = _Field(
    DropRole.TARGET,
    "crown",
    say("DropTargets", "Continue from here"),
    say("DropTargets", "The result becomes the target of the next edit."),
)
_SWAP = _Field(
    DropRole.TARGET,
    "crown",
    say("DropTargets", "Make it the target"),
    say("DropTargets", "The present target becomes a reference."),
)
_REFERENCE = _Field(
    DropRole.REFERENCE,
    "images",
    say("DropTargets", "Add as reference"),
    say("DropTargets", "Show the model what to take from it."),
)
_MASK = _Field(
    DropRole.MASK,
    "mask",
    say("DropTargets", "Use as mask"),
    say("DropTargets", "Transparent or white parts change. Alt does the same anywhere."),
)


def words_for_empty(offer: Offer) -> str:
    """What a drop does while there is no picture yet."""
    if offer.count > 1:
        return render(
            say("DropTargets", "Drop: the first is the target, the others are references")
        )
    return render(say("DropTargets", "Drop to start"))
