"""The mask under work: strokes and operations in order, with undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from overpaint.ui.canvas.worker import CanvasWorker

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.brush import Stroke
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.mask.stamp import StampCache
    from overpaint.imaging.pixels import Bytes2D

UNDO_STEPS = 200
UNDO_BYTES = 64 * 1024 * 1024


class MaskCommand(QUndoCommand):
    """One entry of the undo stack; all its work is done on the worker.

    The first `redo` runs the operation and keeps what it changed; later ones apply the changed
    tiles, which is idempotent. The queue is ordered, so the delta exists when `undo` needs it.
    """

    def __init__(
        self, editor: MaskEditor, text: str, operation: Callable[[MaskPlane], TileDelta]
    ) -> None:
        super().__init__(text)
        self._editor = editor
        self._operation: Callable[[MaskPlane], TileDelta] | None = operation
        self._delta: TileDelta | None = None

    @property
    def size_bytes(self) -> int:
        """Bytes held for undo; 0 until the operation has run."""
        return 0 if self._delta is None else self._delta.size_bytes

    def redo(self) -> None:
        """Do it, or do it again."""
        self._editor.enqueue(self._do)

    def undo(self) -> None:
        """Take it back."""
        self._editor.enqueue(self._take_back)

    def forget(self) -> None:
        """Give up the undo memory; the stack drops the entry when it gets there."""
        self._delta = None
        self.setObsolete(True)

    def _do(self, plane: MaskPlane) -> Area:
        if self._operation is not None:
            self._delta = self._operation(plane)
            self._operation = None
        elif self._delta is not None:
            self._delta.apply_after(plane)
        return self._dirty()

    def _take_back(self, plane: MaskPlane) -> Area:
        if self._delta is not None:
            self._delta.apply_before(plane)
        return self._dirty()

    def _dirty(self) -> Area:
        from overpaint.imaging.mask.area import NOWHERE  # noqa: PLC0415 - needs numpy's package

        return NOWHERE if self._delta is None else self._delta.dirty


class MaskEditor(QObject):
    """Holds the mask, its undo stack and the worker that writes to it.

    Attributes:
        changed: The mask has changed; carries the dirty `Area` in picture pixels.
        undo_stack: Named steps, at most 200 and 64 MiB.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None, *, undo_bytes: int = UNDO_BYTES) -> None:
        super().__init__(parent)
        self.worker = CanvasWorker(self)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self._undo_bytes = undo_bytes
        self._plane: MaskPlane | None = None
        self._stamps: StampCache | None = None
        self._outstanding = 0
        self._epoch = 0
        self._strokes: list[Stroke] = []

    @property
    def plane(self) -> MaskPlane | None:
        """The mask at full size."""
        return self._plane

    @property
    def stamps(self) -> StampCache:
        """Stamps shared by the live stroke and the full-size one."""
        if self._stamps is None:
            # Loads numpy: only when something is painted.
            from overpaint.imaging.mask.stamp import StampCache  # noqa: PLC0415

            self._stamps = StampCache()
        return self._stamps

    @property
    def is_settled(self) -> bool:
        """True when the mask holds everything that was asked for."""
        return self._outstanding == 0

    @property
    def strokes_under_way(self) -> tuple[Stroke, ...]:
        """Finished strokes that the mask does not show yet, oldest first."""
        return tuple(self._strokes)

    def set_plane(self, plane: MaskPlane | None) -> None:
        """Work on another mask; the undo steps belonged to the old one and go."""
        self.undo_stack.clear()
        self._plane = plane
        self._outstanding = 0
        self._epoch += 1
        self._strokes.clear()

    def commit_stroke(self, stroke: Stroke, text: str) -> None:
        """Put a finished stroke on the mask, as one undo step."""
        from overpaint.imaging.mask.raster import rasterise  # noqa: PLC0415 - loads numpy

        stamps = self.stamps
        self._strokes.append(stroke)
        self.run(text, lambda plane: rasterise(plane, stroke, stamps))

    def run(self, text: str, operation: Callable[[MaskPlane], TileDelta]) -> None:
        """Run an operation on the worker, as one undo step."""
        if self._plane is not None:
            self.undo_stack.push(MaskCommand(self, text, operation))

    def enqueue(self, work: Callable[[MaskPlane], Area]) -> None:
        """Run part of a command after everything before it (called by `MaskCommand`)."""
        plane = self._plane
        if plane is None:
            return
        epoch = self._epoch
        self._outstanding += 1
        self.worker.submit(lambda: work(plane), lambda dirty: self._on_done(epoch, dirty))

    def when_idle(self, callback: Callable[[], None]) -> None:
        """Call back on the GUI thread once the mask holds everything asked for until now."""
        self.worker.submit(lambda: None, lambda _: callback())

    def snapshot(self, callback: Callable[[Bytes2D | None], None]) -> None:
        """Copy the coverage after everything asked for until now; None when nothing is covered."""
        plane = self._plane

        def copy() -> Bytes2D | None:
            return None if plane is None or plane.is_empty else plane.copy_coverage()

        self.worker.submit(copy, callback)

    def _on_done(self, epoch: int, dirty: Area) -> None:
        if epoch != self._epoch:
            return
        self._outstanding -= 1
        if self._outstanding == 0:
            self._strokes.clear()
        self._keep_within_budget()
        self.changed.emit(dirty)

    def _keep_within_budget(self) -> None:
        """Forget the oldest steps: a stack can be shortened by number only, not by bytes."""
        commands = [self.undo_stack.command(i) for i in range(self.undo_stack.count())]
        held = [c for c in commands if isinstance(c, MaskCommand)]
        total = sum(command.size_bytes for command in held)
        for command in held[:-1]:
            if total <= self._undo_bytes:
                return
            total -= command.size_bytes
            command.forget()
