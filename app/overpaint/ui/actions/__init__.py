"""Every command of the window: text, icon, where it stands in the menus, and where its keys work.

A new command is one `row` in the module of its menu, one handler in `overpaint.ui.commands`, and
one line in ``resources/keymaps/photoshop.toml`` if it has a key.
"""

from overpaint.ui.actions.actions import Actions
from overpaint.ui.actions.command import Command, Menu, Need
from overpaint.ui.actions.table import COMMANDS, that_need

__all__ = ["COMMANDS", "Actions", "Command", "Menu", "Need", "that_need"]
