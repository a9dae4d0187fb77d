"""What can be exported of the tiles that are selected."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.draft import InputImage
from overpaint.domain.export import Variant
from overpaint.domain.file_names import NameFacts
from overpaint.services.export_source import ExportSource
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.strip import ResultsStrip
from overpaint.ui.run_controller import RunController


class ExportSources:
    """Looks at the selection of the window.

    Args:
        store: The draft, whose target is the original.
        tiles: All results of the edit.
        strip: Which of them are selected.
        runs: Knows what was sent.
        layer_name: Names the layer of a result: its 1-based number, and its prompt.
    """

    def __init__(
        self,
        store: DraftStore,
        tiles: ResultsModel,
        strip: ResultsStrip,
        runs: RunController,
        layer_name: str,
    ) -> None:
        self._store = store
        self._tiles = tiles
        self._strip = strip
        self._runs = runs
        self._layer_name = layer_name

    def selected(self) -> tuple[ExportSource, ...]:
        """The finished results that are selected, the current one first; else the original."""
        items = [item for item in self._strip.view.selected_items() if _is_done(item)]
        current = self._strip.selected_item()
        items.sort(key=lambda item: item != current)
        if items:
            return tuple(self._of(item) for item in items)
        target = self._store.draft.target
        if target is None:
            return ()
        facts = _facts(target, self._store.draft.prompt, self._store.draft.model, 1)
        return (ExportSource(facts, target, size=target.size),)

    def _of(self, item: ResultItem) -> ExportSource:
        target = self._target_of(item)
        submission = None if item.job is None else self._runs.submission(item.job)
        model = submission.draft.model if submission is not None else ""
        facts = _facts(target, item.prompt, model, item.variant)
        variants = [
            Variant(self._layer_name.format(number=number), other.result, other.key == item.key)
            for number, other in enumerate(self._done(), start=1)
            if other.result is not None and self._target_of(other) == target
        ]
        chosen = next(variant for variant in variants if variant.chosen)
        return ExportSource(facts, target, chosen, tuple(variants), item.size)

    def _done(self) -> list[ResultItem]:
        items = (self._tiles.item(row) for row in range(self._tiles.rowCount()))
        return [item for item in items if _is_done(item)]

    def _target_of(self, item: ResultItem) -> InputImage | None:
        if item.result is not None and item.result.placement is not None:
            return item.result.placement.target
        submission = None if item.job is None else self._runs.submission(item.job)
        return None if submission is None else submission.draft.target


def _is_done(item: ResultItem) -> bool:
    return item.state is ResultState.DONE and item.result is not None


def _facts(target: InputImage | None, prompt: str, model: str, variant: int) -> NameFacts:
    source = Path(target.name).stem if target is not None else ""
    now = datetime.now(UTC).astimezone()
    return NameFacts(source or "overpaint", prompt, model, now, variant)
