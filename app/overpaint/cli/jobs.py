"""`overpaint jobs`: what was sent, and what may have been billed without an answer."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from contextlib import closing

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.domain.attempts import Attempt
from overpaint.domain.errors import Billing, SettingsError, StorageError
from overpaint.domain.pricing import dollars
from overpaint.domain.text import say
from overpaint.paths import AppPaths
from overpaint.services.library.journal import Journal
from overpaint.services.library.recording import LIBRARY_NAME

_HEADS = ("ID", "TIME", "STATE", "SERVER", "MODEL", "PRICE", "REQUEST ID", "PROMPT")
_LAST = 30
_PROMPT_CHARACTERS = 40
_UNKNOWN = "–"

_USAGE = """\
overpaint jobs [--open] [--last N] [--json]
       overpaint jobs settle ID [ID ...]"""

_HOW_TO_SETTLE = """\
Look at your server's own list of requests: the request id and the time find them there.
Once you have looked: overpaint jobs settle ID ...
Nothing of it is ever sent again by itself."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "jobs",
        usage=_USAGE,
        help="what was sent, and what may have been billed without an answer",
        description="Every request is written down before it is sent. This lists them, the latest"
        " last. Answers that had arrived when Overpaint was ended are finished first; requests of"
        " which nobody knows how they ended stay open until you have looked.",
        allow_abbrev=False,
    )
    parser.add_argument("--open", action="store_true", help="only those that may have been billed")
    parser.add_argument("--last", metavar="N", type=_count, default=_LAST,
                        help=f"how many, 0 for all ({_LAST})")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run, settle=None)
    done = parser.add_subparsers(metavar="", title="once you have looked")
    settle = done.add_parser("settle", usage="overpaint jobs settle ID [ID ...]",
                             help="note that you have looked at requests",
                             description="Note that you have looked at requests that may have been"
                             " billed.", allow_abbrev=False)  # fmt: skip
    settle.add_argument("settle", metavar="ID", type=_count, nargs="+", help="as the list says")
    settle.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Exit:
    """Print the journal, or note that somebody has looked.

    Raises:
        StorageError: The journal cannot be read or written.
        SettingsError: An id is none of an open request.
    """
    with closing(Journal(AppPaths.find().data / LIBRARY_NAME)) as journal:
        if arguments.settle:
            return _settle(journal, arguments.settle)
        explain(journal)
        attempts = journal.attempts(only_open=arguments.open)
    if arguments.last:
        attempts = attempts[-arguments.last :]
    if arguments.json:
        described = [_described(attempt) for attempt in attempts]
        console.result(json.dumps({"attempts": described}, indent=2))
    elif attempts:
        console.result(_table([_HEADS, *map(_cells, attempts)]))
        if any(attempt.is_open for attempt in attempts):
            console.note(_HOW_TO_SETTLE)
    else:
        console.note("Nothing is open." if arguments.open else "Nothing was sent yet.")
    return Exit.OK


def warn_of_open(journal: Journal | None) -> None:
    """Say that requests of an earlier run may have been billed, before others are sent."""
    if journal is None:
        return
    try:
        count = explain(journal)
    except StorageError:
        return  # told by what is about to be sent, and is not
    if count:
        what = "1 earlier request" if count == 1 else f"{count} earlier requests"
        console.note(f"warning: {what} may have been billed: overpaint jobs --open")


def explain(journal: Journal) -> int:
    """Explain what a crash has left, and tell how many may have been billed.

    Raises:
        StorageError: The journal cannot be read or written.
    """
    if not journal.path.exists():
        return 0
    from overpaint.services.library.library import Library  # noqa: PLC0415 - as below
    from overpaint.services.recovery import recover  # noqa: PLC0415 - loads SQLite

    with closing(Library(journal.path)) as library:
        recovery = recover(journal, library)
    for finished in recovery.finished:
        for _, result in finished.results:
            console.note(f"An answer that had arrived is a result now: {result.path}")
    for attempt in recovery.never_sent:
        console.note(f"Never sent, not billed: {_short(attempt.facts.prompt)}")
    for attempt in recovery.free:
        console.note(f"Cut off, not billed: {_short(attempt.facts.prompt)}")
    return len(recovery.unknown)


def _settle(journal: Journal, ids: Sequence[int]) -> Exit:
    known = {attempt.id for attempt in journal.attempts(only_open=True)}
    for number in ids:
        if number not in known:
            raise SettingsError(
                say("journal", "There is no open request {number}.", number=number),
                remedy=say("journal", "Choose one that “overpaint jobs --open” lists."),
            )
    count = journal.settle(ids)
    console.note("Noted." if count == 1 else f"Noted for {count} requests.")
    return Exit.OK


def _described(attempt: Attempt) -> dict[str, object]:
    facts = attempt.facts
    return {
        "id": attempt.id,
        "job": attempt.job,
        "number": attempt.number,
        "state": attempt.state.value,
        "may_have_been_billed": attempt.billing is Billing.MAYBE and facts.bills,
        "started": attempt.started.isoformat(),
        "sent": None if attempt.sent is None else attempt.sent.isoformat(),
        "server": facts.server,
        "model": facts.model,
        "prompt": facts.prompt,
        "request_id": attempt.request_id or None,
        "estimate_usd": None if facts.estimate_usd is None else str(facts.estimate_usd),
        "cost_usd": None if attempt.cost_usd is None else str(attempt.cost_usd),
        "error": attempt.error or None,
        "files": [str(one.result or one.file) for one in attempt.answers if one.file is not None],
    }


def _cells(attempt: Attempt) -> tuple[str, ...]:
    facts = attempt.facts
    return (
        str(attempt.id),
        f"{attempt.started.astimezone():%Y-%m-%d %H:%M}",
        "may be billed" if attempt.is_open else attempt.state.value,
        facts.server,
        facts.model,
        _price(attempt),
        attempt.request_id or _UNKNOWN,
        _short(facts.prompt),
    )


def _price(attempt: Attempt) -> str:
    if attempt.cost_usd is not None:
        return dollars(attempt.cost_usd)
    if not attempt.facts.bills:
        return "free"
    estimate = attempt.facts.estimate_usd
    return _UNKNOWN if estimate is None else f"≤ {dollars(estimate)}"


def _short(prompt: str) -> str:
    line = " ".join(prompt.split())
    return line if len(line) <= _PROMPT_CHARACTERS else f"{line[: _PROMPT_CHARACTERS - 1]}…"


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("a number from 0 on, please")
    return number
