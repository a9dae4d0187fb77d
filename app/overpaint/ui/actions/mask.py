"""The rows of the mask menu."""

from __future__ import annotations

from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

MASK: tuple[Command, ...] = (
    row("fill_mask", say("Actions", "Mask &everything"), Menu.MASK, "Ctrl+A", icon="fill",
        needs=Need.TARGET),
    row("clear_mask", say("Actions", "&Clear mask"), Menu.MASK, "Ctrl+D", icon="clear",
        needs=Need.TARGET),
    row("invert_mask", say("Actions", "&Invert mask"), Menu.MASK, "Ctrl+Shift+I", "Shift+F7",
        icon="invert", needs=Need.TARGET),
    row("show_mask", say("Actions", "&Show mask"), Menu.MASK, "Q", icon="eye", checkable=True,
        separated=True),
    row("export_mask", say("Actions", "E&xport mask as sent…"), Menu.MASK, icon="export",
        needs=Need.TARGET),
)  # fmt: skip
