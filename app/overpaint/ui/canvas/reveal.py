"""Another picture painted in over the one that is shown: seen while the stroke is under way.

The picture comes in by the stamps of the mask's brush, at view size, so nothing here depends on the
size of the target. What has been painted stays in view until its owner shows it as part of the
picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from overpaint.imaging.mask.brush import Stroke
from overpaint.ui.canvas.sheet_painter import on_screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.domain.frame import Rect
    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.brush import Brush, StrokePoint
    from overpaint.imaging.mask.stamp import StampCache
    from overpaint.imaging.pixels import Picture
    from overpaint.ui.canvas.overlay import Overlay
    from overpaint.ui.canvas.picture import Source
    from overpaint.ui.canvas.sheet import Sheet
    from overpaint.ui.canvas.tools.base import PointerSample
    from overpaint.ui.canvas.transform import ViewTransform


class RevealHost(Protocol):
    """What painting in needs of the canvas."""

    def stroke_point(self, sample: PointerSample) -> StrokePoint | None:
        """Where a sample lies in the picture; None without a picture."""

    def tool_changed(self) -> None:
        """Show another cursor or hint."""


@dataclass(slots=True, eq=False)
class _Shown:
    """A stroke that is seen, and what shows through it."""

    source: Source
    brush: Brush
    points: list[StrokePoint] = field(default_factory=list)
    stroke: Stroke | None = None
    overlay: Overlay | None = None


class Reveal(QObject):
    """What is painted in, for the tool and for whoever mixes the pictures.

    Args:
        host: The canvas.
        brush: Tells the brush in hand.
        transform: Tells where the picture is shown now; None for nowhere.
        stamps: Stamps shared with the mask.

    Attributes:
        damaged: Pixels have changed; carries their `Area` in screen pixels.
        painted: A `Stroke` is finished; it stays in view until `settle`.
        asked: A variant is wanted by its number.
    """

    damaged = Signal(object)
    painted = Signal(object)
    asked = Signal(int)

    def __init__(
        self,
        host: RevealHost,
        brush: Callable[[], Brush],
        transform: Callable[[], ViewTransform | None],
        stamps: Callable[[], StampCache],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._brush = brush
        self._transform = transform
        self._stamps = stamps
        self._above: Source | None = None
        self._below: Source | None = None
        self._shown: list[_Shown] = []
        self._running: _Shown | None = None
        self._last: StrokePoint | None = None
        self.names = ("", "")
        self.reason = ""

    @property
    def is_ready(self) -> bool:
        """Whether there is something to paint in."""
        return self._above is not None

    def offer(self, above: Picture, below: Picture, rect: Rect, names: tuple[str, str]) -> None:
        """Let strokes bring a picture in.

        Args:
            above: What comes in.
            below: What strokes that take away bring back.
            rect: What both show, pixels of the target.
            names: What both are called.
        """
        from overpaint.ui.canvas.picture import Source  # noqa: PLC0415 - loads numpy

        self._above, self._below = (Source.from_picture(p, rect) for p in (above, below))
        self.names, self.reason = names, ""
        self._host.tool_changed()

    def refuse(self, reason: str) -> None:
        """Let nothing come in, and say why."""
        self.drop()
        self._above = self._below = None
        self._shown.clear()
        self._last = None
        self.reason = reason
        self._host.tool_changed()
        self.damaged.emit(None)

    def ask(self, number: int) -> None:
        """Want a variant by its number."""
        self.asked.emit(number)

    def press(self, sample: PointerSample, *, erase: bool) -> None:
        """Begin a stroke."""
        point = self._host.stroke_point(sample)
        source = self._below if erase else self._above
        if point is None or source is None:
            return
        self._running = _Shown(source, replace(self._brush(), erase=erase))
        self._shown.append(self._running)
        for each in [self._last, point] if sample.straight and self._last else [point]:
            self._extend(each)

    def move(self, sample: PointerSample) -> None:
        """Lead the stroke on."""
        point = self._host.stroke_point(sample)
        if point is not None:
            self._extend(point)

    def release(self) -> None:
        """End the stroke."""
        running, self._running = self._running, None
        if running is None:
            return
        overlay = self._overlay(running)
        if overlay is not None:
            self._damage(overlay.finish(self._stamps()))
        self._last = running.points[-1]._replace(scale=1.0, flow=1.0)
        running.stroke = Stroke(running.brush, tuple(running.points))
        self.painted.emit(running.stroke)

    def drop(self) -> None:
        """Take the stroke under way back."""
        running, self._running = self._running, None
        if running is not None:
            self._shown.remove(running)
            self.damaged.emit(None)

    def settle(self, stroke: Stroke) -> None:
        """The picture holds a stroke now."""
        self._shown = [shown for shown in self._shown if shown.stroke is not stroke]
        self.damaged.emit(None)

    def images(self) -> list[QImage]:
        """What lies over the picture, on the sheet, the lowest first."""
        overlays = (self._overlay(shown) for shown in self._shown)
        return [overlay.image for overlay in overlays if overlay is not None]

    def _extend(self, point: StrokePoint) -> None:
        running = self._running
        if running is None:
            return
        overlay = self._overlay(running)
        running.points.append(point)
        if overlay is not None:
            self._damage(overlay.extend(point, self._stamps()))

    def _damage(self, area: Area) -> None:
        transform = self._transform()
        if transform is not None and not area.is_empty:
            self.damaged.emit(on_screen(area, transform))

    def _overlay(self, shown: _Shown) -> Overlay | None:
        """The overlay of a stroke for the view of now."""
        transform = self._transform()
        if transform is None:
            return None
        if shown.overlay is None or shown.overlay.sheet != transform.sheet:
            shown.overlay = self._made(shown, transform.sheet)
        return shown.overlay

    def _made(self, shown: _Shown, sheet: Sheet) -> Overlay:
        from overpaint.domain.overlay import DEFAULT_STYLE  # noqa: PLC0415 - with the next
        from overpaint.ui.canvas.ink import PictureInk  # noqa: PLC0415 - loads numpy
        from overpaint.ui.canvas.overlay import Overlay  # noqa: PLC0415 - as above
        from overpaint.ui.canvas.picture import alone_on_sheet  # noqa: PLC0415 - as above

        overlay = Overlay(sheet, DEFAULT_STYLE, PictureInk(alone_on_sheet(shown.source, sheet)))
        # What comes in covers what lies there, and so does what is brought back.
        overlay.begin(replace(shown.brush, erase=False))
        for point in shown.points:
            overlay.extend(point, self._stamps())
        if shown.stroke is not None:
            overlay.finish(self._stamps())
        return overlay
