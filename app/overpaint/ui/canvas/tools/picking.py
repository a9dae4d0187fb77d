"""Magic wand, bucket and colour range: selected by a click on the picture."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING

from overpaint.domain.text import say
from overpaint.ui.canvas.guide import Guide
from overpaint.ui.canvas.tools.base import ToolKind
from overpaint.ui.canvas.tools.live import LiveTool
from overpaint.ui.canvas.tools.selecting import SelectTool

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.mask.patch import Patch
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.imaging.select.colour_range import Bgra
    from overpaint.ui.canvas.pixels import Pixels
    from overpaint.ui.canvas.selector import Maker
    from overpaint.ui.canvas.tools.base import PointerSample, ToolHost
    from overpaint.ui.canvas.transform import Position


class ClickTool(SelectTool):
    """Selects at a click."""

    def press(self, sample: PointerSample) -> None:
        """Select what is there."""
        self.begin(sample)
        x, y = self._host.image_pos(sample.view_pos)
        self.pick((math.floor(x), math.floor(y)))

    def move(self, sample: PointerSample) -> None:
        """Nothing: the press has done it."""

    def release(self, sample: PointerSample) -> None:  # noqa: ARG002 - the press has done it
        """Let modifiers choose again."""
        self.end()

    @abstractmethod
    def pick(self, place: tuple[int, int]) -> None:
        """Select what is at a pixel, which may lie outside the picture."""


class WandTool(ClickTool):
    """Selects what has nearly the colour that is clicked on."""

    kind = ToolKind.WAND
    icon = "wand"
    step = say("CanvasTool", "Magic wand")
    says = say(
        "CanvasTool",
        "Click a colour to select what is like it · Shift adds, Alt subtracts, both keep what is "
        "in both",
    )

    def pick(self, place: tuple[int, int]) -> None:
        """Select by colour."""
        selector, options = self._host.selector, self._host.selector.options
        pixels = selector.pixels()
        if pixels is None or not pixels.holds(*place):
            return

        def make(is_off: Callable[[], bool]) -> Patch:
            from overpaint.imaging.select.wand import wand  # noqa: PLC0415 - loads numpy

            return wand(
                pixels.read(),
                place,
                options.tolerance,
                contiguous=options.contiguous,
                antialias=options.antialias,
                cancelled=is_off,
            )

        selector.select(make, self.step_name, self._mode)


class BucketTool(ClickTool):
    """Fills the gap of the mask that is clicked on."""

    kind = ToolKind.BUCKET
    icon = "bucket"
    step = say("CanvasTool", "Fill region")
    says = say(
        "CanvasTool",
        "Click a gap that the mask encloses to fill it · Alt+click takes a piece of the mask away",
    )

    def pick(self, place: tuple[int, int]) -> None:
        """Fill or empty what hangs together there."""
        selector = self._host.selector
        pixels = selector.pixels()
        if pixels is None or not pixels.holds(*place):
            return

        def make(coverage: Bytes2D) -> Patch:
            from overpaint.imaging.select.fill import enclosed  # noqa: PLC0415 - loads numpy

            return enclosed(coverage, place)

        selector.select_on_mask(make, self.step_name, self._mode)


class ColourRangeTool(LiveTool):
    """Selects everything that has nearly one of some colours."""

    kind = ToolKind.COLOUR_RANGE
    icon = "colour-range"
    step = say("CanvasTool", "Colour range")
    says = say(
        "CanvasTool",
        "Click a colour to select it everywhere · Shift adds colours, Alt removes them · Enter "
        "accepts · Esc discards",
    )

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._samples: list[tuple[Position, Bgra]] = []
        # Only the thread of selections touches it.
        self._known: tuple[object, Bytes2D] | None = None

    @property
    def is_open(self) -> bool:
        """True while there is a sample."""
        return bool(self._samples)

    def press(self, sample: PointerSample) -> None:
        """Take the colour there, add it or remove the one most like it."""
        pixels = self._host.selector.pixels()
        pos = self._host.image_pos(sample.view_pos)
        x, y = math.floor(pos[0]), math.floor(pos[1])
        if pixels is None or not pixels.holds(x, y):
            return
        found = pos, pixels.colour_at(x, y)
        if sample.opposite:
            self._remove(found[1])
        elif sample.straight:
            self._samples.append(found)
        else:
            self._samples = [found]
        self._changed()

    def move(self, sample: PointerSample) -> None:
        """Nothing: a press takes one colour."""

    def cancel(self) -> None:
        """Take everything back."""
        self.drop()

    def take_back(self) -> bool:
        """Remove the last colour."""
        if not self._samples:
            return False
        self._samples.pop()
        self._changed()
        return True

    @property
    def colours(self) -> tuple[Bgra, ...]:
        """The colours that were taken, oldest first."""
        return tuple(colour for _, colour in self._samples)

    def remove_colour(self, number: int) -> None:
        """Do without one of them."""
        del self._samples[number]
        self._changed()

    def maker(self) -> Maker:
        """Work out distances once for the same colours; only the fuzziness is quick then."""
        pixels, fuzziness = self._host.selector.pixels(), self._host.selector.options.fuzziness
        colours = tuple(colour for _, colour in self._samples)
        assert pixels is not None  # noqa: S101 - there are samples of it

        def make(is_off: Callable[[], bool]) -> Patch:
            from overpaint.imaging.select.colour_range import coverage  # noqa: PLC0415 - numpy

            return coverage(self._distances(pixels, colours, is_off), fuzziness)

        return make

    def show_guide(self) -> None:
        """Show where the colours were taken."""
        self._host.guides.show(Guide(knots=tuple(pos for pos, _ in self._samples)))

    def forget(self) -> None:
        """Begin anew."""
        if self._samples:
            self._samples = []
            self._host.guides.show(None)

    def _changed(self) -> None:
        if self._samples:
            self.refresh()
        else:
            self._host.guides.show(None)
            self._host.selector.discard()

    def _remove(self, colour: Bgra) -> None:
        def away(sample: tuple[Position, Bgra]) -> float:
            return math.dist(sample[1], colour)

        if self._samples:
            self._samples.remove(min(self._samples, key=away))

    def _distances(
        self, pixels: Pixels, colours: tuple[Bgra, ...], is_off: Callable[[], bool]
    ) -> Bytes2D:
        from overpaint.imaging.select.colour_range import distances  # noqa: PLC0415 - loads numpy

        key = pixels.key, colours
        if self._known is None or self._known[0] != key:
            self._known = key, distances(pixels.read(), colours, cancelled=is_off)
        return self._known[1]
