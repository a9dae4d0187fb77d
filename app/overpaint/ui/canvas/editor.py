"""The mask and the protected parts under work: strokes and operations in order, with undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from overpaint.imaging.mask.brush import Layer
from overpaint.ui.canvas.steps import Change, MaskCommand, Preview, StepStack
from overpaint.ui.canvas.thinker import Thinker
from overpaint.ui.canvas.worker import CanvasWorker

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from PySide6.QtGui import QUndoStack

    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.brush import Stroke
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.mask.stamp import StampCache
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.ui.canvas.steps import Operation, PreviewOperation

_T = TypeVar("_T")
UNDO_STEPS = 200
UNDO_BYTES = 64 * 1024 * 1024


class MaskEditor(QObject):
    """Holds mask and protected parts, their one undo stack and the worker that writes to them.

    Whatever is done while a change is previewed first makes that change a step of its own; undo
    takes the preview back.

    Attributes:
        changed: A layer has changed; carries the dirty `Area` in picture pixels.
        preview_busy: Whether a previewed operation is being worked out.
        preview_ended: What was previewed has become a step, or is gone.
        undo_stack: Named steps, at most 200 and 64 MiB over all layers.
        thinker: Works out selections beside the mask.
    """

    changed = Signal(object)
    preview_busy = Signal(bool)
    preview_ended = Signal()

    def __init__(self, parent: QObject | None = None, *, undo_bytes: int = UNDO_BYTES) -> None:
        super().__init__(parent)
        self.worker = CanvasWorker(self)
        self.thinker = Thinker(self)
        self.undo_stack = StepStack(self, self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self._undo_bytes = undo_bytes
        self._layers: MaskLayers | None = None
        self._stamps: StampCache | None = None
        self._outstanding = 0
        self._epoch = 0
        self._strokes: list[Stroke] = []
        self._preview: Preview | None = None
        self._preview_is_busy = False

    @property
    def layers(self) -> MaskLayers | None:
        """Mask and protected parts at full size; None without a target."""
        return self._layers

    @property
    def plane(self) -> MaskPlane | None:
        """The mask at full size."""
        return None if self._layers is None else self._layers.mask

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
        """True when the layers hold everything that was asked for."""
        return self._outstanding == 0

    @property
    def is_previewing(self) -> bool:
        """True while a change is shown that is not a step yet."""
        return self._preview is not None

    @property
    def strokes_under_way(self) -> tuple[Stroke, ...]:
        """Finished strokes that their layer does not show yet, oldest first."""
        return tuple(self._strokes)

    def take_steps(self) -> QUndoStack:
        """Put the undo steps aside, for `set_layers` with the same layers; a preview becomes one.

        Give it other layers next: without its steps nothing can be taken back on these.
        """
        self.accept()
        return self.undo_stack.take()

    def set_layers(self, layers: MaskLayers | None, steps: QUndoStack | None = None) -> None:
        """Work on other layers; the undo steps belonged to the old ones and go.

        What was previewed on the old ones stays on them.

        Args:
            layers: None for none.
            steps: Of these layers, as `take_steps` gave them.
        """
        self.thinker.call_off()
        self._preview = None
        self._layers = layers
        self._outstanding = 0
        self._epoch += 1
        self._strokes.clear()
        self._tell_preview_busy(busy=False)
        if steps is None:
            self.undo_stack.clear()
        else:
            self.undo_stack.put(steps)
        self.preview_ended.emit()

    def commit_stroke(self, stroke: Stroke, text: str) -> None:
        """Put a finished stroke on its layer, as one undo step."""
        from overpaint.imaging.mask.raster import rasterise  # noqa: PLC0415 - loads numpy

        stamps = self.stamps
        self._strokes.append(stroke)
        self.run(text, lambda plane: rasterise(plane, stroke, stamps), stroke.layer)

    def run(
        self,
        text: str,
        operation: Operation,
        layer: Layer = Layer.MASK,
        then: Callable[[bool], None] = lambda _: None,
    ) -> None:
        """Run an operation on a layer, on the worker, as one undo step.

        A step that turns out to change nothing is dropped. ``then`` is called with whether it has
        changed something.
        """
        self.accept()
        if self._layers is None:
            return
        change = Change(layer)
        command = MaskCommand(self, text, change, operation, then)
        self.undo_stack.push(command)

    def preview(
        self, operation: PreviewOperation, text: str = "", layer: Layer = Layer.MASK
    ) -> None:
        """Show what an operation would do; it replaces what was previewed before.

        The operation under way is called off and the latest wins. `accept` makes a step of it,
        `discard` takes it back.

        Args:
            operation: Runs on the worker and gets the layer as it was before any preview, and a
                function that tells whether to give up; it may raise `Cancelled`.
            text: What the step is called when something else accepts it.
            layer: By default the mask.
        """
        if self._layers is None:
            return
        if self._preview is not None and self._preview.layer is not layer:
            self.accept()
        preview = self._preview or Preview(layer, text)
        preview.text = text or preview.text or self.tr("Change mask")
        called_off = preview.renew()
        self._preview = preview
        self.undo_stack.tell(preview.text)
        self._tell_preview_busy(busy=True)
        self.enqueue(
            layer,
            lambda plane: preview.perform(plane, operation, called_off),
            lambda: self._on_previewed(preview, called_off),
        )

    def accept(self, text: str = "") -> bool:
        """Make a step of what is previewed; nothing happens when nothing is.

        Returns:
            False when what was previewed changes nothing: then it is no step.
        """
        preview, self._preview = self._preview, None
        if preview is None:
            return True
        changes = self._preview_is_busy or preview.changes_something
        if changes:
            preview.step = MaskCommand(self, text or preview.text, preview)
            self.undo_stack.push(preview.step)
        else:
            self.undo_stack.tell(None)
        self.preview_ended.emit()
        return changes

    def discard(self) -> None:
        """Take back what is previewed; nothing happens when nothing is."""
        preview, self._preview = self._preview, None
        if preview is not None:
            preview.renew()
            self.enqueue(preview.layer, preview.take_back)
            self.undo_stack.tell(None)
            self._tell_preview_busy(busy=False)
            self.preview_ended.emit()

    def enqueue(
        self,
        layer: Layer,
        work: Callable[[MaskPlane], Area],
        done: Callable[[], None] = lambda: None,
    ) -> None:
        """Run part of a step on the worker, after everything before it, and ``done`` when it is."""
        if self._layers is None:
            return
        plane, epoch = self._layers.plane(layer), self._epoch
        self._outstanding += 1

        def finish(dirty: Area | None) -> None:
            if epoch == self._epoch:
                self._on_done(dirty)
                done()

        self.worker.submit(lambda: work(plane), finish, lambda: finish(None))

    def when_idle(self, callback: Callable[[], None]) -> None:
        """Call back on the GUI thread once the mask holds everything asked for until now."""
        self.thinker.then(lambda: self.worker.submit(lambda: None, lambda _: callback()))

    def snapshot(self, callback: Callable[[Bytes2D | None], None]) -> None:
        """Copy what would change, after everything asked for until now; None for nothing.

        What is protected is left out. A preview becomes a step first.
        """

        def copy(layers: MaskLayers | None) -> Bytes2D | None:
            empty = layers is None or layers.is_effectively_empty
            return None if layers is None or empty else layers.effective_copy()

        self.read(copy, callback)

    def read(self, work: Callable[[MaskLayers | None], _T], callback: Callable[[_T], None]) -> None:
        """Look at the layers on the worker, after everything asked for until now.

        A preview becomes a step first.

        Args:
            work: Gets the layers of now, also when others are shown by then.
            callback: Gets what it returned, on the GUI thread.
        """
        layers, epoch = self._layers, self._epoch

        def settle() -> None:
            if epoch == self._epoch:
                self.accept()
            self.worker.submit(lambda: work(layers), callback)

        self.thinker.then(settle)

    def close(self) -> None:
        """Finish what is under way and end the threads."""
        if self._preview is not None:
            self._preview.renew()
        self.thinker.close()
        self.worker.close()

    def _on_done(self, dirty: Area | None) -> None:
        self._outstanding -= 1
        if self._outstanding == 0:
            self._strokes.clear()
        self._keep_within_budget()
        if dirty is not None:
            self.changed.emit(dirty)

    def _on_previewed(self, preview: Preview, called_off: threading.Event) -> None:
        if preview.is_latest(called_off):
            self._tell_preview_busy(busy=False)
            if preview.step is not None and not preview.changes_something:
                self.undo_stack.drop(preview.step)

    def _tell_preview_busy(self, *, busy: bool) -> None:
        if busy != self._preview_is_busy:
            self._preview_is_busy = busy
            self.preview_busy.emit(busy)

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
