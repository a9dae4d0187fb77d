"""The rows of the markup menu."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

MARKUP: tuple[Command, ...] = (
    row("mark_select", say("Actions", "&Select marks"), Menu.MARKUP, icon="mark-select",
        checkable=True, group="marks"),
    row("mark_pen", say("Actions", "&Pen"), Menu.MARKUP, icon="mark-pen", checkable=True,
        group="marks"),
    row("mark_arrow", say("Actions", "&Arrow"), Menu.MARKUP, icon="mark-arrow", checkable=True,
        group="marks"),
    row("mark_box", say("Actions", "&Box"), Menu.MARKUP, icon="mark-box", checkable=True,
        group="marks"),
    row("mark_ellipse", say("Actions", "&Ellipse"), Menu.MARKUP, icon="mark-ellipse",
        checkable=True, group="marks"),
    row("mark_text", say("Actions", "&Text"), Menu.MARKUP, icon="mark-text", checkable=True,
        group="marks"),
    row("next_mark_kind", say("Actions", "&Next kind of mark"), Menu.MARKUP,
        where=Where.OUTSIDE_TEXT),
    row("mark_colour", say("Actions", "C&olour…"), Menu.MARKUP, separated=True),
    row("next_mark", say("Actions", "Select the ne&xt mark"), Menu.MARKUP,
        separated=True,
        needs=Need.MARKS),
    row("delete_mark", say("Actions", "&Delete the selected mark"), Menu.MARKUP, icon="trash",
        needs=Need.MARK),
    row("clear_markup", say("Actions", "&Clear markup"), Menu.MARKUP, icon="clear",
        needs=Need.MARKS),
    row("export_markup", say("Actions", "Expo&rt markup as sent…"), Menu.MARKUP, icon="export",
        separated=True,
        needs=Need.MARKS),
)  # fmt: skip
