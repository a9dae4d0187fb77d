"""The part of the canvas that shows the context frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overpaint.ui.canvas.frame_layer import FrameLayer
from overpaint.ui.canvas.frame_painter import FrameLook, FramePainter
from overpaint.ui.canvas.markup_surface import MarkupSurface
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.tools.framing import FrameTool

if TYPE_CHECKING:
    from PySide6.QtCore import QRect, QRectF
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget


class FrameSurface(MarkupSurface):
    """Adds the frame and its tool to the surface."""

    _frame_in_hand = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames = FrameLayer(self._editor.undo_stack, self)
        self._frame_painter = FramePainter()
        self._frame_visible = True
        self._drawn: FrameLook | None = None
        self._input.add(FrameTool(self, self._frames))
        self._frames.changed.connect(self._on_frame_changed)

    @property
    def frames(self) -> FrameLayer:
        """The context frame as it is shown."""
        return self._frames

    def set_frame_visible(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Show the frame also while its tool is not in hand."""
        self._frame_visible = on
        self.update()

    def tool_changed(self) -> None:
        """Show the cursor and the hint of the tool in hand, and handles if they are its own."""
        super().tool_changed()
        in_hand = self._input.kind is ToolKind.FRAME
        if in_hand != self._frame_in_hand:
            self._frame_in_hand = in_hand
            self.update()

    def _paint_over(self, painter: QPainter, exposed: list[QRect]) -> None:
        super()._paint_over(painter, exposed)
        self._drawn = look = self._frame_look()
        if look is not None and self._stage.transform is not None:
            self._frame_painter.paint(painter, look, self._stage.transform, exposed)

    def _frame_look(self) -> FrameLook | None:
        shown, label = self._frames.shown, self._frames.label
        covered = self._stage.is_comparing or (self._stage.has_preview and self._mask_aside)
        hidden = not self._frame_in_hand and (covered or not self._frame_visible)
        if shown is None or label is None or hidden:
            return None
        return FrameLook(shown.rect, label, in_hand=self._frame_in_hand)

    def _on_frame_changed(self) -> None:
        look = self._frame_look()
        if look != self._drawn:
            for strip in (*self._frame_strips(self._drawn), *self._frame_strips(look)):
                self._update_device(strip)
            self._drawn = look
        self.tool_changed()

    def _frame_strips(self, look: FrameLook | None) -> list[QRectF]:
        transform = self._stage.transform
        if look is None or transform is None:
            return []
        return self._frame_painter.strips(look, transform)
