"""The rows of the tools menu."""

from __future__ import annotations

from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, row

TOOLS: tuple[Command, ...] = (
    row("tool_brush", say("Actions", "&Brush"), Menu.TOOLS, "B", icon="brush", checkable=True,
        group="tools"),
    row("tool_eraser", say("Actions", "&Eraser"), Menu.TOOLS, "E", icon="eraser", checkable=True,
        group="tools"),
    row("tool_protect", say("Actions", "P&rotect brush"), Menu.TOOLS, "K", icon="protect",
        checkable=True, group="tools"),
    row("tool_rectangle", say("Actions", "Re&ctangle"), Menu.TOOLS, "M", icon="rectangle",
        checkable=True, group="tools", separated=True),
    row("tool_ellipse", say("Actions", "E&llipse"), Menu.TOOLS, icon="ellipse",
        checkable=True, group="tools"),
    row("tool_lasso", say("Actions", "L&asso"), Menu.TOOLS, "L", icon="lasso",
        checkable=True, group="tools"),
    row("tool_polygon", say("Actions", "Pol&ygon"), Menu.TOOLS, icon="polygon",
        checkable=True, group="tools"),
    row("tool_wand", say("Actions", "Magic &wand"), Menu.TOOLS, "W", icon="wand",
        checkable=True, group="tools"),
    row("tool_colour_range", say("Actions", "C&olour range"), Menu.TOOLS, icon="colour-range",
        checkable=True, group="tools"),
    row("tool_bucket", say("Actions", "&Fill region"), Menu.TOOLS, "G", icon="bucket",
        checkable=True, group="tools"),
    row("tool_markup", say("Actions", "&Markup"), Menu.TOOLS, "N", icon="markup",
        checkable=True, group="tools", separated=True),
    row("tool_pan", say("Actions", "&Pan"), Menu.TOOLS, "H", icon="hand",
        checkable=True, group="tools"),
    row("tool_zoom", say("Actions", "&Zoom"), Menu.TOOLS, "Z", icon="zoom",
        checkable=True, group="tools"),
    row("tool_rotate", say("Actions", "Rotate &view"), Menu.TOOLS, "R", icon="rotate",
        checkable=True, group="tools"),
    row("next_shape_tool", say("Actions", "Next shape tool"), Menu.TOOLS, "Shift+M",
        separated=True),
    row("next_lasso_tool", say("Actions", "Next lasso tool"), Menu.TOOLS, "Shift+L"),
    row("next_wand_tool", say("Actions", "Next wand tool"), Menu.TOOLS, "Shift+W"),
    row("swap_erase", say("Actions", "&Swap add and subtract"), Menu.TOOLS, "X", separated=True),
    row("default_brush", say("Actions", "&Default settings"), Menu.TOOLS, "D"),
)  # fmt: skip
