"""How picture, widget and screen coordinates relate; pure arithmetic without Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

Position: TypeAlias = tuple[float, float]

MIN_SCALE = 0.01
MAX_SCALE = 32.0
_PIXELS_FROM_SCALE = 4.0
_MAX_FIT_SCALE = 3.0  # larger than that a small picture is a mosaic, not a view of it
_FIT_MARGIN_PX = 16
_KEEP_VISIBLE_PX = 48


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """Places a picture in a viewport.

    Three spaces: ``image_pos`` in pixels of the picture, ``view_pos`` in logical pixels of the
    widget, ``device_pos`` in pixels of the screen. A scale of 1 (100 %) shows one picture pixel on
    one screen pixel. The picture's corner always lies on a whole screen pixel, so that picture
    pixels stay crisp; `offset` keeps the fraction so that zooming back and forth does not drift.

    Attributes:
        image_size: Width and height of the picture, pixels.
        view_size: Width and height of the viewport, logical pixels.
        pixel_ratio: Screen pixels for one logical pixel.
        scale: Screen pixels for one picture pixel, 0.01 to 32.
        offset: Where the picture's top left corner is, screen pixels.
        fitted: True while the whole picture is fitted into the viewport.
    """

    image_size: tuple[int, int]
    view_size: tuple[int, int]
    pixel_ratio: float = 1.0
    scale: float = 1.0
    offset: Position = (0.0, 0.0)
    fitted: bool = False

    @property
    def device_size(self) -> tuple[int, int]:
        """Size of the viewport in whole screen pixels, rounded up."""
        ratio = self.pixel_ratio
        return whole_px(self.view_size[0] * ratio), whole_px(self.view_size[1] * ratio)

    @property
    def origin(self) -> tuple[int, int]:
        """The screen pixel at which the picture begins."""
        return round(self.offset[0]), round(self.offset[1])

    @property
    def shown_size(self) -> tuple[int, int]:
        """Size of the whole picture on the screen, screen pixels."""
        return (
            max(1, round(self.image_size[0] * self.scale)),
            max(1, round(self.image_size[1] * self.scale)),
        )

    @property
    def shows_pixels(self) -> bool:
        """True when picture pixels are so large that they are shown as squares."""
        return self.scale >= _PIXELS_FROM_SCALE * self.pixel_ratio

    def to_image(self, view_pos: Position) -> Position:
        """Map from the widget to the picture (may lie outside of it)."""
        x, y = self.origin
        return (
            (view_pos[0] * self.pixel_ratio - x) / self.scale,
            (view_pos[1] * self.pixel_ratio - y) / self.scale,
        )

    def to_device(self, image_pos: Position) -> Position:
        """Map from the picture to the screen pixels of the viewport."""
        x, y = self.origin
        return image_pos[0] * self.scale + x, image_pos[1] * self.scale + y

    def to_view(self, image_pos: Position) -> Position:
        """Map from the picture to the widget."""
        x, y = self.to_device(image_pos)
        return x / self.pixel_ratio, y / self.pixel_ratio

    def fit(self) -> ViewTransform:
        """Show the whole picture, centred."""
        width, height = (side * self.pixel_ratio for side in self.view_size)
        margin = 2 * _FIT_MARGIN_PX * self.pixel_ratio
        scale = min(
            max(1.0, width - margin) / self.image_size[0],
            max(1.0, height - margin) / self.image_size[1],
            _MAX_FIT_SCALE * self.pixel_ratio,
        )
        scale = _bounded(scale)
        offset = (
            (width - self.image_size[0] * scale) / 2,
            (height - self.image_size[1] * scale) / 2,
        )
        return replace(self, scale=scale, offset=offset, fitted=True)

    def zoomed_to(self, scale: float, view_pos: Position | None = None) -> ViewTransform:
        """Set the scale; the picture point under ``view_pos`` (default: the middle) stays there."""
        if view_pos is None:
            view_pos = self.view_size[0] / 2, self.view_size[1] / 2
        scale = _bounded(scale)
        device = view_pos[0] * self.pixel_ratio, view_pos[1] * self.pixel_ratio
        ratio = scale / self.scale
        offset = (
            device[0] - (device[0] - self.offset[0]) * ratio,
            device[1] - (device[1] - self.offset[1]) * ratio,
        )
        return replace(self, scale=scale, offset=offset, fitted=False).kept_visible()

    def zoomed(self, factor: float, view_pos: Position | None = None) -> ViewTransform:
        """Multiply the scale."""
        return self.zoomed_to(self.scale * factor, view_pos)

    def panned(self, dx_px: float, dy_px: float) -> ViewTransform:
        """Move the picture by logical pixels."""
        x, y = self.offset
        ratio = self.pixel_ratio
        offset = (x + dx_px * ratio, y + dy_px * ratio)
        return replace(self, offset=offset, fitted=False).kept_visible()

    def resized(self, view_size: tuple[int, int], pixel_ratio: float) -> ViewTransform:
        """Adapt to another viewport: a fitted picture is fitted again, else its middle stays."""
        if self.fitted:
            return replace(self, view_size=view_size, pixel_ratio=pixel_ratio).fit()
        centre = self.to_image((self.view_size[0] / 2, self.view_size[1] / 2))
        scale = _bounded(self.scale * pixel_ratio / self.pixel_ratio)
        offset = (
            view_size[0] * pixel_ratio / 2 - centre[0] * scale,
            view_size[1] * pixel_ratio / 2 - centre[1] * scale,
        )
        moved = replace(
            self, view_size=view_size, pixel_ratio=pixel_ratio, scale=scale, offset=offset
        )
        return moved.kept_visible()

    def kept_visible(self) -> ViewTransform:
        """Bring the picture back so far that a strip of it can still be grabbed."""
        x, y = (
            min(max(offset, keep - shown), room * self.pixel_ratio - keep)
            for offset, shown, room in zip(
                self.offset, self.shown_size, self.view_size, strict=True
            )
            for keep in (min(_KEEP_VISIBLE_PX * self.pixel_ratio, shown),)
        )
        return self if (x, y) == self.offset else replace(self, offset=(x, y))


def whole_px(value: float) -> int:
    """Round up, but forgive what only the last bits of a product add."""
    return int(-(-round(value, 6) // 1))


def _bounded(scale: float) -> float:
    return min(max(scale, MIN_SCALE), MAX_SCALE)
