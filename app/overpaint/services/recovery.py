"""After a crash: finish what had arrived, and say of everything else what became of it.

Nothing here ever sends anything. All of it blocks.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.attempts import ArrivedAnswer, Attempt, AttemptChange, AttemptState
from overpaint.domain.errors import Billing, OverpaintError, StorageError
from overpaint.domain.events import Answer, Result
from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.services.keepsake import Keepsake
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library
from overpaint.services.library.recording import Recorder
from overpaint.services.new_files import is_draft
from overpaint.services.own_files import stamp_of
from overpaint.services.reblending import reblended
from overpaint.services.result_folder import ResultFolder, read_size, sniff

_OLD_S = 24 * 3600.0
_HEAD_BYTES = 64
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


@dataclass(frozen=True, slots=True)
class Recovery:
    """What runs of the program that are gone have left.

    Attributes:
        finished: Answers that had arrived, as results.
        unknown: Attempts that may have been billed: all that nobody has looked at yet.
        new_unknown: Those among them that were found just now.
        never_sent: Jobs that waited in a queue.
    """

    finished: tuple[FinishedAttempt, ...] = ()
    unknown: tuple[Attempt, ...] = ()
    new_unknown: tuple[Attempt, ...] = ()
    never_sent: tuple[Attempt, ...] = ()


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
    for attempt in journal.take_over():
        if attempt.state is AttemptState.WAITING:
            _note(journal, attempt, AttemptState.CANCELLED, Billing.NO, _NEVER_SENT)
            never_sent.append(attempt)
        elif attempt.answers:
            done = _finish(journal, library, attempt)
            finished += [done] if done is not None else []
            fresh += [attempt.id] if done is None else []
        elif attempt.facts.bills:
            _note(journal, attempt, AttemptState.UNKNOWN, Billing.MAYBE, _UNKNOWN)
            fresh.append(attempt.id)
        else:
            _note(journal, attempt, AttemptState.CANCELLED, Billing.NO, _FREE)
    unknown = journal.attempts(only_open=True)
    new = tuple(one for one in unknown if one.id in fresh)
    return Recovery(tuple(finished), unknown, new, tuple(never_sent))


def _note(
    journal: Journal, attempt: Attempt, state: AttemptState, billing: Billing, why: Message
) -> None:
    change = AttemptChange(state=state, billing=billing, error=str(why))
    journal.note(attempt.job, attempt.number, change)


def _finish(journal: Journal, library: Library, attempt: Attempt) -> FinishedAttempt | None:
    """Make the results of what had arrived; None when none of its files is there."""
    keepsake = _read_keepsake(journal, attempt)
    found = _found(attempt.answers, keepsake)
    if not found:
        _note(journal, attempt, AttemptState.UNKNOWN, Billing.MAYBE, _GONE)
        return None
    files = {number: answer.path for number, answer in found}
    answers = tuple(replace(one, file=files.get(one.variant)) for one in attempt.answers)
    change = AttemptChange(state=AttemptState.ANSWERED, answers=answers)
    journal.note(attempt.job, attempt.number, change)
    before = {one.variant: one.result for one in attempt.answers}
    results = tuple(
        (number, _made(answer, before[number], keepsake) or _result(answer, number, keepsake))
        for number, answer in found
    )
    made = {number: result.path for number, result in results}
    answers = tuple(replace(one, result=made.get(one.variant)) for one in answers)
    journal.note(attempt.job, attempt.number, AttemptChange(answers=answers))
    kept = replace(attempt, state=AttemptState.KEPT, billing=Billing.NO, answers=answers)
    _remember(library, kept, results, keepsake)
    # Last: killed before, the next start does what is left.
    end = AttemptChange(state=AttemptState.KEPT, billing=Billing.NO)
    journal.note(attempt.job, attempt.number, end)
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


def _found(answers: Sequence[ArrivedAnswer], keepsake: Keepsake | None) -> list[tuple[int, Answer]]:
    """The answers whose bytes are on disk, each with its number."""
    folders = [] if keepsake is None else [keepsake.answers, keepsake.fallback, keepsake.results]
    found = []
    for arrived in answers:
        path = _located(arrived, folders)
        if path is not None:
            path = _adopted(path, arrived, keepsake)
            answer = _answer(path)
            found += [(arrived.variant, answer)] if answer is not None else []
    for folder in dict.fromkeys(folders):
        _remove_old_drafts(folder)
    return found


def _located(arrived: ArrivedAnswer, folders: Iterable[Path]) -> Path | None:
    """The file with exactly these bytes; under whichever name it was being given."""
    if arrived.file is not None and _has(arrived.file, arrived):
        return arrived.file
    for folder in dict.fromkeys(folders):
        for path in sorted(_files(folder), key=lambda file: is_draft(file.name)):
            if _has(path, arrived):
                return path
    return None


def _has(path: Path, arrived: ArrivedAnswer) -> bool:
    try:
        if path.stat().st_size != arrived.byte_count:
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == arrived.sha256
    except OSError:
        return False


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from (path for path in folder.iterdir() if path.is_file())
    except OSError:
        return


def _adopted(path: Path, arrived: ArrivedAnswer, keepsake: Keepsake | None) -> Path:
    """Give an answer that was cut off before it had a name the name that it should have."""
    if not is_draft(path.name) or keepsake is None:
        return path
    names = keepsake.names if path.parent == keepsake.results else None
    folder = ResultFolder(path.parent, keepsake.fallback, names=names)
    try:
        saved = folder.save(path.read_bytes(), keepsake.stem, arrived.variant)
    except (OSError, OverpaintError) as error:
        _logger.warning("the answer %s keeps its name: %s", path, error)
        return path
    with suppress(OSError):
        path.unlink()
    return saved.answer.path


def _answer(path: Path) -> Answer | None:
    size = _size(path)
    if size is None:
        return None
    with path.open("rb") as stream:
        return Answer(path, sniff(stream.read(_HEAD_BYTES)), size)


def _made(answer: Answer, file: Path | None, keepsake: Keepsake | None) -> Result | None:
    """The result that was made before the program ended; None when there is none."""
    if file is None:
        return None
    size = _size(file)
    if size is None:
        return None
    plain = replace(Result.plain(answer), path=file, size=size)
    if keepsake is None or keepsake.placement is None:
        return plain
    placed = replace(plain, placement=keepsake.placement, recipe=keepsake.blend)
    return replace(placed, stamp=stamp_of(file, file.read_bytes()))


def _size(file: Path) -> Size | None:
    try:
        with file.open("rb") as stream:
            return read_size(stream)
    except OSError:
        return None


def _result(answer: Answer, variant: int, keepsake: Keepsake | None) -> Result:
    """The answer in its picture, where that can be; else as it is, among the other results."""
    plain = Result.plain(answer)
    if keepsake is None:
        return plain
    folder = ResultFolder(keepsake.results, keepsake.fallback, keepsake.previews, keepsake.names)
    failure: OverpaintError | None = None
    if keepsake.placement is not None:
        placed = replace(plain, placement=keepsake.placement, recipe=keepsake.blend)
        try:
            return reblended(placed, keepsake.blend, folder)
        except OverpaintError as error:
            _logger.warning("an answer was not blended: %s %s", error.what, error.details)
            plain, failure = placed, error
    return replace(_copied(plain, variant, keepsake, folder), failure=failure)


def _copied(plain: Result, variant: int, keepsake: Keepsake, folder: ResultFolder) -> Result:
    """The answer in the folder of results, unless it is there or that folder takes nothing."""
    path = plain.answer.path
    if keepsake.results in {keepsake.answers, path.parent}:
        return plain
    try:
        saved = folder.save(path.read_bytes(), keepsake.stem, variant)
    except (OSError, StorageError) as error:
        _logger.warning("the answer %s stays where it is: %s", path, error)
        return plain
    return replace(plain, path=saved.answer.path)


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


def _remove_old_drafts(folder: Path) -> None:
    """Take away what no answer belongs to and nobody can still be writing."""
    before_s = time.time() - _OLD_S
    for path in _files(folder):
        with suppress(OSError):
            if is_draft(path.name) and path.stat().st_mtime < before_s:
                path.unlink()
