"""The rows of the tools menu."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, row

TOOLS: tuple[Command, ...] = (
    row("tool_brush", say("Actions", "&Brush"), Menu.TOOLS, icon="brush", checkable=True,
        group="tools", where=Where.OUTSIDE_TEXT),
    row("tool_eraser", say("Actions", "&Eraser"), Menu.TOOLS, icon="eraser", checkable=True,
        group="tools", where=Where.OUTSIDE_TEXT),
    row("tool_markup", say("Actions", "&Markup"), Menu.TOOLS, icon="markup", checkable=True,
        group="tools", where=Where.OUTSIDE_TEXT),
    row("tool_pan", say("Actions", "&Pan"), Menu.TOOLS, icon="hand", checkable=True,
        group="tools", where=Where.OUTSIDE_TEXT),
    row("tool_zoom", say("Actions", "&Zoom"), Menu.TOOLS, icon="zoom", checkable=True,
        group="tools", where=Where.OUTSIDE_TEXT),
    row("swap_erase", say("Actions", "&Swap add and subtract"), Menu.TOOLS, separated=True,
        where=Where.OUTSIDE_TEXT),
    row("default_brush", say("Actions", "&Default brush"), Menu.TOOLS, where=Where.OUTSIDE_TEXT),
)  # fmt: skip
