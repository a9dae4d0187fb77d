"""The middle of the window: the canvas, and what floats over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.drop_targets import DropTargets, words_for_empty
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, key_text
from overpaint.ui.payload import DropRole, Offer, look_at, read_payload
from overpaint.ui.ruler_frame import RulerFrame
from overpaint.ui.widgets.banner import Banner
from overpaint.ui.widgets.busy_ring import BusyRing
from overpaint.ui.widgets.drop_hint import DropAction, DropHint
from overpaint.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from overpaint.ui.edits.recent_row import RecentRow

_BANNER_WIDTH_PX = 640
_MARGIN_PX = 16
_HINT_MARGIN_PX = 32
_HINT_MAX_PX = (920, 560)
_HINT_LEAST_PX = 280
_HINT_COMPACT_PX = 392
_BELOW_GAP_PX, _BELOW_INSET_PX = 8, 20


class CanvasArea(QWidget):
    """Owns the empty state, the drop targets, the banner and the toast.

    Attributes:
        dropped: ``(DropRole, Payload)``: pictures came in by drag and drop.
        extend_dropped: ``(Side, Payload)``: a picture was dropped on an edge of the canvas.
        drag_entered: An `Offer`: something that can be used is dragged over the canvas.
        drag_left: It is gone, or was dropped.
        begun: Id of a card of the empty state: ``open``, ``paste`` or ``sample``.
        frame: The canvas with rulers beside it.
        banner: Shows one notice over the canvas.
        toast: Confirms in passing.
    """

    dropped = Signal(object, object)
    extend_dropped = Signal(object, object)
    drag_entered = Signal(object)
    drag_left = Signal()
    begun = Signal(str)

    def __init__(self, canvas: CanvasView, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._has_target = False
        self._is_waiting = False
        self._below: RecentRow | None = None
        self.setAcceptDrops(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.frame = RulerFrame(canvas, icons.theme)
        layout.addWidget(self.frame)
        self.hint = self._make_hint(icons)
        self._ring = BusyRing(icons.theme, parent=self)
        self._ring.hide()
        self.banner = Banner(icons, parent=self)
        self.banner.installEventFilter(self)
        self.toast = Toast(icons, self)
        self._targets = DropTargets(icons.theme, icons, self)
        self._targets.dropped.connect(self.dropped)
        self._targets.extend_dropped.connect(self.extend_dropped)
        self._targets.drag_entered.connect(self.drag_entered)
        self._targets.drag_left.connect(self.drag_left)

    def set_has_target(self, has_target: bool) -> None:  # noqa: FBT001 - a setter
        """Show the empty state, or the picture."""
        self._has_target = has_target
        self._show_hint()

    def set_waiting(self, waiting: bool) -> None:  # noqa: FBT001 - a setter
        """Invite nobody yet: what was open before is about to come."""
        self._is_waiting = waiting
        self._show_hint()

    def set_below(self, below: RecentRow) -> None:
        """Show something below the invitation while there is no picture."""
        self._below = below
        below.setParent(self)
        below.shown_changed.connect(self._show_hint)
        self._show_hint()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Show that a picture is being read."""
        self._ring.setVisible(busy)

    def invite(self, offer: Offer | None) -> None:
        """Light up while something is dragged over the window: a field for each use.

        Args:
            offer: What is dragged; None when nothing is any more.
        """
        if offer is None or offer.is_text:
            self._targets.hide()
            self.hint.set_highlighted(False)
        elif self._has_target or offer.may_be_batch:
            self._targets.offer(offer, has_target=self._has_target)
        else:
            self.hint.set_highlighted(True, words_for_empty(offer))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures."""
        offer = look_at(event.mimeData())
        if offer is not None and not offer.is_text:
            event.acceptProposedAction()
            self.drag_entered.emit(offer)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Tell that it went away, perhaps only to another part."""
        event.accept()
        self.drag_left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first pictures of an edit."""
        payload = read_payload(event.mimeData())
        event.acceptProposedAction()
        self.drag_left.emit()
        if payload:
            self.dropped.emit(DropRole.TARGET, payload)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what floats in its place."""
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Place the banner anew when its text makes it taller."""
        kinds = {QEvent.Type.LayoutRequest, QEvent.Type.Show}
        if watched is self.banner and event.type() in kinds:
            self._place()
        return super().eventFilter(watched, event)

    @Slot()
    def _show_hint(self) -> None:
        invites = not (self._has_target or self._is_waiting)
        self.hint.setVisible(invites)
        if self._below is not None:
            self._below.setVisible(invites and self._below.has_cards)
        self._place()

    def _place(self) -> None:
        area = self.rect()
        width = min(_BANNER_WIDTH_PX, area.width() - 2 * _MARGIN_PX)
        height = self.banner.heightForWidth(width)
        height = height if height > 0 else self.banner.sizeHint().height()
        self.banner.setGeometry((area.width() - width) // 2, _MARGIN_PX, width, height)
        self._place_hint(area)
        place = QRect(QPoint(0, 0), self._ring.sizeHint())
        place.moveBottomRight(area.bottomRight() - QPoint(_MARGIN_PX, _MARGIN_PX))
        self._ring.setGeometry(place)
        self._targets.setGeometry(area)

    def _place_hint(self, area: QRect) -> None:
        """The invitation in the middle, with what is below it."""
        below = self._below if self._below is not None and self._below.isVisibleTo(self) else None
        width = min(area.width() - 2 * _HINT_MARGIN_PX, _HINT_MAX_PX[0])
        room = area.height() - 2 * _HINT_MARGIN_PX
        taken = 0 if below is None else below.HEIGHT + _BELOW_GAP_PX
        if room - taken < _HINT_LEAST_PX:
            below, taken = None, 0  # no room: the menu has them, too
        hint = QRect(0, 0, width, min(room - taken, _HINT_MAX_PX[1]))
        hint.moveCenter(area.center() - QPoint(0, taken // 2))
        self.hint.set_compact(hint.height() < _HINT_COMPACT_PX)
        self.hint.setGeometry(hint)
        if self._below is None:
            return
        if below is None:
            self._below.setGeometry(0, -self._below.HEIGHT, width, self._below.HEIGHT)
            return
        inset = _BELOW_INSET_PX
        below.fit(width - 2 * inset)
        below.setGeometry(hint.left() + inset, hint.bottom() + 1 + _BELOW_GAP_PX,
                          width - 2 * inset, below.HEIGHT)  # fmt: skip

    def _offer(self, hint: DropHint) -> None:
        texts = (self.tr("Open pictures"), self.tr("Paste"), self.tr("Try a sample"))
        keyless = self.tr("No key needed")
        hint.set_actions(
            [
                DropAction("open", "folder-open", texts[0], key_text("open_target")),
                DropAction("paste", "paste", texts[1], key_text("paste")),
                DropAction("sample", "sample", texts[2], keyless),
            ]
        )

    def _make_hint(self, icons: Icons) -> DropHint:
        hint = DropHint(
            icons,
            self.tr("Drop a picture here"),
            self.tr("The first one is edited; up to 15 more can be references."),
            parent=self,
        )
        follow_keys(hint, lambda: self._offer(hint))
        hint.set_footer(
            self.tr("Edits stay on this computer until you choose a server in the preferences.")
        )
        hint.footer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.action_chosen.connect(self.begun)
        return hint
