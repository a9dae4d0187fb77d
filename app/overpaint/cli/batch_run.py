"""Carry a batch out from the command line: price first, then rows, and a clean pause."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING, TypedDict

from overpaint.cli import console
from overpaint.cli.batch_report import BatchReport
from overpaint.cli.exits import Exit
from overpaint.cli.jobs import warn_of_open
from overpaint.cli.running import connected, journal_for, recorder_for, require_writable
from overpaint.cli.where import ChosenServer
from overpaint.domain.batch import BatchPlan, BatchRow, RowRecord, RowState
from overpaint.domain.batch_check import RowFacts, judge_all
from overpaint.domain.errors import SettingsError
from overpaint.domain.limits import Allowance
from overpaint.domain.rules import Rules
from overpaint.domain.text import say
from overpaint.services.batch.looking import Looker
from overpaint.services.batch.run_file import RunFile
from overpaint.services.edit_work import Places

if TYPE_CHECKING:
    from overpaint.services.batch.events import RunEnd
    from overpaint.services.batch.runner import BatchRunner
    from overpaint.services.connections import Connection
    from overpaint.services.library.journal import Journal

_LOOKING = 4


class Named(TypedDict):
    """What a batch remembers of its server."""

    server: str
    base_url: str
    bills: bool


def named(server: ChosenServer, *, before: bool = False) -> Named:
    """Describe a server; ``before`` says whether the one before could bill."""
    profile = server.profile
    return {
        "server": profile.name if server.keeps_key else "",
        "base_url": profile.base_url,
        "bills": profile.bills or before,
    }


@dataclass(slots=True)
class BatchRun:
    """One call of the command.

    Attributes:
        server: Where rows go.
        rules: The constraints.
        places: Where files go.
        plan: The batch.
        arguments: How much is printed, which row alone is sent, whether paying was agreed to.
        allowance: What limits of spending leave to it.
    """

    server: ChosenServer
    rules: Rules
    places: Places
    plan: BatchPlan
    arguments: argparse.Namespace
    allowance: Allowance = Allowance()  # noqa: RUF009 - immutable
    report: BatchReport = field(init=False)

    def __post_init__(self) -> None:
        quiet, free = self.arguments.quiet, not self.server.profile.bills
        self.report = BatchReport(self.plan, self.arguments.json, quiet, free)

    def announce(self, known: Mapping[int, RowRecord]) -> Exit:
        """Print what would be sent and for how much; OK when it may be.

        Args:
            known: What has become of rows that are not to be sent once more.

        Raises:
            OverpaintError: The row that was asked for does not exist, or results have no place.
        """
        states = {RowState.READY, RowState.REFUSED}
        waiting = [
            row for row in self.plan.rows if known.get(row.number, RowRecord()).state in states
        ]
        report = self.report
        chosen = self.arguments.dry_run
        if chosen:
            waiting = [self._row(chosen)]
        facts = self._look(waiting)
        report.verdicts = judge_all(self.plan, facts, self.rules, self.server.profile)
        report.rows = waiting if chosen != 0 else _first_fit(waiting, report)
        report.announce(known, self.server.profile.name)
        if not report.fit:
            return report.refused_code()
        if self.server.profile.bills and not self.arguments.yes:
            console.note("Nothing was sent. Add --yes to send it.")
            return Exit.INVALID
        require_writable(self.places.results)
        return Exit.OK

    def carry_out(self, file: RunFile) -> Exit:
        """Send the rows; returns when none is under way any more.

        Raises:
            OverpaintError: The server cannot be used.
        """
        trial = self.arguments.dry_run is not None
        only = [row.number for row in self.report.fit] if trial else None
        tell = not self.arguments.quiet
        with (
            journal_for(self.places) as attempts,
            connected(self.server, self.rules.catalogue, tell=tell) as connection,
        ):
            warn_of_open(attempts)
            runner = self._runner(file, connection, attempts)
            end = asyncio.run(_until_the_end(runner, only))
        return self.report.end(end, file.header.id, file.records)

    def _runner(
        self, file: RunFile, connection: Connection, attempts: Journal | None
    ) -> BatchRunner:
        from overpaint.services.api.client import EditClient  # noqa: PLC0415 - loads httpx
        from overpaint.services.batch.runner import BatchRunner  # noqa: PLC0415 - loads asyncio
        from overpaint.services.batch.sending import Sender  # noqa: PLC0415 - as above
        from overpaint.services.pace import Pace  # noqa: PLC0415 - as above

        sender = Sender(
            self.rules,
            self.server.profile,
            self.places,
            lambda: EditClient(connection.profile, connection.key),
            Pace(self.server.profile.images_per_minute),
            recorder_for(self.places),
            attempts,
        )
        looker = Looker(file.plan.masks)
        return BatchRunner(file, looker, sender, self.report.tell, self.allowance)

    def _row(self, number: int) -> BatchRow:
        for row in self.plan.rows:
            if row.number == number:
                return row
        raise SettingsError(
            say("batch", "There is no row {number}.", number=number),
            remedy=say("batch", "Choose one from 1 to {count}.", count=len(self.plan.rows)),
        )

    def _look(self, rows: list[BatchRow]) -> dict[int, RowFacts]:
        looker = Looker(self.plan.masks)
        with ThreadPoolExecutor(_LOOKING) as pool:
            return {
                row.number: facts
                for row, facts in zip(rows, pool.map(looker.facts, rows), strict=True)
            }


def _first_fit(rows: list[BatchRow], report: BatchReport) -> list[BatchRow]:
    """The row for a trial: the first that can be sent; all of them when none can."""
    fit = (row for row in rows if report.verdicts[row.number].is_fit)
    first = next(fit, None)
    return rows if first is None else [first]


async def _until_the_end(runner: BatchRunner, only: list[int] | None) -> RunEnd:
    with _interrupts(runner):
        return await runner.carry_out(only)


@contextlib.contextmanager
def _interrupts(runner: BatchRunner) -> Iterator[None]:
    """Ctrl+C pauses, once more stops; being ended by the system stops at once."""
    pressed = 0

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        pressed += 1
        if pressed == 1:
            console.note("pausing: what is under way ends first. Ctrl+C again calls it off.")
            runner.pause()
        else:
            runner.stop()

    def end(_number: int, _frame: FrameType | None) -> None:
        runner.stop()

    handlers: dict[signal.Signals, Callable[[int, FrameType | None], None]] = {
        signal.SIGINT: interrupt,
        signal.SIGTERM: end,
    }
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
