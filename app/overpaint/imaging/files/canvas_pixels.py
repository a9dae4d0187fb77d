"""Pixels as the canvas draws them, without holding a picture twice where that can be avoided."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageCms

from overpaint.imaging.colour import profile_of, srgb_transform
from overpaint.imaging.files import deep
from overpaint.imaging.files.decoding import decoded, orientation_of
from overpaint.imaging.files.opening import Opened
from overpaint.imaging.pixels import Bytes3D, Picture, bands

_MAPPED_MODES = {"RGB", "RGBA"}


def load_canvas(picture: Opened) -> Picture:
    """Decode the present frame for the canvas: upright, sRGB."""
    if not _can_share(picture):
        return to_picture(decoded(picture))
    image = picture.image
    pixels = _decoded_into(image)
    if (
        pixels is not None
        and image.mode == "RGB"
        and srgb_transform(profile_of(image), "RGB") is None
    ):
        return _swapped(pixels)
    return to_picture(image, pixels)


def to_picture(image: Image.Image, into: Bytes3D | None = None) -> Picture:
    """Lay an RGB or RGBA image out for the canvas, in bands that leave other threads room.

    A profile in ``info`` is applied on the way.

    Args:
        image: Mode RGB or RGBA.
        into: Where the pixels go, shape (height, width, 4); may be the memory of the image itself.
    """
    width, height = image.size
    bgra = np.empty((height, width, 4), dtype=np.uint8) if into is None else into
    transform = srgb_transform(profile_of(image), image.mode)
    opaque = True
    for top, bottom in bands(width, height):
        band = image.crop((0, top, width, bottom))
        if transform is not None:
            band = ImageCms.applyTransform(band, transform) or band
        if band.mode == "RGBA" and _is_opaque(band):
            band = band.convert("RGB")
        opaque = opaque and band.mode == "RGB"
        packed = (
            band.convert("RGBA").tobytes("raw", "BGRA")
            if band.mode == "RGB"
            else band.convert("RGBa").tobytes("raw", "BGRa")
        )
        bgra[top:bottom] = np.frombuffer(packed, np.uint8).reshape(-1, width, 4)
    return Picture(bgra, opaque)


def _can_share(picture: Opened) -> bool:
    image = picture.image
    return (
        image.mode in _MAPPED_MODES
        and "transparency" not in image.info
        and orientation_of(picture) == 1
        and not deep.is_wanted(picture)
        and bool(image.tile)
    )


def _decoded_into(image: Image.Image) -> Bytes3D | None:
    """Have Pillow decode into an array; None where its decoder insisted on memory of its own.

    Pillow keeps RGB and RGBA with four bytes a pixel, as the canvas does. `Image.frombuffer` shares
    memory in the same way, but only for pictures that are decoded already: without this a picture
    would be held twice while it is opened.
    """
    width, height = image.size
    pixels = np.empty((height, width, 4), dtype=np.uint8)
    core: Any = vars(Image)["core"]
    shared = core.map_buffer(pixels, image.size, "raw", 0, (image.mode, 0, 1))
    image.im = shared
    image.load()
    return pixels if image.im is shared else None


def _swapped(rgbx: Bytes3D) -> Picture:
    """Bring red and blue to their places, in place: a fifth of the time of Pillow's copies."""
    height, width = rgbx.shape[:2]
    words = rgbx.view(np.uint32)[..., 0]
    for top, bottom in bands(width, height):
        band = words[top:bottom]
        red_and_blue = band & 0x00FF00FF
        band &= 0x0000FF00
        band |= red_and_blue << 16
        band |= red_and_blue >> 16
        band |= 0xFF000000
    return Picture(rgbx, opaque=True)


def _is_opaque(band: Image.Image) -> bool:
    return band.getchannel("A").getextrema() == (255, 255)
