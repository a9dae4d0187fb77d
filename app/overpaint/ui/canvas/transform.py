"""How picture, widget and screen coordinates relate; pure arithmetic without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeAlias

from overpaint.domain.edit_document import ViewPlace
from overpaint.ui.canvas.sheet import Sheet
from overpaint.ui.canvas.turn import Matrix, Turn, normal_angle

Position: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]

MIN_SCALE = 0.01
MAX_SCALE = 32.0
_MAX_FIT_SCALE = 3.0  # larger than that a small picture is a mosaic, not a view of it
_MAX_AREA_SCALE = 8.0
_FIT_MARGIN_PX = 16
_AREA_MARGIN = 0.08  # of the viewport, around what is zoomed to
_KEEP_VISIBLE_PX = 48


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """Places a picture in a viewport.

    Three spaces: ``image_pos`` in pixels of the picture, ``view_pos`` in logical pixels of the
    widget, ``device_pos`` in pixels of the screen. A scale of 1 (100 %) shows one picture pixel on
    one screen pixel. In between lies the flat space: screen pixels before the view is turned and
    mirrored around its middle. The picture's corner always lies on a whole flat pixel, so that
    picture pixels stay crisp; `offset` keeps the fraction so that zooming back and forth does not
    drift.

    Attributes:
        image_size: Width and height of the picture, pixels.
        view_size: Width and height of the viewport, logical pixels.
        pixel_ratio: Screen pixels for one logical pixel.
        scale: Screen pixels for one picture pixel, 0.01 to 32.
        offset: Where the picture's top left corner is, flat pixels.
        fitted: True while the whole picture is fitted into the viewport.
        angle_deg: How far the view is turned, clockwise, above -180 up to 180.
        mirrored: Whether the picture is mirrored, before it is turned.
    """

    image_size: tuple[int, int]
    view_size: tuple[int, int]
    pixel_ratio: float = 1.0
    scale: float = 1.0
    offset: Position = (0.0, 0.0)
    fitted: bool = False
    angle_deg: float = 0.0
    mirrored: bool = False

    @property
    def device_size(self) -> tuple[int, int]:
        """Size of the viewport in whole screen pixels, rounded up."""
        ratio = self.pixel_ratio
        return whole_px(self.view_size[0] * ratio), whole_px(self.view_size[1] * ratio)

    @property
    def origin(self) -> tuple[int, int]:
        """The flat pixel at which the picture begins."""
        return round(self.offset[0]), round(self.offset[1])

    @property
    def shown_size(self) -> tuple[int, int]:
        """Size of the whole picture on the screen before any turn, screen pixels."""
        return self.sheet.shown_size

    @property
    def shows_pixels(self) -> bool:
        """True when picture pixels are so large that they are shown as squares."""
        return self.sheet.shows_pixels

    @property
    def middle(self) -> Position:
        """The middle of the viewport, logical pixels."""
        return self.view_size[0] / 2, self.view_size[1] / 2

    @property
    def turn(self) -> Turn:
        """How the view is turned and mirrored."""
        return Turn(self.angle_deg, self.mirrored)

    @property
    def sheet(self) -> Sheet:
        """Where the picture lies on the upright sheet that is then turned onto the screen."""
        x, y = self.origin
        corner_x, corner_y = self._sheet_corner
        origin = x - corner_x, y - corner_y
        return Sheet(self.image_size, self._sheet_size, self.pixel_ratio, self.scale, origin)

    @property
    def sheet_to_device(self) -> Matrix:
        """The matrix m11, m12, m21, m22, dx, dy that lays the sheet on the screen."""
        pivot, corner = self._pivot, self._sheet_corner
        on_sheet = float(pivot[0] - corner[0]), float(pivot[1] - corner[1])
        return self.turn.around(on_sheet, pivot)

    def to_image(self, view_pos: Position) -> Position:
        """Map from the widget to the picture (may lie outside of it)."""
        x, y = self.origin
        flat = self._to_flat(view_pos)
        return (flat[0] - x) / self.scale, (flat[1] - y) / self.scale

    def to_device(self, image_pos: Position) -> Position:
        """Map from the picture to the screen pixels of the viewport."""
        x, y = self.origin
        flat = image_pos[0] * self.scale + x, image_pos[1] * self.scale + y
        if self.angle_deg == 0.0 and not self.mirrored:
            return flat
        pivot = self._pivot
        dx, dy = self.turn.apply((flat[0] - pivot[0], flat[1] - pivot[1]))
        return pivot[0] + dx, pivot[1] + dy

    def to_view(self, image_pos: Position) -> Position:
        """Map from the picture to the widget."""
        x, y = self.to_device(image_pos)
        return x / self.pixel_ratio, y / self.pixel_ratio

    def box_to_device(self, box: Box) -> Box:
        """Map left, top, right, bottom of the picture to the box around it on the screen."""
        left, top, right, bottom = box
        corners = ((left, top), (right, top), (left, bottom), (right, bottom))
        xs, ys = zip(*map(self.to_device, corners), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def place(self) -> ViewPlace:
        """What is looked at, whatever the size of the window and the pixels of the screen."""
        centre = self._unrounded(self.middle)
        scale = self.scale / self.pixel_ratio
        return ViewPlace(scale, centre, self.angle_deg, self.mirrored, self.fitted)

    def at_place(self, place: ViewPlace) -> ViewTransform:
        """Look at what was looked at before."""
        turned = replace(
            self, angle_deg=normal_angle(place.angle_deg), mirrored=place.mirrored, fitted=False
        )
        if place.fitted:
            return turned.fit()
        scaled = replace(turned, scale=_bounded(place.scale * self.pixel_ratio))
        return scaled.placed(place.centre, scaled.middle).kept_visible()

    def fit(self) -> ViewTransform:
        """Show the whole picture, centred."""
        margin = 2 * _FIT_MARGIN_PX * self.pixel_ratio
        width, height = self.image_size
        box = (0.0, 0.0, float(width), float(height))
        largest = _MAX_FIT_SCALE * self.pixel_ratio
        return replace(self._around(box, (margin, margin), largest), fitted=True)

    def fit_area(self, box: Box) -> ViewTransform:
        """Show a part of the picture (left, top, right, bottom), centred, with some room."""
        width, height = (2 * _AREA_MARGIN * side * self.pixel_ratio for side in self.view_size)
        largest = _MAX_AREA_SCALE * self.pixel_ratio
        return self._around(box, (width, height), largest).kept_visible()

    def placed(self, image_pos: Position, view_pos: Position) -> ViewTransform:
        """Move a point of the picture under a point of the widget."""
        flat = self._to_flat(view_pos)
        offset = flat[0] - image_pos[0] * self.scale, flat[1] - image_pos[1] * self.scale
        return replace(self, offset=offset)

    def zoomed_to(self, scale: float, view_pos: Position | None = None) -> ViewTransform:
        """Set the scale; the picture point under ``view_pos`` (default: the middle) stays there."""
        flat = self._to_flat(self.middle if view_pos is None else view_pos)
        scale = _bounded(scale)
        ratio = scale / self.scale
        offset = (
            flat[0] - (flat[0] - self.offset[0]) * ratio,
            flat[1] - (flat[1] - self.offset[1]) * ratio,
        )
        return replace(self, scale=scale, offset=offset, fitted=False).kept_visible()

    def zoomed(self, factor: float, view_pos: Position | None = None) -> ViewTransform:
        """Multiply the scale."""
        return self.zoomed_to(self.scale * factor, view_pos)

    def panned(self, dx_px: float, dy_px: float) -> ViewTransform:
        """Move the picture by logical pixels, in directions of the screen."""
        ratio = self.pixel_ratio
        dx, dy = self.turn.undo((dx_px * ratio, dy_px * ratio))
        return self._shifted(dx, dy).kept_visible()

    def turned_to(self, angle_deg: float, view_pos: Position | None = None) -> ViewTransform:
        """Set the angle; the picture point under ``view_pos`` (default: the middle) stays there."""
        angle_deg = normal_angle(angle_deg)
        if angle_deg == self.angle_deg:
            return self
        return self._retaken(view_pos, angle_deg=angle_deg, fitted=False)

    def turned(self, by_deg: float, view_pos: Position | None = None) -> ViewTransform:
        """Turn the view clockwise."""
        return self.turned_to(self.angle_deg + by_deg, view_pos)

    def mirrored_to(self, mirrored: bool) -> ViewTransform:  # noqa: FBT001 - what is set
        """Swap left and right as they are seen, also when the view is turned."""
        if mirrored == self.mirrored:
            return self
        angle = normal_angle(-self.angle_deg)
        if self.fitted:
            return replace(self, mirrored=mirrored, angle_deg=angle).fit()
        return self._retaken(None, mirrored=mirrored, angle_deg=angle)

    def resized(self, view_size: tuple[int, int], pixel_ratio: float) -> ViewTransform:
        """Adapt to another viewport: a fitted picture is fitted again, else its middle stays."""
        moved = replace(self, view_size=view_size, pixel_ratio=pixel_ratio)
        if self.fitted:
            return moved.fit()
        scale = _bounded(self.scale * pixel_ratio / self.pixel_ratio)
        centre = self._unrounded(self.middle)
        return replace(moved, scale=scale).placed(centre, moved.middle).kept_visible()

    def kept_visible(self) -> ViewTransform:
        """Bring the picture back so far that a strip of it can still be grabbed."""
        moved = self
        # One shift along the direction in which most is missing; a corner may need a second.
        for _ in range(4):
            missing, direction = max(moved._gaps(), key=lambda gap: abs(gap[0]))
            if abs(missing) < 1e-6:
                break
            moved = moved._shifted(missing * direction[0], missing * direction[1])
        return self if moved is self else replace(moved, fitted=self.fitted)

    @property
    def _pivot(self) -> tuple[int, int]:
        """The corner of pixels around which the view turns: quarter turns keep whole pixels."""
        width, height = self.device_size
        return width // 2, height // 2

    @property
    def _sheet_corner(self) -> tuple[int, int]:
        """The flat pixel at which the sheet begins."""
        if self.angle_deg == 0.0 and not self.mirrored:
            return 0, 0
        pivot, size = self._pivot, self._sheet_size
        return pivot[0] - size[0] // 2, 0 if self.angle_deg == 0.0 else pivot[1] - size[1] // 2

    @property
    def _sheet_size(self) -> tuple[int, int]:
        width, height = self.device_size
        if self.angle_deg != 0.0:
            reach = math.ceil(math.hypot(width - width // 2, height - height // 2)) + 1
            return 2 * reach, 2 * reach
        return (2 * (width - width // 2), height) if self.mirrored else (width, height)

    def _to_flat(self, view_pos: Position) -> Position:
        x, y = view_pos[0] * self.pixel_ratio, view_pos[1] * self.pixel_ratio
        if self.angle_deg == 0.0 and not self.mirrored:
            return x, y
        pivot = self._pivot
        dx, dy = self.turn.undo((x - pivot[0], y - pivot[1]))
        return pivot[0] + dx, pivot[1] + dy

    def _unrounded(self, view_pos: Position) -> Position:
        """Map to the picture as if its corner were not moved to a whole pixel."""
        flat = self._to_flat(view_pos)
        return (flat[0] - self.offset[0]) / self.scale, (flat[1] - self.offset[1]) / self.scale

    def _retaken(self, view_pos: Position | None, **changes: object) -> ViewTransform:
        """Change the turn while a point of the widget shows the same point of the picture."""
        pos = self.middle if view_pos is None else view_pos
        held = self._unrounded(pos)
        return replace(self, **changes).placed(held, pos).kept_visible()  # type: ignore[arg-type]  # fields of this class

    def _shifted(self, dx_px: float, dy_px: float) -> ViewTransform:
        offset = self.offset[0] + dx_px, self.offset[1] + dy_px
        return replace(self, offset=offset, fitted=False)

    def _around(self, box: Box, margin: Position, largest: float) -> ViewTransform:
        """Show a part of the picture in the middle, inside a margin (screen pixels)."""
        left, top, right, bottom = box
        width, height = (side * self.pixel_ratio for side in self.view_size)
        across, down = self.turn.reach(max(1.0, right - left), max(1.0, bottom - top))
        scale = min(max(1.0, width - margin[0]) / across, max(1.0, height - margin[1]) / down)
        moved = replace(self, scale=_bounded(min(scale, largest)), fitted=False)
        return moved.placed(((left + right) / 2, (top + bottom) / 2), self.middle)

    def _gaps(self) -> list[tuple[float, Position]]:
        """How far the picture must move, and where to, to reach into the viewport again.

        Two upright or turned rectangles miss each other only if they do so along a side of one of
        them (separating axes); distances and directions are in flat pixels.
        """
        width, height = (side * self.pixel_ratio for side in self.view_size)
        keep_x, keep_y = (min(_KEEP_VISIBLE_PX * self.pixel_ratio, s / 2) for s in (width, height))
        inner = [
            self._to_flat((x / self.pixel_ratio, y / self.pixel_ratio))
            for x in (keep_x, width - keep_x)
            for y in (keep_y, height - keep_y)
        ]
        (x, y), (across, down) = self.offset, self.shown_size
        outer = [(x, y), (x + across, y), (x, y + down), (x + across, y + down)]
        axes = [(1.0, 0.0), (0.0, 1.0), self.turn.undo((1.0, 0.0)), self.turn.undo((0.0, 1.0))]
        return [(_missing(inner, outer, axis), axis) for axis in axes]


def whole_px(value: float) -> int:
    """Round up, but forgive what only the last bits of a product add."""
    return int(-(-round(value, 6) // 1))


def _bounded(scale: float) -> float:
    return min(max(scale, MIN_SCALE), MAX_SCALE)


def _missing(inner: list[Position], outer: list[Position], axis: Position) -> float:
    """How far ``outer`` must move along an axis to touch ``inner``; 0 when it does."""
    fixed = [x * axis[0] + y * axis[1] for x, y in inner]
    moving = [x * axis[0] + y * axis[1] for x, y in outer]
    if max(moving) < min(fixed):
        return min(fixed) - max(moving)
    return min(0.0, max(fixed) - min(moving))
