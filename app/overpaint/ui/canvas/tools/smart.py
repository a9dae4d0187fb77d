"""Smart selection: an object is cut out by a box around it or by scribbles on it."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING

from overpaint.domain.text import say
from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.ui.canvas.guide import Guide, GuideLine, Scribble
from overpaint.ui.canvas.tools.base import ToolKind
from overpaint.ui.canvas.tools.live import LiveTool
from overpaint.ui.canvas.tools.selecting import CLICK_PX

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.mask.patch import Patch
    from overpaint.ui.canvas.selector import Maker
    from overpaint.ui.canvas.tools.base import PointerSample, ToolHost
    from overpaint.ui.canvas.transform import Position

_STEP_PX = 2.0
_WIDTH_PX = 8.0  # of a scribble, as it is seen


class SmartTool(LiveTool):
    """Cuts out what scribbles, and perhaps a box, tell; every one of them makes it better."""

    takes_secondary = True

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._scribbles: list[tuple[Scribble, Stroke]] = []
        self._box: tuple[Position, Position] | None = None
        self._way: list[Position] | None = None
        self._keep = True

    @property
    def is_open(self) -> bool:
        """True while something is cut out."""
        return bool(self._scribbles) or self._box is not None

    @abstractmethod
    def press(self, sample: PointerSample) -> None:
        """Begin a scribble or a box."""

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        pos = self._host.image_pos(sample.view_pos)
        way = self._way
        if way is not None and math.dist(pos, way[-1]) >= self._host.image_px(_STEP_PX):
            way.append(pos)
            self._host.guides.show(self._guide(), way[-2:])

    def release(self, sample: PointerSample) -> None:  # noqa: ARG002 - the last move has come
        """Cut out anew."""
        way, self._way = self._way, None
        if way is not None:
            diameter = max(1.0, min(self._host.image_px(_WIDTH_PX), 4096.0))
            points = tuple(StrokePoint(*pos) for pos in way)
            stroke = Stroke(Brush(diameter, 1.0), points)
            self._scribbles.append((Scribble(tuple(way), self._keep), stroke))
            self.refresh()

    def cancel(self) -> None:
        """Give up the scribble under way; else take everything back."""
        if self._way is not None:
            self._way = None
            self.show_guide()
        else:
            self.drop()

    def take_back(self) -> bool:
        """Remove the last scribble, then the box."""
        if self._scribbles:
            self._scribbles.pop()
        elif self._box is not None:
            self._box = None
        else:
            return False
        if self.is_open:
            self.refresh()
        else:
            self._host.guides.show(None)
            self._host.selector.discard()
        return True

    def maker(self) -> Maker:
        """Cut out by what has been told until now."""
        pixels, area = self._host.selector.pixels(), self._host.selector.area
        keep = tuple(s for line, s in self._scribbles if line.keep and _touches(s, area))
        drop = tuple(s for line, s in self._scribbles if not line.keep)
        box = None if self._box is None else _whole(*self._box).intersected(area)
        box = None if box is None or box.is_empty else box

        def make(is_off: Callable[[], bool]) -> Patch:
            from overpaint.imaging.mask.patch import empty_patch  # noqa: PLC0415 - loads numpy
            from overpaint.imaging.select.smart import cut_scribbles  # noqa: PLC0415 - loads numpy

            if pixels is None or (box is None and not keep):
                return empty_patch()
            return cut_scribbles(pixels.read(), keep, drop, box, cancelled=is_off)

        return make

    def show_guide(self) -> None:
        """Show scribbles and box."""
        self._host.guides.show(self._guide() if self.is_open or self._way else None)

    def forget(self) -> None:
        """Begin anew."""
        if self.is_open or self._way is not None:
            self._scribbles, self._box, self._way = [], None, None
            self._host.guides.show(None)

    def begin_scribble(self, sample: PointerSample) -> None:
        """Start a line that tells what belongs to the object, or what does not."""
        drops, other = self._host.selector.options.drops, sample.opposite or sample.secondary
        self._keep = drops == (other or sample.erase)
        self._way = [self._host.image_pos(sample.view_pos)]
        self.show_guide()

    def _guide(self) -> Guide:
        scribbles = [line for line, _ in self._scribbles]
        if self._way is not None:
            scribbles.append(Scribble(self._way, self._keep))
        lines = () if self._box is None else (GuideLine(_corners(*self._box), dashed=True),)
        return Guide(lines, scribbles=tuple(scribbles))


class ScribbleTool(SmartTool):
    """Cuts out the object that is scribbled on."""

    kind = ToolKind.SMART_SCRIBBLE
    icon = "smart-scribble"
    step = say("CanvasTool", "Smart selection")
    says = say(
        "CanvasTool",
        "Scribble on what you want · Alt or the right button: on what you do not want · Enter "
        "accepts · Esc discards",
    )

    def press(self, sample: PointerSample) -> None:
        """Begin a scribble."""
        self.begin_scribble(sample)


class BoxTool(SmartTool):
    """Cuts out the object in a box, which scribbles can correct."""

    kind = ToolKind.SMART_BOX
    icon = "smart-box"
    step = say("CanvasTool", "Smart selection")
    says = say(
        "CanvasTool",
        "Drag a box around an object · Alt+drag over what is too much, Shift+drag over what is "
        "missing · Enter accepts · Esc discards",
    )

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._start: tuple[Position, Position] | None = None
        self._before: tuple[Position, Position] | None = None

    def press(self, sample: PointerSample) -> None:
        """Begin a box, or a scribble once there is one."""
        corrects = sample.straight or sample.opposite or sample.secondary or sample.erase
        if corrects and self._box is not None:
            self.begin_scribble(sample)
        else:
            self._start = sample.view_pos, self._host.image_pos(sample.view_pos)
            self._before = self._box

    def move(self, sample: PointerSample) -> None:
        """Stretch the box."""
        if self._start is None:
            super().move(sample)
            return
        (x, y), (left, top) = sample.view_pos, self._start[0]
        if max(abs(x - left), abs(y - top)) > CLICK_PX:
            self._scribbles = []
            self._box = self._start[1], self._host.image_pos(sample.view_pos)
            self.show_guide()

    def release(self, sample: PointerSample) -> None:
        """Cut out what is in the box."""
        if self._start is None:
            super().release(sample)
            return
        self._start = None
        if self._box is not self._before:
            self.refresh()

    def cancel(self) -> None:
        """Give up the box or the scribble under way; else take everything back."""
        if self._start is None:
            super().cancel()
        else:
            self._start, self._box = None, self._before
            self.show_guide()


def _corners(a: Position, b: Position) -> list[Position]:
    return [a, (b[0], a[1]), b, (a[0], b[1]), a]


def _whole(a: Position, b: Position) -> Area:
    (left, right), (top, bottom) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return Area(math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))


def _touches(stroke: Stroke, area: Area) -> bool:
    """Whether any point of a stroke lies in the picture."""
    return any(
        area.left <= point.x < area.right and area.top <= point.y < area.bottom
        for point in stroke.points
    )
