"""The edge-snapping lasso: from click to click the line follows the edges of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overpaint.domain.text import say
from overpaint.ui.canvas.guide import GuideLine
from overpaint.ui.canvas.tools.base import ToolKind
from overpaint.ui.canvas.tools.lassos import PointsTool

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.select.scissors import EdgeSnap
    from overpaint.ui.canvas.tools.base import PointerSample, ToolHost
    from overpaint.ui.canvas.transform import Position

_SNAP_PX = 6.0


class ScissorsTool(PointsTool):
    """Selects what a line along edges goes around.

    The way on from a point can be found once its surroundings have been looked at, on a thread;
    until then, and with the modifier for the opposite, it is straight.
    """

    kind = ToolKind.SCISSORS
    icon = "scissors"
    step = say("CanvasTool", "Edge-snapping lasso")
    says = say(
        "CanvasTool",
        "Click along an edge, the line finds it · Alt draws straight · Enter or a click on the "
        "start closes · Backspace removes the last point · Esc leaves",
    )

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._snaps: list[EdgeSnap | None] = []
        self._ways: list[list[Position]] = []
        self._straight: list[bool] = []
        self._draws_straight = False
        self._line = 0

    def hover(self, sample: PointerSample) -> None:
        """Lead the line along the edge to the pointer."""
        self._draws_straight = sample.opposite
        super().hover(sample)
        self._reach_on()

    def press(self, sample: PointerSample) -> None:
        """Fix the line up to here."""
        # The first press chose the mode by its modifiers.
        self._draws_straight = sample.opposite and self.is_open
        super().press(sample)

    def fix(self, pos: Position) -> None:
        """Add a point, on the edge when there is one very near."""
        if self._knots:
            snap = self._snaps[-1]
            if snap is not None and not self._draws_straight:
                pos = snap.strongest_near(*pos, self._host.image_px(_SNAP_PX))
            self._ways.append(self._way(len(self._knots) - 1, pos, straight=self._draws_straight))
            self._straight.append(self._draws_straight)
        super().fix(pos)
        self._snaps.append(None)
        self._look_around(len(self._knots) - 1, pos)

    def unfix(self) -> None:
        """Remove the last point and the way to it."""
        super().unfix()
        self._snaps.pop()
        if self._ways:
            self._ways.pop()
            self._straight.pop()

    def cancel(self) -> None:
        """Leave the line."""
        self._snaps, self._ways, self._straight = [], [], []
        self._line += 1
        super().cancel()

    def outline(self) -> list[Position]:
        """The fixed ways, and the way back to the start."""
        if not self._knots:
            return []
        last = len(self._knots) - 1
        back = self._way(last, self._knots[0], straight=False)[1:-1] if last > 0 else []
        return [*self._fixed(), *back]

    def lines(self) -> tuple[GuideLine, ...]:
        """What is fixed, and the way along the edge to the pointer."""
        fixed = GuideLine(self._fixed())
        if self._pointer is None:
            return (fixed,)
        way = self._way(len(self._knots) - 1, self._pointer, straight=self._draws_straight)
        return fixed, GuideLine(way, dashed=True)

    def _fixed(self) -> list[Position]:
        return [*self._knots[:1], *(pos for way in self._ways for pos in way[1:])]

    def _way(self, index: int, pos: Position, *, straight: bool) -> list[Position]:
        """The way on from a point."""
        snap = self._snaps[index]
        if snap is None or straight:
            return [self._knots[index], pos]
        return [self._knots[index], *snap.path_to(*pos)[1:]]

    def _look_around(self, index: int, pos: Position) -> None:
        """Find the edges around a point on the thread of selections."""
        pixels, line = self._host.selector.pixels(), self._line
        if pixels is None:
            return
        scale = 1 / self._host.image_px(1.0)

        def look(_is_off: Callable[[], bool]) -> EdgeSnap:
            from overpaint.imaging.select.scissors import EdgeSnap  # noqa: PLC0415 - loads numpy

            return EdgeSnap(pixels.read(), pos, scale)

        def done(snap: EdgeSnap) -> None:
            there = line == self._line and index < len(self._knots) and self._knots[index] == pos
            if there:
                self._snaps[index] = snap
                self._found(index)

        self._host.selector.work_out(look, done)

    def _found(self, index: int) -> None:
        """Lay a way that was fixed too early along the edge."""
        if index < len(self._ways) and not self._straight[index]:
            self._ways[index] = self._way(index, self._knots[index + 1], straight=False)
        self.show_line()
        self._reach_on()

    def _reach_on(self) -> None:
        """Fix a point where the edges known so far end, when the pointer has gone beyond."""
        snap = self._snaps[-1] if self._snaps else None
        if snap is None or self._pointer is None or self._closes or self._draws_straight:
            return
        stop = snap.stop_towards(*self._pointer)
        if stop is not None:
            self.fix(stop)
            self.show_line()
