"""Bring any decoded picture to 8 bits and RGB, and to sRGB for the screen."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageCms

_MAX_16_BIT = 65535
_PROFILE = "icc_profile"


def to_eight_bit(image: Image.Image) -> Image.Image:
    """Convert to mode RGB or RGBA, 8 bits a channel.

    The values of an RGB picture stay as they are and its profile stays in ``info``. CMYK goes
    through its profile to sRGB. Transparency of any kind (alpha, a transparent palette entry or
    colour) becomes an alpha channel.
    """
    profile: bytes | None = image.info.get(_PROFILE)
    flat = _flat(image)
    if flat.mode == "CMYK" and profile:
        flat, profile = _through_profile(flat, profile), None
    wanted = "RGBA" if flat.has_transparency_data else "RGB"
    converted = flat if flat.mode == wanted else flat.convert(wanted)
    keeps = profile is not None and image.mode in {"RGB", "RGBA", "P"}
    converted.info = {_PROFILE: profile} if keeps else {}
    return converted


def to_srgb(image: Image.Image) -> Image.Image:
    """Apply the profile of an RGB or RGBA picture; a damaged one is ignored, as browsers do."""
    profile: bytes | None = image.info.get(_PROFILE)
    return image if profile is None or _is_srgb(profile) else _through_profile(image, profile)


def profile_of(image: Image.Image) -> bytes | None:
    """The embedded colour profile; None where there is none."""
    profile: bytes | None = image.info.get(_PROFILE)
    return profile


def _is_srgb(profile: bytes) -> bool:
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (OSError, ImageCms.PyCMSError):
        return True
    return "srgb" in name.lower()


def _flat(image: Image.Image) -> Image.Image:
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
