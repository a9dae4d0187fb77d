"""The rows of the edit menu."""

from __future__ import annotations

from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

EDITING: tuple[Command, ...] = (
    row("undo", say("Actions", "&Undo"), Menu.EDIT, "Ctrl+Z", icon="undo"),
    row("redo", say("Actions", "&Redo"), Menu.EDIT, "Ctrl+Shift+Z", "Ctrl+Y", icon="redo"),
    row("copy", say("Actions", "&Copy result"), Menu.EDIT, "Ctrl+C", icon="copy", separated=True,
        needs=Need.RESULT),
    row("paste", say("Actions", "&Paste picture"), Menu.EDIT, "Ctrl+V", icon="paste"),
    row("paste_reference", say("Actions", "Paste as &reference"), Menu.EDIT, "Ctrl+Shift+V"),
    row("paste_mask", say("Actions", "Paste as &mask"), Menu.EDIT, "Ctrl+Shift+M",
        needs=Need.TARGET),
    row("focus_prompt", say("Actions", "&Write the prompt"), Menu.EDIT, "/", separated=True),
    row("generate", say("Actions", "&Generate"), Menu.EDIT, "Ctrl+Return", "Ctrl+Enter",
        icon="generate"),
    row("generate_again", say("Actions", "Generate once &more"), Menu.EDIT, "Alt+Return",
        icon="retry"),
    row("cancel_job", say("Actions", "Cancel the selected &job"), Menu.EDIT, "Ctrl+.",
        icon="stop"),
    row("cancel_all", say("Actions", "Cancel &all jobs"), Menu.EDIT, "Ctrl+Shift+."),
)  # fmt: skip
