"""A batch on disk: what is to be done, and what has become of every row so far.

The file is written anew after every change, complete under its name or not at all, and a row says
that it is being sent before its first byte leaves. So a batch that was killed goes on where it was,
and no row is sent again by itself that the server may have charged for.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from overpaint.domain.batch import BatchPlan, BatchRow, RowRecord, RowState
from overpaint.domain.errors import Action, SettingsError, StorageError
from overpaint.domain.text import say
from overpaint.services.batch.codec import from_plain, to_plain
from overpaint.services.batch.lock import Lock

VERSION = 1
FOLDER = "batches"
"""Where batches lie in the data folder."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunHeader:
    """What stays the same as long as a batch lives.

    Attributes:
        id: Its name: when it began, and a few letters.
        begun: When it was made, local time.
        out: Where results go.
        server: Name of the server profile, ``""`` for a bare address.
        base_url: The bare address, ``""`` for a profile.
        bills: Whether somebody may be charged for a row.
    """

    id: str
    begun: str
    out: Path
    server: str = ""
    base_url: str = ""
    bills: bool = True

    @classmethod
    def new(cls, out: Path, *, server: str = "", base_url: str = "", bills: bool) -> RunHeader:
        """A batch that begins now."""
        now = datetime.now().astimezone()
        name = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        return cls(name, now.isoformat(timespec="seconds"), out, server, base_url, bills)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a list of batches says of one.

    Attributes:
        path: Its file.
        header: What it is.
        counts: How many rows are in each state.
    """

    path: Path
    header: RunHeader
    counts: dict[RowState, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(self.counts.values())

    @property
    def is_unfinished(self) -> bool:
        """Whether rows wait to be sent, or were cut off."""
        waiting = (RowState.READY, RowState.PREPARING, RowState.SENDING)
        return any(self.counts.get(state, 0) for state in waiting)


class RunFile:
    """One batch, held by this process alone until `close`. Its methods write, and may block.

    Attributes:
        header: What it is.
        plan: What is to be done.
        records: What has become of rows, by number; a row without one has not been tried.
    """

    def __init__(self, path: Path, header: RunHeader, plan: BatchPlan, lock: Lock) -> None:
        self.path = path
        self.header = header
        self.plan = plan
        self.records: dict[int, RowRecord] = {}
        self._lock = lock
        self._texts: dict[int, str] = {}
        self._head = ""
        self._remember_plan()

    @classmethod
    def create(cls, folder: Path, header: RunHeader, plan: BatchPlan) -> RunFile:
        """Begin a batch.

        Raises:
            StorageError: The folder cannot be written to.
        """
        path = folder / f"{header.id}.json"
        try:
            lock = Lock(_lock_path(path))
        except OSError as error:
            raise _not_kept(folder, error) from error
        run = cls(path, header, plan, lock)
        run.write()
        return run

    @classmethod
    def open(cls, path: Path) -> RunFile:
        """Go on with a batch; rows that were cut off are settled.

        Raises:
            SettingsError: There is no such batch, it cannot be read, or another process has it.
        """
        try:
            lock = Lock(_lock_path(path))
        except OSError as error:
            raise _unreadable(path, str(error)) from error
        try:
            header, plan, records = _content(path)
        except SettingsError:
            lock.release()
            raise
        run = cls(path, header, plan, lock)
        run.records = {number: _settled(record, header) for number, record in records.items()}
        return run

    @property
    def spent_usd(self) -> Decimal:
        """What counts against the cap so far, US dollars."""
        return sum((record.spent_usd for record in self.records.values()), Decimal(0))

    def record(self, number: int) -> RowRecord:
        """What is known of a row."""
        return self.records.get(number, RowRecord())

    def in_state(self, *states: RowState) -> tuple[BatchRow, ...]:
        """The rows in one of these states, in their order."""
        return tuple(row for row in self.plan.rows if self.record(row.number).state in states)

    def put(self, number: int, record: RowRecord) -> None:
        """Remember what became of a row; it is on disk when this returns.

        Raises:
            StorageError: It cannot be written. What is known here stays known.
        """
        self.records[number] = record
        self._texts.pop(number, None)
        self.write()

    def replan(self, plan: BatchPlan, *, header: RunHeader | None = None) -> None:
        """Go on with other rows or another recipe; rows keep what is known of their number.

        Args:
            plan: What is to be done from now on.
            header: What the batch is from now on, when its server has changed.

        Raises:
            StorageError: As `put`.
        """
        numbers = {row.number for row in plan.rows}
        self.plan = plan
        self.header = header or self.header
        self.records = {n: record for n, record in self.records.items() if n in numbers}
        self._remember_plan()
        self.write()

    def try_again(self, numbers: Iterable[int]) -> None:
        """Have rows sent again; what they cost so far still counts against the cap.

        Raises:
            StorageError: As `put`.
        """
        for number in numbers:
            old = self.record(number)
            self.records[number] = RowRecord(spent_usd=old.spent_usd, is_exact=old.is_exact)
            self._texts.pop(number, None)
        self.write()

    def write(self) -> None:
        """Put everything on disk.

        Raises:
            StorageError: It cannot be written; the old file is untouched.
        """
        for row in self.plan.rows:
            if row.number not in self._texts:
                plain = {"row": to_plain(row), "record": to_plain(self.record(row.number))}
                self._texts[row.number] = json.dumps(plain)
        rows = ",\n".join(self._texts[row.number] for row in self.plan.rows)
        try:
            _replace(self.path, f'{self._head[:-1]},\n"rows": [\n{rows}\n]}}\n')
        except OSError as error:
            raise _not_kept(self.path.parent, error) from error

    def close(self) -> None:
        """Let others have it."""
        self._lock.release()

    def _remember_plan(self) -> None:
        self._texts.clear()
        plan = to_plain(replace(self.plan, rows=()))
        head = {"version": VERSION, "header": to_plain(self.header), "plan": plan}
        self._head = json.dumps(head)


def runs_in(folder: Path) -> list[RunSummary]:
    """The batches in a folder, the latest first; what cannot be read is left out."""
    found = []
    for path in sorted(folder.glob("*.json"), reverse=True):
        try:
            header, plan, records = _content(path)
        except SettingsError as error:
            _logger.warning("batch: %s: %s", path.name, error)
            continue
        counts: dict[RowState, int] = {}
        for row in plan.rows:
            state = records.get(row.number, RowRecord()).state
            counts[state] = counts.get(state, 0) + 1
        found.append(RunSummary(path, header, counts))
    return found


def _settled(record: RowRecord, header: RunHeader) -> RowRecord:
    """What a row that was cut off amounts to."""
    if record.state is RowState.PREPARING or (
        record.state is RowState.SENDING and not header.bills
    ):
        return replace(record, state=RowState.READY, spent_usd=Decimal(0))
    if record.state is not RowState.SENDING:
        return record
    reasons = (
        say("batch", "Overpaint ended while this row was under way."),
        say("batch", "The server may have charged for it; look there before you send it again."),
    )
    return replace(record, state=RowState.MAYBE_BILLED, reasons=reasons)


def _content(path: Path) -> tuple[RunHeader, BatchPlan, dict[int, RowRecord]]:
    try:
        plain: Any = json.loads(path.read_text(encoding="utf-8"))
        header = from_plain(RunHeader, plain["header"])
        rows = [from_plain(BatchRow, entry["row"]) for entry in plain["rows"]]
        plan = replace(from_plain(BatchPlan, plain["plan"]), rows=tuple(rows))
        records = {
            row.number: from_plain(RowRecord, entry["record"])
            for row, entry in zip(rows, plain["rows"], strict=True)
        }
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise _unreadable(path, f"{type(error).__name__}: {error}") from error
    return header, plan, records


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".batch-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _lock_path(path: Path) -> Path:
    return path.with_suffix(".lock")


def _not_kept(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        say("batch", "What becomes of the batch cannot be kept in {folder}.", folder=str(folder)),
        why=say("batch", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("batch", "Make room there; nothing more is sent until it can be kept."),
        action=Action.RETRY,
    )


def _unreadable(path: Path, details: str) -> SettingsError:
    return SettingsError(
        say("batch", "There is no batch “{name}” that can be gone on with.", name=path.stem),
        remedy=say("batch", "Begin a new one."),
        details=details,
    )
