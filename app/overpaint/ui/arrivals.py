"""Everything that comes into the window from outside: drops, the clipboard, addresses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow

from overpaint.domain.choices import Field
from overpaint.domain.draft import InputImage
from overpaint.domain.errors import OverpaintError
from overpaint.domain.extension import Side
from overpaint.ui.downloads import Downloads
from overpaint.ui.drag_watch import DragWatch
from overpaint.ui.mask_question import MaskQuestion
from overpaint.ui.notices import error_notice
from overpaint.ui.panels import Panels
from overpaint.ui.payload import DropRole, Offer, Payload, Use, look_at, read_payload
from overpaint.ui.prompt_drops import PromptDrops
from overpaint.ui.shrinking import Shrinker
from overpaint.ui.tick_list import TickList
from overpaint.ui.window_parts import WindowParts


class Arrivals(QObject):
    """Connects the places where something can be dropped with what takes it in.

    Args:
        window: Owner.
        panels: The places.
        parts: Theme, workers and folders.

    Attributes:
        tick_list: Asks which pictures come in when there are too many.
        prompt: Takes drops on the prompt.
        watch: Knows while something is dragged over the window.
    """

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._panels = panels
        self._parts = parts
        self.watch = DragWatch(self)
        self.tick_list = TickList(parts.icons, parts.loader, panels.area)
        self.prompt = PromptDrops(
            panels.inspector.prompt.editor, parts.theme, parts.store, panels.intake,
            parts.background, self,
        )  # fmt: skip
        self._downloads = Downloads(
            panels.area.banner, panels.cards, panels.intake, parts.engine, parts.background,
            parts.paths.data / "pasted", self,
        )  # fmt: skip
        folder = parts.paths.data / "smaller"
        self._shrinker = Shrinker(
            parts.store, panels.cards, panels.inputs.history, parts.background, folder, self
        )
        self._question = MaskQuestion(window, panels, parts.store)
        self._connect_places()
        self._connect_fixes()
        self._connect_intake()

    def drag_entered(self, event: QDragEnterEvent) -> None:
        """Something is dragged over a part of the window that takes nothing itself."""
        offer = look_at(event.mimeData())
        if offer is not None:
            event.acceptProposedAction()
            self.watch.enter(offer)

    def drag_left(self, event: QDragLeaveEvent) -> None:
        """It is not any more."""
        event.accept()
        self.watch.leave()

    def dropped_beside(self, event: QDropEvent) -> None:
        """Dropped there: the target when there is none, else a reference; text is for the prompt.

        With Alt held it is a mask, as anywhere.
        """
        offer, payload = look_at(event.mimeData()), read_payload(event.mimeData())
        event.acceptProposedAction()
        self.watch.leave()
        if not payload or offer is None:
            return
        if offer.is_text:
            self.prompt.append_files(payload.files)
        elif offer.is_table:
            self._panels.batch.take(payload.files)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._panels.intake.take(DropRole.MASK, payload)
        elif not payload.input_id:
            empty = self._parts.store.draft.target is None
            role = DropRole.TARGET if empty else DropRole.REFERENCE
            self._panels.intake.take(role, payload)

    def _connect_places(self) -> None:
        area, view, prompt, watch = (
            self._panels.area, self._panels.inputs.view, self.prompt, self.watch,
        )  # fmt: skip
        for place in (area, view, prompt):
            place.drag_entered.connect(watch.enter)
            place.drag_left.connect(watch.leave)
        watch.changed.connect(self._invite_canvas)
        watch.changed.connect(prompt.invite)
        watch.changed.connect(self._invite_inputs)
        area.extend_dropped.connect(self._extend_towards)
        area.dropped.connect(self._take)
        sheet = self._panels.batch.sheet
        sheet.drag_entered.connect(watch.enter)
        sheet.drag_left.connect(watch.leave)
        watch.changed.connect(sheet.invite)
        self._panels.inputs.dropped.connect(self._panels.intake.use)
        self._panels.inputs.mask_requested.connect(self._panels.intake.mask_given)
        self._panels.inputs.mention_requested.connect(self._mention)

    def _connect_intake(self) -> None:
        intake, area = self._panels.intake, self._panels.area
        intake.failed.connect(self._show_error)
        intake.mask_given.connect(self._panels.masks.import_file)
        intake.told.connect(lambda text: area.toast.say(text, icon="info"))
        intake.nothing_found.connect(self._say_nothing_found)
        intake.too_many.connect(self.tick_list.ask)
        self.tick_list.chosen.connect(intake.take_files)
        self.prompt.tables_dropped.connect(self._panels.batch.take)
        self.prompt.failed.connect(self._show_error)
        self._downloads.failed.connect(self._show_error)

    def _connect_fixes(self) -> None:
        inputs, shrinker, session = self._panels.inputs, self._shrinker, self._panels.session
        inputs.shrink_requested.connect(shrinker.shrink)
        inputs.smaller_requested.connect(shrinker.open_smaller)
        inputs.retry_requested.connect(lambda path, at: session.add([path], at))
        shrinker.copied.connect(self._question.expect_copy)
        shrinker.failed.connect(self._show_error)
        shrinker.told.connect(self._panels.area.toast.say)

    @Slot(object, object)
    def _extend_towards(self, side: Side, payload: Payload) -> None:
        """Make room beside the target for a picture, which becomes a reference."""
        extender = self._panels.extender
        known = next(
            (one for one in self._parts.store.draft.inputs if one.id == payload.input_id), None
        )
        if known is not None:
            extender.open_towards(side, known.size)
            return

        def open_bar(images: Sequence[InputImage]) -> None:
            extender.open_towards(side, images[0].size)

        self._panels.intake.use(Use(DropRole.REFERENCE, then=open_bar), payload)

    @Slot(object, object)
    def _take(self, role: DropRole, payload: Payload) -> None:
        if role is DropRole.BATCH:
            self._panels.batch.take(payload.files)
        else:
            self._panels.intake.take(role, payload)

    @Slot(object)
    def _invite_canvas(self, offer: Offer | None) -> None:
        """The canvas has nothing to offer to the target's own card."""
        target = self._parts.store.draft.target
        is_target = offer is not None and target is not None and offer.input_id == target.id
        self._panels.area.invite(None if is_target else offer)

    @Slot(object)
    def _invite_inputs(self, offer: Offer | None) -> None:
        inviting = offer is not None and not (offer.is_text or offer.is_table)
        self._panels.inputs.view.set_inviting(inviting)

    @Slot(int)
    def _mention(self, position: int) -> None:
        self._panels.inspector.focus_field(Field.PROMPT)
        self.prompt.mention(position)

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        self._panels.area.banner.present(error_notice(error))

    @Slot()
    def _say_nothing_found(self) -> None:
        self._panels.area.toast.say(self.tr("There is no picture on the clipboard"), icon="info")
