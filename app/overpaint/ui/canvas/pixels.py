"""The pixels that selections read their colours from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes3D, Picture
    from overpaint.imaging.select.colour_range import Bgra


@dataclass(frozen=True, slots=True, eq=False)
class Pixels:
    """A target, and what is shown over it when that is to be read instead.

    Attributes:
        picture: The target.
        shown: Of any size; it covers the target's rectangle.
    """

    picture: Picture
    shown: Picture | None = None

    @property
    def key(self) -> object:
        """Equal for the same pixels."""
        return id(self.picture), id(self.shown)

    def holds(self, x: int, y: int) -> bool:
        """Whether a pixel lies in the target."""
        return 0 <= x < self.picture.width and 0 <= y < self.picture.height

    def colour_at(self, x: int, y: int) -> Bgra:
        """Return the colour at a pixel of the target; quick, also where sizes differ."""
        from overpaint.imaging.select.colour_range import colour_at  # noqa: PLC0415 - loads numpy

        read = self.shown or self.picture
        across, down = read.width / self.picture.width, read.height / self.picture.height
        return colour_at(read.bgra, int((x + 0.5) * across), int((y + 0.5) * down))

    def read(self) -> Bytes3D:
        """Return premultiplied BGRA of the target's size, shape (height, width, 4).

        Takes time when what is shown has another size: not for the GUI thread.
        """
        if self.shown is None:
            return self.picture.bgra
        size = self.picture.width, self.picture.height
        if (self.shown.width, self.shown.height) == size:
            return self.shown.bgra
        import cv2  # noqa: PLC0415 - half a second
        import numpy as np  # noqa: PLC0415 - as above

        return np.asarray(cv2.resize(self.shown.bgra, size), np.uint8)
