"""What a command of the window is: one row of the action table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.keymap import Where
from overpaint.domain.text import Message, say


class Menu(Enum):
    """The menus, in their order."""

    FILE = say("Actions", "&File")
    EDIT = say("Actions", "&Edit")
    IMAGE = say("Actions", "&Image")
    TOOLS = say("Actions", "&Tools")
    MASK = say("Actions", "&Mask")
    MARKUP = say("Actions", "Mar&kup")
    VIEW = say("Actions", "&View")
    RESULTS = say("Actions", "&Results")
    WINDOW = say("Actions", "&Window")
    HELP = say("Actions", "&Help")


class Need(Enum):
    """What must be there for a command; the value says what is missing."""

    NOTHING = None
    TARGET = say("Actions", "There is no picture yet.")
    FRAMES = say("Actions", "No picture of the edit has several frames or pages.")
    CLOSED = say("Actions", "No edit was closed since the start; see the recent ones.")
    RESULT = say("Actions", "No finished result is selected.")
    JOB = say("Actions", "No running job is selected.")
    JOBS = say("Actions", "No job is running or waiting.")
    STEP = say("Actions", "There is nothing to undo.")
    UNDONE = say("Actions", "There is nothing to redo.")
    MARK = say("Actions", "No mark is selected.")
    MARKS = say("Actions", "There are no marks yet.")


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table.

    Attributes:
        id: Name in the code.
        text: What the menu says, with its ampersand.
        menu: Where it stands.
        icon: Name of its icon, ``""`` for none.
        checkable: Whether it is a switch.
        separated: Whether a line stands before it.
        group: Commands of one group exclude each other.
        needs: Without it the command is switched off; who knows of it sees to that.
        where: Where its keys work.
    """

    id: str
    text: Message
    menu: Menu
    icon: str = ""
    checkable: bool = False
    separated: bool = False
    group: str = ""
    needs: Need = Need.NOTHING
    where: Where = Where.EVERYWHERE


def row(
    identifier: str, text: Message, menu: Menu, *, icon: str = "", checkable: bool = False,
    separated: bool = False, group: str = "", needs: Need = Need.NOTHING,
    where: Where = Where.EVERYWHERE,
) -> Command:  # fmt: skip
    """Write a row. See `Command`; its keys are in ``resources/keymaps``."""
    return Command(identifier, text, menu, icon, checkable, separated, group, needs, where)
