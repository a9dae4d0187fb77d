"""After a crash: finish what had arrived, and say of everything else what became of it.

Nothing here ever sends anything. All of it blocks.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from overpaint.domain.attempts import Attempt, AttemptChange, AttemptState
from overpaint.domain.errors import Billing, StorageError
from overpaint.domain.events import Result
from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.domain.text import Message, say
from overpaint.services.keepsake import Keepsake
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library
from overpaint.services.library.recording import Recorder
from overpaint.services.refinishing import found_answers, result_of

_OLD = timedelta(days=14)
"""Later nobody opens the edit to look for a result."""

_logger = logging.getLogger(__name__)

_NEVER_SENT = say("journal", "Overpaint ended before this was sent. Nothing was billed.")
_UNKNOWN = say(
    "journal", "Overpaint ended while this was under way. The server may have charged for it."
)
_FREE = say("journal", "Overpaint ended while this was under way. Nothing is billed there.")
_GONE = say("journal", "The answer had arrived, but its file cannot be found any more.")


@dataclass(frozen=True, slots=True)
class FinishedAttempt:
    """An attempt whose answer lay on disk and is a result now.

    Attributes:
        attempt: As it is in the journal now.
        results: What was made, each with its 1-based number among the variants.
    """

    attempt: Attempt
    results: tuple[tuple[int, Result], ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The results as files."""
        return tuple(result.path for _, result in self.results)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What runs of the program that are gone have left.

    Attributes:
        finished: Answers that had arrived, as results.
        unknown: Attempts that may have been billed: all that nobody has looked at yet.
        new_unknown: Those among them that were found just now.
        never_sent: Jobs that waited in a queue.
        free: Attempts that were cut off where nothing is billed.
    """

    finished: tuple[FinishedAttempt, ...] = ()
    unknown: tuple[Attempt, ...] = ()
    new_unknown: tuple[Attempt, ...] = ()
    never_sent: tuple[Attempt, ...] = ()
    free: tuple[Attempt, ...] = ()


def recover(journal: Journal, library: Library) -> Recovery:
    """Explain every attempt of a run that is gone; those of runs that go on are left alone.

    Args:
        journal: What was sent.
        library: Gets the results of answers that had arrived.

    Raises:
        StorageError: The journal cannot be read or written; it is tried again at the next start.
    """
    finished: list[FinishedAttempt] = []
    fresh: list[int] = []
    never_sent: list[Attempt] = []
    free: list[Attempt] = []
    for attempt in journal.take_over():
        if attempt.state is AttemptState.WAITING:
            _note(journal, attempt, AttemptState.CANCELLED, Billing.NO, _NEVER_SENT)
            never_sent.append(attempt)
        elif attempt.answers:
            done = _finish_safely(journal, library, attempt)
            finished += [done] if done is not None else []
            fresh += [attempt.id] if done is None else []
        elif attempt.facts.bills:
            _note(journal, attempt, AttemptState.UNKNOWN, Billing.MAYBE, _UNKNOWN)
            fresh.append(attempt.id)
        else:
            _note(journal, attempt, AttemptState.CANCELLED, Billing.NO, _FREE)
            free.append(attempt)
    unknown = journal.attempts(only_open=True)
    new = tuple(one for one in unknown if one.id in fresh)
    journal.forget_gone()
    return Recovery(tuple(finished), unknown, new, tuple(never_sent), tuple(free))


def homeless_attempts(journal: Journal) -> tuple[Attempt, ...]:
    """Finished attempts of runs that are gone, with which their edits may not have been saved.

    No picture is looked at; `finished_again` does that for one of them.

    Raises:
        StorageError: The journal cannot be read or written.
    """
    found = []
    for attempt in journal.take_over_homeless():
        is_old = datetime.now(UTC) - attempt.started > _OLD
        if is_old or not attempt.facts.document:
            journal.placed(attempt.job, attempt.number)
        else:
            found.append(attempt)
    return tuple(found)


def finished_again(journal: Journal, attempt: Attempt) -> FinishedAttempt | None:
    """The results of a homeless attempt, with all it takes to blend them; None when they are gone.

    Raises:
        StorageError: The journal cannot be read.
    """
    keepsake = _read_keepsake(journal, attempt)
    found = found_answers(attempt.answers, keepsake)
    results = ((number, result_of(attempt, one, number, keepsake)) for number, one in found)
    return FinishedAttempt(attempt, tuple(results)) if found else None


def _note(
    journal: Journal, attempt: Attempt, state: AttemptState, billing: Billing, why: Message
) -> None:
    change = AttemptChange(state=state, billing=billing, error=str(why))
    journal.note(attempt.job, attempt.number, change)


def _finish_safely(journal: Journal, library: Library, attempt: Attempt) -> FinishedAttempt | None:
    try:
        return _finish(journal, library, attempt)
    except StorageError:
        raise
    except Exception:
        # A bug of ours with one answer must not keep the others from being finished.
        _logger.exception("job %s: not finished; tried again at the next start", attempt.job)
        return None


def _finish(journal: Journal, library: Library, attempt: Attempt) -> FinishedAttempt | None:
    """Make the results of what had arrived; None when none of its files is there."""
    keepsake = _read_keepsake(journal, attempt)
    found = found_answers(attempt.answers, keepsake)
    if not found:
        if attempt.facts.bills:
            _note(journal, attempt, AttemptState.UNKNOWN, Billing.MAYBE, _GONE)
        else:
            _note(journal, attempt, AttemptState.CANCELLED, Billing.NO, _FREE)
        return None
    files = {number: answer.path for number, answer in found}
    answers = tuple(replace(one, file=files.get(one.variant)) for one in attempt.answers)
    change = AttemptChange(state=AttemptState.ANSWERED, answers=answers)
    journal.note(attempt.job, attempt.number, change)
    results = tuple(
        (number, result_of(attempt, answer, number, keepsake)) for number, answer in found
    )
    made = {number: result.path for number, result in results}
    answers = tuple(replace(one, result=made.get(one.variant)) for one in answers)
    journal.note(attempt.job, attempt.number, AttemptChange(answers=answers))
    kept = replace(attempt, state=AttemptState.KEPT, billing=Billing.NO, answers=answers)
    _remember(library, kept, results, keepsake)
    # Last: killed before, the next start does what is left.
    end = AttemptChange(state=AttemptState.KEPT, billing=Billing.NO)
    is_homeless = bool(attempt.facts.document)
    journal.note(attempt.job, attempt.number, end, is_homeless=is_homeless)
    return FinishedAttempt(kept, results)


def _read_keepsake(journal: Journal, attempt: Attempt) -> Keepsake | None:
    data = journal.keepsake(attempt)
    if data is None:
        return None
    try:
        return Keepsake.from_bytes(data)
    except ValueError:
        # The answer is shown as it is then: nothing paid is lost by that.
        _logger.warning("job %s: not to be put into its picture", attempt.job, exc_info=True)
        return None


def _remember(
    library: Library,
    attempt: Attempt,
    results: Sequence[tuple[int, Result]],
    keepsake: Keepsake | None,
) -> None:
    """Put results into the library; what goes wrong there never costs one."""
    placed = None if keepsake is None else keepsake.placement
    share = None if attempt.cost_usd is None else attempt.cost_usd / len(results)
    rows = [
        LibraryResult(
            key=ResultKey(f"{attempt.job}/{variant}"),
            time=datetime.now(UTC),
            file=result.path,
            size=result.size,
            model=attempt.facts.model,
            server=attempt.facts.server,
            edit=attempt.facts.edit,
            document=attempt.facts.document,
            job=attempt.job,
            variant=variant,
            answer=result.answer.path,
            target=None if placed is None else placed.target.path,
            prompt=attempt.facts.prompt,
            answer_size=result.answer.size,
            cost_usd=share,
            drift=result.drift,
            request_id=attempt.request_id,
            stamp=result.stamp,
        )
        for variant, result in results
    ]
    Recorder(library, lambda _error: None).note(rows)
