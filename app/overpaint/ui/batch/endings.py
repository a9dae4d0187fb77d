"""What the sheet says when a run has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from overpaint.domain.errors import Action
from overpaint.domain.text import say
from overpaint.services.batch.events import EndKind, RunEnd
from overpaint.ui.batch.entry import Entry, Shown
from overpaint.ui.messages import render
from overpaint.ui.notices import error_notice
from overpaint.ui.widgets.banner import Notice, NoticeAction, NoticeKind


def end_notice(end: RunEnd, entries: Sequence[Entry], folder_action: str) -> Notice | None:
    """The notice for an end; None for a pause, which was asked for.

    Args:
        end: How the run ended.
        entries: The rows as they are now.
        folder_action: Id of the button that shows the folder of results, ``""`` for none.
    """
    counts = Counter(entry.shown for entry in entries)
    if end.kind is EndKind.PAUSED:
        return None
    if end.kind is EndKind.HALTED and end.error is not None:
        return error_notice(end.error)
    if end.kind is EndKind.CAP_REACHED:
        return Notice(
            NoticeKind.WARNING,
            render(say("Batch", "The spend cap is reached")),
            render(say("Batch", "{count} rows are left. Raise the cap and resume to send them.",
                       count=counts[Shown.READY])),
        )  # fmt: skip
    if end.kind is EndKind.LIMIT_REACHED:
        return Notice(
            NoticeKind.WARNING,
            render(say("Batch", "Your spending limit is reached")),
            render(say("Batch", "{count} rows are left. Raise the limit and resume to send them.",
                       count=counts[Shown.READY])),
            (NoticeAction(Action.RAISE_LIMIT.value, render(say("Notices", "Raise the limit…"))),),
        )  # fmt: skip
    if end.kind is EndKind.STOPPED:
        return _stopped(counts)
    return _finished(counts, folder_action)


def _stopped(counts: Counter[Shown]) -> Notice:
    billed = counts[Shown.MAYBE_BILLED]
    one = say("Batch", "1 row had been sent; the server may charge for it.")
    many = say("Batch", "{count} rows had been sent; the server may charge for them.", count=billed)
    text = render(one if billed == 1 else many) if billed else ""
    kind = NoticeKind.WARNING if billed else NoticeKind.INFO
    return Notice(kind, render(say("Batch", "The batch is stopped")), text)


def _finished(counts: Counter[Shown], folder_action: str) -> Notice:
    done, failed = counts[Shown.DONE], counts[Shown.FAILED]
    billed, left = counts[Shown.MAYBE_BILLED], counts[Shown.READY]
    one, many = say("Batch", "1 row is done"), say("Batch", "{count} rows are done", count=done)
    told = (
        (failed, say("Batch", "{count} failed.", count=failed)),
        (billed, say("Batch", "{count} may have been charged without a result.", count=billed)),
        (left, say("Batch", "{count} are left to send.", count=left)),
    )
    text = " ".join(render(words) for count, words in told if count)
    label = render(say("Batch", "Show folder"))
    actions = (NoticeAction(folder_action, label),) if folder_action and done else ()
    kind = NoticeKind.WARNING if failed or billed else NoticeKind.SUCCESS
    return Notice(kind, render(one if done == 1 else many), text, actions)
