"""The tiles of edits that are open but not at hand: jobs go on there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from overpaint.domain.events import JobId
from overpaint.ui.results.item import ResultItem


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Tiles that have changed in an edit that is not at hand.

    Attributes:
        edit: Its id.
        items: The tiles as they are now; empty when nothing has changed after all.
    """

    edit: str
    items: tuple[ResultItem, ...]


class TilesAside:
    """Keeps tiles by the edit that they belong to."""

    def __init__(self) -> None:
        self._tiles: dict[str, list[ResultItem]] = {}

    def keep(self, edit: str, items: Iterable[ResultItem]) -> None:
        """Keep the tiles of an edit, in the place of those that it had."""
        self._tiles[edit] = list(items)

    def take(self, edit: str) -> list[ResultItem]:
        """Give the tiles of an edit away; none when it has none."""
        return self._tiles.pop(edit, [])

    def of(self, edit: str) -> tuple[ResultItem, ...]:
        """The tiles of an edit."""
        return tuple(self._tiles.get(edit, ()))

    def expect(self, edit: str, item: ResultItem, replaces: JobId | None) -> None:
        """Announce a job, in the tile of the one that it replaces if there is one."""
        items = self._tiles.setdefault(edit, [])
        jobs = {item.job, replaces} - {None}
        known = (n for n, one in enumerate(items) if one.job in jobs)
        row = next(known, None)
        if row is None:
            items.append(item)
        elif items[row].job != item.job:
            items[row] = item

    def change(
        self,
        is_it: Callable[[ResultItem], bool],
        become: Callable[[ResultItem], list[ResultItem]],
    ) -> Elsewhere | None:
        """Put others in the place of a tile; None when there is no such tile.

        Args:
            is_it: Tells the tile.
            become: What takes its place; none when it stays as it is.
        """
        for edit, items in self._tiles.items():
            row = next((n for n, one in enumerate(items) if is_it(one)), None)
            if row is not None:
                fresh = become(items[row])
                if fresh:
                    items[row : row + 1] = fresh
                return Elsewhere(edit, tuple(fresh))
        return None
