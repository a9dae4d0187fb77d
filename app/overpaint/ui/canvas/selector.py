"""Makes selections: works a patch out beside the mask and puts it together with the mask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal

from overpaint.imaging.mask.area import NOWHERE
from overpaint.imaging.mask.cancel import never
from overpaint.imaging.mask.modes import Combine
from overpaint.ui.canvas.pixels import Pixels
from overpaint.ui.canvas.tool_options import SelectOptions

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.patch import Patch
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D, Picture
    from overpaint.ui.canvas.editor import MaskEditor

    Maker: TypeAlias = Callable[[Callable[[], bool]], Patch]


class _Combining(Protocol):
    def __call__(self, plane: MaskPlane, is_off: Callable[[], bool] = ...) -> TileDelta: ...


_T = TypeVar("_T")


class Selector(QObject):
    """What selection tools ask for; everything that takes time runs beside the GUI thread.

    Signals:
        options_changed: The new `SelectOptions`.
        found_nothing: A selection came out empty; no step was made.
        ended: What was previewed has become a step, or is gone.
        live_changed: A selection that is built up by several gestures has begun, grown or ended.
    """

    options_changed = Signal(object)
    found_nothing = Signal()
    ended = Signal()
    live_changed = Signal()

    def __init__(self, editor: MaskEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._options = SelectOptions()
        self._picture: Picture | None = None
        self._shown: Picture | None = None
        self._asked: threading.Event | None = None
        self._accept_as: str | None = None
        self._is_empty = False
        editor.preview_ended.connect(self.ended)
        self.ended.connect(self.live_changed)

    @property
    def options(self) -> SelectOptions:
        """How selections are made now."""
        return self._options

    @property
    def area(self) -> Area:
        """The whole picture."""
        layers = self._editor.layers
        return NOWHERE if layers is None else layers.area

    def set_options(self, options: SelectOptions) -> None:
        """Make selections differently from now on."""
        if options != self._options:
            self._options = options
            self.options_changed.emit(options)

    def swap_mode(self) -> None:
        """Subtract instead of add, or add again."""
        adds = self._options.mode is Combine.ADD
        mode = Combine.SUBTRACT if adds else Combine.ADD
        self.set_options(replace(self._options, mode=mode))

    def set_picture(self, picture: Picture | None) -> None:
        """Read colours from another target."""
        self._picture, self._shown = picture, None
        self._asked = self._accept_as = None

    def set_shown(self, picture: Picture | None) -> None:
        """Know what covers the target, for `SelectOptions.merged`."""
        self._shown = picture

    def pixels(self) -> Pixels | None:
        """What colours are read from: the target, or what is shown; None without a picture."""
        if self._picture is None:
            return None
        return Pixels(self._picture, self._shown if self._options.merged else None)

    def select(self, make: Maker, text: str, mode: Combine) -> None:
        """Put a selection together with the mask, as one undo step; none when it is empty.

        Args:
            make: Returns the patch; runs on a thread, see `Thinker.ask`.
            text: What the step is called.
            mode: How it meets the mask.
        """
        if self._editor.layers is None:
            return
        self._editor.accept()

        def then(patch: Patch) -> None:
            if _leaves_all(patch, mode):
                self.found_nothing.emit()
            else:
                self._editor.run(text, _combining(patch, mode))

        self._editor.thinker.ask(make, then)

    def select_on_mask(self, make: Callable[[Bytes2D], Patch], text: str, mode: Combine) -> None:
        """Select by the mask itself, as it is once everything asked for before is on it.

        Args:
            make: Gets the coverage, shape (height, width), and returns the patch; runs on the
                mask's worker.
            text: What the step is called.
            mode: How it meets the mask.
        """

        def operation(plane: MaskPlane) -> TileDelta:
            return _combining(make(plane.coverage), mode)(plane)

        self._editor.run(text, operation, unchanged=self.found_nothing.emit)

    def preview(self, make: Maker, text: str, mode: Combine) -> None:
        """Show a selection on the mask in the place of the one shown before.

        Nothing is a step until `accept`; the arguments are those of `select`.
        """
        if self._editor.layers is None:
            return
        if self._asked is not None:
            self._asked.set()

        def then(patch: Patch) -> None:
            self._asked = None
            self._is_empty = _leaves_all(patch, mode)
            combining = _combining(patch, mode)
            self._editor.preview(combining, text)
            accept_as, self._accept_as = self._accept_as, None
            if accept_as is not None:
                self.accept(accept_as)

        self._asked = self._editor.thinker.ask(make, then)
        self.live_changed.emit()

    def accept(self, text: str) -> None:
        """Make what is previewed a step, as soon as it is there."""
        if self._asked is not None:
            self._accept_as = text
        elif self._is_empty:
            self._editor.discard()
            self.found_nothing.emit()
        else:
            self._editor.accept(text)
        self.live_changed.emit()

    def discard(self) -> None:
        """Take back what is previewed and what is being worked out for it."""
        if self._asked is not None:
            self._asked.set()
        self._asked = self._accept_as = None
        self._editor.discard()
        self.live_changed.emit()

    def work_out(
        self, work: Callable[[Callable[[], bool]], _T], then: Callable[[_T], None]
    ) -> None:
        """Run something on the thread of selections; see `Thinker.ask`."""
        self._editor.thinker.ask(work, then)


def _leaves_all(patch: Patch, mode: Combine) -> bool:
    """Whether a patch changes no mask at all; an intersection with nothing empties it."""
    return mode is not Combine.INTERSECT and (patch.is_empty or not patch.cover.any())


def _combining(patch: Patch, mode: Combine) -> _Combining:
    """What puts a patch on a layer, as a step or as a preview."""

    def operation(plane: MaskPlane, is_off: Callable[[], bool] = never) -> TileDelta:
        from overpaint.imaging.mask.combine import combine  # noqa: PLC0415 - loads numpy

        return combine(plane, patch, mode, is_off)

    return operation
