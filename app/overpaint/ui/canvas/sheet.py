"""The upright sheet of screen pixels on which picture and mask are kept, before any turn."""

from __future__ import annotations

from dataclasses import dataclass

_PIXELS_FROM_SCALE = 4.0
_GRID_FROM_SCALE = 8.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the picture lies on the sheet.

    While the view is neither turned nor mirrored the sheet is the viewport itself, pixel by pixel.
    Otherwise it is just large enough to cover the turned viewport, and does not depend on the
    angle: turning the view never draws anything anew.

    Attributes:
        image_size: Width and height of the picture, pixels.
        size: Width and height of the sheet, screen pixels.
        pixel_ratio: Screen pixels for one logical pixel.
        scale: Screen pixels for one picture pixel.
        origin: The pixel of the sheet at which the picture begins.
    """

    image_size: tuple[int, int]
    size: tuple[int, int]
    pixel_ratio: float = 1.0
    scale: float = 1.0
    origin: tuple[int, int] = (0, 0)

    @property
    def shown_size(self) -> tuple[int, int]:
        """Size of the whole picture, screen pixels."""
        return (
            max(1, round(self.image_size[0] * self.scale)),
            max(1, round(self.image_size[1] * self.scale)),
        )

    @property
    def shows_pixels(self) -> bool:
        """True when picture pixels are so large that they are shown as squares."""
        return self.scale >= _PIXELS_FROM_SCALE * self.pixel_ratio

    @property
    def has_room_for_lines(self) -> bool:
        """True when picture pixels are so large that lines between them do not hide them."""
        return self.shows_pixels and self.scale >= _GRID_FROM_SCALE
