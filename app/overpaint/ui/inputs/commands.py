"""What can be done with an input card: one table for menu and keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.text import Message, say
from overpaint.ui.inputs.limits import Fix
from overpaint.ui.inputs.rows import CardKind, CardRow
from overpaint.ui.key_tips import key_tips


class InputsCommand(Enum):
    """Something to do with an input."""

    OPEN = "open"
    MAKE_TARGET = "make_target"
    EARLIER = "earlier"
    LATER = "later"
    SHRINK = "shrink"
    CHOOSE_FRAME = "choose_frame"
    USE_AS_MASK = "use_as_mask"
    MENTION = "mention"
    RETRY = "retry"
    REPLACE = "replace"
    FIND = "find"
    COPY = "copy"
    SHOW_IN_FOLDER = "show_in_folder"
    REMOVE = "remove"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class MenuRow:
    """One entry of the context menu; its keys are those of the command."""

    command: InputsCommand
    text: Message
    icon: str = ""
    separated: bool = False


_PICTURE_MENU = (
    MenuRow(InputsCommand.MAKE_TARGET, say("Inputs", "Make target"), "crown"),
    MenuRow(InputsCommand.EARLIER, say("Inputs", "Move earlier"), "chevron-left"),
    MenuRow(InputsCommand.LATER, say("Inputs", "Move later"), "chevron-right"),
    MenuRow(InputsCommand.MENTION, say("Inputs", "Name it in the prompt"), "edit", separated=True),
    MenuRow(InputsCommand.USE_AS_MASK, say("Inputs", "Use as mask of the target"), "mask"),
    MenuRow(InputsCommand.REPLACE, say("Inputs", "Replace…"), "folder-open", separated=True),
    MenuRow(InputsCommand.COPY, say("Inputs", "Copy"), "copy"),
    MenuRow(InputsCommand.SHOW_IN_FOLDER, say("Inputs", "Show in folder"), "reveal"),
    MenuRow(InputsCommand.REMOVE, say("Inputs", "Remove"), "trash", separated=True),
)
_MISSING_MENU = (
    MenuRow(InputsCommand.FIND, say("Inputs", "Find…"), "folder-open"),
    MenuRow(InputsCommand.RETRY, say("Inputs", "Try again"), "retry"),
    MenuRow(InputsCommand.REPLACE, say("Inputs", "Replace…"), "images"),
    MenuRow(InputsCommand.REMOVE, say("Inputs", "Remove"), "trash", separated=True),
)
_SHRINK = MenuRow(InputsCommand.SHRINK, say("Inputs", "Shrink a copy to fit"), "resize")
_FRAME = MenuRow(InputsCommand.CHOOSE_FRAME, say("Inputs", "Choose frame or page…"), "images")
_READING_MENU = (MenuRow(InputsCommand.REMOVE, say("Inputs", "Stop and remove"), "stop"),)
_RETRY = MenuRow(InputsCommand.RETRY, say("Inputs", "Try again"), "retry")
_SMALLER = MenuRow(InputsCommand.SHRINK, say("Inputs", "Use a smaller copy"), "resize")
_FAILED_MENU = (MenuRow(InputsCommand.REMOVE, say("Inputs", "Remove"), "trash", separated=True),)
_REFERENCES_ONLY = {
    InputsCommand.MAKE_TARGET, InputsCommand.EARLIER, InputsCommand.USE_AS_MASK,
    InputsCommand.MENTION,
}  # fmt: skip
_ADD_MENU = (MenuRow(InputsCommand.OPEN, say("Inputs", "Add pictures…"), "plus"),)


COMMANDS: dict[str, InputsCommand] = {
    "remove_input": InputsCommand.REMOVE,
    "move_input_earlier": InputsCommand.EARLIER,
    "move_input_later": InputsCommand.LATER,
    "copy": InputsCommand.COPY,
    "undo": InputsCommand.UNDO,
    "redo": InputsCommand.REDO,
}
"""What the sets of keys call them."""


def keys_of(command: InputsCommand) -> tuple[str, ...]:
    """The portable key sequences that work now."""
    return next((key_tips().of(name) for name, it in COMMANDS.items() if it is command), ())


def menu_rows(card: CardRow | None) -> tuple[MenuRow, ...]:
    """The context menu of a card, or of the ground beside them."""
    if card is None or card.kind is CardKind.ADD:
        return _ADD_MENU
    if card.kind is CardKind.FAILED:
        return _failed_menu(card)
    if card.kind is CardKind.READING:
        return _READING_MENU if card.can_be_given_up else ()
    if card.image is not None and card.image.is_missing:
        return _MISSING_MENU
    frames = (_FRAME,) if card.image is not None and card.image.frame_count > 1 else ()
    if fix_command(card) is InputsCommand.SHRINK:
        return (_SHRINK, *frames, *_PICTURE_MENU)
    is_large = card.image is not None and bool(card.image.hints) and not card.busy
    return (*((_SMALLER,) if is_large else ()), *frames, *_PICTURE_MENU)


def _failed_menu(card: CardRow) -> tuple[MenuRow, ...]:
    smaller = (_SMALLER,) if card.issue is not None else ()
    again = (_RETRY,) if card.file is not None else ()
    return (*smaller, *again, *_FAILED_MENU)


def is_possible(command: InputsCommand, card: CardRow, count: int) -> bool:
    """Whether a command does anything to a picture among so many."""
    if command in _REFERENCES_ONLY:
        return card.position > 1
    if command is InputsCommand.LATER:
        return card.position < count
    return True


def fix_command(card: CardRow) -> InputsCommand | None:
    """What the button on a card does; None when it has none."""
    if card.issue is None or card.busy:
        return None
    fixes = {
        Fix.SHRINK: InputsCommand.SHRINK,
        Fix.FIND: InputsCommand.FIND,
        Fix.REMOVE: InputsCommand.REMOVE,
    }
    return fixes.get(card.issue.fix)
