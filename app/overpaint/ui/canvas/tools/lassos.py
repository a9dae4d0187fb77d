"""Lasso and polygon: selected by drawing around."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from overpaint.domain.text import say
from overpaint.ui.canvas.guide import Guide, GuideLine
from overpaint.ui.canvas.tools.base import ToolKind
from overpaint.ui.canvas.tools.selecting import DragTool, StepwiseTool

if TYPE_CHECKING:
    from overpaint.ui.canvas.tools.base import PointerSample, ToolHost
    from overpaint.ui.canvas.transform import Position

_STEP_PX = 1.5
_CLOSE_PX = 9.0


class LassoTool(DragTool):
    """Selects what a line drawn by hand goes around."""

    kind = ToolKind.LASSO
    icon = "lasso"
    step = say("CanvasTool", "Lasso")
    says = say(
        "CanvasTool",
        "Draw around what should change; it closes by itself · Shift adds, Alt subtracts, "
        "both keep what is in both",
    )

    _points: list[Position]

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        super().press(sample)
        self._points = [self._start]

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        pos = self._host.image_pos(sample.view_pos)
        if math.dist(pos, self._points[-1]) >= self._host.image_px(_STEP_PX):
            self._points.append(pos)
            guide = Guide((GuideLine(self._points),))
            self._host.guides.show(guide, self._points[-2:])

    def select(self, sample: PointerSample) -> None:
        """Close the line."""
        self._host.guides.show(None)
        if self.is_drag(sample) or len(self._points) > 3:
            self.select_polygon(self._points, self._mode)


class PointsTool(StepwiseTool):
    """Selects by several clicks: each fixes a point, until the line is closed."""

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._knots: list[Position] = []
        self._pointer: Position | None = None
        self._closes = False

    @property
    def is_open(self) -> bool:
        """True from the first click until the line is closed."""
        return bool(self._knots)

    def press(self, sample: PointerSample) -> None:
        """Fix a point, or close the line on its start."""
        if not self._knots:
            self.begin(sample)
        self._follow(sample)
        if self._closes:
            self.close()
        elif self._pointer is not None:
            self.fix(self._pointer)
            self.show_line()

    def move(self, sample: PointerSample) -> None:
        """The line follows the pointer also while a button is down."""
        self.hover(sample)

    def hover(self, sample: PointerSample) -> None:
        """Lead the line to the pointer."""
        if self._knots:
            self._follow(sample)
            self.show_line()

    def double_click(self, sample: PointerSample) -> None:  # noqa: ARG002 - its first press fixed the point
        """Close the line."""
        self.close()

    def cancel(self) -> None:
        """Leave the line; nothing of it was on the mask."""
        self._knots, self._pointer, self._closes = [], None, False
        super().cancel()

    def leave(self) -> None:
        """Close the line rather than lose it."""
        if len(self._knots) > 2:
            self.close()
        self.cancel()

    def take_back(self) -> bool:
        """Remove the last point."""
        if not self._knots:
            return False
        self.unfix()
        if self._knots:
            self.show_line()
        else:
            self.cancel()
        return True

    def conclude(self) -> None:
        """Close the line."""
        self.close()

    def give_up(self) -> None:
        """Leave the line."""
        self.cancel()

    def close(self) -> None:
        """Select what the line encloses."""
        points, mode = self.outline(), self._mode
        self.cancel()
        if len(points) > 2:
            self.select_polygon(points, mode)

    def fix(self, pos: Position) -> None:
        """Add a point."""
        self._knots.append(pos)

    def unfix(self) -> None:
        """Remove the last point."""
        self._knots.pop()

    def outline(self) -> list[Position]:
        """The corners of the line that is closed."""
        return [*self._knots]

    def lines(self) -> tuple[GuideLine, ...]:
        """What is shown: what is fixed, and the way to the pointer."""
        fixed = GuideLine([*self._knots])
        if self._pointer is None:
            return (fixed,)
        return fixed, GuideLine((self._knots[-1], self._pointer), dashed=True)

    def _follow(self, sample: PointerSample) -> None:
        pos = self._host.image_pos(sample.view_pos)
        reach = self._host.image_px(_CLOSE_PX)
        closes = len(self._knots) > 2 and math.dist(pos, self._knots[0]) <= reach
        if sample.straight and self._knots and not closes:
            pos = _along_eighths(self._knots[-1], pos)
        self._pointer = self._knots[0] if closes else pos
        self._closes = closes

    def show_line(self) -> None:
        """Show the line up to the pointer."""
        guide = Guide(self.lines(), tuple(self._knots), closes=self._closes)
        self._host.guides.show(guide)


class PolygonTool(PointsTool):
    """Selects what straight lines from click to click enclose."""

    kind = ToolKind.POLYGON
    icon = "polygon"
    step = say("CanvasTool", "Polygon")
    says = say(
        "CanvasTool",
        "Click from corner to corner · Shift keeps to 45° · Enter or double click closes · "
        "Backspace removes the last corner · Esc leaves",
    )


def _along_eighths(start: Position, pos: Position) -> Position:
    """Turn a line to the nearest multiple of 45 degrees."""
    dx, dy = pos[0] - start[0], pos[1] - start[1]
    turn = round(math.atan2(dy, dx) / (math.pi / 4)) * (math.pi / 4)
    length = dx * math.cos(turn) + dy * math.sin(turn)
    return start[0] + length * math.cos(turn), start[1] + length * math.sin(turn)
