"""Small pictures of results for the library, encoded."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from overpaint.imaging.files.opening import opened
from overpaint.imaging.files.reduced import reduced

EDGE_PX = 256
"""Longer edge: twice what a small cell of a grid shows, for screens with fine pixels."""

_JPEG_QUALITY = 85
_WEBP_QUALITY = 80
_WEBP_EFFORT = 2


def make_thumbnail(path: Path, edge_px: int = EDGE_PX) -> bytes:
    """Decode a picture in a small size and encode that.

    Args:
        path: The picture.
        edge_px: The longer edge at most, pixels.

    Returns:
        A JPEG file; a WebP file where something shows through. Upright, sRGB, without metadata.

    Raises:
        ImageError: The picture cannot be read.
    """
    with opened(path, any_size=True) as picture:
        picture.seek(None)
        small = reduced(picture, edge_px)
    small.info = {}
    if small.mode == "RGBA" and small.getchannel("A").getextrema() == (255, 255):
        small = small.convert("RGB")
    return _encoded(small)


def _encoded(small: Image.Image) -> bytes:
    data = io.BytesIO()
    if small.mode == "RGBA":
        small.save(data, "WEBP", quality=_WEBP_QUALITY, method=_WEBP_EFFORT)
    else:
        small.convert("RGB").save(data, "JPEG", quality=_JPEG_QUALITY)
    return data.getvalue()
