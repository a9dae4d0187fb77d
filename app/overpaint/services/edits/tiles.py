"""Planes of coverage as rows of tiles: what has changed since they were written, and back.

A plane keeps its tiles packed, and a packed tile is never changed: so whether a tile has to be
written again is seen without looking at a pixel, and what is written needs no copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from overpaint.imaging.mask.delta import PackedTile
from overpaint.imaging.mask.layers import MaskLayers
from overpaint.imaging.mask.shelf import PackedMask

Place: TypeAlias = tuple[int, int]
Tiles: TypeAlias = Mapping[Place, PackedTile]
TileRow: TypeAlias = tuple[str, int, int, bytes, int, int]
"""Plane, row, column, packed bytes, covered pixels, whether the bytes are the inverse."""

PATIENCE_S = 0.1
"""So long a save waits for an operation on a mask; the next save takes what it leaves."""

_MASK, _PROTECT = "mask", "protect"


@dataclass(frozen=True, slots=True)
class StoredPlane:
    """Coverage of one plane at rest.

    Attributes:
        width: Pixels.
        height: Pixels.
        tiles: Every tile that is not empty, by row and column.
    """

    width: int
    height: int
    tiles: Tiles = field(default_factory=dict)

    def packed(self) -> PackedMask:
        """The same as a mask that is kept aside."""
        rows = tuple((row, column, tile) for (row, column), tile in self.tiles.items())
        return PackedMask(self.width, self.height, rows)


class PlaneSource(Protocol):
    """Where planes of an edit are read from when it is saved."""

    def planes(self, owner: str) -> Mapping[str, StoredPlane] | None:
        """Planes by their names; None while they are being changed."""


@dataclass(frozen=True, slots=True, eq=False)
class LayersSource:
    """Mask and protected parts of an input, live; read in one moment."""

    layers: MaskLayers

    def planes(self, owner: str) -> Mapping[str, StoredPlane] | None:
        """Both planes; None when an operation takes longer than `PATIENCE_S`."""
        layers = self.layers
        if not layers.lock.acquire(timeout=PATIENCE_S):
            return None
        try:
            mask, protect = layers.mask.packed_tiles(), layers.protect.packed_tiles()
        finally:
            layers.lock.release()
        return {
            plane_name(owner, _MASK): StoredPlane(layers.width, layers.height, mask),
            plane_name(owner, _PROTECT): StoredPlane(layers.width, layers.height, protect),
        }


@dataclass(frozen=True, slots=True, eq=False)
class PackedSource:
    """A mask that is kept aside under a name."""

    name: str
    packed: PackedMask

    def planes(self, owner: str) -> Mapping[str, StoredPlane]:
        """The one plane."""
        tiles = {(row, column): tile for row, column, tile in self.packed.tiles}
        plane = StoredPlane(self.packed.width, self.packed.height, tiles)
        return {plane_name(owner, self.name): plane}


@dataclass(frozen=True, slots=True)
class TileChanges:
    """What has to be written to bring stored tiles up to date.

    Attributes:
        put: Rows to write.
        gone: Plane, row and column of tiles that are empty now.
    """

    put: tuple[TileRow, ...]
    gone: tuple[tuple[str, int, int], ...]

    @property
    def byte_count(self) -> int:
        """Packed bytes to write."""
        return sum(len(row[3]) for row in self.put)


def plane_name(owner: str, name: str) -> str:
    """How a plane of an input is called."""
    return f"{owner}/{name}"


def layers_of(planes: Mapping[str, StoredPlane], owner: str) -> MaskLayers | None:
    """Make the live layers of an input; None when it had none. Unpacks, so not on the window."""
    stored = planes.get(plane_name(owner, _MASK))
    if stored is None:
        return None
    layers = MaskLayers(stored.width, stored.height)
    protect = planes.get(plane_name(owner, _PROTECT))
    layers.mask.replace_packed(stored.tiles)
    if protect is not None:
        layers.protect.replace_packed(protect.tiles)
    return layers


def changes(before: Mapping[str, StoredPlane], after: Mapping[str, StoredPlane]) -> TileChanges:
    """Compare planes; equal tiles are mostly the same object, so this costs no look at bytes."""
    put: list[TileRow] = []
    gone: list[tuple[str, int, int]] = []
    for name in {*before, *after}:
        old = before[name].tiles if name in before else {}
        new = after[name].tiles if name in after else {}
        if old is new:
            continue
        put += _changed(name, old, new)
        gone += [(name, *place) for place in old if place not in new]
    return TileChanges(tuple(put), tuple(gone))


def tiles_from(rows: Iterable[TileRow]) -> dict[str, dict[Place, PackedTile]]:
    """Sort rows by their planes."""
    found: dict[str, dict[Place, PackedTile]] = {}
    for plane, row, column, data, covered_px, inverse in rows:
        tile = PackedTile(bytes(data), covered_px, bool(inverse))
        found.setdefault(plane, {})[row, column] = tile
    return found


def _changed(name: str, old: Tiles, new: Tiles) -> list[TileRow]:
    return [
        (name, *place, tile.data, tile.covered_px, int(tile.is_inverse))
        for place, tile in new.items()
        if (known := old.get(place)) is not tile and known != tile
    ]
