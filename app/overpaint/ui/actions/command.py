"""What a command of the window is: one row of the action table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.text import Message, say


class Menu(Enum):
    """The menus, in their order."""

    FILE = say("Actions", "&File")
    EDIT = say("Actions", "&Edit")
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
    RESULT = say("Actions", "No finished result is selected.")


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table.

    Attributes:
        id: Name in the code.
        text: What the menu says, with its ampersand.
        menu: Where it stands.
        keys: Portable key sequences, the first one is shown.
        icon: Name of its icon, ``""`` for none.
        checkable: Whether it is a switch.
        separated: Whether a line stands before it.
        group: Commands of one group exclude each other.
        needs: Without it the command is switched off; the window sees to that.
    """

    id: str
    text: Message
    menu: Menu
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    separated: bool = False
    group: str = ""
    needs: Need = Need.NOTHING


def row(
    identifier: str, text: Message, menu: Menu, *keys: str, icon: str = "", checkable: bool = False,
    separated: bool = False, group: str = "", needs: Need = Need.NOTHING,
) -> Command:  # fmt: skip
    """Write a row: its keys follow the menu. See `Command`."""
    return Command(identifier, text, menu, keys, icon, checkable, separated, group, needs)
