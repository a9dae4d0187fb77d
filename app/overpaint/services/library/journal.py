"""The journal of paid requests: what is sent is on disk before its first byte leaves.

Rows are synced one by one into the library's file. A row whose program is gone tells what a crash
left: never sent, answered but not finished, or unknown.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from overpaint.domain.attempts import (
    UNDER_WAY,
    Attempt,
    AttemptChange,
    AttemptFacts,
    AttemptState,
)
from overpaint.domain.errors import Action, Billing, StorageError
from overpaint.domain.events import JobId
from overpaint.domain.text import say
from overpaint.services.library.attempt_rows import COLUMNS, attempt_of, values_of
from overpaint.services.library.presence import Presence, forget, is_present, names_in

if TYPE_CHECKING:
    import sqlite3

PRESENCE_FOLDER = "running"
"""Beside the library: a lock for each run of the program."""

_OPEN_STATES = ", ".join(f"'{state.value}'" for state in sorted(UNDER_WAY, key=lambda s: s.value))
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM attempts"  # noqa: S608 - our own names
_ALL = f"{_SELECT} ORDER BY id"
_OPEN = f"{_SELECT} WHERE state = 'unknown' ORDER BY id"
_UNDER_WAY = f"{_SELECT} WHERE state IN ({_OPEN_STATES}) ORDER BY id"
_HOMELESS = f"{_SELECT} WHERE state = 'kept' AND keepsake IS NOT NULL ORDER BY id"
_PLACED = "UPDATE attempts SET keepsake = NULL WHERE job = ? AND number = ? AND state = 'kept'"
_PLACED_AFTER_S = 30.0
"""By then an edit has been saved with its new result."""

_KNOWN = "SELECT 1 FROM attempts WHERE job = ? AND number = ?"
_OF_JOB = f"{_SELECT} WHERE job = ? ORDER BY number"
_WAIT = """
    INSERT OR IGNORE INTO attempts
        (job, number, edit, document, server, model, prompt, bills, estimate_usd, started, state,
         process)
    VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)
"""
_BEGIN = """
    INSERT INTO attempts
        (job, number, edit, document, server, model, prompt, bills, estimate_usd, started, state,
         process, sent, billing, keepsake)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'sending', ?, ?, 'maybe', ?)
    ON CONFLICT (job, number) DO UPDATE SET
        state = 'sending', billing = 'maybe', sent = excluded.sent, keepsake = excluded.keepsake
    WHERE state = 'waiting'
