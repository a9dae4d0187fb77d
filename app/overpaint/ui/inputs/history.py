"""Undoable steps on the inputs: removing, moving and replacing a picture."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from overpaint.domain.draft import InputImage
from overpaint.ui.draft_store import DraftStore


class RemoveInput(QUndoCommand):
    """Take a picture out; undo brings it back to its place while there is room."""

    def __init__(self, store: DraftStore, image: InputImage, position: int) -> None:
        super().__init__(
            QCoreApplication.translate("Inputs", "Remove {name}").format(name=image.name)
        )
        self._store = store
        self._image = image
        self._position = position

    def redo(self) -> None:
        """Remove it."""
        self._store.remove_input(self._image.id)

    def undo(self) -> None:
        """Bring it back, unless it came back otherwise or there is no room."""
        if self._store.position_of(self._image.id) is None:
            self._store.add_inputs([self._image], at=self._position - 1)


class MoveInput(QUndoCommand):
    """Move a picture to another position."""

    def __init__(self, store: DraftStore, image: InputImage, old: int, new: int) -> None:
        super().__init__(
            QCoreApplication.translate("Inputs", "Move {name}").format(name=image.name)
        )
        self._store = store
        self._image_id = image.id
        self._old = old
        self._new = new

    def redo(self) -> None:
        """Move it there."""
        self._store.move_input(self._image_id, self._new)

    def undo(self) -> None:
        """Move it back."""
        self._store.move_input(self._image_id, self._old)
