"""The rows of the mask menu."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

MASK: tuple[Command, ...] = (
    row("fill_mask", say("Actions", "Mask &everything"), Menu.MASK, icon="fill",
        needs=Need.TARGET, where=Where.CANVAS),
    row("clear_mask", say("Actions", "&Clear mask"), Menu.MASK, icon="clear",
        needs=Need.TARGET, where=Where.CANVAS),
    row("invert_mask", say("Actions", "&Invert mask"), Menu.MASK,
        icon="invert", needs=Need.TARGET, where=Where.CANVAS),
    row("show_mask", say("Actions", "&Show mask"), Menu.MASK, icon="eye", checkable=True,
        separated=True, where=Where.OUTSIDE_TEXT),
    row("outline_mask", say("Actions", "&Outline"), Menu.MASK, icon="mask-outline",
        checkable=True, where=Where.OUTSIDE_TEXT),
    row("next_mask_look", say("Actions", "Next &look of the mask"), Menu.MASK,
        where=Where.OUTSIDE_TEXT),
    row("export_mask", say("Actions", "E&xport mask as sent…"), Menu.MASK, icon="export",
        needs=Need.TARGET),
)  # fmt: skip
