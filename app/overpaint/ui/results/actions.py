"""What can be done with a result: one table for menu, keys and buttons on the tile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.text import Message, say
from overpaint.ui.key_tips import key_tips
from overpaint.ui.messages import render
from overpaint.ui.results.item import ResultItem, ResultState


class ResultAction(Enum):
    """Something to do with a result."""

    USE_AS_TARGET = "use_as_target"
    ADD_AS_REFERENCE = "add_as_reference"
    EXPORT = "export"
    SAVE_COPY = "save_copy"
    COPY = "copy"
    COPY_PATH = "copy_path"
    SHOW_IN_FOLDER = "show_in_folder"
    COMPARE = "compare"
    LINEAGE = "lineage"
    STAR = "star"
    BLEND_AGAIN = "blend_again"
    RETRY = "retry"
    SENT = "sent"
    CANCEL = "cancel"
    REMOVE = "remove"


class _Needs(Enum):
    """On which tiles an action makes sense."""

    FILE = "file"
    RESULT = "result"
    RUNNING = "running"
    UNBLENDED = "unblended"
    ENDED_BADLY = "ended badly"
    ENDED = "ended"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class _Row:
    text: Message
    needs: _Needs
    command: str = ""
    icon: str = ""
    separated: bool = False


_TABLE: dict[ResultAction, _Row] = {
    ResultAction.USE_AS_TARGET: _Row(
        say("Results", "Use as target"), _Needs.RESULT, "use_as_target", "crown"
    ),
    ResultAction.ADD_AS_REFERENCE: _Row(
        say("Results", "Add as reference"), _Needs.RESULT, "add_as_reference", "images"
    ),
    ResultAction.COMPARE: _Row(
        say("Results", "Compare with the original"), _Needs.RESULT, "compare_slider", "compare"
    ),
    ResultAction.LINEAGE: _Row(
        say("Results", "Show its lineage"), _Needs.RESULT, "jump_lineage", "lineage"
    ),
    ResultAction.STAR: _Row(say("Results", "Favourite"), _Needs.RESULT, "star_result", "star"),
    ResultAction.EXPORT: _Row(
        say("Results", "Export…"), _Needs.RESULT, "export", "export", separated=True
    ),
    ResultAction.SAVE_COPY: _Row(
        say("Results", "Save a copy…"), _Needs.RESULT, "save_copy", "save"
    ),
    ResultAction.COPY: _Row(say("Results", "Copy"), _Needs.FILE, "copy", "copy"),
    ResultAction.COPY_PATH: _Row(
        say("Results", "Copy file path"), _Needs.FILE, "copy_path", "link"
    ),
    ResultAction.SHOW_IN_FOLDER: _Row(
        say("Results", "Show in folder"), _Needs.FILE, "reveal", "reveal"
    ),
    ResultAction.BLEND_AGAIN: _Row(
        say("Results", "Blend again"), _Needs.UNBLENDED, icon="retry"
    ),
    ResultAction.RETRY: _Row(
        say("Results", "Retry"), _Needs.ENDED_BADLY, icon="retry"
    ),
    ResultAction.SENT: _Row(say("Results", "What was sent…"), _Needs.SENT, icon="inspect"),
    ResultAction.CANCEL: _Row(
        say("Results", "Cancel"), _Needs.RUNNING, "cancel_job", "stop"
    ),
    ResultAction.REMOVE: _Row(
        say("Results", "Remove from strip"), _Needs.ENDED, "remove_result", "close",
        separated=True,
    ),
}  # fmt: skip

_BUTTONS = (
    ResultAction.BLEND_AGAIN,
    ResultAction.USE_AS_TARGET,
    ResultAction.SAVE_COPY,
    ResultAction.CANCEL,
)


def text_of(action: ResultAction, *, of_two: bool = False) -> str:
    """What the menu says; ``of_two`` when it is about two tiles."""
    if of_two and action is ResultAction.COMPARE:
        return render(say("Results", "Compare these two"))
    return render(_TABLE[action].text)


def command_of(action: ResultAction) -> str:
    """The command whose keys it has, ``""`` for none."""
    return _TABLE[action].command


def keys_of(action: ResultAction) -> tuple[str, ...]:
    """The portable key sequences that work now."""
    return key_tips().of(_TABLE[action].command)


def icon_of(action: ResultAction) -> str:
    """The name of its icon."""
    return _TABLE[action].icon


def is_separated(action: ResultAction) -> bool:
    """Whether the menu draws a line before it."""
    return _TABLE[action].separated


def available(item: ResultItem) -> tuple[ResultAction, ...]:
    """What can be done with a tile, in the order of the menu."""
    return tuple(action for action, row in _TABLE.items() if _suits(row.needs, item))


def buttons(item: ResultItem) -> tuple[ResultAction, ...]:
    """What the tile offers under the pointer; everything else is in its menu."""
    possible = available(item)
    return tuple(action for action in _BUTTONS if action in possible)


def _suits(needs: _Needs, item: ResultItem) -> bool:
    if needs is _Needs.FILE:
        return item.file is not None
    if needs is _Needs.RESULT:
        # A mix that is still being painted has no file yet.
        return item.state is ResultState.DONE and item.file is not None
    if needs is _Needs.UNBLENDED:
        return item.result is not None and item.result.failure is not None
    if needs is _Needs.RUNNING:
        return item.running
    if needs is _Needs.ENDED_BADLY:
        return item.state in {ResultState.FAILED, ResultState.CANCELLED}
    has_ended = not item.running and item.state is not ResultState.ORIGINAL
    return has_ended and (needs is _Needs.ENDED or not item.is_external)
