"""Every command of the window, in the order of the menus."""

from __future__ import annotations

from overpaint.ui.actions.command import Command, Need
from overpaint.ui.actions.editing import EDITING
from overpaint.ui.actions.files import FILES
from overpaint.ui.actions.image import IMAGE
from overpaint.ui.actions.markup import MARKUP
from overpaint.ui.actions.mask import MASK
from overpaint.ui.actions.results import RESULTS
from overpaint.ui.actions.tools import TOOLS
from overpaint.ui.actions.viewing import VIEWING
from overpaint.ui.actions.windows import WINDOWS

COMMANDS: tuple[Command, ...] = (
    *FILES, *EDITING, *IMAGE, *TOOLS, *MASK, *MARKUP, *VIEWING, *RESULTS, *WINDOWS,
)  # fmt: skip

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


def that_need(need: Need) -> tuple[str, ...]:
    """Return the ids of the commands that need this."""
    return tuple(command.id for command in COMMANDS if command.needs is need)
