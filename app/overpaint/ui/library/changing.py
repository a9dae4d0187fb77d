"""Changes results on a worker, says what was done, and offers to take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from overpaint.domain.library import CollectionId, EmptiedBin, ResultKey, Undoable
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.library import texts
from overpaint.ui.widgets.toast import Toast, ToastAction

if TYPE_CHECKING:
    from overpaint.services.library.importing import Imported

_MOST_UNDOS = 50
_PIECE = 500
_LONG_MS = 600_000


class LibraryChanger(QObject):
    """Every change of results goes through here, in its order.

    Args:
        library: The service; called on a worker only.
        toast: Says what was done.

    Attributes:
        failed: An `OverpaintError`.
        collection_made: Id of a new collection, whose name is to be typed.
    """

    failed = Signal(object)
    collection_made = Signal(str)

    def __init__(self, library: Library, toast: Toast) -> None:
        super().__init__(toast)
        self._library = library
        self._toast = toast
        self._background = Background(self, workers=1)
        self._undos: list[Undoable] = []

    def rate(self, rowids: Sequence[int], stars: int) -> None:
        """Give so many stars; the grid shows it."""
        self._change(lambda: self._library.set_rating(self._keys(rowids), stars))

    def star(self, rowids: Sequence[int], *, on: bool) -> None:
        """Make them favourites, or not any more."""
        self._change(lambda: self._library.set_favourite(self._keys(rowids), on))

    def add_tags(self, rowids: Sequence[int], tags: Sequence[str]) -> None:
        """Give them tags."""
        self._change(lambda: self._library.add_tags(self._keys(rowids), *tags))

    def remove_tag(self, rowids: Sequence[int], tag: str) -> None:
        """Take a tag away."""
        self._change(lambda: self._library.remove_tags(self._keys(rowids), tag))

    def bin(self, rowids: Sequence[int]) -> None:
        """Move them to the bin; their files stay."""
        self._change(
            lambda: self._library.bin(self._keys(rowids)), self.tr("Moved {count} to the bin")
        )

    def restore(self, rowids: Sequence[int]) -> None:
        """Take them out of the bin."""
        self._change(lambda: self._library.restore(self._keys(rowids)), self.tr("Put back {count}"))

    def put_in(self, rowids: Sequence[int], collection: CollectionId, name: str) -> None:
        """Put them into a collection."""
        said = self.tr("Put {count} into “{name}”").replace("{name}", name)
        self._change(lambda: self._library.put_in(self._keys(rowids), collection), said)

    def take_out(self, rowids: Sequence[int], collection: CollectionId, name: str) -> None:
        """Take them out of a collection."""
        said = self.tr("Took {count} out of “{name}”").replace("{name}", name)
        self._change(lambda: self._library.take_out(self._keys(rowids), collection), said)

    def make_collection(self, name: str, rowids: Sequence[int] = ()) -> None:
        """Make a collection under a name that is free, and put results into it."""

        def make() -> str:
            taken = {one.name.casefold() for one in self._library.collections()}
            names = (name if number == 1 else f"{name} {number}" for number in range(1, 10_000))
            made = self._library.make_collection(
                next(one for one in names if one.casefold() not in taken)
            )
            if rowids:
                self._library.put_in(self._keys(rowids), made.id)
            return str(made.id)

        self._background.run(make, self.collection_made.emit, self.failed.emit)

    def rename_collection(self, collection: CollectionId, name: str) -> None:
        """Call a collection something else."""
        self._change(lambda: self._library.rename_collection(collection, name))

    def remove_collection(self, collection: CollectionId, name: str) -> None:
        """Forget a collection; its results stay."""
        said = self.tr("Deleted the collection “{name}”").replace("{name}", name)
        self._change(lambda: self._library.remove_collection(collection), said)

    def empty_bin(self) -> None:
        """Forget what is in the bin, for good."""
        self._background.run(self._library.empty_bin, self._say_emptied, self.failed.emit)

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Add pictures and folders from outside; their files stay where they are."""
        library = self._library

        def work() -> Imported:
            # Reads recipes; needed by whoever brings pictures in.
            from overpaint.services.library.importing import (  # noqa: PLC0415
                import_pictures,
            )

            return import_pictures(library, paths)

        self._toast.say(self.tr("Adding pictures…"), icon="images", shown_ms=_LONG_MS)
        self._background.run(work, self._say_imported, self.failed.emit)

    def undo(self) -> None:
        """Take the last change back, also one that is still being made."""

        def take_back() -> Undoable | None:
            return self._undos.pop().undo() if self._undos else None

        self._background.run(take_back, self._say_undone, self.failed.emit)

    def close(self) -> None:
        """Wait for what is being changed."""
        self._background.close()

    def _keys(self, rowids: Sequence[int]) -> list[ResultKey]:
        """In pieces, so that nobody who scrolls has to wait. Blocks."""
        pieces = (rowids[first : first + _PIECE] for first in range(0, len(rowids), _PIECE))
        return [row.key for piece in pieces for row in self._library.page(piece)]

    def _change(self, work: Callable[[], Undoable], said: str = "") -> None:
        """Make a change; with words it is told, and Undo is offered beside them."""

        def make() -> Undoable:
            # On the worker, where they are taken back: so in their order.
            undoable = work()
            self._undos.append(undoable)
            del self._undos[:-_MOST_UNDOS]
            return undoable

        def made(undoable: Undoable) -> None:
            if said:
                self._say(said.replace("{count}", texts.count_text(len(undoable.keys))), undoable)

        self._background.run(make, made, self.failed.emit)

    def _say(self, text: str, undoable: Undoable) -> None:
        def take_back() -> Undoable | None:
            if undoable not in self._undos:
                return None
            self._undos.remove(undoable)
            return undoable.undo()

        self._toast.say(
            text,
            action=ToastAction(
                self.tr("Undo"),
                lambda: self._background.run(take_back, self._say_undone, self.failed.emit),
            ),
        )

    def _say_undone(self, again: Undoable | None) -> None:
        if again is not None:
            self._toast.say(self.tr("Undone"), icon="undo")

    def _say_imported(self, imported: Imported) -> None:
        count = len(imported.added)
        said = self.tr("Added {count}").format(count=texts.count_text(count))
        if not count:
            said = self.tr("Nothing new was found there")
        if imported.refused:
            number = len(imported.refused)
            one, many = self.tr("1 file is no picture"), self.tr("{count} files are no pictures")
            rest = one if number == 1 else many.format(count=texts.number(number))
            said = f"{said}; {rest}"
        self._toast.say(said, icon="images", shown_ms=6000)

    def _say_emptied(self, emptied: EmptiedBin) -> None:
        removed = texts.count_text(len(emptied.removed))
        text = self.tr("Emptied the bin: {count}").format(count=removed)
        if emptied.kept:
            kept = self.tr("{count} files stay where they are")
            text = f"{text}; {kept.format(count=texts.number(len(emptied.kept)))}"
        self._toast.say(text, icon="trash", shown_ms=6000)
