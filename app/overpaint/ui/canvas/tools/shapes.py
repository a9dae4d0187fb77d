"""Rectangle and ellipse: selected by a drag from corner to corner."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from overpaint.domain.text import say
from overpaint.ui.canvas.guide import Guide, GuideLine
from overpaint.ui.canvas.tool_options import ShapeRule
from overpaint.ui.canvas.tools.base import ToolKind
from overpaint.ui.canvas.tools.selecting import SIGNS, Constraint, DragTool

if TYPE_CHECKING:
    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.patch import Patch
    from overpaint.ui.canvas.tools.base import Held, PointerSample
    from overpaint.ui.canvas.transform import Position

_ELLIPSE_CORNERS = 96


class ShapeTool(DragTool):
    """Draws a shape between two corners, which lie on whole pixels as a designer expects."""

    _held: Constraint
    _corners: tuple[Position, Position] | None = None

    def press(self, sample: PointerSample) -> None:
        """Begin; a shape of fixed size is there at once."""
        super().press(sample)
        options = self._host.selector.options
        self._held = Constraint(sample, options.mode)
        self._corners = None
        if options.rule is ShapeRule.SIZE:
            self.move(sample)

    def move(self, sample: PointerSample) -> None:
        """Show the outline and its size."""
        held = self._held.read(sample)
        fixed = self._host.selector.options.rule is ShapeRule.SIZE
        if not fixed and not self.is_drag(sample):
            self._corners = None
            self._host.guides.show(None)
            return
        pos = self._host.image_pos(sample.view_pos)
        self._corners = self._between(pos, held)
        (left, top), (right, bottom) = self._corners
        width, height = round(abs(right - left)), round(abs(bottom - top))
        size = QCoreApplication.translate("CanvasTool", "{width} × {height} px").format(
            width=width, height=height
        )
        outline = GuideLine(self._outline(*self._corners))
        label = SIGNS[self._mode] + size
        self._host.guides.show(Guide((outline,), label=label, label_at=pos))

    def select(self, sample: PointerSample) -> None:
        """Put the shape on the mask; a click is none."""
        self.move(sample)
        self._host.guides.show(None)
        corners, self._corners = self._corners, None
        if corners is None:
            return
        selector = self._host.selector
        within, antialias = selector.area, selector.options.antialias
        selector.select(
            lambda _off: self._patch(corners, within, antialias=antialias),
            self.step_name,
            self._mode,
        )

    @abstractmethod
    def _outline(self, a: Position, b: Position) -> list[Position]:
        """The corners of the outline, the first one again at the end."""

    @abstractmethod
    def _patch(self, corners: tuple[Position, Position], within: Area, *, antialias: bool) -> Patch:
        """The coverage; runs on a thread."""

    def _between(self, pos: Position, held: Held) -> tuple[Position, Position]:
        options = self._host.selector.options
        x, y = round(self._start[0]), round(self._start[1])
        if options.rule is ShapeRule.SIZE:
            width, height = options.size_px
            x, y = round(pos[0]), round(pos[1])
            if held.opposite:
                x, y = x - width // 2, y - height // 2
            return (x, y), (x + width, y + height)
        dx, dy = round(pos[0] - x), round(pos[1] - y)
        if options.rule is ShapeRule.RATIO or held.straight:
            ratio = options.ratio if options.rule is ShapeRule.RATIO else (1.0, 1.0)
            dx, dy = _in_ratio(dx, dy, ratio)
        first = (x - dx, y - dy) if held.opposite else (x, y)
        return first, (x + dx, y + dy)


class RectangleTool(ShapeTool):
    """Selects a rectangle along the edges of the picture."""

    kind = ToolKind.RECTANGLE
    icon = "rectangle"
    step = say("CanvasTool", "Rectangle")
    says = say(
        "CanvasTool",
        "Drag from corner to corner · while dragging, Shift makes a square and Alt draws from the "
        "middle · Alt+drag subtracts",
    )

    def _outline(self, a: Position, b: Position) -> list[Position]:
        return [a, (b[0], a[1]), b, (a[0], b[1]), a]

    def _patch(self, corners: tuple[Position, Position], within: Area, *, antialias: bool) -> Patch:
        from overpaint.imaging.mask.shapes import rectangle  # noqa: PLC0415 - loads numpy

        return rectangle(*corners, within, antialias=antialias)


class EllipseTool(ShapeTool):
    """Selects an ellipse inside the rectangle that is dragged."""

    kind = ToolKind.ELLIPSE
    icon = "ellipse"
    step = say("CanvasTool", "Ellipse")
    says = say(
        "CanvasTool",
        "Drag from corner to corner · while dragging, Shift makes a circle and Alt draws from the "
        "middle · Alt+drag subtracts",
    )

    def _outline(self, a: Position, b: Position) -> list[Position]:
        middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        across, down = (b[0] - a[0]) / 2, (b[1] - a[1]) / 2
        turns = (math.tau * k / _ELLIPSE_CORNERS for k in range(_ELLIPSE_CORNERS + 1))
        return [
            (middle[0] + across * math.cos(turn), middle[1] + down * math.sin(turn))
            for turn in turns
        ]

    def _patch(self, corners: tuple[Position, Position], within: Area, *, antialias: bool) -> Patch:
        from overpaint.imaging.mask.shapes import ellipse  # noqa: PLC0415 - loads numpy

        return ellipse(*corners, within, antialias=antialias)


def _in_ratio(dx: int, dy: int, ratio: tuple[float, float]) -> tuple[int, int]:
    """Widen the smaller side, so that the shape reaches the pointer in one direction."""
    unit = max(abs(dx) / ratio[0], abs(dy) / ratio[1])
    return round(math.copysign(unit * ratio[0], dx)), round(math.copysign(unit * ratio[1], dy))
