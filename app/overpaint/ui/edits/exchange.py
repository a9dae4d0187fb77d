"""Exchange what the window has at hand: one edit is put aside, another takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from overpaint.domain.draft import InputImage
from overpaint.domain.edit_document import EditDocument, SavedMaskFacts
from overpaint.domain.errors import SettingsError
from overpaint.domain.events import JobId
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.sizes import Size
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.edit_session import Return
from overpaint.ui.edits.keeping import Keeper, submission_of, tile_of
from overpaint.ui.edits.open_edit import OpenEdit
from overpaint.ui.edits.reading import LAST, SHELF, ReadEdit, ShelfMask
from overpaint.ui.edits.saver import Collected, now_here
from overpaint.ui.masks.session import LastMask
from overpaint.ui.masks.shelf import SavedMask
from overpaint.ui.results.item import ResultState
from overpaint.ui.window_parts import WindowParts

if TYPE_CHECKING:
    # It is made of these parts, and has one of these.
    from overpaint.ui.panels import Panels

_TOOLS = {tool.value for tool in ToolKind}


class Exchange(QObject):
    """Knows every part of the window that belongs to one edit.

    Masks, marks and shelves are kept by the ids of their pictures, which no two edits share; so
    only what is selected, shown, or undone has to be carried.

    Args:
        panels: The parts of the window.
        parts: The draft and the settings.

    Attributes:
        entered: An edit is at hand now; its target may still be on the way.
    """

    entered = Signal()

    def __init__(self, panels: Panels, parts: WindowParts, parent: QObject) -> None:
        super().__init__(parent)
        self._panels = panels
        self._parts = parts
        self._keeper = Keeper()
        self._wanted_result = ""

    def begin(self, edit: OpenEdit) -> None:
        """What is in the window from the start belongs to this edit."""
        self._name(edit)
        self._panels.tiles.name_edit(edit.id)

    def leave(self, edit: OpenEdit) -> None:
        """Put the edit at hand aside."""
        panels = self._panels
        panels.canvas.finish_typing()
        panels.masks.trials.cancel()
        panels.extender.cancel()
        panels.inputs.notice.clear()
        panels.masks.shelf.undo_stack.clear()
        panels.area.banner.clear()
        self.look(edit)
        shown = panels.session.shown_id
        edit.target_steps = None if shown is None else (shown, panels.canvas.take_steps())
        edit.inputs_steps = panels.inputs.history.take()

    def look(self, edit: OpenEdit) -> None:
        """Take over what the window shows of the edit at hand."""
        panels = self._panels
        edit.draft = self._parts.store.draft
        if panels.session.shown_id is not None:
            edit.place = panels.canvas.place
        if panels.session.shown_id is not None or not self._wanted_result:
            chosen = panels.results.selected_item()
            edit.selected_result = "" if chosen is None else chosen.key
        edit.tool = panels.canvas.tool.value
        card = panels.cards.card_at(panels.inputs.view.currentIndex())
        edit.selected_input = "" if card is None or card.image is None else card.key

    def enter(self, edit: OpenEdit, *, with_tool: bool = False) -> None:
        """Bring an edit to hand.

        Args:
            edit: It has been read.
            with_tool: Take the tool that was in hand, too.
        """
        panels, target = self._panels, edit.draft.target
        if target is not None:
            steps = edit.target_steps
            fits = steps is not None and steps[0] == target.id
            panels.session.expect(
                target.id, Return(edit.place, steps[1] if steps and fits else None)
            )
        self._wanted_result = edit.selected_result
        self._name(edit)
        panels.tiles.show_edit(edit.id)
        if edit.inputs_steps is not None:
            panels.inputs.history.put(edit.inputs_steps)
        edit.target_steps = edit.inputs_steps = None
        self._parts.store.replace_draft(edit.draft)
        panels.inspector.forget_touched()
        panels.inspector.prompt.forget_steps()
        row = panels.cards.row_of_key(edit.selected_input)
        if row is not None:
            panels.inputs.view.setCurrentIndex(panels.cards.index(row))
        if with_tool and edit.tool in _TOOLS:
            panels.canvas.set_tool(ToolKind(edit.tool))
        if not panels.session.is_reading:
            self.select_wanted()
        self.entered.emit()

    def install(self, read: ReadEdit) -> OpenEdit:
        """Take over an edit from disk; it is not at hand yet."""
        panels, document = self._panels, read.document
        for owner, marks in document.marks:
            panels.session.keep_marks(owner, marks)
        for owner, layers in read.layers.items():
            panels.masks.session.keep(owner, layers)
        for owner, packed in read.last.items():
            last = LastMask()
            last.packed = packed
            panels.masks.session.note_replaced_of(owner, last)
        for mask in read.shelf:
            panels.masks.shelf.add(mask.owner, _saved_mask(mask))
        self._install_results(document)
        return OpenEdit(
            document.draft, document.began, document.id, document.view, document.tool,
            document.selected_result, document.selected_input,
        )  # fmt: skip

    def collect(self, edit: OpenEdit) -> Collected:
        """Everything of an edit that is kept, as it is now; values and references only."""
        panels, draft = self._panels, edit.draft
        results = self._keeper.results(panels.tiles.items_of(edit.id))
        marked = ((image.id, panels.session.marks_of(image.id)) for image in draft.inputs)
        shelf = [(image.id, mask) for image in draft.inputs
                 for mask in panels.masks.shelf.masks_of(image.id)]  # fmt: skip
        document = EditDocument(
            id=edit.id,
            began=edit.began,
            changed=now_here(),
            draft=draft,
            marks=tuple((owner, marks) for owner, marks in marked if marks),
            view=edit.place,
            tool=edit.tool,
            selected_result=edit.selected_result,
            selected_input=edit.selected_input,
            results=results,
            sent=self._keeper.sent(results, panels.runs.submission),
            lineage=panels.lineage.lineage_of(edit.id),
            shelf=tuple(
                SavedMaskFacts(mask.id, owner, mask.name, mask.size, mask.share)
                for owner, mask in shelf
            ),
        )
        live = ((image.id, panels.masks.session.layers_of(image.id)) for image in draft.inputs)
        last = ((image.id, panels.masks.session.last_of(image.id)) for image in draft.inputs)
        return Collected(
            document,
            tuple((owner, layers) for owner, layers in live if layers is not None),
            (
                *((owner, SHELF + mask.id, mask.packed) for owner, mask in shelf),
                *((owner, LAST, packed) for owner, packed in last if packed is not None),
            ),
        )

    def forget(self, edit: OpenEdit) -> None:
        """Drop what is in memory of an edit that is not at hand and was closed."""
        panels = self._panels
        ids = [image.id for image in edit.draft.inputs]
        panels.session.forget(ids)
        panels.masks.forget(ids)
        self._keeper.forget(item.key for item in panels.tiles.items_of(edit.id))
        panels.tiles.forget_edit(edit.id)

    def take_late(self, edit: OpenEdit, images: Iterable[InputImage], *, as_target: bool) -> None:
        """Add pictures to an edit that was put aside while they were read."""
        inputs, new = edit.draft.inputs, tuple(images)
        inputs = (new[0], *inputs[1:], *new[1:]) if as_target and inputs else (*inputs, *new)
        limit = self._parts.store.rules.model(edit.draft).max_images
        edit.draft = replace(edit.draft, inputs=inputs[:limit])

    def _name(self, edit: OpenEdit) -> None:
        panels = self._panels
        panels.session.edit = panels.runs.edit = edit.id
        panels.cards.show_edit(edit.id)
        panels.lineage.show_edit(edit.id)

    def _install_results(self, document: EditDocument) -> None:
        panels, store, settings = self._panels, self._parts.store, self._parts.settings.settings
        panels.lineage.put(document.id, document.lineage)
        sent = dict(document.sent)
        for job, about in sent.items():
            profile = _profile(settings.profile, about.server)
            about_it = submission_of(about, store.rules, profile, document.id)
            panels.runs.adopt(JobId(job), about_it)
        drafts = {key: about.draft for key, about in sent.items()}
        panels.tiles.put_aside(
            document.id,
            (
                tile_of(kept, store.rules.model(drafts.get(kept.job, document.draft)))
                for kept in document.results
            ),
        )

    @Slot()
    def select_wanted(self) -> None:
        """Select the result that was selected; its target is on the canvas by now."""
        key, self._wanted_result = self._wanted_result, ""
        if key:
            self._panels.results.select(key)


def running_in(panels: Panels, edit: str) -> int:
    """How many jobs of an edit are under way."""
    return sum(item.running for item in panels.tiles.items_of(edit))


def is_news(state: ResultState) -> bool:
    """Whether a person wants to see what came of a job."""
    return state in {ResultState.DONE, ResultState.FAILED}


def _saved_mask(mask: ShelfMask) -> SavedMask:
    grey = QImage(mask.grey, mask.width, mask.height, mask.width,
                  QImage.Format.Format_Grayscale8)  # fmt: skip
    size = Size(mask.packed.width, mask.packed.height)
    # The bytes belong to Python: a copy of its own for the shelf, a few kilobytes.
    return SavedMask(mask.id, mask.name, mask.packed, size, mask.share, grey.copy())


def _profile(find: Callable[[str | None], ServerProfile], name: str) -> ServerProfile:
    """The server of that name; the one chosen now where it was removed."""
    try:
        return find(name)
    except SettingsError:
        return find(None)
