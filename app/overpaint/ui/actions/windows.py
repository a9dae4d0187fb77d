"""The rows of the window and help menus."""

from __future__ import annotations

from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, row

WINDOWS: tuple[Command, ...] = (
    row("reset_layout", say("Actions", "&Reset the layout"), Menu.WINDOW, separated=True),
    row("key_sheet", say("Actions", "&Keyboard shortcuts"), Menu.HELP, "Ctrl+/", "?",
        icon="keyboard"),
    row("about", say("Actions", "&About Overpaint"), Menu.HELP, icon="info"),
)  # fmt: skip
