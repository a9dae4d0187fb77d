"""Extend the target: choose how far on the canvas, then make the larger picture on a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import OverpaintError
from overpaint.domain.extension import (
    Margins,
    Side,
    advice,
    extended_draft,
    refusal,
)
from overpaint.domain.frame import FrameChoice, FramePlan
from overpaint.domain.framing import frame_of
from overpaint.domain.marks import Mark, moved
from overpaint.domain.sizes import Size
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.extend.bar import ExtendBar
from overpaint.ui.extend.ghost import ExtendGhost
from overpaint.ui.extend.preview import GhostPreview
from overpaint.ui.inputs.history import InputsHistory
from overpaint.ui.masks.session import MaskSession
from overpaint.ui.messages import render
from overpaint.ui.money import price_note
from overpaint.ui.run_controller import as_served
from overpaint.ui.settings_store import SettingsStore

if TYPE_CHECKING:
    from overpaint.imaging.mask.layers import MaskLayers

_ROOM = 0.2
"""Share of the picture that is seen around it when the bar opens: its edges are dragged there."""
_ABOVE_BAR_PX = 24


class Extender(QObject):
    """Opens the bar, shows the ghost, and puts the larger picture in the target's place.

    Args:
        store: The draft.
        settings: Where it would be sent, for the price.
        canvas: Shows the target.
        history: Replaces the target as one step.
        masks: Keeps the mask of every target.
        keep_marks: Keeps the marks of a picture by its id.
        background: The worker.
        bar: Asks how far.
        folder: Where extended pictures are kept.

    Attributes:
        failed: An `OverpaintError`; the target stayed as it was.
        opened: The `ExtendBar` that is open now, or None.
        done: A sentence that says what was made.
    """

    failed = Signal(object)
    opened = Signal(object)
    done = Signal(str)

    def __init__(
        self,
        store: DraftStore,
        settings: SettingsStore,
        canvas: CanvasView,
        history: InputsHistory,
        masks: MaskSession,
        keep_marks: Callable[[str, tuple[Mark, ...]], None],
        background: Background,
        bar: ExtendBar,
        *,
        folder: Path,
    ) -> None:
        super().__init__(bar)
        self._store = store
        self._settings = settings
        self._canvas = canvas
        self._history = history
        self._masks = masks
        self._keep_marks = keep_marks
        self._background = background
        self._folder = folder
        self.bar = bar
        self.ghost = ExtendGhost(canvas)
        self._preview = GhostPreview(self.ghost, background)
        self._target: InputImage | None = None
        self._was_fitted = True
        self._stop: Event | None = None
        self._connect()

    @property
    def hint(self) -> str:
        """One line on what can be done while the bar is open."""
        return self.tr("Drag the edges outwards · Alt moves both sides · Enter extends, Esc leaves")

    @property
    def is_open(self) -> bool:
        """Whether the bar is open."""
        return self._target is not None

    @Slot()
    def open_bar(self, margins: Margins | None = None) -> None:
        """Ask how far; nothing happens while there is no target on the canvas."""
        target, transform = self._store.draft.target, self._canvas.transform
        shown = (target.size.width, target.size.height) if target is not None else None
        if target is None or transform is None or transform.image_size != shown:
            return
        if not self.is_open:
            self._was_fitted = transform.fitted
        self._canvas.set_preview(None)
        self._target = target
        self._preview.open_for(target)
        chosen = margins or Margins()
        self.ghost.open_for(target.size, chosen)
        self.bar.open_for(target.size, chosen)
        self.opened.emit(self.bar)
        self._follow_bar()
        self._show_around(chosen, room=_ROOM)

    def open_towards(self, side: Side, beside: Size | None = None) -> None:
        """Ask how far, beginning with room on one side.

        Args:
            side: Where the picture grows.
            beside: Of a picture that there is to be room for; a quarter of the target unless told.
        """
        target = self._store.draft.target
        if target is not None:
            self.open_bar(side.margins(target.size, beside))

    @Slot()
    def cancel(self) -> None:
        """Leave the target as it is; what is being made is given up."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None
        if self._target is not None:
            self._close()
            if self._was_fitted:
                self._canvas.fit()

    @Slot()
    def apply(self) -> None:
        """Make the larger picture and put it in the target's place."""
        target, margins = self._target, self.bar.margins
        if target is None or self._stop is not None or refusal(target.size, margins) is not None:
            return
        stop = Event()
        self._stop = stop
        self._hold(still=True)
        inset_px = self._store.draft.blend.reach_px

        def carry(layers: MaskLayers | None) -> MaskLayers:
            from overpaint.imaging.extend import extended_layers  # noqa: PLC0415 - on a worker

            return extended_layers(layers, target.size, margins, inset_px)

        def carried(layers: MaskLayers) -> None:
            self._make(target, margins, layers, stop)

        # Behind every stroke that is under way.
        self._canvas.read_layers(carry, carried)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape end it also while the canvas has the focus."""
        if self.is_open and watched is self._canvas and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and self.bar.wants_key(event):
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and self.bar.take_key(event):
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _connect(self) -> None:
        bar, ghost = self.bar, self.ghost
        self._canvas.installEventFilter(self)
        bar.changed.connect(self._on_changed)
        bar.applied.connect(self.apply)
        bar.cancelled.connect(self.cancel)
        ghost.dragged.connect(bar.set_margins)
        ghost.let_go.connect(self._on_let_go)
        self._store.changed.connect(self._on_draft_changed)
        self._store.rules_changed.connect(self._follow_bar)

    def _make(self, target: InputImage, margins: Margins, layers: MaskLayers, stop: Event) -> None:
        folder = self._folder

        def work() -> InputImage | None:
            from overpaint.imaging.mask.cancel import Cancelled  # noqa: PLC0415 - on a worker
            from overpaint.services.extending import extended_input  # noqa: PLC0415 - as above

            try:
                return extended_input(target, margins, folder, stop.is_set)
            except Cancelled:
                return None

        def done(larger: InputImage | None) -> None:
            if larger is not None and not stop.is_set():
                self._stop = None
                self._put(target, larger, layers, margins)

        def failed(error: OverpaintError) -> None:
            if not stop.is_set():
                self._stop = None
                self._hold(still=False)
                self.failed.emit(error)

        self._background.run(work, done, failed)

    def _put(
        self, target: InputImage, larger: InputImage, layers: MaskLayers, margins: Margins
    ) -> None:
        self._close()
        self._masks.keep(larger.id, layers)
        marks = self._canvas.markup.marks
        shifted = (moved(mark, margins.left, margins.top) for mark in marks)
        self._keep_marks(larger.id, tuple(shifted))
        size = f"{larger.size.width} × {larger.size.height}"
        told = self.tr("Extended to {size}").format(size=size)
        frame = self._store.draft.frame
        if frame.choice is FrameChoice.PLACED:
            plan = FramePlan(context=frame.context)
            self._store.replace_draft(replace(self._store.draft, frame=plan))
        step = self.tr("Extend to {size}").format(size=size)
        self._history.replace(target.id, larger, step, told)
        self.done.emit(told)

    def _close(self) -> None:
        self._target = None
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.bar.isAncestorOf(focused)
        self._hold(still=False)
        self.ghost.hide()
        self.bar.hide()
        self._preview.close()
        if had_focus:
            self._canvas.setFocus()
        self.opened.emit(None)

    def _hold(self, *, still: bool) -> None:
        self.bar.set_busy(still)
        self.bar.set_fields_enabled(not still)
        self.ghost.setEnabled(not still)
        if still:
            self.bar.set_applicable(False, self.tr("The larger picture is being made"))
        else:
            self._follow_bar()

    @Slot()
    def _on_changed(self) -> None:
        margins = self.bar.margins
        self.ghost.show_margins(margins)
        self._follow_bar()
        if not self.ghost.is_dragging:
            self._show_around(margins)

    @Slot()
    def _on_let_go(self) -> None:
        self._show_around(self.bar.margins)

    @Slot()
    def _follow_bar(self) -> None:
        """Tell size, scale and price of what is chosen, or why it cannot be."""
        target = self._target
        if target is None:
            return
        margins = self.bar.margins
        self._preview.show(margins)
        why = refusal(target.size, margins)
        facts = "" if margins.is_empty else self._facts(target, margins)
        self.bar.tell(facts, "" if why is None else render(why))

    def _facts(self, target: InputImage, margins: Margins) -> str:
        model = self._store.model
        draft = extended_draft(self._store.draft, margins)
        frame, whole = frame_of(draft, model), margins.size_of(target.size)
        size = self.tr("{width} × {height} px").format(width=whole.width, height=whole.height)
        if frame is not None and not frame.is_exact:
            scale = self.tr("painted at {scale:.2f}×").format(scale=frame.scale)
        else:
            scale = self.tr("painted 1:1")
        profile = self._settings.settings.profile()
        price = price_note(as_served(draft, profile), model, profile).text
        hint = advice(target.size, margins, model.sizes)
        lines = [size, scale, price, "" if hint is None else render(hint)]
        return " · ".join(line for line in lines if line)

    def _show_around(self, margins: Margins, room: float = 0.0) -> None:
        """Show the ghost wholly, unless it is in view already."""
        target, transform = self._target, self._canvas.transform
        if target is None or transform is None:
            return
        width, height = float(target.size.width), float(target.size.height)
        box = (
            min(-margins.left, -room * width), min(-margins.top, -room * height),
            max(width + margins.right, (1 + room) * width),
            max(height + margins.bottom, (1 + room) * height),
        )  # fmt: skip
        left, top, right, bottom = transform.box_to_device(box)
        across, down = transform.device_size
        covered = (self.bar.height() + _ABOVE_BAR_PX) * transform.pixel_ratio
        free = max(down - covered, down / 3)
        if room or left < 0 or top < 0 or right > across or bottom > free:
            # The bar covers the lower part of the view.
            beyond = (box[3] - box[1]) * (down - free) / free
            self._canvas.zoom_to_box((*box[:3], box[3] + beyond))

    @Slot()
    def _on_draft_changed(self) -> None:
        target, now = self._target, self._store.draft.target
        if target is None:
            return
        if now is None or now.id != target.id:
            self.cancel()
        elif self._stop is None:
            self._follow_bar()
