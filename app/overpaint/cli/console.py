"""Print: results to stdout, everything else to stderr."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable

from overpaint.domain.errors import ApiError, Billing, OverpaintError
from overpaint.domain.problems import Problem
from overpaint.logs import redact


def prepare_streams() -> None:
    """Let every file name through: it need not be text, and the console need not know it all."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            whole = stream.encoding.lower().replace("-", "") == "utf8"
            stream.reconfigure(errors="surrogateescape" if whole else "backslashreplace")


def give_up_stdout() -> None:
    """Point stdout nowhere, after its reader has gone, so that the exit is silent."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def result(text: str) -> None:
    """Print a line that a script may read."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Print a line for a person."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def problems(found: Iterable[Problem]) -> None:
    """Print each problem as ``field: reason remedy``."""
    for problem in found:
        kind = "" if problem.blocking else "warning: "
        note(f"{kind}{problem.field.value}: {problem.reason} {problem.remedy}")


def failure(error: OverpaintError, *, free: bool = False) -> None:
    """Print an error as a person needs it: what, why, what to do, what support will ask for.

    Args:
        error: What happened.
        free: Whether the server bills nobody, whatever happens.
    """
    note(f"error: {redact(str(error))}")
    if error.billing is Billing.MAYBE and not free:
        note("The server may have billed this attempt.")
    if isinstance(error, ApiError) and error.request_id:
        note(f"Request id for support: {error.request_id}")
