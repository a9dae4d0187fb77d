"""Tiles and submissions of the window as values that are kept on disk, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from overpaint.domain.charges import Bill
from overpaint.domain.edit_document import KeptResult, SentEdit
from overpaint.domain.events import JobId
from overpaint.domain.models import Model
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.rules import Rules
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.run_controller import Submission


class Keeper:
    """Turns what the window has into what is kept; the same thing always into the same value."""

    def __init__(self) -> None:
        self._results: dict[str, tuple[ResultItem, KeptResult]] = {}
        self._sent: dict[str, SentEdit] = {}

    def results(self, items: Iterable[ResultItem]) -> tuple[KeptResult, ...]:
        """The finished ones among the tiles."""
        found = (self._result(item) for item in items)
        return tuple(one for one in found if one is not None)

    def sent(
        self,
        results: Iterable[KeptResult],
        submission_of: Callable[[JobId], Submission | None],
    ) -> tuple[tuple[str, SentEdit], ...]:
        """What the jobs of results were about."""
        jobs = dict.fromkeys(one.job for one in results if one.job)
        known = ((job, submission_of(JobId(job))) for job in jobs)
        return tuple((job, self._sent_of(about)) for job, about in known if about is not None)

    def forget(self, keys: Iterable[str]) -> None:
        """These tiles belong to an edit that was closed."""
        for key in keys:
            self._results.pop(key, None)

    def _result(self, item: ResultItem) -> KeptResult | None:
        if item.state is not ResultState.DONE or item.result is None:
            return None
        known = self._results.get(item.key)
        if known is not None and known[0] == item:
            return known[1]
        kept = KeptResult(
            key=item.key, result=item.result, job=item.job or "", variant=item.variant,
            prompt=item.prompt, picture=item.picture, size=item.size, frame=item.frame,
            is_mix=item.is_mix, elapsed_s=item.elapsed_s, previews=item.previews_received,
            request_id=item.request_id, is_charged=item.bill is not None,
            estimate=None if item.bill is None else item.bill.estimate, cost_usd=item.cost_usd,
            warning=item.warning,
        )  # fmt: skip
        self._results[item.key] = (item, kept)
        return kept

    def _sent_of(self, submission: Submission) -> SentEdit:
        if submission.name not in self._sent:
            self._sent[submission.name] = SentEdit(
                submission.draft, submission.marks, submission.profile.name, submission.name
            )
        return self._sent[submission.name]


def tile_of(kept: KeptResult, model: Model) -> ResultItem:
    """The tile of a finished result.

    Args:
        kept: The result.
        model: The one that made it, for the bill.
    """
    return ResultItem(
        key=kept.key, state=ResultState.DONE, job=JobId(kept.job) if kept.job else None,
        variant=kept.variant, prompt=kept.prompt, previews_received=kept.previews,
        picture=kept.picture, size=kept.size, elapsed_s=kept.elapsed_s, warning=kept.warning,
        frame=kept.frame, result=kept.result, is_mix=kept.is_mix, request_id=kept.request_id,
        bill=Bill(model, kept.estimate) if kept.is_charged else None, cost_usd=kept.cost_usd,
    )  # fmt: skip


def submission_of(sent: SentEdit, rules: Rules, profile: ServerProfile, edit: str) -> Submission:
    """What a job of an earlier start was about; its mask is not kept, so it cannot be repeated."""
    return Submission(
        sent.draft, rules, None, sent.marks, replace(profile, name=sent.server), edit, sent.name,
        is_whole=False,
    )  # fmt: skip
