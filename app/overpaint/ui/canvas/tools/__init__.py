"""What the pointer does on the canvas: one small class for each tool, grouped by kin."""

from overpaint.ui.canvas.tools.base import CanvasTool, Held, PointerSample, ToolHost, ToolKind

__all__ = ["CanvasTool", "Held", "PointerSample", "ToolHost", "ToolKind"]
