"""What the grid keeps of the library: rows by number, pictures by bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtGui import QImage

from overpaint.domain.library import LibraryResult

ROWS = 1200
"""About 2 kB each."""

PICTURE_BYTES = 16 * 1024 * 1024
"""As long as what is wanted at once has room."""

_PIXEL_BYTES = 4
_SPARE = 1.2

Look = tuple[int, float]
"""Side of the square that a picture fits into, device-independent pixels; and the scale of the
screen."""


class RowCache:
    """The results read lately; those that may have changed are shown until they are read anew."""

    def __init__(self, limit: int = ROWS) -> None:
        self._limit = limit
        self._rows: OrderedDict[int, LibraryResult] = OrderedDict()
        self._stale: set[int] = set()

    def find(self, rowid: int) -> LibraryResult | None:
        """The result as it was last read."""
        row = self._rows.get(rowid)
        if row is not None:
            self._rows.move_to_end(rowid)
        return row

    def missing(self, rowids: Iterable[int]) -> list[int]:
        """Which of them are to be read."""
        return [rowid for rowid in rowids if rowid not in self._rows or rowid in self._stale]

    def keep(self, rows: Iterable[LibraryResult]) -> None:
        """Take over what was read; the oldest goes when there are too many."""
        for row in rows:
            self._rows[row.rowid] = row
            self._rows.move_to_end(row.rowid)
            self._stale.discard(row.rowid)
        while len(self._rows) > self._limit:
            rowid, _ = self._rows.popitem(last=False)
            self._stale.discard(rowid)

    def distrust(self) -> None:
        """Something in the library has changed: everything is to be read anew when it is seen."""
        self._stale = set(self._rows)


class PictureCache:
    """Decoded thumbnails, bounded by their bytes."""

    def __init__(self, limit_bytes: int = PICTURE_BYTES) -> None:
        self._least = self._limit = limit_bytes
        self._bytes = 0
        self._pictures: OrderedDict[int, tuple[Look, QImage]] = OrderedDict()

    @property
    def held_bytes(self) -> int:
        """How much memory the pictures take."""
        return self._bytes

    def make_room(self, count: int, look: Look) -> None:
        """Hold at least so many pictures: on a large sharp screen a page of them takes more."""
        edge_px = look[0] * look[1]
        needed = int(count * edge_px * edge_px * _PIXEL_BYTES * _SPARE)
        self._limit = max(self._least, needed)

    def find(self, rowid: int) -> QImage | None:
        """The picture, perhaps of another size than wanted; null when there is none to be had."""
        found = self._pictures.get(rowid)
        if found is None:
            return None
        self._pictures.move_to_end(rowid)
        return found[1]

    def missing(self, rowids: Iterable[int], look: Look) -> list[int]:
        """Which of them are to be decoded for this size."""
        return [
            rowid
            for rowid in rowids
            if (found := self._pictures.get(rowid)) is None or found[0] != look
        ]

    def keep(self, rowid: int, look: Look, picture: QImage) -> None:
        """Take over a picture; those not seen for longest go when it gets too much."""
        self.forget([rowid])
        self._pictures[rowid] = (look, picture)
        self._bytes += picture.sizeInBytes()
        while self._bytes > self._limit and len(self._pictures) > 1:
            _, (_, dropped) = self._pictures.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()

    def forget(self, rowids: Iterable[int]) -> None:
        """They may show something else now."""
        for rowid in rowids:
            held = self._pictures.pop(rowid, None)
            if held is not None:
                self._bytes -= held[1].sizeInBytes()

    def clear(self) -> None:
        """Forget everything."""
        self._pictures.clear()
        self._bytes = 0
