"""Keep the limits of spending on the command line, unless somebody insists."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from overpaint.cli import console
from overpaint.domain.charges import expected_charge
from overpaint.domain.draft import Draft
from overpaint.domain.limits import Allowance, Limits, Standing, allowance, judge
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.rules import Rules
from overpaint.services.library.recording import LIBRARY_NAME


def add_limit_option(parser: argparse._ArgumentGroup) -> None:
    """Offer to cross a limit."""
    parser.add_argument("--over-limit", action="store_true",
                        help="send it although a spending limit is crossed")  # fmt: skip


def require_within(
    arguments: argparse.Namespace,
    draft: Draft,
    rules: Rules,
    profile: ServerProfile,
    limits: Limits,
    data: Path,
) -> None:
    """Find out whether an edit may be sent, and warn when most of a limit is spent. Blocks.

    Raises:
        SpendingError: A limit stands in the way, and nobody insisted.
        StorageError: There is a limit, and the library cannot be read.
    """
    if limits == Limits() or not profile.bills:
        return
    from overpaint.services.library.spending import read_spent  # noqa: PLC0415 - loads SQLite

    spent = read_spent(data / LIBRARY_NAME, datetime.now(UTC))
    next_usd = expected_charge(draft, rules.model(draft), profile).most_usd
    verdict = judge(limits, spent, next_usd)
    if verdict.blocks and not arguments.over_limit:
        raise verdict.refusal()
    if verdict.standing is not Standing.WITHIN:
        console.note(f"warning: {verdict.what}")


def batch_allowance(
    arguments: argparse.Namespace, profile: ServerProfile, limits: Limits, data: Path
) -> Allowance:
    """What a batch may spend by the limits. Blocks.

    Raises:
        StorageError: There is a limit, and the library cannot be read.
    """
    if limits == Limits() or not profile.bills or arguments.over_limit:
        return Allowance()
    from overpaint.services.library.spending import read_spent  # noqa: PLC0415 - loads SQLite

    return allowance(limits, read_spent(data / LIBRARY_NAME, datetime.now(UTC)))
