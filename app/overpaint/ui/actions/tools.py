"""The rows of the tools menu."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import Message, say
from overpaint.ui.actions.command import Command, Menu, row


def _tool(name: str, text: Message, *, icon: str, separated: bool = False) -> Command:
    """Write the row of a tool; its key works wherever it types nothing."""
    return row(f"tool_{name}", text, Menu.TOOLS, icon=icon, checkable=True, group="tools",
               separated=separated, where=Where.OUTSIDE_TEXT)  # fmt: skip


TOOLS: tuple[Command, ...] = (
    _tool("brush", say("Actions", "&Brush"), icon="brush"),
    _tool("eraser", say("Actions", "&Eraser"), icon="eraser"),
    _tool("protect", say("Actions", "P&rotect brush"), icon="protect"),
    _tool("rectangle", say("Actions", "Re&ctangle"), icon="rectangle", separated=True),
    _tool("ellipse", say("Actions", "E&llipse"), icon="ellipse"),
    _tool("lasso", say("Actions", "L&asso"), icon="lasso"),
    _tool("polygon", say("Actions", "Pol&ygon"), icon="polygon"),
    _tool("scissors", say("Actions", "Edge-s&napping lasso"), icon="scissors"),
    _tool("wand", say("Actions", "Magic &wand"), icon="wand"),
    _tool("colour_range", say("Actions", "C&olour range"), icon="colour-range"),
    _tool("smart_scribble", say("Actions", "&Scribble to cut out"), icon="smart-scribble"),
    _tool("smart_box", say("Actions", "Bo&x to cut out"), icon="smart-box"),
    _tool("bucket", say("Actions", "&Fill region"), icon="bucket"),
    _tool("paint_in", say("Actions", "Paint in &variants"), icon="paint-in", separated=True),
    _tool("markup", say("Actions", "&Markup"), icon="markup", separated=True),
    _tool("frame", say("Actions", "Context fra&me"), icon="frame"),
    _tool("pan", say("Actions", "&Pan"), icon="hand"),
    _tool("zoom", say("Actions", "&Zoom"), icon="zoom"),
    _tool("rotate", say("Actions", "Rotate &view"), icon="rotate"),
    row("next_shape_tool", say("Actions", "Next shape tool"), Menu.TOOLS, separated=True,
        where=Where.OUTSIDE_TEXT),
    row("next_lasso_tool", say("Actions", "Next lasso tool"), Menu.TOOLS,
        where=Where.OUTSIDE_TEXT),
    row("next_wand_tool", say("Actions", "Next wand tool"), Menu.TOOLS, where=Where.OUTSIDE_TEXT),
    row("reset_frame", say("Actions", "Frame around the mask again"), Menu.TOOLS,
        separated=True),
    row("swap_erase", say("Actions", "&Swap add and subtract"), Menu.TOOLS, separated=True,
        where=Where.OUTSIDE_TEXT),
    row("default_brush", say("Actions", "&Default settings"), Menu.TOOLS,
        where=Where.OUTSIDE_TEXT),
)  # fmt: skip
