"""Lay the target out at the size that was asked for.

``auto`` keeps the target's own size, and then every pixel outside the mask comes back as it was.
Another size is treated as a designer treats a new format: the whole picture stays, scaled to fit
and centred, and the room beside it is filled like the mask. Nothing is cropped away. Shapes that
differ by at most `STRETCH` are scaled in both directions instead, which keeps the picture in
register with its original.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from overpaint.domain.sizes import Size
from overpaint.imaging.inpaint.plan import Flags2D

STRETCH = 0.015
"""Largest difference of the two scales that is taken for the same shape."""


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """What the engine works on.

    Attributes:
        picture: RGB or RGBA at the output size.
        place: Shape (height, width) of it: what to change.
        room: Same shape: where the target does not reach; it is filled in any case.
    """

    picture: Image.Image
    place: Flags2D
    room: Flags2D

    @property
    def hole(self) -> Flags2D:
        """What a fill has to fill."""
        hole: Flags2D = self.place | self.room
        return hole

    def without_place(self) -> Canvas:
        """The same, with nothing to change but its room."""
        return Canvas(self.picture, np.zeros_like(self.place), self.room)


def laid_out(target: Image.Image, place: Flags2D, size: Size | None) -> Canvas:
    """Scale and centre the target and its place; blocks, for a worker thread.

    Args:
        target: RGB or RGBA.
        place: Shape of the target. One that is the whole target becomes the whole canvas.
        size: The output size, None for the target's own.
    """
    if size is None or (size.width, size.height) == target.size:
        return Canvas(target, place, np.zeros_like(place))
    across, down = size.width / target.width, size.height / target.height
    if abs(across / down - 1) <= STRETCH:
        inner = (size.width, size.height)
    else:
        scale = min(across, down)
        inner = (max(1, round(target.width * scale)), max(1, round(target.height * scale)))
    left, top = (size.width - inner[0]) // 2, (size.height - inner[1]) // 2
    picture = Image.new(target.mode, (size.width, size.height))
    picture.paste(target.resize(inner, Image.Resampling.LANCZOS), (left, top))
    room = np.ones((size.height, size.width), bool)
    inside = (slice(top, top + inner[1]), slice(left, left + inner[0]))
    room[inside] = False
    whole = np.full_like(room, bool(place.all()))
    whole[inside] |= _scaled(place, inner)
    return Canvas(picture, whole, room)


def _scaled(place: Flags2D, size: tuple[int, int]) -> Flags2D:
    """Scale a place so that a pixel which saw any of it belongs to it."""
    plane = Image.fromarray(place.astype(np.uint8) * 255)
    scaled: Flags2D = np.asarray(plane.resize(size, Image.Resampling.BILINEAR)) > 0
    return scaled
