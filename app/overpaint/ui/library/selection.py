"""Which results are selected, by what they are and not by where they stand."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

NOBODY = -1
_FEW = 8
"""So many are looked for one by one, and not by walking through all of them."""


class Selection:
    """Selected results, the one that keys act on, and where a range began.

    Rowids are kept, so that a selection survives new results and other orders.

    Attributes:
        ids: The rowids of all results in their order.
        chosen: The selected ones.
        current: The rowid that keys act on; -1 for none.
    """

    def __init__(self) -> None:
        self.ids: array[int] = array("q")
        self.chosen: set[int] = set()
        self.current = NOBODY
        self._anchor = NOBODY

    def place_of(self, rowid: int) -> int | None:
        """Where a result stands; None when it is not among them."""
        try:
            return self.ids.index(rowid)
        except ValueError:
            return None

    @property
    def current_place(self) -> int | None:
        """Where the result that keys act on stands."""
        return None if self.current == NOBODY else self.place_of(self.current)

    def replace(self, ids: array[int]) -> None:
        """Take over another answer; what is not in it is not selected any more.

        When the current result has gone, the one that took its place becomes current.
        """
        place = self.current_place
        self.ids = ids
        if self.chosen:
            self.chosen &= set(ids)
        if self.current != NOBODY and self.current_place is None:
            follows = place is not None and len(ids) > 0
            self.current = ids[min(place or 0, len(ids) - 1)] if follows else NOBODY
            if follows and not self.chosen:
                self.chosen = {self.current}
            self._anchor = self.current

    def only(self, place: int) -> None:
        """Select one result and nothing else."""
        self.current = self._anchor = self.ids[place]
        self.chosen = {self.current}

    def toggle(self, place: int) -> None:
        """Add a result, or take it out."""
        self.current = self._anchor = self.ids[place]
        self.chosen ^= {self.current}

    def reach(self, place: int, *, adding: bool = False) -> None:
        """Select everything from where the range began to here."""
        start = self.place_of(self._anchor) if self._anchor != NOBODY else None
        if start is None:
            start = place
            self._anchor = self.ids[place]
        first, last = sorted((start, place))
        reached = set(self.ids[first : last + 1])
        self.chosen = self.chosen | reached if adding else reached
        self.current = self.ids[place]

    def move_to(self, place: int) -> None:
        """Let keys act on another result without selecting it."""
        self.current = self.ids[place]

    def all(self) -> None:
        """Select everything."""
        self.chosen = set(self.ids)
        if self.current == NOBODY and self.ids:
            self.current = self._anchor = self.ids[0]

    def none(self) -> None:
        """Select nothing; keys go on from where they were."""
        self.chosen = set()

    def choose(self, rowids: Iterable[int]) -> None:
        """Select exactly these."""
        self.chosen = set(rowids)

    def in_order(self) -> list[int]:
        """The selected rowids as they stand, the current one first when it is among them."""
        if len(self.chosen) <= _FEW:
            found = sorted(self.chosen, key=self.ids.index)
        else:
            found = [rowid for rowid in self.ids if rowid in self.chosen]
        if self.current in self.chosen:
            found.remove(self.current)
            found.insert(0, self.current)
        return found
