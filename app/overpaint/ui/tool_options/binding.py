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
        self._bind_painting()
        self._bind_selecting()
        self._bind_viewing()
        self._bind_framing()
        canvas.tool_chosen.connect(self._follow_tool)
        canvas.hint_changed.connect(bar.hint.show_text)
        bar.buttons.invert_requested.connect(canvas.invert_mask)
        bar.buttons.fill_requested.connect(canvas.fill_mask)
        store.changed.connect(self._follow_draft)
        self._follow_tool()
        self._follow_draft()

    def _bind_painting(self) -> None:
        canvas = self._canvas
        for page in (self._bar.brush, self._bar.paint_in):
            canvas.brush_changed.connect(page.set_brush)
            canvas.pressure_use_changed.connect(page.set_pressure_use)
            page.brush_changed.connect(canvas.set_brush)
            page.pressure_changed.connect(canvas.set_pressure_use)
            page.set_brush(canvas.brush)
            page.set_pressure_use(canvas.pressure_use)

    def _bind_selecting(self) -> None:
        page, canvas = self._bar.select, self._canvas
        canvas.select_options_changed.connect(page.set_options)
        canvas.live_changed.connect(self._follow_live)
        page.options_changed.connect(canvas.set_select_options)
        page.accepted.connect(self._accept)
        page.discarded.connect(self._discard)
        page.colour_removed.connect(self._remove_colour)
        page.set_options(canvas.select_options)

    def _bind_viewing(self) -> None:
        page, canvas = self._bar.view, self._canvas
        canvas.angle_changed.connect(page.show_angle)
        canvas.mirrored_changed.connect(page.show_mirrored)
        page.fit_requested.connect(canvas.fit)
        page.mask_requested.connect(canvas.zoom_to_mask)
        page.scale_requested.connect(canvas.zoom_to)
        page.angle_changed.connect(canvas.set_angle)
        page.reset_requested.connect(canvas.reset_rotation)
        page.mirror_toggled.connect(canvas.set_mirrored)

    def _bind_framing(self) -> None:
        page, frames = self._bar.framing, self._canvas.frames
        page.choice_chosen.connect(frames.choose)
        page.context_changed.connect(frames.surround)

    @Slot()
    @Slot(object)
    def _follow_tool(self, _tool: object = None) -> None:
        self._bar.show_tool(self._canvas.tool)
        self._bar.hint.show_text(self._canvas.hint)
        self._follow_live()

    @Slot()
    def _follow_live(self) -> None:
        tool = self._canvas.live_tool
        colours = () if tool is None else tool.colours
        seen = [(red, green, blue) for blue, green, red, _alpha in colours]
        self._bar.select.show_live(live=tool is not None, colours=seen)

    @Slot()
    def _follow_draft(self) -> None:
        draft = self._store.draft
        target, mask = draft.target is not None, draft.mask is not None
        self._bar.buttons.set_present(target=target, mask=mask)
        self._bar.view.set_present(target=target, mask=mask)
        self._bar.framing.show_draft(draft)

    @Slot()
    def _accept(self) -> None:
        tool = self._canvas.live_tool
        if tool is not None:
            tool.accept()

    @Slot()
    def _discard(self) -> None:
        tool = self._canvas.live_tool
        if tool is not None:
            tool.drop()

    @Slot(int)
    def _remove_colour(self, number: int) -> None:
        tool = self._canvas.live_tool
        if tool is not None:
            tool.remove_colour(number)
