"""Where the results of a family stand: a column for each generation, branches below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from overpaint.domain.family import Kin


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a result; ``key`` is ``""`` for the original.

    Attributes:
        key: Whose place it is.
        parent: Key of the one at its left; None for the original.
        column: 0 is the original.
        row: From the top, 0 based; halves stand between two rows.
    """

    key: str
    parent: str | None
    column: int
    row: float


def laid_out(kin: Sequence[Kin]) -> tuple[Spot, ...]:
    """Give every result a place, each parent in the middle of its first and last child.

    Args:
        kin: Every one after its parent, as `Family.tree_of` tells them.
    """
    keys = {one.key for one in kin}
    children: dict[str, list[str]] = {"": []}
    for one in kin:
        parent = one.parent if one.parent in keys else ""
        children.setdefault(parent, []).append(one.key)
    spots: list[Spot] = []
    _place("", None, 0, 0, children, spots)
    return tuple(spots)


def _place(
    key: str, parent: str | None, column: int, top: float, children: dict[str, list[str]],
    spots: list[Spot],
) -> float:  # fmt: skip
    """Place one and all below it; returns the first free row."""
    below = children.get(key, [])
    if not below:
        spots.append(Spot(key, parent, column, top))
        return top + 1
    at = len(spots)
    bottom, rows = top, []
    for child in below:
        place = len(spots)
        bottom = _place(child, key, column + 1, bottom, children, spots)
        rows.append(spots[place].row)
    spots.insert(at, Spot(key, parent, column, (rows[0] + rows[-1]) / 2))
    return bottom
