"""Which tools there are, and which of them share a button and a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overpaint.ui.canvas.tools.base import ToolKind
from overpaint.ui.canvas.tools.lassos import LassoTool, PolygonTool
from overpaint.ui.canvas.tools.paint_in import PaintInTool
from overpaint.ui.canvas.tools.painting import BrushTool, EraserTool, ProtectTool
from overpaint.ui.canvas.tools.picking import BucketTool, ColourRangeTool, WandTool
from overpaint.ui.canvas.tools.scissors import ScissorsTool
from overpaint.ui.canvas.tools.selecting import SelectTool
from overpaint.ui.canvas.tools.shapes import EllipseTool, RectangleTool
from overpaint.ui.canvas.tools.smart import BoxTool, ScribbleTool
from overpaint.ui.canvas.tools.viewing import PanTool, RotateTool, ZoomTool

if TYPE_CHECKING:
    from overpaint.ui.canvas.tools.base import CanvasTool

TOOLS: tuple[type[CanvasTool], ...] = (
    BrushTool, EraserTool, ProtectTool, RectangleTool, EllipseTool, LassoTool, PolygonTool,
    ScissorsTool, WandTool, ColourRangeTool, ScribbleTool, BoxTool, BucketTool, PaintInTool,
    PanTool, ZoomTool, RotateTool,
)  # fmt: skip

GROUPS: tuple[tuple[ToolKind, ...], ...] = (
    (ToolKind.BRUSH,),
    (ToolKind.ERASER,),
    (ToolKind.PROTECT,),
    (ToolKind.RECTANGLE, ToolKind.ELLIPSE),
    (ToolKind.LASSO, ToolKind.POLYGON, ToolKind.SCISSORS),
    (ToolKind.WAND, ToolKind.COLOUR_RANGE, ToolKind.SMART_SCRIBBLE, ToolKind.SMART_BOX),
    (ToolKind.BUCKET,),
    (ToolKind.PAINT_IN,),
    (ToolKind.MARKUP,),
    (ToolKind.FRAME,),
    (ToolKind.PAN,),
    (ToolKind.ZOOM,),
    (ToolKind.ROTATE,),
)
"""In the order of the tool strip; the first of a group is on its button until another is used."""

PAINTING = frozenset({ToolKind.BRUSH, ToolKind.ERASER, ToolKind.PROTECT})
"""The tools with a brush."""

SELECTING = frozenset(make.kind for make in TOOLS if issubclass(make, SelectTool))
"""The tools that select."""


def group_of(kind: ToolKind) -> tuple[ToolKind, ...]:
    """Return the tools that share a button with one; it alone where none does."""
    return next((group for group in GROUPS if kind in group), (kind,))
