"""A stack of undo steps whose steps can be put aside, and others put in their place."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack


class SwitchingStack(QObject):
    """Speaks and listens as a `QUndoStack` does, for the steps that are at hand.

    Qt cannot move steps from one stack to another; so it is the whole stack that is exchanged, and
    whoever listens does not notice.

    Signals: as those of `QUndoStack`.
    """

    indexChanged = Signal(int)  # noqa: N815 - as Qt calls it
    canUndoChanged = Signal(bool)  # noqa: N815 - as Qt calls it
    canRedoChanged = Signal(bool)  # noqa: N815 - as Qt calls it
    undoTextChanged = Signal(str)  # noqa: N815 - as Qt calls it
    redoTextChanged = Signal(str)  # noqa: N815 - as Qt calls it

    def __init__(self, parent: QObject | None = None, *, limit: int = 0) -> None:
        super().__init__(parent)
        self._limit = limit
        self._steps = self._fresh()
        self._listen(self._steps)

    def take(self) -> QUndoStack:
        """Put the steps aside; there are none then. They come back with `put`."""
        taken = self._steps
        self._exchange(self._fresh())
        return taken

    def put(self, steps: QUndoStack) -> None:
        """Go on with steps that were put aside; those at hand are gone."""
        if steps is not self._steps:
            left = self._steps
            self._exchange(steps)
            left.deleteLater()

    def push(self, command: QUndoCommand) -> None:
        """Do a step."""
        self._steps.push(command)

    def undo(self) -> None:
        """Take the last step back."""
        self._steps.undo()

    def redo(self) -> None:
        """Do the next step again."""
        self._steps.redo()

    def setIndex(self, index: int) -> None:
        """Take back, or do again, until so many steps are done."""
        self._steps.setIndex(index)

    def clear(self) -> None:
        """Forget every step."""
        self._steps.clear()

    def beginMacro(self, text: str) -> None:
        """Make one step of what comes until `endMacro`."""
        self._steps.beginMacro(text)

    def endMacro(self) -> None:
        """End the step of several."""
        self._steps.endMacro()

    def canUndo(self) -> bool:
        """Whether there is a step to take back."""
        return self._steps.canUndo()

    def canRedo(self) -> bool:
        """Whether there is a step to do again."""
        return self._steps.canRedo()

    def undoText(self) -> str:
        """Name of the step that `undo` takes back."""
        return self._steps.undoText()

    def redoText(self) -> str:
        """Name of the step that `redo` does again."""
        return self._steps.redoText()

    def index(self) -> int:
        """How many steps are done."""
        return self._steps.index()

    def count(self) -> int:
        """How many steps there are, done or taken back."""
        return self._steps.count()

    def text(self, index: int) -> str:
        """Name of a step."""
        return self._steps.text(index)

    def command(self, index: int) -> QUndoCommand:
        """A step."""
        return self._steps.command(index)

    def undoLimit(self) -> int:
        """How many steps there are at most; 0 for no limit."""
        return self._limit

    def setUndoLimit(self, limit: int) -> None:
        """Keep at most so many steps; while there are none yet."""
        self._limit = limit
        self._steps.setUndoLimit(limit)

    def _fresh(self) -> QUndoStack:
        steps = QUndoStack(self)
        steps.setUndoLimit(self._limit)
        return steps

    def _exchange(self, steps: QUndoStack) -> None:
        self._part(self._steps)
        self._steps = steps
        self._listen(steps)
        self.indexChanged.emit(self.index())
        self.canUndoChanged.emit(self.canUndo())
        self.canRedoChanged.emit(self.canRedo())
        self.undoTextChanged.emit(self.undoText())
        self.redoTextChanged.emit(self.redoText())

    def _listen(self, steps: QUndoStack) -> None:
        steps.indexChanged.connect(self.indexChanged)
        steps.canUndoChanged.connect(self.canUndoChanged)
        steps.canRedoChanged.connect(self.canRedoChanged)
        steps.undoTextChanged.connect(self.undoTextChanged)
        steps.redoTextChanged.connect(self.redoTextChanged)

    def _part(self, steps: QUndoStack) -> None:
        steps.indexChanged.disconnect(self.indexChanged)
        steps.canUndoChanged.disconnect(self.canUndoChanged)
        steps.canRedoChanged.disconnect(self.canRedoChanged)
        steps.undoTextChanged.disconnect(self.undoTextChanged)
        steps.redoTextChanged.disconnect(self.redoTextChanged)
