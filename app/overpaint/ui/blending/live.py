"""The selected result on the canvas while its recipe changes, and the heat map of its drift."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import Result
from overpaint.domain.frame import Rect
from overpaint.ui.blending.latest import Latest

if TYPE_CHECKING:
    from overpaint.imaging.blend.live import LiveBlend
    from overpaint.imaging.pixels import Picture

    Shown = tuple[Picture, Rect]

_REST_MS = 150  # how long a slider stands still before every pixel is blended


class LiveView(QObject):
    """Blends on workers: at view size at once, in full when the recipe rests.

    Target and answer are brought together once and kept for one result only.

    Args:
        scale: Tells how many screen pixels a pixel of the target has now.

    Attributes:
        ready: ``(Picture, Rect)``: to be shown over a part of the target.
        failed: An `OverpaintError`: target or answer cannot be read.
        busy: Whether target and answer are being brought together.
    """

    ready = Signal(object, object)
    failed = Signal(object)
    busy = Signal(bool)

    def __init__(self, scale: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._quick = Latest(self)
        self._exact = Latest(self)
        self._wanted: tuple[Result, BlendRecipe] | None = None
        self._live: tuple[object, LiveBlend] | None = None
        self._heat = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._show_exact)

    @property
    def is_heat(self) -> bool:
        """Whether the heat map is shown in place of the result."""
        return self._heat

    @property
    def loaded(self) -> LiveBlend | None:
        """What is brought together now."""
        return None if self._live is None else self._live[1]

    def set_heat(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Show the heat map from the next `show` on, or the result."""
        self._heat = on

    def show(self, result: Result, recipe: BlendRecipe) -> None:
        """Show a result as it looks with a recipe; the latest wish wins."""
        self._wanted = (result, recipe)
        self._exact.drop()
        self._with_live(lambda live: self._drawn(live, recipe), self._put)
        if not self._heat:
            self._rest.start()

    def warm(self, result: Result) -> None:
        """Bring target and answer together, so that the first move of a slider is shown at once."""
        recipe = result.recipe or BlendRecipe()
        self._wanted = (result, recipe)
        self._with_live(lambda live: live.quick(recipe, self._scale()), lambda _shown: None)

    @Slot()
    def drop(self) -> None:
        """Show nothing any more: something else is selected."""
        self._wanted = None
        self._rest.stop()
        self._quick.drop()
        self._exact.drop()
        self.busy.emit(False)

    @Slot()
    def look_again(self) -> None:
        """The view has another scale: a heat map becomes finer or coarser."""
        if self._heat and self._wanted is not None:
            self.show(*self._wanted)

    def forget(self) -> None:
        """Give the memory back."""
        self.drop()
        self._live = None

    def close(self) -> None:
        """End the workers."""
        self.drop()
        self._quick.close()
        self._exact.close()

    def _drawn(self, live: LiveBlend, recipe: BlendRecipe) -> Shown:
        if self._heat:
            from overpaint.imaging.heat import heat_map  # noqa: PLC0415 - loads numpy

            return heat_map(live, recipe, self._scale())
        return live.quick(recipe, self._scale())

    def _with_live(self, work: Callable[[LiveBlend], object], done: Callable[..., None]) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        result, key = wanted[0], _key(wanted[0])
        known = self._live[1] if self._live is not None and self._live[0] == key else None
        if known is None:
            self._live = None
            self.busy.emit(True)

        def run() -> tuple[LiveBlend, object]:
            live = known or self._made(key, result)
            return live, work(live)

        def arrived(outcome: tuple[LiveBlend, object]) -> None:
            live, worked = outcome
            self._live = (key, live)
            self.busy.emit(False)
            done(worked)

        self._quick.ask(run, arrived, self._fail)

    def _made(self, key: object, result: Result) -> LiveBlend:
        """Runs on the worker; what was made for a wish that another one replaced is used too."""
        from overpaint.imaging.variants import live_blend  # noqa: PLC0415 - loads numpy

        made = self._live
        return made[1] if made is not None and made[0] == key else live_blend(result)

    def _put(self, shown: Shown) -> None:
        self.ready.emit(*shown)

    def _fail(self, error: OverpaintError) -> None:
        self.busy.emit(False)
        self.failed.emit(error)

    @Slot()
    def _show_exact(self) -> None:
        wanted, live = self._wanted, self._live
        if wanted is None or self._heat:
            return
        if live is None or live[0] != _key(wanted[0]):
            self._rest.start()  # still being brought together
            return
        recipe = wanted[1]
        self._exact.ask(lambda: live[1].exact(recipe), self._put, self._fail)


def _key(result: Result) -> tuple[object, ...]:
    """The same for everything that the same pictures are blended for."""
    return result.answer.path, result.placement, result.layers
