"""What Undo and Redo mean on the canvas: strokes first, then the target that they are on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inputs.history import InputsHistory
from overpaint.ui.switching_stack import SwitchingStack


@dataclass(slots=True)
class _Told:
    """What a stack said last: it may speak of a change that is only tried out."""

    possible: bool = False
    text: str = ""


class UndoSteps(QObject):
    """Joins the steps of the canvas with the one that put its target there.

    A target that took another one's place (extended, continued from a result) has no stroke yet;
    Undo then brings the old one back, with its mask.

    Args:
        canvas: The steps of mask and marks.
        inputs: The steps of the inputs.
        store: The draft.

    Attributes:
        undo_changed: ``(possible, text)``.
        redo_changed: As `undo_changed`.
    """

    undo_changed = Signal(bool, str)
    redo_changed = Signal(bool, str)

    def __init__(
        self, canvas: SwitchingStack, inputs: InputsHistory, store: DraftStore, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._inputs = inputs
        self._undo, self._redo = _Told(), _Told()
        canvas.canUndoChanged.connect(self._on_can_undo)
        canvas.canRedoChanged.connect(self._on_can_redo)
        canvas.undoTextChanged.connect(self._on_undo_text)
        canvas.redoTextChanged.connect(self._on_redo_text)
        inputs.stack.indexChanged.connect(self._tell)
        store.changed.connect(self._tell)

    @Slot()
    def undo(self) -> None:
        """Take back the last step."""
        if self._undo.possible or not self._inputs.undoes_target:
            self._canvas.undo()
        else:
            self._inputs.stack.undo()

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._redo.possible or not self._inputs.redoes_target:
            self._canvas.redo()
        else:
            self._inputs.stack.redo()

    @Slot(bool)
    def _on_can_undo(self, possible: bool) -> None:  # noqa: FBT001 - a slot
        self._undo.possible = possible
        self._tell()

    @Slot(bool)
    def _on_can_redo(self, possible: bool) -> None:  # noqa: FBT001 - a slot
        self._redo.possible = possible
        self._tell()

    @Slot(str)
    def _on_undo_text(self, text: str) -> None:
        self._undo.text = text
        self._tell()

    @Slot(str)
    def _on_redo_text(self, text: str) -> None:
        self._redo.text = text
        self._tell()

    @Slot()
    def _tell(self) -> None:
        inputs = self._inputs
        undo, redo = self._undo, self._redo
        if not undo.possible and inputs.undoes_target:
            undo = _Told(possible=True, text=inputs.stack.undoText())
        if not redo.possible and inputs.redoes_target:
            redo = _Told(possible=True, text=inputs.stack.redoText())
        self.undo_changed.emit(undo.possible, undo.text)
        self.redo_changed.emit(redo.possible, redo.text)
