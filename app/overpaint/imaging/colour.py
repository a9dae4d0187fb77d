"""Bring any decoded picture to what screens, models and servers understand: 8-bit sRGB."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageCms

_MAX_16_BIT = 65535


def to_srgb(image: Image.Image) -> Image.Image:
    """Convert to mode RGB or RGBA, 8 bits a channel, sRGB.

    An embedded profile is applied; a damaged one is ignored, as browsers do. Transparency of any
    kind (alpha, a transparent palette entry or colour) becomes an alpha channel.
    """
    profile = image.info.get("icc_profile")
    flat = _eight_bit(image)
    if profile:
        flat = _through_profile(flat, profile)
    wanted = "RGBA" if flat.has_transparency_data else "RGB"
    return flat if flat.mode == wanted else flat.convert(wanted)


def is_srgb(profile: bytes | None) -> bool:
    """Whether an embedded profile says what no profile says as well."""
    if not profile:
        return True
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (OSError, ImageCms.PyCMSError):
        return True
    return "srgb" in name.lower()


def _eight_bit(image: Image.Image) -> Image.Image:
    """Scale deep grey modes down; Pillow's own conversion would clip them to white."""
    if image.mode.startswith("I"):
        deep = np.clip(np.asarray(image).astype(np.int64), 0, _MAX_16_BIT)
        return Image.fromarray((deep >> 8).astype(np.uint8))
    if image.mode == "F":
        grey = np.nan_to_num(np.asarray(image))
        top = float(grey.max(initial=0.0))
        scale = 255.0 if top <= 1.0 else 255.0 / top
        return Image.fromarray(np.clip(grey * scale, 0, 255).astype(np.uint8))
    if image.mode in {"P", "PA", "1", "LA", "La", "RGBa"}:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    if is_srgb(profile) and image.mode != "CMYK":
        return image
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=target,
        )
    except (OSError, ImageCms.PyCMSError):
        return image
    return image if converted is None else converted