"""
_Value = str | int | bytes | None
_Outcome = TypeVar("_Outcome")


class Journal:
    """The attempts of all runs of the program on this machine; its methods block.

    May be called from several threads at once, and used by several processes.

    Args:
        path: The library's file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folder = path.parent / PRESENCE_FOLDER
        self._lock = threading.Lock()
        self._presence: Presence | None = None
        self._begun: dict[tuple[JobId, int], tuple[_Value, ...]] = {}
        self._placing: list[tuple[float, tuple[JobId, int]]] = []

    def close(self) -> None:
        """Say that this run is over: nothing of it is under way any more."""
        with self._lock:
            presence, self._presence = self._presence, None
        if presence is not None:
            presence.end()

    def wait(self, jobs: Iterable[JobId], facts: AttemptFacts) -> None:
        """Write down jobs that wait; those that are known already stay as they are.

        Raises:
            StorageError: They cannot be written down, so they must not be sent.
        """
        now = _now()
        try:
            process = self._process()
            rows = [(job, *_facts(facts), now, process) for job in jobs]
            _twice(lambda: _wait(self.path, rows))
        except (OSError, StorageError) as error:
            raise _not_sent(self.path, error) from error

    def begin(
        self, job: JobId, number: int, facts: AttemptFacts, keepsake: bytes | None = None
    ) -> None:
        """Write down that an attempt is about to be sent; it is synced when this returns.

        Args:
            job: The job.
            number: 1-based number of the attempt.
            facts: What is known of it.
            keepsake: What it takes to finish it in another run, see `keepsake`.

        Raises:
            StorageError: It cannot be written down, so it must not be sent.
        """
        now = _now()
        try:
            values = (job, number, *_facts(facts), now, self._process(), now, keepsake)
            changed = _twice(lambda: _execute(self.path, _BEGIN, values))
        except (OSError, StorageError) as error:
            raise _not_sent(self.path, error) from error
        if changed != 1:
            raise ValueError(f"attempt {number} of job {job} was sent before")
        self._begun[job, number] = values

    def edits_saved(self) -> None:
        """Note that every open edit is on disk with the results that it has so far."""
        with suppress(StorageError):
            self._forget_placed(all_of_them=True)

    def note(
        self, job: JobId, number: int, change: AttemptChange, *, is_homeless: bool = False
    ) -> None:
        """Write down what became of an attempt; one that has ended keeps its end.

        Args:
            job: The job.
            number: 1-based number of the attempt.
            change: What became of it.
            is_homeless: Whether no open edit has the results that were kept; `placed` tells when
                one has.

        Raises:
            StorageError: It cannot be written down; what was there before stays.
        """
        values = values_of(change)
        if change.error is not None:
            values["error"] = _storable(change.error)
        if change.state is not None and change.state not in UNDER_WAY:
            values["ended"] = _now()
            if change.state is not AttemptState.KEPT:
                values["keepsake"] = None
        columns = ", ".join(f"{name} = ?" for name in values)
        if change.state is AttemptState.KEPT:
            columns += ", keepsake = CASE document WHEN '' THEN NULL ELSE keepsake END"
        statement = (
            f"UPDATE attempts SET {columns} WHERE job = ? AND number = ?"  # noqa: S608 - as above
            f" AND state IN ({_OPEN_STATES})"
        )
        _twice(lambda: self._note(statement, (*values.values(), job, number), (job, number)))
        if "ended" in values:
            self._begun.pop((job, number), None)
        if change.state is AttemptState.KEPT and not is_homeless:
            self.placed(job, number)
        self._forget_placed()

    def placed(self, job: JobId, number: int) -> None:
        """Note that the edit of a finished attempt has its results, and will be saved with them."""
        with self._lock:
            self._placing.append((time.monotonic(), (job, number)))

    def attempts(self, *, only_open: bool = False) -> tuple[Attempt, ...]:
        """Every attempt, the oldest first; none where there is no library yet.

        Args:
            only_open: Only those that a person should look at.

        Raises:
            StorageError: They cannot be read.
        """
        return self._read(_OPEN if only_open else _ALL)

    def of_job(self, job: JobId) -> tuple[Attempt, ...]:
        """The attempts of a job, the first one first.

        Raises:
            StorageError: They cannot be read.
        """
        return self._read(_OF_JOB, (job,))

    def keepsake(self, attempt: Attempt) -> bytes | None:
        """What was kept to finish an attempt that is under way; None for nothing.

        Raises:
            StorageError: It cannot be read.
        """
        with _opened(self.path) as connection:
            found = connection.execute(
                "SELECT keepsake FROM attempts WHERE id = ?", (attempt.id,)
            ).fetchone()
        return None if found is None else found[0]

    def settle(self, ids: Sequence[int]) -> int:
        """Note that a person has looked at attempts that may have been billed.

        Returns:
            How many of them were open.

        Raises:
            StorageError: It cannot be written down.
        """
        if not ids or not self.path.exists():
            return 0
        with _changes(self.path) as connection:
            done = [
                connection.execute(
                    "UPDATE attempts SET state = 'settled' WHERE id = ? AND state = 'unknown'",
                    (number,),
                ).rowcount
                for number in ids
            ]
        return sum(done)

    def take_over(self) -> tuple[Attempt, ...]:
        """Make attempts of runs that are gone this run's own; each goes to one run only.

        Those of a program that still runs are left alone.

        Raises:
            StorageError: They cannot be read or written.
        """
        return self._taken(_UNDER_WAY)

    def take_over_homeless(self) -> tuple[Attempt, ...]:
        """The same with finished attempts whose edit may not have been saved with their results.

        Raises:
            StorageError: They cannot be read or written.
        """
        return self._taken(_HOMELESS)

    def _taken(self, query: str) -> tuple[Attempt, ...]:
        left = self._read(query)
        mine = self._presence.name if self._presence is not None else ""
        names = {attempt.process for attempt in left} - {mine}
        gone = {name for name in names if not is_present(self._folder, name)}
        if not gone:
            return ()
        try:
            process = self._process()
        except OSError as error:
            raise _not_readable(self.path, error) from error
        with _changes(self.path) as connection:
            return tuple(
                replace(attempt, process=process)
                for attempt in left
                if attempt.process in gone
                and connection.execute(
                    "UPDATE attempts SET process = ? WHERE id = ? AND process = ?",
                    (process, attempt.id, attempt.process),
                ).rowcount
            )

    def forget_gone(self) -> None:
        """Take away the locks of runs that have left nothing.

        Raises:
            StorageError: The journal cannot be read.
        """
        needed = {attempt.process for query in (_UNDER_WAY, _HOMELESS)
                  for attempt in self._read(query)}  # fmt: skip
        for name in names_in(self._folder) - needed:
            forget(self._folder, name)

    def _forget_placed(self, *, all_of_them: bool = False) -> None:
        """Forget what it takes to finish what is in its edit by now."""
        before_s = time.monotonic() - _PLACED_AFTER_S
        with self._lock:
            due = [one for when_s, one in self._placing if all_of_them or when_s < before_s]
            self._placing = [one for one in self._placing if one[1] not in due]
        if due:
            with _changes(self.path) as connection:
                connection.executemany(_PLACED, due)

    def _note(self, statement: str, values: Sequence[_Value], attempt: tuple[JobId, int]) -> None:
        with _changes(self.path) as connection:
            if connection.execute(statement, values).rowcount:
                return
            begun = self._begun.get(attempt)
            if begun is not None and connection.execute(_KNOWN, attempt).fetchone() is None:
                # The library was damaged meanwhile, and this could not be read any more.
                connection.execute(_BEGIN, begun)
                connection.execute(statement, values)

    def _read(self, query: str, values: tuple[str, ...] = ()) -> tuple[Attempt, ...]:
        if not self.path.exists():
            return ()
        with _opened(self.path) as connection:
            return tuple(attempt_of(row) for row in connection.execute(query, values))

    def _process(self) -> str:
        with self._lock:
            if self._presence is None:
                self._presence = Presence(self._folder)
            return self._presence.name


