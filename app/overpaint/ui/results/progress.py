"""How an event of a job changes its tile: a pure function."""

from __future__ import annotations

from dataclasses import replace

from overpaint.domain.errors import Billing
from overpaint.domain.events import (
    Cancelled,
    Completed,
    Failed,
    JobEvent,
    Partial,
    Queued,
    Sending,
    Waiting,
)
from overpaint.ui.results.item import ResultItem, ResultState


def advance(item: ResultItem, event: JobEvent, elapsed_s: float) -> list[ResultItem]:
    """The tile after the event, followed by tiles for further answers of the same job.

    Args:
        item: The tile of a running job.
        event: What happened.
        elapsed_s: Seconds since sending began, by our own clock.
    """
    match event:
        case Queued() | Waiting():
            return [_still(item, event)]
        case Sending():
            return [_sending(item, event, elapsed_s)]
        case Partial():
            return [_preview(item, event, elapsed_s)]
        case Completed():
            return _completed(item, event)
        case Failed(error=error):
            billed = error.billing is Billing.MAYBE
            state = ResultState.FAILED
            return [replace(item, state=state, error=error, maybe_billed=billed)]
        case Cancelled(maybe_billed=billed):
            return [replace(item, state=ResultState.CANCELLED, maybe_billed=billed)]


def _still(item: ResultItem, event: Queued | Waiting) -> ResultItem:
    if isinstance(event, Queued):
        return replace(
            item,
            state=ResultState.QUEUED,
            position=event.position,
            held=event.held,
            elapsed_s=0.0,
        )
    return replace(
        item,
        state=ResultState.PAUSED,
        pause_s=event.seconds,
        pause_reason=event.reason,
        elapsed_s=0.0,
    )


def _sending(item: ResultItem, event: Sending, elapsed_s: float) -> ResultItem:
    through = event.total_bytes > 0 and event.sent_bytes >= event.total_bytes
    state = ResultState.WAITING if through else ResultState.SENDING
    if item.state is ResultState.PREVIEW:
        # The last word about the upload may come after the first preview.
        state = ResultState.PREVIEW
    return replace(
        item,
        state=state,
        sent_bytes=event.sent_bytes,
        total_bytes=event.total_bytes,
        elapsed_s=elapsed_s,
    )


def _preview(item: ResultItem, event: Partial, elapsed_s: float) -> ResultItem:
    received = event.index + 1
    if received < item.previews_received:
        return item
    return replace(
        item,
        state=ResultState.PREVIEW,
        previews_received=received,
        picture=event.path,
        elapsed_s=elapsed_s,
    )


def _completed(item: ResultItem, event: Completed) -> list[ResultItem]:
    tiles = []
    count = len(event.results)
    cost_usd = item.bill.cost_usd(event.usage, count) if item.bill is not None else None
    for place, result in enumerate(event.results):
        key = item.key if place == 0 else f"{item.key}/{place + 1}"
        tiles.append(
            replace(
                item,
                key=key,
                state=ResultState.DONE,
                variant=item.variant + place,
                answers=1,
                picture=result.path,
                size=result.size,
                result=result,
                request_id=event.request_id,
                elapsed_s=event.elapsed_s,
                warning=event.warning,
                cost_usd=cost_usd,
            )
        )
    return tiles
