"""The part of the canvas on which marks are drawn: between the bare surface and the whole view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from overpaint.ui.canvas.markup_layer import MarkupLayer
from overpaint.ui.canvas.markup_painter import MarkupPainter, device_bounds
from overpaint.ui.canvas.markup_tools import MarkupTool
from overpaint.ui.canvas.surface import CanvasSurface
from overpaint.ui.canvas.text_entry import TextEntry
from overpaint.ui.canvas.tools import ToolKind

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from overpaint.domain.marks import Bounds, Point
    from overpaint.ui.canvas.transform import ViewTransform

_STEP = 1.15  # of the width of marks, for one step


class MarkupSurface(CanvasSurface):
    """Adds the markup tool, its marks and its text entry to the surface."""

    _mark_count = 0
    _showed_in_hand = False
    _steps_aside = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markup = MarkupLayer(self._editor.undo_stack, self)
        self._marks = MarkupPainter(self._markup)
        self._entry = TextEntry(self._markup, self)
        self._input.add(MarkupTool(self, self._markup))
        self._markup.damaged.connect(self._on_marks_damaged)
        self._markup.changed.connect(self._on_marks_changed)
        self._markup.style_changed.connect(self.tool_changed)

    def finish_typing(self) -> None:
        """Keep a text that is being typed as a mark."""
        self._entry.keep()

    def view_middle(self) -> Point:
        """The middle of what can be seen of the picture."""
        transform = self._stage.transform
        if transform is None:
            return 0.0, 0.0
        corners = [
            transform.to_image((x, y))
            for x in (0.0, float(self.width()))
            for y in (0.0, float(self.height()))
        ]
        (left, *_, right), (top, *_, bottom) = (sorted(side) for side in zip(*corners, strict=True))
        width, height = transform.image_size
        return (
            (max(left, 0.0) + min(right, width)) / 2,
            (max(top, 0.0) + min(bottom, height)) / 2,
        )

    def write_text(self, image_pos: Point, index: int | None = None) -> None:
        """Let the person type a text there, or change the text of a mark."""
        if self._stage.transform is not None:
            self._entry.open(self._stage.transform, image_pos, index)

    def step_brush(self, direction: int) -> None:
        """Make the brush, or the marks, one step larger or smaller."""
        if self._marks_in_hand():
            self._markup.step_size(direction)
        else:
            super().step_brush(direction)

    def scale_brush(self, factor: float) -> None:
        """Make the brush, or the marks, larger or smaller."""
        if self._marks_in_hand():
            self._markup.step_size(math.log(factor, _STEP))
        else:
            super().scale_brush(factor)

    def drag_brush(self, dx_px: float, hardness: float) -> None:
        """Let the edge of the brush follow the pointer; marks have a bar for that."""
        if not self._marks_in_hand():
            super().drag_brush(dx_px, hardness)

    def tool_changed(self) -> None:
        """Show the cursor and the hint of the tool in hand, and the marks if it is theirs."""
        super().tool_changed()
        if self._marks_in_hand() != self._showed_in_hand:
            self._showed_in_hand = self._marks_in_hand()
            self._steps_aside = False
            self.update()

    def _marks_in_hand(self) -> bool:
        return self._input.kind is ToolKind.MARKUP

    def _paint_over(self, painter: QPainter, exposed: list[QRect]) -> None:
        transform = self._stage.transform
        if transform is not None and self._shows_marks():
            in_hand = self._marks_in_hand()
            self._marks.paint(painter, transform, exposed, selection=in_hand)

    def _shows_marks(self) -> bool:
        aside = self._steps_aside or not self._marks_in_hand()
        return not (self._stage.is_comparing or (self._stage.has_preview and aside))

    def _move_to(self, transform: ViewTransform) -> None:
        super()._move_to(transform)
        self._entry.follow(transform)

    def _on_marks_changed(self) -> None:
        self._mark_count = len(self._markup.marks)
        self._describe()

    def _on_marks_damaged(self, bounds: Bounds | None) -> None:
        transform = self._stage.transform
        if bounds is None or transform is None or self._steps_aside:
            self._steps_aside = False
            self.update()
        else:
            self._update_device(device_bounds(bounds, transform))

    def _description(self) -> str:
        said, count = super()._description(), self._mark_count
        if count == 0:
            return said
        marks = self.tr("1 mark") if count == 1 else self.tr("{count} marks").format(count=count)
        return f"{said}. {marks}"
