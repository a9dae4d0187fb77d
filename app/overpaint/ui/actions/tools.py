"""The rows of the tools menu."""

from __future__ import annotations

from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, row

TOOLS: tuple[Command, ...] = (
    row("tool_brush", say("Actions", "&Brush"), Menu.TOOLS, "B", icon="brush", checkable=True,
        group="tools"),
    row("tool_eraser", say("Actions", "&Eraser"), Menu.TOOLS, "E", icon="eraser", checkable=True,
        group="tools"),
    row("tool_markup", say("Actions", "&Markup"), Menu.TOOLS, "N", icon="markup", checkable=True,
        group="tools"),
    row("tool_pan", say("Actions", "&Pan"), Menu.TOOLS, "H", icon="hand", checkable=True,
        group="tools"),
    row("tool_zoom", say("Actions", "&Zoom"), Menu.TOOLS, "Z", icon="zoom", checkable=True,
        group="tools"),
    row("swap_erase", say("Actions", "&Swap add and subtract"), Menu.TOOLS, "X", separated=True),
    row("default_brush", say("Actions", "&Default brush"), Menu.TOOLS, "D"),
)  # fmt: skip
