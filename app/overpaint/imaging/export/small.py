"""Small copies of what is exported: thumbnails in files, and the picture in the dialog."""

from __future__ import annotations

import numpy as np
from PIL import Image

from overpaint.imaging.encode import as_image
from overpaint.imaging.export.fitting import in_eight_bits, in_srgb
from overpaint.imaging.original import Original


def small(picture: Original, edge_px: int) -> Image.Image:
    """A copy in sRGB, mode RGB or RGBA, whose longer edge has at most so many pixels."""
    image = as_image(in_eight_bits(_thinned(picture, edge_px)))
    if max(image.size) > edge_px:
        image.thumbnail((edge_px, edge_px), Image.Resampling.LANCZOS)
    pixels = np.atleast_3d(np.asarray(image))
    channels = picture.pixels.shape[2]
    alpha = pixels[..., channels] if picture.alpha is not None else None
    shrunk = Original(pixels[..., :channels], alpha, picture.mode, picture.metadata)
    shown = as_image(in_srgb(shrunk))
    return shown.convert("RGBA" if alpha is not None else "RGB")


def _thinned(picture: Original, edge_px: int) -> Original:
    """Every few pixels only, still four times as many as are wanted in each direction."""
    step = max(1, max(picture.size.width, picture.size.height) // (4 * edge_px))
    if step == 1:
        return picture
    alpha = None if picture.alpha is None else np.ascontiguousarray(picture.alpha[::step, ::step])
    pixels = np.ascontiguousarray(picture.pixels[::step, ::step])
    return Original(pixels, alpha, picture.mode, picture.metadata)
