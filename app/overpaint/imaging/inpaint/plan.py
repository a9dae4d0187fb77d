"""What a fill will do before it does anything: the window, the sizes of its runs, the paste.

Sources are taken from a window round the hole instead of the whole picture: what belongs into the
hole is usually next to it, and the time no longer depends on the size of the photograph.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from overpaint.domain.errors import ImageError
from overpaint.domain.text import say
from overpaint.imaging.pixels import Bytes3D

Flags2D = NDArray[np.bool_]
"""A plane of shape (height, width), bool."""


class NothingToCopyError(ImageError):
    """The hole leaves no pixel that could be continued into it."""


@dataclass(frozen=True, slots=True)
class FillSettings:
    """How the engine works; the defaults were chosen by eye on the sample photographs.

    Attributes:
        patch_radius_px: Patches span ``2 r + 1`` pixels; larger ones repeat whole objects.
        margin: Window margin as a share of the hole's longer side. Above 0.5 the fill of the
            astronaut sample takes skin and helmet into the wall.
        least_margin_px: The margin is never narrower.
        longest_edge_px: The window is reduced to it for matching; bounds the time.
        least_edge_px: No preview is computed below this short edge: it would show nothing.
    """

    patch_radius_px: int = 3
    margin: float = 0.4
    least_margin_px: int = 48
    longest_edge_px: int = 1024
    least_edge_px: int = 32


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of the picture, pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def area(self) -> tuple[slice, slice]:
        """The index of the window in an array (rows, columns)."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class MatchTask:
    """One run of the matching engine, complete enough to travel to another process.

    Attributes:
        pixels: Shape (height, width, 3), uint8, RGB.
        hole: Shape (height, width): what to fill.
        blocked: Same shape: neither filled nor copied from; None blocks nothing.
        patch_radius_px: See `FillSettings`.
        seed: Different seeds give different fills, equal ones the same.
    """

    pixels: Bytes3D
    hole: Flags2D
    blocked: Flags2D | None
    patch_radius_px: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class FillPlan:
    """A fill that is ready to run.

    Attributes:
        image: The whole picture, shape (height, width, 3), uint8, RGB.
        hole: Shape (height, width): what to fill.
        usable: Shape (height, width): what may be copied from.
        window: Where sources are taken.
        sizes: Width and height of each run, coarse to fine; the last one is the result.
        settings: How the engine works.
    """

    image: Bytes3D
    hole: Flags2D
    usable: Flags2D
    window: Window
    sizes: tuple[tuple[int, int], ...]
    settings: FillSettings

    def task(self, stage: int, *, seed: int) -> MatchTask:
        """The run of one stage."""
        area = self.window.area
        pixels, hole, usable = _at_size(
            self.image[area], self.hole[area], self.usable[area], self.sizes[stage]
        )
        blocked = ~(hole | usable)
        return MatchTask(
            pixels=pixels,
            hole=hole,
            blocked=blocked if blocked.any() else None,
            patch_radius_px=self.settings.patch_radius_px,
            seed=seed,
        )

    def compose(self, filled: Bytes3D) -> Bytes3D:
        """Paste the hole of one run into a copy of the picture; nothing else changes."""
        whole = self.image.copy()
        size = (self.window.width, self.window.height)
        fitted = filled
        if (filled.shape[1], filled.shape[0]) != size:
            fitted = np.asarray(Image.fromarray(filled).resize(size, Image.Resampling.LANCZOS))
        area = self.window.area
        np.copyto(whole[area], fitted, where=self.hole[area][..., None])
        return whole


def plan_fill(
    image: Bytes3D,
    hole: Flags2D,
    *,
    usable: Flags2D | None = None,
    previews: int = 3,
    settings: FillSettings | None = None,
) -> FillPlan | None:
    """Decide the window and the runs.

    Args:
        image: Shape (height, width, 3), uint8, RGB.
        hole: Shape (height, width), bool: what to fill.
        usable: Shape (height, width), bool: what may be copied; None for everything.
        previews: How many coarse runs come before the result, at most; small holes get fewer.
        settings: How the engine works.

    Returns:
        The plan, or None when the hole is empty and there is nothing to do.

    Raises:
        NothingToCopyError: Everything is hole, or nothing outside it may be used.
        ValueError: The shapes do not belong together.
    """
    if image.ndim != 3 or image.shape[2] != 3 or hole.shape != image.shape[:2]:
        raise ValueError(f"image {image.shape} and hole {hole.shape} do not fit")
    if not hole.any():
        return None
    settings = settings or FillSettings()
    sources = ~hole if usable is None else usable & ~hole
    window = _window(hole, settings)
    if not sources[window.area].any():
        window = Window(0, 0, image.shape[1], image.shape[0])
    if not sources.any():
        raise NothingToCopyError(
            say("inpaint", "The mask covers the whole picture."),
            why=say("inpaint", "The built-in fill continues what is outside the mask."),
            remedy=say("inpaint", "Leave a part of the picture unmasked."),
        )
    return FillPlan(image, hole, sources, window, _sizes(window, previews, settings), settings)


def _window(hole: Flags2D, settings: FillSettings) -> Window:
    rows = np.flatnonzero(hole.any(axis=1))
    columns = np.flatnonzero(hole.any(axis=0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    longer = max(bottom - top, right - left)
    margin = max(settings.least_margin_px, round(settings.margin * longer))
    height, width = hole.shape
    return Window(
        max(0, left - margin),
        max(0, top - margin),
        min(width, right + margin),
        min(height, bottom + margin),
    )


def _sizes(window: Window, previews: int, settings: FillSettings) -> tuple[tuple[int, int], ...]:
    longest = max(window.width, window.height)
    finest = min(1.0, settings.longest_edge_px / longest)
    coarse = [finest / 2**step for step in range(previews, 0, -1)]
    shortest = min(window.width, window.height)
    scales = [scale for scale in coarse if scale * shortest >= settings.least_edge_px]
    return tuple(
        (max(1, round(window.width * scale)), max(1, round(window.height * scale)))
        for scale in (*scales, finest)
    )


def _at_size(
    image: Bytes3D, hole: Flags2D, usable: Flags2D, size: tuple[int, int]
) -> tuple[Bytes3D, Flags2D, Flags2D]:
    """Reduce pixels, hole and sources so that no colour of the hole enters a source.

    A reduced pixel is a source when all of it was one; only where that would leave none, half or
    any of it is enough. Its colour is the mean of its sources alone.
    """
    if (hole.shape[1], hole.shape[0]) == size:
        return np.ascontiguousarray(image), hole, usable
    weight = _box(usable.astype(np.uint8) * 255, size)
    sources = next(
        plane for least in (255, 128, 1) if (plane := weight >= least).any() or least == 1
    )
    sums = _box(image * usable[..., None], size).astype(np.float32)
    share = np.maximum(weight, 1).astype(np.float32)[..., None] / 255
    colours = np.minimum(sums / share + 0.5, 255).astype(np.uint8)
    touched = _box(hole.astype(np.uint8) * 255, size) > 0
    return colours, touched & ~sources, sources


def _box(plane: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    picture = Image.fromarray(np.ascontiguousarray(plane))
    return np.asarray(picture.resize(size, Image.Resampling.BOX))
