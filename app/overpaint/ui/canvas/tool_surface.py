"""The part of the canvas through which the rest of the window chooses tools and their options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from overpaint.ui.canvas import brush_steps
from overpaint.ui.canvas.mask_surface import MaskSurface
from overpaint.ui.canvas.tool_options import PressureUse, SelectOptions
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.tools.groups import PAINTING, SELECTING
from overpaint.ui.canvas.tools.live import LiveTool

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from overpaint.imaging.mask.brush import Brush


class ToolSurface(MaskSurface):
    """Adds the tool in hand and how it works.

    Signals:
        select_options_changed: The new `SelectOptions`.
        pressure_use_changed: The new `PressureUse`.
        found_nothing: A selection came out empty; no step was made.
        live_changed: `live_tool` is another one, or its selection is.
    """

    select_options_changed = Signal(object)
    pressure_use_changed = Signal(object)
    found_nothing = Signal()
    live_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selector.options_changed.connect(self.select_options_changed)
        self._selector.found_nothing.connect(self.found_nothing)
        self._selector.live_changed.connect(self.live_changed)

    @property
    def tool(self) -> ToolKind:
        """The tool in hand."""
        return self._input.kind

    @property
    def hand(self) -> ToolKind:
        """The tool that a press would use now: also one that is held by the space bar."""
        return self._input.tool_in_hand.kind

    @property
    def brush(self) -> Brush:
        """The brush of the next stroke; its ``erase`` follows the tool."""
        return self._brush

    @property
    def select_options(self) -> SelectOptions:
        """How selection tools work now."""
        return self._selector.options

    @property
    def live_tool(self) -> LiveTool | None:
        """The tool in hand while its selection waits to be accepted or discarded."""
        tool = self._input.tool_in_hand
        return tool if isinstance(tool, LiveTool) and tool.is_open else None

    @property
    def pressure_use(self) -> PressureUse:
        """What the pressure of a pen does."""
        return self._pressure_use

    def set_tool(self, tool: ToolKind) -> None:
        """Take another tool; the one before ends what it has open."""
        if tool is not ToolKind.MARKUP:
            self.finish_typing()
            self._markup.select(None)
        self._input.choose(tool)

    def take_from_group(self, tool: ToolKind) -> None:
        """Take the tool that was used last in the group of this one: what its key does."""
        self.set_tool(self._input.choice.member(tool))

    def next_in_group(self, tool: ToolKind) -> None:
        """Take the next tool of a group, or the one used last when another group is in hand."""
        self.set_tool(self._input.choice.next_in_group(tool))

    def set_tool_keys(self, keys: Mapping[int, ToolKind]) -> None:
        """Know the keys of the tools, to give a tool only while its key is held.

        Args:
            keys: By `QKeyCombination.toCombined()`.
        """
        self._input.keys.tools = dict(keys)

    def set_canvas_keys(self, keys: Mapping[int, str]) -> None:
        """Know the canvas's own keys; see `CanvasKeys.own` for what they can do.

        Args:
            keys: By `QKeyCombination.toCombined()`.
        """
        self._input.keys.own = dict(keys)
        self.tool_changed()

    def set_wheel_scrolls(self, scrolls: bool) -> None:  # noqa: FBT001 - a setter
        """Let the wheel move the picture, and zoom only with Ctrl; or zoom in any case."""
        self._input.wheel_scrolls = scrolls

    def set_brush(self, brush: Brush) -> None:
        """Take another brush."""
        self._choose_brush(brush)

    def set_select_options(self, options: SelectOptions) -> None:
        """Let selection tools work differently; a live preview follows."""
        self._selector.set_options(options)

    def set_pressure_use(self, use: PressureUse) -> None:
        """Let a pen's pressure set the size or the flow of the brush, or nothing."""
        if use is not self._pressure_use:
            self._pressure_use = use
            self.pressure_use_changed.emit(use)

    def swap_erase(self) -> None:
        """Change between add and subtract: brush and eraser, or the mode of selections."""
        if self.tool is ToolKind.ERASER:
            self.set_tool(ToolKind.BRUSH)
        elif self.tool in PAINTING or self.tool not in SELECTING:
            self.set_tool(ToolKind.ERASER)
        else:
            self._selector.swap_mode()

    def default_brush(self) -> None:
        """Take default settings for the tool in hand: a brush that suits the picture, options."""
        if self.tool in SELECTING:
            self._selector.set_options(SelectOptions())
        else:
            self._suit_brush()

    def _suit_brush(self) -> None:
        transform = self._stage.transform
        self._change_brush(brush_steps.default_for(transform.image_size if transform else None))
        self._brush_is_own = False
