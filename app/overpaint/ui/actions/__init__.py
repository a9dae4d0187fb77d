"""Every command of the window: text, keys, icon, and where it stands in the menus.

A new command is one `row` in the module of its menu and one handler in `overpaint.ui.commands`.
"""

from overpaint.ui.actions.actions import Actions
from overpaint.ui.actions.command import Command, Menu, Need
from overpaint.ui.actions.table import COMMANDS, that_need

__all__ = ["COMMANDS", "Actions", "Command", "Menu", "Need", "that_need"]
