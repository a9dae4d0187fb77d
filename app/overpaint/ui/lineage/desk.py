"""Keep the lineage of a session, show it, and bring back what an edit was made with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from overpaint.domain.draft import Draft
from overpaint.domain.events import JobId
from overpaint.domain.lineage import Lineage, LineageStep
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.lineage.strip import LineageStrip
from overpaint.ui.masks.shelf import MaskShelf
from overpaint.ui.result_preview import ResultPreview
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.strip import ResultsStrip
from overpaint.ui.run_controller import RunController, Submission


class LineageDesk(QObject):
    """Follows finished results and the selection.

    Args:
        store: The draft, which gets settings and prompts back.
        runs: Knows what each job was about.
        tiles: The results.
        results: Tells which one is selected, and selects others.
        preview: Shows the original, which has no tile of its own any more.
        shelf: Its masks go along when a result of the same size becomes the target.
        strip: Shows the chain.
    """

    def __init__(
        self,
        store: DraftStore,
        runs: RunController,
        tiles: ResultsModel,
        results: ResultsStrip,
        preview: ResultPreview,
        shelf: MaskShelf,
        strip: LineageStrip,
    ) -> None:
        super().__init__(strip)
        self._store = store
        self._runs = runs
        self._tiles = tiles
        self._results = results
        self._preview = preview
        self._shelf = shelf
        self.strip = strip
        self._edit = ""
        self._lineages: dict[str, Lineage] = {}
        self._shown: str | None = None
        tiles.item_changed.connect(self._on_item)
        tiles.rowsInserted.connect(self._on_rows)
        tiles.elsewhere_changed.connect(self._on_item_elsewhere)
        results.selected.connect(self._show)
        store.changed.connect(self._on_draft_changed)
        strip.step_chosen.connect(self._jump)
        strip.sibling_wanted.connect(self._to_sibling)

    @property
    def lineage(self) -> Lineage:
        """Which result of the edit at hand came from which."""
        return self.lineage_of(self._edit)

    def lineage_of(self, edit: str) -> Lineage:
        """Which result of an edit came from which."""
        return self._lineages.get(edit, Lineage())

    def put(self, edit: str, lineage: Lineage) -> None:
        """Know where the results of an edit came from."""
        self._lineages[edit] = lineage

    def show_edit(self, edit: str) -> None:
        """Speak of another edit's results."""
        self._edit = edit

    @Slot()
    def focus(self) -> None:
        """Give the keyboard to the chain of the selected result."""
        self._show(self._results.selected_item())
        self.strip.focus_last()

    @Slot()
    def use_settings(self) -> None:
        """Take over prompt and parameters of the selected result; pictures and mask stay."""
        submission = self._selected()
        if submission is not None:
            self._store.replace_draft(_settings_of(submission, self._store.draft))

    @Slot()
    def use_prompt(self) -> None:
        """Take over the prompt of the selected result."""
        submission = self._selected()
        if submission is not None:
            self._store.set(prompt=submission.draft.prompt)

    def _selected(self) -> Submission | None:
        item = self._results.selected_item()
        return None if item is None or item.job is None else self._runs.submission(item.job)

    @Slot(object)
    def _on_item(self, item: ResultItem) -> None:
        if self._note(self._edit, item):
            selected = self._results.selected_item()
            kin = {one.key for one in self.lineage.siblings(item.key)}
            if selected is not None and selected.key in kin:
                self._show(selected)

    @Slot(str, object)
    def _on_item_elsewhere(self, edit: str, item: ResultItem) -> None:
        self._note(edit, item)

    def _note(self, edit: str, item: ResultItem) -> bool:
        """Take a finished result into the lineage of its edit; tells whether it is new there."""
        if item.state is not ResultState.DONE or item.picture is None or item.job is None:
            return False
        lineage = self.lineage_of(edit)
        if lineage.find(item.key) is not None:
            self._lineages[edit] = lineage.moved(item.key, item.picture)
            return False
        step = self._step(item, item.job, item.picture)
        if step is not None:
            self._lineages[edit] = lineage.with_step(step)
        return step is not None

    @Slot(object, int, int)
    def _on_rows(self, _parent: object, first: int, last: int) -> None:
        for row in range(first, last + 1):
            self._on_item(self._tiles.item(row))

    def _step(self, item: ResultItem, job: JobId, file: Path) -> LineageStep | None:
        submission = self._runs.submission(job)
        target = None if submission is None else submission.draft.target
        if submission is None or target is None:
            return None
        return LineageStep(
            key=item.key,
            edit=submission.name,
            result=file,
            parent=target.path,
            prompt=submission.draft.prompt,
            model=submission.draft.model,
            server=submission.profile.name,
            time=datetime.now(UTC),
            variant=item.variant,
            blend=submission.draft.blend,
            cost_usd=item.cost_usd,
        )

    @Slot(object)
    def _show(self, item: ResultItem | None) -> None:
        """Show the chain of a tile; of the target while the original is selected."""
        key = None if item is None else item.key
        if item is not None and item.state is ResultState.ORIGINAL and item.picture is not None:
            made = self.lineage.made(item.picture)
            key = None if made is None else made.key
        self._shown = key
        chain = () if key is None else self.lineage.chain(key)
        siblings = () if key is None else self.lineage.siblings(key)
        self.strip.show_chain(chain, siblings, chain[0].parent.name if chain else "")

    @Slot(object)
    def _jump(self, step: LineageStep | None) -> None:
        if step is not None:
            self._results.select(step.key)
            return
        chain = () if self._shown is None else self.lineage.chain(self._shown)
        if not chain:
            return
        root = chain[0].parent
        target = self._store.draft.target
        if target is not None and target.path == root:
            self._results.select("original")
        else:
            self._preview.show(ResultItem("root", ResultState.DONE, picture=root))

    @Slot(int)
    def _to_sibling(self, direction: int) -> None:
        siblings = () if self._shown is None else self.lineage.siblings(self._shown)
        keys = [step.key for step in siblings]
        if self._shown in keys:
            place = keys.index(self._shown) + direction
            if 0 <= place < len(keys):
                self._results.select(keys[place])

    @Slot(object, object)
    def _on_draft_changed(self, before: Draft, _after: Draft) -> None:
        """Take the shelf along to a result of the same size that takes its target's place."""
        old, new = before.target, self._store.draft.target
        if old is None or new is None or old.id == new.id or old.size != new.size:
            return
        continued = self.lineage.made(new.path) is not None
        if continued and self._store.position_of(old.id) is None:
            if not self._shelf.masks_of(new.id):
                for mask in self._shelf.masks_of(old.id):
                    self._shelf.add(new.id, replace(mask, id=self._shelf.new_id()))
            self._show(self._results.selected_item())


def _settings_of(submission: Submission, now: Draft) -> Draft:
    """What an edit was made with, on the pictures and the mask of now."""
    made = submission.draft
    return replace(
        made,
        inputs=now.inputs,
        mask=now.mask,
        markup=now.markup,
        frame=now.frame,
        # A server without streaming is no wish of the person's.
        stream=made.stream if submission.profile.streams else now.stream,
    )
