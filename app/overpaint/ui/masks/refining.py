"""Refine the whole mask: at once by keys, or tried out in the bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.masks.refine_bar import RefineBar
from overpaint.ui.masks.refinements import RefineKind, refinement, undo_text, usual_step_px
from overpaint.ui.masks.trial import Trials
from overpaint.ui.messages import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.domain.sizes import Size
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane


class MaskRefiner(QObject):
    """Shows on the canvas what the bar is set to.

    Args:
        canvas: Has the mask.
        bar: Chooses the operation.
        trials: Makes sure that one thing is tried out at a time.
    """

    def __init__(self, canvas: CanvasView, bar: RefineBar, trials: Trials) -> None:
        super().__init__(bar)
        self._canvas = canvas
        self._bar = bar
        self._trials = trials
        bar.changed.connect(self._show)

    def open_bar(self, kind: RefineKind) -> None:
        """Try an operation out."""
        self._trials.begin(self._bar, self._name)
        self._bar.open_for(kind)
        self._show()

    def step(self, kind: RefineKind, size: Size) -> None:
        """Grow or shrink by the usual step for pictures of a size; one step of undo."""
        if self._trials.is_open and self._bar.isVisible() and self._bar.kind is kind:
            self._bar.fields[kind].nudge(usual_step_px(size))
            return
        self._trials.cancel()
        amount = usual_step_px(size)
        operation = _operation(kind, amount, every=False)
        self._canvas.change_mask(
            render(undo_text(kind, amount)), lambda plane: operation(plane, _never)
        )

    @Slot()
    def _show(self) -> None:
        bar = self._bar
        operation = _operation(bar.kind, bar.amount, every=bar.every)
        self._canvas.preview_change(operation, self._name())
        bar.has_preview = True

    def _name(self) -> str:
        return render(undo_text(self._bar.kind, self._bar.amount))


def _operation(
    kind: RefineKind, amount: float, *, every: bool
) -> Callable[[MaskPlane, Callable[[], bool]], TileDelta]:
    def run(plane: MaskPlane, cancelled: Callable[[], bool]) -> TileDelta:
        from overpaint.imaging.mask.refine import refine  # noqa: PLC0415 - loads numpy

        return refine(plane, refinement(kind, amount, every=every), cancelled)

    return run


def _never() -> bool:
    return False
