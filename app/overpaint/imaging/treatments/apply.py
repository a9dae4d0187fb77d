"""Apply a treatment to a place in a picture: its window, its resolution, and the way back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from overpaint.imaging.inpaint.layers import join
from overpaint.imaging.inpaint.plan import Flags2D, Window
from overpaint.imaging.pixels import Bytes3D
from overpaint.imaging.treatments import drawings, tones, veils
from overpaint.imaging.treatments.clone import cloned
from overpaint.imaging.treatments.looks import Look, Scene
from overpaint.imaging.treatments.treatment import Kind, Treatment

_STRIP_PX = 4_000_000
_LEAST_EDGE_PX = 32
_MARGIN = 0.25
_VARIATION = 0.35


@dataclass(frozen=True, slots=True)
class _Way:
    """How a look is run.

    Attributes:
        look: The look.
        in_strips: Whether each pixel stands for itself, so that a large picture can be treated
            strip by strip in bounded memory.
        most_px: The look is computed on at most so many pixels and enlarged after that.
        varies: Whether the seed changes its strength, so that another result differs.
    """

    look: Look
    in_strips: bool = False
    most_px: int = 200_000_000
    varies: bool = True


_WAYS = {
    Kind.BLUR: _Way(veils.blurred),
    Kind.PIXELATE: _Way(veils.pixelated),
    Kind.MONOCHROME: _Way(tones.monochrome, in_strips=True, varies=False),
    Kind.SEPIA: _Way(tones.sepia, in_strips=True, varies=False),
    Kind.SKETCH: _Way(drawings.sketched, most_px=6_000_000),
    Kind.WATERCOLOUR: _Way(drawings.watercoloured, most_px=2_000_000),
    Kind.BRIGHTEN: _Way(tones.brightened, in_strips=True),
    Kind.DARKEN: _Way(tones.darkened, in_strips=True),
    Kind.RECOLOUR: _Way(tones.recoloured, in_strips=True),
}


def treated(
    picture: Image.Image,
    place: Flags2D,
    treatment: Treatment,
    *,
    insert: Image.Image | None = None,
    seed: int = 0,
    reduction: int = 1,
) -> Image.Image:
    """Treat a place; blocks, for a worker thread.

    Args:
        picture: RGB or RGBA.
        place: Shape (height, width): what may change; not empty.
        treatment: Anything but a fill.
        insert: RGB, for `Kind.REPLACE`.
        seed: 0 … 2³²-1; decides the grain, and a little of the strength.
        reduction: Compute at one part in so many of the resolution: the preview of a result.

    Returns:
        A picture of the same mode and size, equal to the input outside the place.
    """
    colours = np.asarray(picture.convert("RGB"))
    window = _window(place)
    pixels, here = colours[window.area], place[window.area]
    reduction = min(reduction, max(1, min(window.width, window.height) // _LEAST_EDGE_PX))
    if treatment.kind is Kind.REPLACE:
        if insert is None:
            raise ValueError("no picture to put in")
        changed = _replaced(pixels, here, insert, reduction)
    else:
        scene = Scene(
            _extent_px(here), bool(place.all()), treatment.strength, treatment.colour, seed
        )
        changed = _looked(pixels, _WAYS[treatment.kind], scene, reduction)
    whole = colours.copy()
    np.copyto(whole[window.area], changed, where=here[..., None])
    if treatment.kind is Kind.REPLACE:
        return join(whole, picture, place)
    return join(whole, picture, np.zeros_like(place))


def _window(place: Flags2D) -> Window:
    """The bounding box, with a margin that a look may take colours from."""
    rows, columns = np.flatnonzero(place.any(axis=1)), np.flatnonzero(place.any(axis=0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    margin = 2 + round(_MARGIN * max(bottom - top, right - left))
    height, width = place.shape
    return Window(
        max(0, left - margin),
        max(0, top - margin),
        min(width, right + margin),
        min(height, bottom + margin),
    )


def _extent_px(place: Flags2D) -> float:
    return math.sqrt(int(place.any(axis=1).sum()) * int(place.any(axis=0).sum()))


def _looked(pixels: Bytes3D, way: _Way, scene: Scene, reduction: int) -> Bytes3D:
    height, width = pixels.shape[:2]
    scale = min(1 / reduction, math.sqrt(way.most_px / (width * height)))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    strength = scene.strength
    if way.varies:
        share = np.random.default_rng(scene.seed).uniform(-_VARIATION, _VARIATION)
        strength *= 2.0**share
    fitted = Scene(scene.extent_px * scale, scene.is_whole, strength, scene.colour, scene.seed)
    changed = _in_strips(_resized(pixels, size), way, fitted)
    return _resized(changed, (width, height))


def _in_strips(pixels: Bytes3D, way: _Way, scene: Scene) -> Bytes3D:
    rows = max(1, _STRIP_PX // pixels.shape[1])
    if not way.in_strips or pixels.shape[0] <= rows:
        return way.look(pixels, scene)
    strips = (pixels[top : top + rows] for top in range(0, pixels.shape[0], rows))
    return np.concatenate([way.look(strip, scene) for strip in strips])


def _replaced(pixels: Bytes3D, place: Flags2D, insert: Image.Image, reduction: int) -> Bytes3D:
    height, width = place.shape
    size = (max(1, width // reduction), max(1, height // reduction))
    flags = Image.fromarray(place.astype(np.uint8) * 255)
    small = np.asarray(flags.resize(size, Image.Resampling.BOX)) > 0
    changed = cloned(_resized(pixels, size), small, insert, _extent_px(small))
    return _resized(changed, (width, height))


def _resized(pixels: Bytes3D, size: tuple[int, int]) -> Bytes3D:
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    smaller = size[0] < pixels.shape[1]
    method = Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(pixels).resize(size, method))
