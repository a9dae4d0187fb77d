"""One step of the mask's undo stack, and the stack that knows of a change not yet accepted."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol, TypeAlias

from PySide6.QtGui import QUndoCommand

from overpaint.imaging.mask.area import NOWHERE
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.ui.switching_stack import SwitchingStack

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from overpaint.imaging.mask.area import Area
    from overpaint.imaging.mask.brush import Layer
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane

    IsCalledOff: TypeAlias = Callable[[], bool]
    Operation: TypeAlias = Callable[[MaskPlane], TileDelta]
    PreviewOperation: TypeAlias = Callable[[MaskPlane, IsCalledOff], TileDelta]


class Change:
    """What one step changes on one layer. Its methods run on the worker.

    Attributes:
        layer: Which layer it belongs to.
        delta: The changed tiles; None until they are known.
    """

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.delta: TileDelta | None = None

    @property
    def size_bytes(self) -> int:
        """Bytes held for undo; 0 until the operation has run."""
        return 0 if self.delta is None else self.delta.size_bytes

    @property
    def changes_something(self) -> bool:
        """False for an operation that left everything as it was, or that failed."""
        return self.delta is not None and not self.delta.is_empty

    @property
    def dirty(self) -> Area:
        """The area around what it changes."""
        return NOWHERE if self.delta is None else self.delta.dirty

    def apply(self, plane: MaskPlane) -> Area:
        """Do it again; applying twice is the same as once."""
        if self.delta is not None:
            self.delta.apply_after(plane)
        return self.dirty

    def take_back(self, plane: MaskPlane) -> Area:
        """Put the plane back to how it was."""
        if self.delta is not None:
            self.delta.apply_before(plane)
        return self.dirty


class Preview(Change):
    """A change that is seen on the mask but not yet a step; its operation can be replaced.

    Attributes:
        text: What the step is called if it is accepted unasked.
        step: The step that it has become.
    """

    step: MaskCommand | None = None

    def __init__(self, layer: Layer, text: str) -> None:
        super().__init__(layer)
        self.text = text
        self._latest = threading.Event()

    def renew(self) -> threading.Event:
        """Call off the operation under way; returns what the next one is called off by."""
        self._latest.set()
        self._latest = threading.Event()
        return self._latest

    def is_latest(self, called_off: threading.Event) -> bool:
        """True for the operation that was asked for last."""
        return called_off is self._latest

    def perform(
        self, plane: MaskPlane, operation: PreviewOperation, called_off: threading.Event
    ) -> Area:
        """Put this operation in the place of the one before; nothing when it is called off."""
        dirty = self.take_back(plane)
        self.delta = None
        if not called_off.is_set():
            try:
                self.delta = operation(plane, called_off.is_set)
            except Cancelled:
                return dirty
        return dirty.united(self.dirty)


class StepEditor(Protocol):
    """What steps and their stack need of the editor."""

    @property
    def is_previewing(self) -> bool:
        """Whether a change is shown that is not a step yet."""

    def discard(self) -> None:
        """Take that change back."""

    @property
    def undo_stack(self) -> StepStack:
        """The steps."""

    def enqueue(
        self,
        layer: Layer,
        work: Callable[[MaskPlane], Area],
        done: Callable[[], None] = lambda: None,
    ) -> None:
        """Run part of a step after everything before it."""


class MaskCommand(QUndoCommand):
    """One entry of the undo stack; all its work is done on the worker.

    The first `redo` runs the operation and keeps what it changed; later ones apply the changed
    tiles, which is idempotent. The queue is ordered, so the delta exists when `undo` needs it. A
    change that was previewed has been made already: then there is no operation.
    """

    def __init__(
        self,
        editor: StepEditor,
        text: str,
        change: Change,
        operation: Operation | None = None,
        then: Callable[[bool], None] = lambda _: None,
    ) -> None:
        super().__init__(text)
        self._editor = editor
        self._change = change
        self._operation = operation
        self._then = then
        self._begun = False

    @property
    def size_bytes(self) -> int:
        """Bytes held for undo; 0 until the operation has run."""
        return self._change.size_bytes

    def redo(self) -> None:
        """Do it, or do it again."""
        if self._begun:
            self._editor.discard()
            self._editor.enqueue(self._change.layer, self._change.apply)
        elif self._operation is not None:
            self._editor.enqueue(self._change.layer, self._perform, self._on_performed)
        self._begun = True

    def undo(self) -> None:
        """Take it back."""
        self._editor.discard()
        self._editor.enqueue(self._change.layer, self._change.take_back)

    def forget(self) -> None:
        """Give up the undo memory; the stack drops the entry when it gets there."""
        self._change.delta = None
        self.setObsolete(True)

    def _on_performed(self) -> None:
        if self._change.changes_something:
            self._then(True)
        else:
            self._editor.undo_stack.drop(self)
            self._then(False)

    def _perform(self, plane: MaskPlane) -> Area:
        if self._operation is not None:
            self._change.delta = self._operation(plane)
            self._operation = None
        return self._change.dirty


class StepStack(SwitchingStack):
    """Takes back what is only previewed before it takes back a step."""

    def __init__(self, editor: StepEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor

    def undo(self) -> None:
        """Take back the preview, else the last step."""
        if self._editor.is_previewing:
            self._editor.discard()
        else:
            super().undo()

    def canUndo(self) -> bool:
        """True also while something is previewed."""
        return self._editor.is_previewing or super().canUndo()

    def drop(self, command: QUndoCommand) -> None:
        """Remove a step that has changed nothing; below others it goes when undo gets there."""
        command.setObsolete(True)
        if self.index() == self.count() and self.command(self.index() - 1) is command:
            super().undo()

    def tell(self, preview: str | None) -> None:
        """Let menus name the preview, or the last step again when it is None."""
        self.canUndoChanged.emit(self.canUndo())
        self.undoTextChanged.emit(self.undoText() if preview is None else preview)
