"""Keep the lineage of a session: which result came from which."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.draft import Draft
from overpaint.domain.events import JobId
from overpaint.domain.lineage import Lineage, LineageStep
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.masks.shelf import MaskShelf
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.run_controller import RunController


class LineageDesk(QObject):
    """Follows finished results; `overpaint.ui.lineage.family_desk` shows what it knows.

    Args:
        store: The draft, whose target may become a result.
        runs: Knows what each job was about.
        tiles: The results.
        shelf: Its masks go along when a result of the same size becomes the target.
        parent: Owner.

    Attributes:
        changed: More is known of the edit at hand.
    """

    changed = Signal()

    def __init__(
        self,
        store: DraftStore,
        runs: RunController,
        tiles: ResultsModel,
        shelf: MaskShelf,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runs = runs
        self._tiles = tiles
        self._shelf = shelf
        self._edit = ""
        self._lineages: dict[str, Lineage] = {}
        tiles.item_changed.connect(self._on_item)
        tiles.rowsInserted.connect(self._on_rows)
        tiles.elsewhere_changed.connect(self._on_item_elsewhere)
        store.changed.connect(self._on_draft_changed)

    @property
    def edit(self) -> str:
        """Id of the edit at hand."""
        return self._edit

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
        if edit == self._edit:
            self.changed.emit()

    def show_edit(self, edit: str) -> None:
        """Speak of another edit's results."""
        self._edit = edit
        self.changed.emit()

    @Slot(object)
    def _on_item(self, item: ResultItem) -> None:
        if self._note(self._edit, item):
            self.changed.emit()

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
            self.changed.emit()