def _wait(path: Path, rows: Sequence[Sequence[_Value]]) -> None:
    with _changes(path) as connection:
        connection.executemany(_WAIT, rows)


def _execute(path: Path, statement: str, values: Sequence[_Value]) -> int:
    """Do one thing, and tell how many rows it changed."""
    with _opened(path) as connection:
        return connection.execute(statement, values).rowcount


def _twice(work: Callable[[], _Outcome]) -> _Outcome:
    """Try again what a damaged library refused: by now there is another one."""
    from overpaint.services.library.rescuing import is_damaged  # noqa: PLC0415 - loads SQLite

    try:
        return work()
    except StorageError as error:
        if error.__cause__ is None or not is_damaged(error.__cause__):
            raise
    return work()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    # SQLite is loaded with the first attempt, not at the start.
    from overpaint.services.library.connection import library  # noqa: PLC0415

    with library(path) as connection:
        yield connection


@contextmanager
def _changes(path: Path) -> Iterator[sqlite3.Connection]:
    """Several statements that count wholly or not at all."""
    from overpaint.services.library.transactions import transaction  # noqa: PLC0415 - as above

    with _opened(path) as connection, transaction(connection):
        yield connection


def _facts(facts: AttemptFacts) -> tuple[str | int | None, ...]:
    estimate = None if facts.estimate_usd is None else str(facts.estimate_usd)
    texts = (facts.edit, facts.document, facts.server, facts.model, facts.prompt)
    return (*map(_storable, texts), int(facts.bills), estimate)


def _storable(text: str) -> str:
    """The text without what is half a character: SQLite takes none."""
    return text.encode(errors="replace").decode()


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _not_sent(path: Path, error: OSError | StorageError) -> StorageError:
    why = error.why if isinstance(error, StorageError) else None
    reason = getattr(error, "strerror", None) or str(error)
    return StorageError(
        say("journal", "Nothing was sent: it could not be written down first."),
        why=why or say("journal", "{path}: {reason}.", path=str(path.parent), reason=reason),
        remedy=say("journal", "What is paid for must never be lost. Make room on the disk, or make"
                   " the folder writable, and send it again; the edit is as it was."),
        action=Action.RETRY,
        billing=Billing.NO,
        details=getattr(error, "details", "") or type(error).__name__,
    )  # fmt: skip


def _not_readable(path: Path, error: OSError) -> StorageError:
    return StorageError(
        say("journal", "The journal of paid requests cannot be used."),
        why=say("journal", "{path}: {reason}.", path=str(path.parent),
                reason=error.strerror or str(error)),
        remedy=say("journal", "Make the folder writable, and start Overpaint again."),
    )  # fmt: skip
