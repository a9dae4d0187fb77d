"""Read the two pictures of a comparison, and work out how they differ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from overpaint.domain.comparison import Common, fitted_together
from overpaint.domain.errors import OverpaintError
from overpaint.domain.putting_back import PackedPlacement
from overpaint.domain.sizes import Size
from overpaint.ui.background import Background
from overpaint.ui.compare.side import Made, Side, masks_between
from overpaint.ui.result_preview import decoded

if TYPE_CHECKING:
    from overpaint.imaging.compare import DifferenceMap
    from overpaint.imaging.pixels import Picture

_Key = tuple[Path, int | None]


class PairLoader(QObject):
    """Keeps the pixels of the pair in hand and of nothing else.

    Args:
        background: Reads files.
        parent: Owner.

    Attributes:
        loaded: ``(pictures, common)``: both are there.
        read: A picture that was on its way is there, or cannot be read.
        compared: A `DifferenceMap` of the pair in hand.
        failed: An `OverpaintError`: a picture cannot be read.
    """

    loaded = Signal(object, object)
    read = Signal()
    compared = Signal(object)
    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        # Takes seconds for large pictures: nobody who reads files waits for it.
        self._comparing = Background(self, workers=1)
        self._sides: tuple[Side | None, Side | None] = (None, None)
        self._pictures: dict[_Key, Picture] = {}
        self._reading: set[_Key] = set()
        self._told: tuple[Picture, Picture, tuple[Made, ...]] | None = None
        self._turn = 0

    @property
    def is_reading(self) -> bool:
        """Whether a picture is on its way."""
        return bool(self._reading)

    def take(self, first: Side | None, second: Side | None) -> None:
        """Have these two read; what is read already is used."""
        self._sides = first, second
        wanted = {_key(side) for side in self._sides if side is not None}
        self._pictures = {key: kept for key, kept in self._pictures.items() if key in wanted}
        if first is None or second is None:
            self._told = None
            self._turn += 1
        for key in wanted - self._pictures.keys() - self._reading:
            self._read(key)
        self._go_on()

    def forget(self, path: Path) -> None:
        """A file was written anew."""
        self._pictures = {key: kept for key, kept in self._pictures.items() if key[0] != path}

    def close(self) -> None:
        """End the worker."""
        self._turn += 1
        self._comparing.close()

    def _read(self, key: _Key) -> None:
        self._reading.add(key)
        path, frame = key

        def done(picture: Picture) -> None:
            self._reading.discard(key)
            if key in {_key(side) for side in self._sides if side is not None}:
                self._pictures[key] = picture
                self._go_on()
            self.read.emit()

        def failed(error: OverpaintError) -> None:
            self._reading.discard(key)
            self.failed.emit(error)
            self.read.emit()

        self._background.run(lambda: _picture(path, frame), done, failed)

    def _go_on(self) -> None:
        first, second = self._sides
        if first is None or second is None:
            return
        one, other = self._pictures.get(_key(first)), self._pictures.get(_key(second))
        if one is None or other is None:
            return
        masks = masks_between(first, second)
        told = self._told
        if told is not None and one is told[0] and other is told[1] and masks == told[2]:
            return
        self._told = one, other, masks
        self._turn += 1
        common = fitted_together(Size(one.width, one.height), Size(other.width, other.height))
        self.loaded.emit((one, other), common)
        self._compare(one, other, common, masks)

    def _compare(
        self, one: Picture, other: Picture, common: Common, masks: tuple[Made, ...]
    ) -> None:
        turn = self._turn

        def done(found: DifferenceMap | None) -> None:
            if found is not None and turn == self._turn:
                self.compared.emit(found)

        self._comparing.run(
            lambda: _compared(one, other, common, masks, lambda: turn == self._turn),
            done,
            self.failed.emit,
        )


def _key(side: Side) -> _Key:
    return side.path, side.frame


def _picture(path: Path, frame: int | None) -> Picture:
    if frame is None:
        return decoded(path)
    from overpaint.imaging.load import load_picture  # noqa: PLC0415 - loads numpy

    return load_picture(path, frame)


def _compared(
    one: Picture, other: Picture, common: Common, masks: tuple[Made, ...],
    is_wanted: Callable[[], bool],
) -> DifferenceMap | None:  # fmt: skip
    if not is_wanted():
        return None
    from overpaint.imaging.compare import MayChange, differences  # noqa: PLC0415 - as above

    found = [
        MayChange.of(made.mask, made.recipe)
        if isinstance(made.mask, PackedPlacement)
        else MayChange.of_recipe(made.mask, made.recipe)
        for made in masks
    ]
    known = [one for one in found if one is not None]
    # Nothing can be said of the outside of masks of which one is not known.
    may_change = known if len(known) == len(found) else []
    return differences(one, other, common, may_change, is_wanted)
