"""The part of the canvas through which the rest of the window works on the mask."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal

from overpaint.imaging.mask.brush import Layer
from overpaint.ui.canvas.frame_surface import FrameSurface

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QUndoStack
    from PySide6.QtWidgets import QWidget

    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.imaging.placement import MaskSnapshot
    from overpaint.ui.canvas.steps import Operation, PreviewOperation
    from overpaint.ui.switching_stack import SwitchingStack

_T = TypeVar("_T")


class MaskSurface(FrameSurface):
    """Adds what can be done to the mask as a whole.

    Everything reaches the mask on a worker, in order, as named undo steps.

    Signals:
        preview_busy: Whether a previewed change is being worked out.
    """

    preview_busy = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor.preview_busy.connect(self.preview_busy)

    @property
    def mask(self) -> MaskPlane | None:  # type: ignore[override]  # a widget's shape mask is of no use here
        """The mask at full size; strokes under way may be missing, see `when_idle`."""
        return self._editor.plane

    @property
    def layers(self) -> MaskLayers | None:
        """Mask and protected parts at full size, see `mask`; None without a target."""
        return self._editor.layers

    @property
    def undo_stack(self) -> SwitchingStack:
        """Named steps of mask and markup, in the order in which they were made."""
        return self._editor.undo_stack

    def take_steps(self) -> QUndoStack:
        """Put the undo steps aside: another target comes, and this one will come back."""
        return self._editor.take_steps()

    def clear_mask(self) -> None:
        """Cover nothing."""
        self._editor.run(self.tr("Clear mask"), lambda plane: plane.clear())

    def invert_mask(self) -> None:
        """Change what was kept and keep what was to change."""
        self._editor.run(self.tr("Invert mask"), lambda plane: plane.invert())

    def fill_mask(self) -> None:
        """Cover everything."""
        self._editor.run(self.tr("Mask everything"), lambda plane: plane.fill())

    def replace_mask(self, coverage: Bytes2D, name: str) -> None:
        """Take over coverage of the picture's size, as an undo step called ``name``.

        Raises:
            ValueError: The shape is not (height, width) of the picture.
        """
        plane = self.mask
        if plane is None or coverage.shape != (plane.height, plane.width):
            raise ValueError("the coverage and the picture differ in size")
        self._editor.run(name, lambda plane: plane.replace(coverage))

    @property
    def is_previewing(self) -> bool:
        """True while a change is shown that is not a step yet."""
        return self._editor.is_previewing

    def change_mask(self, text: str, operation: Operation, layer: Layer = Layer.MASK) -> None:
        """Run an operation on a layer (by default the mask), on the worker, as one undo step."""
        self._editor.run(text, operation, layer)

    def preview_change(
        self, operation: PreviewOperation, text: str, layer: Layer = Layer.MASK
    ) -> None:
        """Show what an operation would do; the latest wins. See `MaskEditor.preview`."""
        self._editor.preview(operation, text, layer)

    def accept_preview(self, text: str) -> None:
        """Make what is previewed an undo step."""
        self._editor.accept(text)

    def discard_preview(self) -> None:
        """Take back what is previewed."""
        self._editor.discard()

    def when_idle(self, callback: Callable[[], None]) -> None:
        """Call back on the GUI thread when every finished stroke is on the mask."""
        self._editor.when_idle(callback)

    def snapshot_mask(self, callback: Callable[[Bytes2D | None], None]) -> None:
        """Hand over a copy of what would change once every finished stroke is on the mask.

        What is protected is left out. The copy is made on the worker; ``callback`` runs on the GUI
        thread and gets None when nothing would change.
        """
        self._editor.snapshot(callback)

    def snapshot_layers(self, callback: Callable[[MaskSnapshot | None], None]) -> None:
        """As `snapshot_mask`, with what is protected and what the rules need to know of it."""

        def copy(layers: MaskLayers | None) -> MaskSnapshot | None:
            from overpaint.imaging.placement import MaskSnapshot  # noqa: PLC0415 - on the worker

            return None if layers is None else MaskSnapshot.of(layers)

        self._editor.read(copy, callback)

    def read_layers(
        self, work: Callable[[MaskLayers | None], _T], callback: Callable[[_T], None]
    ) -> None:
        """Look at the layers on the worker; see `MaskEditor.read`."""
        self._editor.read(work, callback)

    def wait_for_strokes(self, timeout_s: float = 10.0) -> bool:
        """Block until every finished stroke is on the mask; prefer `when_idle` in the window."""
        return self._editor.worker.wait(timeout_s)
