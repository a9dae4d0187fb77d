"""What can be compared: the original, the results of the edit, and any file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from overpaint.domain.draft import InputImage
from overpaint.domain.family import Kin
from overpaint.domain.pricing import dollars
from overpaint.ui.compare.side import PLAIN, Made, Side
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.results import drift_texts, texts
from overpaint.ui.results.item import ORIGINAL_KEY, ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.run_controller import RunController


class CompareSources:
    """Looks at the edit that is open.

    Args:
        store: The draft, whose target is the original.
        tiles: The results.
        runs: Knows what each job was about.
        original: What the original is called.
    """

    def __init__(
        self, store: DraftStore, tiles: ResultsModel, runs: RunController, original: str
    ) -> None:
        self._store = store
        self._tiles = tiles
        self._runs = runs
        self._original = original

    def all(self) -> tuple[Side, ...]:
        """The original, then the finished results in the order of the strip."""
        target = self._store.draft.target
        items = (self._tiles.item(row) for row in range(self._tiles.rowCount()))
        results = [side for item in items if (side := self._result(item)) is not None]
        return (*([self._of_input(target)] if target is not None else []), *results)

    def of_item(self, item: ResultItem) -> Side | None:
        """A tile as a side; None while it is not finished."""
        target = self._store.draft.target
        if item.state is ResultState.ORIGINAL and target is not None:
            return self._of_input(target)
        return self._result(item)

    def original_of(self, item: ResultItem) -> Side | None:
        """What a result was made from; the target of the edit when that is not known any more."""
        target = self._target_of(item) or self._store.draft.target
        return None if target is None else self._of_input(target)

    def newest(self) -> Side | None:
        """The result that was finished last; None without one."""
        results = [side for side in self.all() if side.key != ORIGINAL_KEY]
        return results[-1] if results else None

    def of_file(self, path: Path) -> Side:
        """Any file; one that is known is told as what it is."""
        known = next((side for side in self.all() if side.path == path), None)
        return known or Side(f"{PLAIN}{path}", path, path.name)

    def of_original(self, path: Path) -> Side:
        """The picture that a chain of edits began with."""
        known = self.of_file(path)
        return replace(known, title=self._original) if known.title == path.name else known

    def of_kin(self, kin: Kin, title: str) -> Side:
        """A result of the lineage, as its tile is told when it has one."""
        tiles = (side for side in self.all() if side.key != ORIGINAL_KEY)
        known = next((side for side in tiles if side.path == kin.file), None)
        if known is not None:
            return replace(known, title=title)
        drift = "" if kin.drift is None else drift_texts.model_changed(kin.drift)
        cost = "" if kin.cost_usd is None else dollars(kin.cost_usd)
        facts = tuple(fact for fact in (kin.model, cost, drift) if fact)
        return Side(kin.key, kin.file, title, kin.prompt, facts, made=_made(kin))

    def _of_input(self, target: InputImage) -> Side:
        now = self._store.draft.target
        key = (
            ORIGINAL_KEY if now is not None and now.path == target.path else f"{PLAIN}{target.path}"
        )
        facts = target.name, texts.size_text(target.size)
        return Side(key, target.path, self._original, facts=facts, frame=target.frame or None)

    def _result(self, item: ResultItem) -> Side | None:
        if item.state is not ResultState.DONE or item.file is None:
            return None
        submission = None if item.job is None else self._runs.submission(item.job)
        result = item.result
        facts = [
            "" if submission is None else submission.draft.model,
            "" if item.cost_usd is None else dollars(item.cost_usd),
            "" if result is None else drift_texts.short(result),
            texts.size_text(item.size),
        ]
        made = None
        if result is not None and result.is_blended and result.placement and result.recipe:
            made = Made(result.placement.target.path, result.placement, result.recipe)
        return Side(
            item.key, item.file, texts.title(item), item.prompt,
            tuple(fact for fact in facts if fact), made=made,
        )  # fmt: skip

    def _target_of(self, item: ResultItem) -> InputImage | None:
        if item.result is not None and item.result.placement is not None:
            return item.result.placement.target
        submission = None if item.job is None else self._runs.submission(item.job)
        return None if submission is None else submission.draft.target


def _made(kin: Kin) -> Made | None:
    """What a recipe remembers of the mask, when the answer was put into its target."""
    recipe = kin.recipe
    if recipe is None or recipe.mask is None or kin.target is None:
        return None
    if not recipe.blend.keep_outside or recipe.mask.painted is None:
        return None
    return Made(kin.target, recipe.mask, recipe.blend)
