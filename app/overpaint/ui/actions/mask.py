"""The rows of the mask menu."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

MASK: tuple[Command, ...] = (
    row("fill_mask", say("Actions", "Mask &everything"), Menu.MASK, icon="fill",
        needs=Need.TARGET, where=Where.CANVAS),
    row("clear_mask", say("Actions", "&Clear mask"), Menu.MASK, icon="clear",
        where=Where.CANVAS),
    row("last_mask", say("Actions", "&Bring back the last mask"), Menu.MASK, icon="reselect",
        where=Where.CANVAS),
    row("invert_mask", say("Actions", "&Invert mask"), Menu.MASK,
        icon="invert", needs=Need.TARGET, where=Where.CANVAS),
    row("grow_mask", say("Actions", "&Grow"), Menu.MASK, icon="grow", separated=True,
        where=Where.CANVAS),
    row("shrink_mask", say("Actions", "Sh&rink"), Menu.MASK, icon="shrink", where=Where.CANVAS),
    row("refine_mask", say("Actions", "Refine &mask…"), Menu.MASK, icon="settings",
        where=Where.CANVAS),
    row("feather_mask", say("Actions", "&Feather…"), Menu.MASK, icon="feather",
        where=Where.CANVAS),
    row("smooth_mask", say("Actions", "Smoo&th…"), Menu.MASK, icon="smooth", where=Where.CANVAS),
    row("fill_holes", say("Actions", "Fill &holes…"), Menu.MASK, icon="holes",
        where=Where.CANVAS),
    row("remove_specks", say("Actions", "Remove s&pecks…"), Menu.MASK, icon="specks",
        where=Where.CANVAS),
    row("threshold_mask", say("Actions", "Thresh&old…"), Menu.MASK, icon="threshold",
        where=Where.CANVAS),
    row("clear_protect", say("Actions", "Clear protectio&n"), Menu.MASK, separated=True,
        where=Where.CANVAS),
    row("mask_unprotected", say("Actions", "Mask all b&ut the protected"), Menu.MASK,
        where=Where.CANVAS),
    row("save_mask", say("Actions", "Save mask to shel&f"), Menu.MASK, icon="shelf",
        separated=True),
    row("mask_on_all", say("Actions", "Use on all pictures of the same si&ze"), Menu.MASK,
        icon="images"),
    row("difference_mask", say("Actions", "From &difference…"), Menu.MASK, icon="difference",
        separated=True),
    row("copy_mask", say("Actions", "Cop&y mask"), Menu.MASK, icon="copy"),
    row("export_mask", say("Actions", "E&xport mask as sent…"), Menu.MASK, icon="export"),
    row("export_white_mask", say("Actions", "Export mask &white on black…"), Menu.MASK),
    row("show_mask", say("Actions", "&Show mask"), Menu.MASK, icon="eye", checkable=True,
        separated=True, where=Where.OUTSIDE_TEXT),
    row("outline_mask", say("Actions", "&Outline"), Menu.MASK, icon="mask-outline",
        checkable=True, where=Where.OUTSIDE_TEXT),
    row("next_mask_look", say("Actions", "Next &look of the mask"), Menu.MASK,
        where=Where.OUTSIDE_TEXT),
)  # fmt: skip
