"""The selected results with all that is known of them, read on a worker when they are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from overpaint.domain.errors import OverpaintError
from overpaint.domain.library import LibraryResult
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.library.lane import Lane

MOST = 1000
"""Joint figures are told of at most so many: reading more would take longer than it helps."""


class Chosen(QObject):
    """Follows a selection.

    Args:
        library: The service; called on a worker only.
        find: What is known of a result without asking; None for nothing.
        parent: Owner.

    Attributes:
        changed: The rows of other results are there, or the same have changed.
        failed: An `OverpaintError`.
        rows: The selected results, the current one first; as many as have been read.
        count: How many are selected.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        library: Library,
        find: Callable[[int], LibraryResult | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._find = find
        self._background = Background(self, workers=1)
        self._reading = Lane(self._background, self._on_failed)
        self._rowids: tuple[int, ...] = ()
        self.rows: tuple[LibraryResult, ...] = ()
        self.count = 0

    def follow(self, rowids: Sequence[int]) -> None:
        """Other results are selected, or something about them has changed."""
        self._rowids = tuple(rowids)
        self.count = len(rowids)
        wanted = self._rowids[:MOST]
        read = {row.rowid: row for row in self.rows}
        found = ((rowid, self._find(rowid)) for rowid in wanted)
        known = [row or read.get(rowid) for rowid, row in found]
        self.rows = tuple(row for row in known if row is not None)
        self.changed.emit()
        if len(self.rows) < len(wanted):
            library = self._library
            self._reading.ask(
                lambda: (wanted, library.page(wanted)), lambda read: self._on_rows(*read)
            )

    def close(self) -> None:
        """End the worker."""
        self._background.close()

    def _on_rows(self, wanted: tuple[int, ...], rows: tuple[LibraryResult, ...]) -> None:
        if wanted == self._rowids[:MOST]:
            self.rows = rows
            self.changed.emit()

    def _on_failed(self, error: OverpaintError) -> None:
        self.failed.emit(error)
