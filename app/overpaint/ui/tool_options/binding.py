"""Connect the options bar with the canvas: each shows what the other was told."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.tool_options.bar import ToolOptionsBar


class OptionsBinding(QObject):
    """Keeps bar, canvas and draft in step.

    Args:
        bar: Shows and asks.
        canvas: Does it, and changes by keys and gestures of its own.
        store: Tells what there is.
    """

    def __init__(self, bar: ToolOptionsBar, canvas: CanvasView, store: DraftStore) -> None:
        super().__init__(bar)
        self._bar = bar
        self._canvas = canvas
        self._store = store
        canvas.brush_changed.connect(bar.brush.set_brush)
        canvas.hint_changed.connect(self._follow_tool)
        canvas.tool_chosen.connect(self._follow_tool)
        bar.brush.brush_changed.connect(canvas.set_brush)
        bar.buttons.invert_requested.connect(canvas.invert_mask)
        bar.buttons.fill_requested.connect(canvas.fill_mask)
        store.changed.connect(self._follow_draft)
        self._follow_tool()
        self._follow_draft()

    @Slot()
    def _follow_tool(self) -> None:
        self._bar.show_tool(self._canvas.tool)
        self._bar.hint.show_text(self._canvas.hint)

    @Slot()
    def _follow_draft(self) -> None:
        draft = self._store.draft
        self._bar.buttons.set_present(target=draft.target is not None, mask=draft.mask is not None)
