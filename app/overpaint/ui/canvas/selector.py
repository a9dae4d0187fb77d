"""Makes selections: works a patch out beside the mask and puts it together with the mask."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal

from overpaint.imaging.mask.area import NOWHERE
from overpaint.imaging.mask.cancel import Cancelled, check, never
from overpaint.imaging.mask.modes import Combine
from overpaint.ui.canvas.pixels import Pixels
from overpaint.ui.canvas.tool_options import SelectOptions

if TYPE_CHECKING:
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
_POLL_S = 0.02


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
        self._due: _Due | None = None
        editor.preview_ended.connect(self._on_ended)
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
        self._forget_due()

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
            make: Returns the patch; runs on the mask's worker, after all that came before, and gets
                a function that tells whether to give up; may then raise `Cancelled`.
            text: What the step is called.
            mode: How it meets the mask.
        """
        if self._editor.layers is None:
            return
        make = self._softened(make)
        called_off = self._editor.thinker.begin()

        def operation(plane: MaskPlane) -> TileDelta:
            try:
                check(called_off.is_set)
                return _combining(make(called_off.is_set), mode)(plane, called_off.is_set)
            except Cancelled:
                return _no_change(plane)

        def then(changed: bool) -> None:  # noqa: FBT001 - as the editor calls it
            given_up = called_off.is_set()
            self._editor.thinker.end(called_off)
            if not changed and not given_up:
                self.found_nothing.emit()

        self._editor.run(text, operation, then=then)

    def select_on_mask(self, make: Callable[[Bytes2D], Patch], text: str, mode: Combine) -> None:
        """Select by the mask itself, as it is once everything asked for before is on it.

        Args:
            make: Gets the coverage, shape (height, width), and returns the patch.
            text: What the step is called.
            mode: How it meets the mask.
        """
        plane = self._editor.plane
        if plane is not None:
            self.select(lambda _off: make(plane.coverage), text, mode)

    def preview(self, make: Maker, text: str, mode: Combine) -> None:
        """Show a selection on the mask in the place of the one shown before.

        Nothing is a step until `accept`. The arguments are those of `select`, but ``make`` runs
        beside the mask's worker: strokes and the view need not wait for what takes a second.
        """
        if self._editor.layers is None:
            return
        if self._due is not None:
            self._due.called_off.set()
        due = _Due(mode)

        def then(patch: Patch) -> None:
            if self._due is due:
                self._due = None
                self._editor.preview(_combining(patch, mode), text)

        due.called_off = self._editor.thinker.ask(due.kept(self._softened(make)), then)
        self._due = due
        self.live_changed.emit()

    def accept(self, text: str) -> None:
        """Make what is previewed a step; what is done to the mask from now on comes after it."""
        due, self._due = self._due, None
        if due is not None:
            self._editor.worker.submit(due.wait, lambda _: None)
            self._editor.preview(due.operation, text)
        if not self._editor.accept(text):
            self.found_nothing.emit()
        self.live_changed.emit()

    def discard(self) -> None:
        """Take back what is previewed and what is being worked out for it."""
        self._forget_due()
        self._editor.discard()
        self.live_changed.emit()

    def work_out(
        self, work: Callable[[Callable[[], bool]], _T], then: Callable[[_T], None]
    ) -> None:
        """Run something on the thread of selections; see `Thinker.ask`."""
        self._editor.thinker.ask(work, then)

    def _softened(self, make: Maker) -> Maker:
        feather_px, within = self._options.feather_px, self.area
        if feather_px <= 0:
            return make

        def soften(is_off: Callable[[], bool]) -> Patch:
            from overpaint.imaging.mask.refine import feathered  # noqa: PLC0415 - loads numpy

            return feathered(make(is_off), feather_px, within)

        return soften

    def _on_ended(self) -> None:
        """What was previewed is a step or gone, so what would have replaced it comes too late."""
        self._forget_due()
        self.ended.emit()

    def _forget_due(self) -> None:
        if self._due is not None:
            self._due.called_off.set()
        self._due = None


class _Due:
    """A patch that is being worked out for a preview."""

    def __init__(self, mode: Combine) -> None:
        self.called_off = threading.Event()
        self._mode = mode
        self._patch: Patch | None = None
        self._is_there = threading.Event()

    def kept(self, make: Maker) -> Maker:
        """Work it out, and keep it for whoever waits."""

        def keeping(is_off: Callable[[], bool]) -> Patch:
            try:
                self._patch = make(is_off)
                return self._patch
            finally:
                self._is_there.set()

        return keeping

    def wait(self) -> None:
        """Block a worker until it is there or called off."""
        while not self._is_there.wait(_POLL_S) and not self.called_off.is_set():
            pass

    def operation(self, plane: MaskPlane, is_off: Callable[[], bool] = never) -> TileDelta:
        """Put it on a layer; nothing when it was called off."""
        if self._patch is None:
            return _no_change(plane)
        return _combining(self._patch, self._mode)(plane, is_off)


def _no_change(plane: MaskPlane) -> TileDelta:
    from overpaint.imaging.mask.delta import TileDelta  # noqa: PLC0415 - loads numpy

    return TileDelta(plane.width, plane.height, ())


def _combining(patch: Patch, mode: Combine) -> _Combining:
    """What puts a patch on a layer, as a step or as a preview."""

    def operation(plane: MaskPlane, is_off: Callable[[], bool] = never) -> TileDelta:
        from overpaint.imaging.mask.combine import combine  # noqa: PLC0415 - loads numpy

        return combine(plane, patch, mode, is_off)

    return operation
