"""What is said of requests whose program was ended: in a banner, and of each one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale

from overpaint.domain.attempts import Attempt
from overpaint.domain.pricing import dollars
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render
from overpaint.ui.widgets.banner import Notice, NoticeAction, NoticeKind

if TYPE_CHECKING:
    # SQLite and pixels: only the worker that looks needs them.
    from overpaint.services.recovery import Recovery

LOOK = "open_requests.look"
"""What the banner reports when the list is wanted."""

REVEAL = "open_requests.reveal"
"""What it reports when the finished results are wanted."""

_WHY = say(
    "OpenRequests",
    "Overpaint ended before it knew the answer. Look whether your server has charged for it;"
    " nothing is sent again by itself.",
)


@dataclass(frozen=True, slots=True)
class AttemptTexts:
    """One request in words.

    Attributes:
        prompt: What was asked for, in one line.
        facts: When, which model, where, and for how much.
        request_id: The service's id, or why there is none.
    """

    prompt: str
    facts: str
    request_id: str

    @classmethod
    def of(cls, attempt: Attempt) -> AttemptTexts:
        """The words for an attempt."""
        facts = attempt.facts
        moment = attempt.sent or attempt.started
        parts = (_moment(moment.timestamp()), facts.model, facts.server, _price(attempt))
        return cls(
            " ".join(facts.prompt.split()) or render(say("OpenRequests", "Without a prompt")),
            " · ".join(part for part in parts if part),
            attempt.request_id
            or render(say("OpenRequests", "No request id: the server had not begun to answer")),
        )


def notice_of(recovery: Recovery) -> Notice | None:
    """The banner for what earlier sessions have left; None when there is nothing to say."""
    finished = _finished(recovery)
    unbilled = " ".join(part for part in (_never_sent(recovery), _free(recovery)) if part)
    if recovery.unknown:
        more = " ".join(part for part in (render(_WHY), finished, unbilled) if part)
        look = NoticeAction(LOOK, render(say("OpenRequests", "Look at it…")))
        return Notice(NoticeKind.INFO, _title(recovery), more, (look,))
    if finished:
        show = NoticeAction(REVEAL, render(say("OpenRequests", "Show in folder")))
        return Notice(NoticeKind.SUCCESS, finished, unbilled, (show,))
    return Notice(NoticeKind.INFO, unbilled) if unbilled else None


def _title(recovery: Recovery) -> str:
    count = len(recovery.unknown)
    if len(recovery.new_unknown) == count:
        return _counted(
            count,
            say("OpenRequests", "1 request of the last session may have been billed"),
            say("OpenRequests", "{count} requests of the last session may have been billed",
                count=count),
        )  # fmt: skip
    return _counted(
        count,
        say("OpenRequests", "1 earlier request may have been billed"),
        say("OpenRequests", "{count} earlier requests may have been billed", count=count),
    )


def _finished(recovery: Recovery) -> str:
    count = sum(len(one.results) for one in recovery.finished)
    return _counted(
        count,
        say("OpenRequests", "An answer that had arrived in the last session is a result now."),
        say("OpenRequests", "{count} answers that had arrived in the last session are results now.",
            count=count),
    )  # fmt: skip


def _never_sent(recovery: Recovery) -> str:
    count = len(recovery.never_sent)
    return _counted(
        count,
        say("OpenRequests", "1 request that waited was never sent, and not billed."),
        say("OpenRequests", "{count} requests that waited were never sent, and not billed.",
            count=count),
    )  # fmt: skip


def _free(recovery: Recovery) -> str:
    count = len(recovery.free)
    return _counted(
        count,
        say("OpenRequests", "1 request was cut off where nothing is billed."),
        say("OpenRequests", "{count} requests were cut off where nothing is billed.", count=count),
    )


def _counted(count: int, one: Message, many: Message) -> str:
    if not count:
        return ""
    return render(one if count == 1 else many)


def _moment(seconds: float) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def _price(attempt: Attempt) -> str:
    estimate = attempt.facts.estimate_usd
    if estimate is None:
        return render(say("OpenRequests", "price unknown"))
    return render(say("OpenRequests", "at most {price}", price=dollars(estimate)))
