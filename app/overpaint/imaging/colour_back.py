"""From sRGB back to the colours of the original."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from overpaint.imaging.pixels import Bytes3D

_Floats = NDArray[np.float32]


def from_srgb(pixels: Bytes3D, mode: str, profile: bytes | None) -> Bytes3D:
    """Return sRGB pixels in another mode and profile, shape (height, width, channels).

    Args:
        pixels: Shape (height, width, 3).
        mode: ``"L"``, ``"RGB"`` or ``"CMYK"``.
        profile: What its values mean; None for sRGB, or for Pillow's plain inks.
    """
    image = Image.fromarray(np.ascontiguousarray(pixels))
    transform = None if profile is None else _transform(profile, mode)
    if transform is not None:
        converted = ImageCms.applyTransform(image, transform) or image
    else:
        converted = image.convert(mode)
    array = np.asarray(converted)
    return array if array.ndim == 3 else array[..., None]


def as_floats(pixels: NDArray[Any]) -> _Floats:
    """Return 8 or 16-bit values on the scale from 0 to 255."""
    floats = pixels.astype(np.float32)
    return floats / np.float32(257) if pixels.dtype == np.uint16 else floats


def as_depth(floats: _Floats, depth: np.dtype[Any]) -> NDArray[Any]:
    """Round values from 0 to 255 to 8 or 16 bits."""
    scale, top = (257.0, 65535) if depth == np.uint16 else (1.0, 255)
    scaled = np.rint(np.clip(floats * np.float32(scale), 0, top))
    return np.asarray(scaled, depth)


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            "RGB",
            mode,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, ImageCms.PyCMSError):
        return None
