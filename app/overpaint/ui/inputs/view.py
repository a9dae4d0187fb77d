"""The list view of input cards: remove buttons, keys, reordering and drops."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QWidget

from overpaint.domain.draft import InputImage
from overpaint.ui.cards import drag_pixmap
from overpaint.ui.icons import Icons
from overpaint.ui.inputs.card_layout import SPACING
from overpaint.ui.inputs.commands import COMMANDS, InputsCommand, fix_command
from overpaint.ui.inputs.delegate import CardDelegate
from overpaint.ui.inputs.drop_place import caret, index_for_moved
from overpaint.ui.inputs.landing import Landing, landing
from overpaint.ui.inputs.model import InputsModel
from overpaint.ui.inputs.rows import CardKind, CardRow
from overpaint.ui.key_tips import key_tips
from overpaint.ui.payload import INPUT_TYPE, Offer, look_at, read_payload
from overpaint.ui.results.mime import DragMime
from overpaint.ui.theme.draw import rounded

_SPIN_MS = 40
_EDGE_STEP_PX = 64
_LEAST_WIDTH = 160


class InputsView(QListView):
    """Shows the target large and the references two in a row.

    Attributes:
        commanded: ``(InputsCommand, CardRow | None)``: what the person wants done with a card.
        moved: ``(key, index)``: a card was dragged to a 0-based position.
        dropped: ``(Use, Payload)``: something from elsewhere was let go over the cards.
        drag_entered: An `Offer`: something that can be used is dragged over the cards.
        drag_left: It is gone, or was dropped.
        landing_changed: What letting go would do now, in words; ``""`` for nothing.
    """

    commanded = Signal(object, object)
    moved = Signal(str, int)
    dropped = Signal(object, object)
    drag_entered = Signal(object)
    drag_left = Signal()
    landing_changed = Signal(str)

    def __init__(self, model: InputsModel, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._inputs = model
        self._offer: Offer | None = None
        self._landing: Landing | None = None
        self._invites = False
        self._pressed: tuple[str, InputsCommand] | None = None
        self._cards = CardDelegate(icons, self)
        self.setModel(model)
        self.setItemDelegate(self._cards)
        self.setAccessibleName(self.tr("Input pictures"))
        self._shape()
        self._spin = QTimer(self, interval=_SPIN_MS)
        self._spin.timeout.connect(self._turn_rings)
        model.arranged.connect(self._on_arranged)
        icons.theme.changed.connect(self.viewport().update)
        self._on_arranged()

    def sizeHint(self) -> QSize:
        """A column of about 200 px."""
        return QSize(200, 360)

    def minimumSizeHint(self) -> QSize:
        """The target's card can still be read."""
        return QSize(_LEAST_WIDTH, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards share the width; the scroll bar has its own place beside them."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        # Qt ends a row one pixel before the edge.
        room = self.maximumViewportSize().width() - max(bar, SPACING) - 1
        self._cards.column_px = max(room - SPACING, _LEAST_WIDTH - 4 * SPACING) // 2 * 2
        # In steps, or every pixel of a resize would decode all pictures again.
        edge_px = math.ceil(self._cards.column_px * self.devicePixelRatioF() / _EDGE_STEP_PX)
        self._inputs.set_edge_px(edge_px * _EDGE_STEP_PX)
        super().resizeEvent(event)

    def set_inviting(self, inviting: bool) -> None:  # noqa: FBT001 - a setter
        """Show that what is dragged over the window could be dropped here."""
        if inviting != self._invites:
            self._invites = inviting
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The insertion line lies over the cards."""
        super().paintEvent(event)
        tokens = self._icons.theme.tokens
        painter = QPainter(self.viewport())
        if self._invites:
            edge = tokens.accent if self._landing is not None else tokens.border_strong
            rounded(painter, self.viewport().rect(), radius=8, border=edge, width=2)
        if self._landing is not None and self._landing.place.on is None:
            line = caret(self._picture_cards(), self._landing.place.index)
            rounded(painter, line, radius=1.5, fill=tokens.focus)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Our keys go before the window's shortcuts while the strip has the focus."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and _command_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        command = _command_of(event)
        if command is None:
            super().keyPressEvent(event)
            return
        self.commanded.emit(command, self._inputs.card_at(self.currentIndex()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a button is not the start of a drag."""
        self._pressed = self._button_at(event.position().toPoint())
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Buttons and the card to add work when they are let go where they were pressed."""
        position = event.position().toPoint()
        pressed, self._pressed = self._pressed, None
        if pressed is not None:
            row = self._inputs.row_of_key(pressed[0])
            if self._button_at(position) == pressed and row is not None:
                self.commanded.emit(pressed[1], self._inputs.card(row))
            return
        super().mouseReleaseEvent(event)
        card = self._inputs.card_at(self.indexAt(position))
        left = event.button() is Qt.MouseButton.LeftButton
        if left and card is not None and card.kind is CardKind.ADD:
            self.commanded.emit(InputsCommand.OPEN, card)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the button under the pointer."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
        self._heat(self._button_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._heat(None)
        super().leaveEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry a card to another place, or its file out of the window."""
        index = self.currentIndex()
        card = self._inputs.card_at(index)
        if card is None or card.image is None:
            return
        drag = QDrag(self)
        mime = DragMime([card.image.path], is_result=False)
        mime.setData(INPUT_TYPE, card.key.encode("ascii", errors="replace"))
        drag.setMimeData(mime)
        drag.setPixmap(drag_pixmap(self.viewport(), self.visualRect(index), SPACING))
        drag.setHotSpot(QPoint(24, 24))
        # A move would let a file manager take the person's own file away.
        drag.exec(Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take our own cards, and pictures from elsewhere."""
        offer = look_at(event.mimeData())
        foreign = offer is None or offer.is_text or offer.is_table
        self._offer = None if foreign else offer
        if self._offer is not None:
            self.drag_entered.emit(self._offer)
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would land; scroll at the edges."""
        super().dragMoveEvent(event)
        self._consider(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the insertion line away."""
        super().dragLeaveEvent(event)
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped where; the window reads files."""
        landing = self._landing_of(event)
        own = self._own_card()
        self._end_drag()
        self.stopAutoScroll()
        if landing is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if own is not None and not landing.is_mask:
            self.moved.emit(own.key, index_for_moved(landing.place, own.position - 1))
            return
        payload = read_payload(event.mimeData())
        if payload:
            self.dropped.emit(landing.use([card.key for card in self._pictures()]), payload)

    def _consider(self, event: QDragMoveEvent) -> None:
        landing = self._landing_of(event)
        self._show_landing(landing)
        if landing is None:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _landing_of(self, event: QDropEvent) -> Landing | None:
        if self._offer is None:
            return None
        own = self._own_card()
        return landing(
            self._offer,
            self._picture_cards(),
            event.position().toPoint(),
            own_row=None if own is None else own.position - 1,
            as_mask=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier),
        )

    def _own_card(self) -> CardRow | None:
        """The card of ours that is dragged; None for something from elsewhere."""
        row = self._inputs.row_of_key(self._offer.input_id) if self._offer else None
        return None if row is None else self._inputs.card(row)

    def _end_drag(self) -> None:
        self._offer = None
        self._show_landing(None)
        self.drag_left.emit()

    def _show_landing(self, shown: Landing | None) -> None:
        if shown == self._landing:
            return
        self._landing = shown
        on = None if shown is None else shown.place.on
        self._cards.dropped_on = None if on is None else self._pictures()[on].key
        self._cards.drop_words = "" if shown is None else shown.words
        self.viewport().update()
        self.landing_changed.emit(self._cards.drop_words)

    def image_at(self, position: QPoint) -> InputImage | None:
        """The input whose card is there."""
        card = self._inputs.card_at(self.indexAt(position))
        return None if card is None else card.image

    def show_drop_on(self, key: str | None, words: str = "") -> None:
        """Light up the card on which something would land, with what it would do there."""
        if key != self._cards.dropped_on:
            self._cards.dropped_on = key
            self._cards.drop_words = words if key else ""
            self.viewport().update()

    def _pictures(self) -> list[CardRow]:
        cards = (self._inputs.card(row) for row in range(self._inputs.rowCount()))
        return [card for card in cards if card.kind is CardKind.PICTURE]

    def _picture_cards(self) -> list[QRect]:
        """Where the cards of the inputs are; those of files on their way are left out."""
        rows = (self._inputs.row_of_key(card.key) or 0 for card in self._pictures())
        cells = [(self.visualRect(self._inputs.index(row)), row) for row in rows]
        return [self._cards.layout_of(cell, self._inputs.card(row)).card for cell, row in cells]

    def _button_at(self, position: QPoint) -> tuple[str, InputsCommand] | None:
        index = self.indexAt(position)
        card = self._inputs.card_at(index)
        if card is None or card.kind is CardKind.ADD:
            return None
        layout = self._cards.layout_of(self.visualRect(index), card)
        fix = fix_command(card)
        if fix is not None and layout.fix.contains(position):
            return card.key, fix
        removable = card.kind is not CardKind.READING or card.can_be_given_up
        if removable and layout.remove.contains(position):
            return card.key, InputsCommand.REMOVE
        return None

    def _heat(self, button: tuple[str, InputsCommand] | None) -> None:
        if button != self._cards.hot:
            self._cards.hot = button
            self.viewport().update()

    def _shape(self) -> None:
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setViewportMargins(SPACING // 2, SPACING // 2, 0, 0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)

    @Slot()
    def _on_arranged(self) -> None:
        """The rings turn only while a picture is being read."""
        rows = range(self._inputs.rowCount())
        busy = any(_turns(self._inputs.card(row)) for row in rows)
        animates = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, self)
        if busy and animates:
            self._spin.start()
        else:
            self._spin.stop()

    @Slot()
    def _turn_rings(self) -> None:
        self._cards.elapsed_ms += _SPIN_MS
        for row in range(self._inputs.rowCount()):
            if _turns(self._inputs.card(row)):
                self.viewport().update(self.visualRect(self._inputs.index(row)))


def _turns(card: CardRow) -> bool:
    return card.kind is CardKind.READING or bool(card.busy)


def _command_of(event: QKeyEvent) -> InputsCommand | None:
    if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
        return InputsCommand.OPEN
    name = key_tips().command_of(event, COMMANDS)
    return None if name is None else COMMANDS[name]
