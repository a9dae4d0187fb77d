"""The commands of the tools menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.tools.groups import GROUPS
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts


class MaskCommands(QObject):
    """Takes tools in hand and shows the mask; see `Commands`.

    Attributes:
        mask_shown: Whether the mask is shown now.
    """

    mask_shown = Signal(bool)

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._parts = parts

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return self._tools()

    def show_mask(self, visible: bool) -> None:  # noqa: FBT001 - a slot
        """Show or hide the mask on the canvas, in the menu and in the options bar alike."""
        self._panels.canvas.set_overlay_visible(visible)
        self._panels.options.buttons.set_overlay_visible(visible)
        self.mask_shown.emit(visible)

    def _tools(self) -> dict[str, Callable[[], None]]:
        canvas = self._panels.canvas
        kinds = [kind for group in GROUPS for kind in group if kind is not ToolKind.MARKUP]
        return {
            **{f"tool_{kind.value}": partial(canvas.set_tool, kind) for kind in kinds},
            "next_shape_tool": lambda: canvas.next_in_group(ToolKind.RECTANGLE),
            "next_lasso_tool": lambda: canvas.next_in_group(ToolKind.LASSO),
            "next_wand_tool": lambda: canvas.next_in_group(ToolKind.WAND),
            "swap_erase": canvas.swap_erase,
            "default_brush": canvas.default_brush,
        }
