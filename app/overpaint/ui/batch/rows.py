"""The rows of the sheet: brought in, looked at, judged and added up, all beside the GUI thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from overpaint.domain.batch import (
    USUAL_PARALLEL,
    BatchPlan,
    BatchRow,
    MaskPlan,
    MaskRule,
    recipe_of,
)
from overpaint.domain.batch_check import RowFacts, Verdict, judge_all, unused_names
from overpaint.domain.batch_variables import STEM, same_name, variables
from overpaint.domain.draft import Draft, InputImage
from overpaint.domain.errors import OverpaintError
from overpaint.domain.keep import template_of
from overpaint.services.batch.looking import Looker
from overpaint.ui.background import Background
from overpaint.ui.batch.gathering import Gathered, gather_rows, renumbered
from overpaint.ui.batch.model import BatchModel
from overpaint.ui.batch.summary import Summary, summarised
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.settings_store import SettingsStore

_AT_ONCE = 2
_SLICE = 8
_JUDGE_AFTER_MS = 120
_SUM_AFTER_MS = 60


_WHOLE = MaskPlan()


@dataclass(frozen=True, slots=True)
class Options:
    """What the bar above the table decides.

    Attributes:
        masks: Where masks come from.
        cap_usd: What may be spent; None for no limit.
        parallel: Rows side by side.
    """

    masks: MaskPlan = _WHOLE
    cap_usd: Decimal | None = None
    parallel: int = USUAL_PARALLEL


class BatchRows(QObject):
    """Keeps the rows of a `BatchModel` in step with their files, the recipe and the server.

    Args:
        model: Shows them.
        store: Its draft is the recipe; its second and further inputs are the references.
        settings: The server.

    Attributes:
        summed: A `Summary`: the rows, prices or states are others now.
        options_changed: The `Options` are others now.
        names_changed: ``(names, unused)``: variables, and those that the prompt leaves out.
        failed: An `OverpaintError`: what was dropped could not be brought in.
        masks_found: There are masks beside the pictures, and they are used now.
    """

    summed = Signal(object)
    options_changed = Signal(object)
    names_changed = Signal(tuple, tuple)
    failed = Signal(object)
    masks_found = Signal()

    def __init__(
        self, model: BatchModel, store: DraftStore, settings: SettingsStore, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.worker = Background(self, workers=_AT_ONCE)
        self._store = store
        self._settings = settings
        self._options = Options()
        self._looker = Looker(self._options.masks)
        self._kept: tuple[InputImage, ...] = ()
        self._table_names: tuple[str, ...] = ()
        self._told_names: tuple[object, ...] = ()
        self._next = 1
        self._generation = 0
        self._waiting: deque[int] = deque()
        self._looking = 0
        self._facts: dict[int, RowFacts] = {}
        self._stale: set[int] = set()
        self._judging = False
        self._judge_soon = QTimer(self, singleShot=True, interval=_JUDGE_AFTER_MS)
        self._judge_soon.timeout.connect(self._judge)
        self._sum_soon = QTimer(self, singleShot=True, interval=_SUM_AFTER_MS)
        self._sum_soon.timeout.connect(self._sum)
        model.edited.connect(self._on_edited)
        store.changed.connect(self._on_recipe_changed)
        store.rules_changed.connect(self.judge_again)
        settings.changed.connect(self.judge_again)

    @property
    def options(self) -> Options:
        """What the bar decides."""
        return self._options

    @property
    def names(self) -> tuple[str, ...]:
        """The variables that have a column: those of tables, then those of the prompt."""
        template = template_of(self._store.draft)
        wanted = [name for name in variables(template) if not same_name(name, STEM)]
        new = [n for n in wanted if not any(same_name(n, known) for known in self._table_names)]
        return (*self._table_names, *new)

    def plan(self) -> BatchPlan:
        """The batch as it stands."""
        draft, options = self._store.draft, self._options
        return BatchPlan(
            recipe_of(draft, draft.inputs[1:] or self._kept),
            tuple(entry.row for entry in self.model.entries),
            options.masks,
            self.names,
            options.cap_usd,
            options.parallel,
        )

    def add(self, paths: Sequence[Path]) -> None:
        """Bring in folders, pictures and tables."""
        chosen, masks = tuple(paths), self._options.masks
        if chosen:
            self.worker.run(lambda: gather_rows(chosen, masks, 1), self._take, self.failed.emit)

    def show_plan(self, plan: BatchPlan) -> None:
        """Show the rows of a batch that is gone on with."""
        self.clear()
        self._kept = plan.recipe.inputs
        self._table_names = plan.names
        self._options = Options(plan.masks, plan.cap_usd, plan.parallel)
        self._looker = Looker(plan.masks)
        self.options_changed.emit(self._options)
        self.model.set_masks(plan.masks)
        self._next = 1 + max((row.number for row in plan.rows), default=0)
        self._show_names()
        self.model.set_rows(plan.rows)
        self._look_at(plan.rows)

    def remove(self, numbers: Sequence[int]) -> None:
        """Take rows out; the files stay."""
        gone = set(numbers)
        self.model.remove(numbers)
        self._waiting = deque(number for number in self._waiting if number not in gone)
        for number in gone:
            self._facts.pop(number, None)
        self.judge_again()

    def clear(self) -> None:
        """Take every row out."""
        self._forget()
        self._kept, self._table_names, self._next = (), (), 1
        self.model.set_rows(())
        self._show_names()
        self.sum_up()

    def set_options(self, options: Options) -> None:
        """Decide otherwise; other masks have to be looked at."""
        old, self._options = self._options, options
        if options == old:
            return
        self.options_changed.emit(options)
        if options.masks == old.masks:
            self.sum_up()
            return
        self.model.set_masks(options.masks)
        self._forget()
        self.model.forget_facts()
        self._look_at([entry.row for entry in self.model.entries])

    @Slot()
    def judge_again(self) -> None:
        """Recipe, rows or server are others: decide about every row anew."""
        self._stale.update(self._facts)
        self._stale.update(e.row.number for e in self.model.entries if e.row.fault is not None)
        self._judge_soon.start()

    @Slot()
    def sum_up(self) -> None:
        """Add up anew, soon."""
        if not self._sum_soon.isActive():
            self._sum_soon.start()

    def close(self) -> None:
        """End the workers."""
        self._generation += 1
        self._waiting.clear()
        self.worker.close()

    def _forget(self) -> None:
        """What was found does not count any more."""
        self._generation += 1
        self._waiting.clear()
        self._facts.clear()
        self._looker = Looker(self._options.masks)

    def _take(self, gathered: Gathered) -> None:
        rows = renumbered(gathered.rows, self._next)
        self._next += len(rows)
        new = (n for n in gathered.names if not any(same_name(n, k) for k in self._table_names))
        self._table_names = (*self._table_names, *new)
        self._show_names()
        self.model.add_rows(rows)
        unmasked = self._options.masks.rule is MaskRule.NONE
        if gathered.has_masks and unmasked and not self.model.entries[len(rows) :]:
            masks = MaskPlan(MaskRule.BESIDE)
            self.set_options(Options(masks, self._options.cap_usd, self._options.parallel))
            self.masks_found.emit()
            return
        self._look_at(rows)

    def _look_at(self, rows: Sequence[BatchRow]) -> None:
        self._waiting += [row.number for row in rows if row.fault is None]
        self.judge_again()
        self._look_on()
        self.sum_up()

    def _look_on(self) -> None:
        """Keep the workers busy with a few rows at a time."""
        while self._waiting and self._looking < _AT_ONCE:
            numbers = [self._waiting.popleft() for _ in range(min(_SLICE, len(self._waiting)))]
            entries = [self.model.entry(number) for number in numbers]
            rows = [entry.row for entry in entries if entry is not None]
            self._looking += 1
            self.worker.run(
                _looking(rows, self._looker), self._found(self._generation), self._broken
            )

    def _found(self, generation: int) -> Callable[[dict[int, RowFacts]], None]:
        def take(facts: dict[int, RowFacts]) -> None:
            self._looking -= 1
            if generation == self._generation:
                self._facts.update(facts)
                self._stale.update(facts)
                self.model.put_facts(facts)
                if not self._judge_soon.isActive():
                    self._judge_soon.start()
                self.sum_up()
            self._look_on()

        return take

    def _broken(self, error: OverpaintError) -> None:
        self._looking -= 1
        self.failed.emit(error)
        self._look_on()

    @Slot()
    def _judge(self) -> None:
        if self._judging or not self._stale:
            return
        plan, rules = self.plan(), self._store.rules
        profile, generation = self._settings.settings.profile(), self._generation
        facts = {n: self._facts[n] for n in self._stale if n in self._facts}
        self._stale.clear()
        self._judging = True

        def done(verdicts: dict[int, Verdict]) -> None:
            self._judging = False
            if generation == self._generation:
                self.model.put_verdicts(verdicts)
                self.sum_up()
            self._judge()

        def failed(error: OverpaintError) -> None:
            self._judging = False
            self.failed.emit(error)

        self.worker.run(lambda: judge_all(plan, facts, rules, profile), done, failed)

    @Slot()
    def _sum(self) -> None:
        entries = tuple(self.model.entries)
        self.worker.run(lambda: summarised(entries), self._tell_sum, self.failed.emit)

    def _tell_sum(self, summary: Summary) -> None:
        self.summed.emit(summary)

    @Slot(list)
    def _on_edited(self, numbers: list[int]) -> None:
        self._stale.update(number for number in numbers if number in self._facts)
        # A row may repeat another one no more.
        self._stale.update(e.row.number for e in self.model.entries if _repeats(e.verdict))
        self._judge_soon.start()

    @Slot(object, object)
    def _on_recipe_changed(self, old: Draft, new: Draft) -> None:
        references = old.inputs[1:] != new.inputs[1:]
        if not references and recipe_of(old, ()) == recipe_of(new, ()):
            return
        self._show_names()
        self.judge_again()

    def _show_names(self) -> None:
        names = self.names
        unused = unused_names(self.plan()) if self._table_names else ()
        if (names, unused) != self._told_names:
            self._told_names = (names, unused)
            self.model.set_names(names)
            self.names_changed.emit(names, unused)


def _looking(rows: Sequence[BatchRow], looker: Looker) -> Callable[[], dict[int, RowFacts]]:
    def look() -> dict[int, RowFacts]:
        return {row.number: looker.facts(row) for row in rows}

    return look


def _repeats(verdict: Verdict | None) -> bool:
    return verdict is not None and not verdict.is_fit and verdict.draft is None
