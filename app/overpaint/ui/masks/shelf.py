"""The named masks that are kept beside the one in work: a shelf for each picture."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QUndoCommand, QUndoStack

from overpaint.domain.sizes import Size

if TYPE_CHECKING:
    # numpy takes half a second to import; masks are packed on a worker.
    from overpaint.imaging.mask.shelf import PackedMask

_UNDO_LIMIT = 50


@dataclass(frozen=True, slots=True, eq=False)
class SavedMask:
    """A mask on a shelf.

    Attributes:
        id: Stays with it when it is renamed.
        name: What a person calls it.
        packed: Its coverage.
        size: Of the picture that it fits, pixels.
        share: Of the picture that it covers, 0 to 1.
        thumbnail: Grey, white is masked.
    """

    id: str
    name: str
    packed: PackedMask
    size: Size
    share: float
    thumbnail: QImage


class MaskShelf(QObject):
    """Keeps the masks of every picture; one picture's are shown.

    Attributes:
        changed: Other masks are shown, or other names.
        undo_stack: Takes removing and renaming back.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(_UNDO_LIMIT)
        self._shelves: dict[str, list[SavedMask]] = {}
        self._owner: str | None = None

    @property
    def owner(self) -> str | None:
        """Id of the input whose masks are shown; None while there is no target."""
        return self._owner

    @property
    def masks(self) -> tuple[SavedMask, ...]:
        """The masks that are shown, oldest first."""
        return self.masks_of(self._owner)

    def masks_of(self, owner: str | None) -> tuple[SavedMask, ...]:
        """The masks of a picture."""
        return tuple(self._shelves.get(owner, ())) if owner is not None else ()

    def show_for(self, owner: str | None) -> None:
        """Show the masks of another picture."""
        if owner != self._owner:
            self._owner = owner
            self.changed.emit()

    def new_id(self) -> str:
        """An id that no mask has yet, of this start or an earlier one."""
        return f"mask-{uuid.uuid4().hex}"

    def new_name(self, owner: str) -> str:
        """“Mask 1”, or the first number that is free."""
        taken = {mask.name for mask in self._shelves.get(owner, ())}
        numbers = itertools.count(1)
        names = (self.tr("Mask {number}").format(number=number) for number in numbers)
        return next(name for name in names if name not in taken)

    def find(self, mask_id: str) -> SavedMask | None:
        """A mask of any picture."""
        every = itertools.chain.from_iterable(self._shelves.values())
        return next((mask for mask in every if mask.id == mask_id), None)

    def add(self, owner: str, mask: SavedMask, at: int | None = None) -> None:
        """Put a mask on a picture's shelf, at the end unless told."""
        shelf = self._shelves.setdefault(owner, [])
        shelf.insert(len(shelf) if at is None else at, mask)
        self._tell(owner)

    def take(self, owner: str, mask_id: str) -> None:
        """Take a mask off a shelf."""
        self._shelves[owner] = [mask for mask in self.masks_of(owner) if mask.id != mask_id]
        self._tell(owner)

    def set_name(self, owner: str, mask_id: str, name: str) -> None:
        """Call a mask something else."""
        self._shelves[owner] = [
            replace(mask, name=name) if mask.id == mask_id else mask
            for mask in self.masks_of(owner)
        ]
        self._tell(owner)

    def remove(self, mask_id: str) -> None:
        """Take one of the shown masks off the shelf; one step of undo."""
        owner, place = self._owner, self._place(mask_id)
        if owner is not None and place is not None:
            self.undo_stack.push(_Removal(self, owner, self.masks[place], place))

    def rename(self, mask_id: str, name: str) -> None:
        """Rename one of the shown masks; one step of undo. An empty name changes nothing."""
        owner, place, name = self._owner, self._place(mask_id), name.strip()
        if owner is None or place is None or not name or name == self.masks[place].name:
            return
        self.undo_stack.push(_Renaming(self, owner, self.masks[place], name))

    def forget(self, owner: str) -> None:
        """Empty the shelf of a picture that nobody will show again."""
        self._shelves.pop(owner, None)
        self._tell(owner)

    def _place(self, mask_id: str) -> int | None:
        return next((n for n, mask in enumerate(self.masks) if mask.id == mask_id), None)

    def _tell(self, owner: str) -> None:
        if owner == self._owner:
            self.changed.emit()


class _Removal(QUndoCommand):
    """Take a mask off a shelf; undo puts it back to its place."""

    def __init__(self, shelf: MaskShelf, owner: str, mask: SavedMask, place: int) -> None:
        super().__init__(shelf.tr("Remove {name}").format(name=mask.name))
        self._shelf, self._owner, self._mask, self._place = shelf, owner, mask, place

    def redo(self) -> None:
        self._shelf.take(self._owner, self._mask.id)

    def undo(self) -> None:
        self._shelf.add(self._owner, self._mask, self._place)


class _Renaming(QUndoCommand):
    """Call a mask something else."""

    def __init__(self, shelf: MaskShelf, owner: str, mask: SavedMask, name: str) -> None:
        super().__init__(shelf.tr("Rename {name}").format(name=mask.name))
        self._shelf, self._owner, self._mask, self._name = shelf, owner, mask, name

    def redo(self) -> None:
        self._shelf.set_name(self._owner, self._mask.id, self._name)

    def undo(self) -> None:
        self._shelf.set_name(self._owner, self._mask.id, self._mask.name)
