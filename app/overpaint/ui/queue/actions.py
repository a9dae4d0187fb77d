"""What can be done with a row of the queue: one table for menu, keys and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.text import Message, say
from overpaint.ui.key_tips import key_tips
from overpaint.ui.messages import render
from overpaint.ui.queue.entry import QueueEntry, Section


class QueueAction(Enum):
    """Something to do with a job."""

    FRONT = "front"
    UP = "up"
    DOWN = "down"
    LAST = "last"
    CANCEL = "cancel"
    RETRY = "retry"
    SHOW = "show"
    SENT = "sent"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class _Row:
    text: Message
    sections: frozenset[Section]
    icon: str
    command: str = ""
    separated: bool = False


_WAITING = frozenset({Section.WAITING})
_ENDED = frozenset({Section.ENDED})
_ALIVE = frozenset({Section.RUNNING, Section.WAITING})
_ALL = _ALIVE | _ENDED

_TABLE: dict[QueueAction, _Row] = {
    QueueAction.FRONT: _Row(say("Queue", "To the front"), _WAITING, "to-front", "move_job_first"),
    QueueAction.UP: _Row(say("Queue", "Move up"), _WAITING, "chevron-up", "move_job_up"),
    QueueAction.DOWN: _Row(say("Queue", "Move down"), _WAITING, "chevron-down", "move_job_down"),
    QueueAction.LAST: _Row(say("Queue", "To the end"), _WAITING, "to-end", "move_job_last"),
    QueueAction.RETRY: _Row(say("Queue", "Retry"), _ENDED, "retry"),
    QueueAction.SHOW: _Row(
        say("Queue", "Show in results"), _ALL, "images", separated=True
    ),
    QueueAction.SENT: _Row(say("Queue", "What was sent…"), _ENDED, "inspect"),
    QueueAction.CANCEL: _Row(
        say("Queue", "Cancel"), _ALIVE, "stop", "cancel_queued", separated=True
    ),
    QueueAction.REMOVE: _Row(
        say("Queue", "Remove from queue"), _ENDED, "close", "cancel_queued", separated=True
    ),
}  # fmt: skip

_BUTTONS = (
    QueueAction.UP,
    QueueAction.DOWN,
    QueueAction.RETRY,
    QueueAction.CANCEL,
    QueueAction.REMOVE,
)


def text_of(action: QueueAction, entry: QueueEntry | None = None) -> str:
    """What the menu says, of a certain row when it is given."""
    if action is QueueAction.RETRY and entry is not None and entry.item.maybe_billed:
        return render(say("Queue", "Retry (may be charged twice)"))
    return render(_TABLE[action].text)


def icon_of(action: QueueAction) -> str:
    """The name of its icon."""
    return _TABLE[action].icon


def command_of(action: QueueAction) -> str:
    """The command whose keys it has, ``""`` for none."""
    return _TABLE[action].command


def keys_of(action: QueueAction) -> tuple[str, ...]:
    """The portable key sequences that work now."""
    return key_tips().of(_TABLE[action].command)


def is_separated(action: QueueAction) -> bool:
    """Whether the menu draws a line before it."""
    return _TABLE[action].separated


def available(entry: QueueEntry) -> tuple[QueueAction, ...]:
    """What can be done with a row, in the order of the menu."""
    return tuple(action for action, row in _TABLE.items() if entry.section in row.sections)


def buttons(entry: QueueEntry) -> tuple[QueueAction, ...]:
    """What stands at the end of the row."""
    possible = available(entry)
    return tuple(action for action in _BUTTONS if action in possible)
