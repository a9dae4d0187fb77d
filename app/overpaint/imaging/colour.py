"""Bring any decoded picture to 8 bits and RGB, and to sRGB for the screen."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from overpaint.imaging.pixels import sixteen_to_bytes

_PROFILE = "icc_profile"
_GRID = np.stack(np.meshgrid(*[np.arange(6) * 51] * 3), axis=-1).astype(np.uint8).reshape(6, 36, 3)
_BLACK_POINT = ImageCms.Flags.BLACKPOINTCOMPENSATION
_NAMES = {
    "adobe rgb": "Adobe RGB",
    "display p3": "Display P3",
    "dci-p3": "DCI-P3",
    "prophoto": "ProPhoto RGB",
    "romm": "ProPhoto RGB",
    "rec. 2020": "Rec. 2020",
    "rec2020": "Rec. 2020",
    "bt.2020": "Rec. 2020",
    "srgb": "sRGB",
}
_LONGEST_NAME = 40
_LINEAR_TOLERANCE = 4


def to_eight_bit(image: Image.Image) -> Image.Image:
    """Convert to mode RGB or RGBA, 8 bits a channel.

    The values of an RGB picture stay as they are and its profile stays in ``info``. CMYK, Lab and
    grey with a profile of its own go through it to sRGB. Transparency of any kind (alpha, a
    transparent palette entry or colour) becomes an alpha channel.
    """
    profile: bytes | None = image.info.get(_PROFILE)
    space = space_of(profile) if profile is not None else ""
    flat = _flat(image)
    if flat.mode == "CMYK":
        flat = cmyk_to_srgb(flat, profile)
    elif flat.mode == "LAB":
        flat = lab_to_srgb([flat.getchannel(band) for band in ("L", "A", "B")])
    elif flat.mode in {"L", "LA"} and profile is not None and space == "GRAY":
        flat = _grey_to_srgb(flat, profile)
    wanted = "RGBA" if flat.has_transparency_data else "RGB"
    converted = flat if flat.mode == wanted else flat.convert(wanted)
    keeps = space == "RGB" and image.mode in {"RGB", "RGBA", "P", "PA"}
    converted.info = {_PROFILE: profile} if keeps else {}
    return converted


def to_srgb(image: Image.Image) -> Image.Image:
    """Apply the profile of an RGB or RGBA picture; a damaged one is ignored, as browsers do."""
    transform = srgb_transform(profile_of(image), image.mode)
    return image if transform is None else ImageCms.applyTransform(image, transform) or image


def is_srgb(image: Image.Image) -> bool:
    """Whether the colour values mean sRGB: by its profile, or because there is none."""
    return is_srgb_profile(image.info.get(_PROFILE))


def is_srgb_profile(profile: bytes | None) -> bool:
    """Whether a profile, or none, means sRGB."""
    return profile is None or _is_srgb(profile)


def profile_of(image: Image.Image) -> bytes | None:
    """The embedded colour profile; None where there is none."""
    profile: bytes | None = image.info.get(_PROFILE)
    return profile


def srgb_transform(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    """What brings pixels of mode RGB or RGBA to sRGB; None when they are sRGB, or cannot be."""
    if profile is None or space_of(profile) != "RGB" or _is_srgb(profile):
        return None
    return _transform(profile, mode, mode)


@lru_cache(maxsize=32)
def space_of(profile: bytes) -> str:
    """The model of a profile: ``"RGB"``, ``"CMYK"``, ``"GRAY"``, ``"Lab"``; ``""`` if damaged."""
    try:
        space: str = ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.xcolor_space
    except (OSError, ImageCms.PyCMSError):
        return ""
    return space.strip()


@lru_cache(maxsize=32)
def space_name(profile: bytes | None, mode: str) -> str:
    """The short name of a colour space, as in ``"Adobe RGB"``, ``"CMYK"`` or ``"Grey"``.

    Args:
        profile: What the file holds.
        mode: Pillow's mode of the pixels in the file.
    """
    if mode == "CMYK":
        return "CMYK"
    if mode == "LAB":
        return "Lab"
    if mode in {"1", "L", "LA", "I", "F"} or mode.startswith("I;"):
        return "Grey"
    if profile is None or space_of(profile) != "RGB" or _is_srgb(profile):
        return "sRGB"
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (OSError, ImageCms.PyCMSError):
        return "RGB"
    known = (short for part, short in _NAMES.items() if part in name.lower() and short != "sRGB")
    return next(known, " ".join(name.split())[:_LONGEST_NAME] or "RGB")


def srgb_of(image: Image.Image, mode: str, profile: bytes | None) -> Image.Image:
    """Convert pixels of mode L, RGB or CMYK to sRGB; grey without a profile stays what it is."""
    if mode == "CMYK":
        return cmyk_to_srgb(image, profile)
    if mode == "RGB":
        transform = srgb_transform(profile, mode)
        return image if transform is None else ImageCms.applyTransform(image, transform) or image
    grey = profile is not None and space_of(profile) == "GRAY"
    return _grey_to_srgb(image, profile) if grey and profile is not None else image


def cmyk_to_srgb(inks: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert mode CMYK to mode RGB, through its profile where it has one."""
    transform = None
    if profile is not None and space_of(profile) == "CMYK":
        transform = _transform(profile, "CMYK", "RGB")
    converted = None if transform is None else ImageCms.applyTransform(inks, transform)
    return converted or inks.convert("RGB")


def lab_to_srgb(planes: list[Image.Image]) -> Image.Image:
    """Convert L*, a* and b* (D50), each 0 to 255 with 128 as the middle of a* and b*, to sRGB."""
    lab = Image.merge("LAB", planes)
    converted = ImageCms.profileToProfile(
        lab, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    if converted is None:
        raise ValueError("Lab cannot be converted")
    return converted


@lru_cache(maxsize=32)
def is_linear(profile: bytes) -> bool:
    """Whether equal steps of its values are equal steps of light."""
    transform = _transform(profile, "RGB", "RGB")
    if transform is None:
        return False
    shown = ImageCms.applyTransform(Image.new("RGB", (1, 1), (55, 55, 55)), transform)
    # A quarter of full light is half as bright to the eye.
    return bool(np.abs(np.asarray(shown).astype(int) - 127).max() <= _LINEAR_TOLERANCE)


@lru_cache(maxsize=32)
def _is_srgb(profile: bytes) -> bool:
    """Whether the profile changes no colour by more than rounding; names are not to be trusted."""
    transform = _transform(profile, "RGB", "RGB")
    if transform is None:
        return True
    shown = ImageCms.applyTransform(Image.fromarray(_GRID), transform)
    difference = np.abs(np.asarray(shown).astype(int) - _GRID)
    return bool(difference.max() <= 1)


def _transform(profile: bytes, source: str, target: str) -> ImageCms.ImageCmsTransform | None:
    try:
        return ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            source,
            target,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            _BLACK_POINT,
        )
    except (OSError, ImageCms.PyCMSError):
        return None


def _grey_to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    transform = _transform(profile, "L", "RGB")
    if transform is None:
        return image
    colour = ImageCms.applyTransform(image.getchannel("L"), transform)
    if colour is not None and image.mode == "LA":
        colour.putalpha(image.getchannel("A"))
    return colour or image


def _flat(image: Image.Image) -> Image.Image:
    """Scale deep grey modes down; Pillow's own conversion would clip them to white."""
    if image.mode.startswith("I"):
        deep = np.asarray(image)
        if deep.dtype != np.uint16:
            deep = np.clip(deep, 0, 65535).astype(np.uint16)
        flat = Image.fromarray(sixteen_to_bytes(deep))
    elif image.mode == "F":
        grey = np.nan_to_num(np.asarray(image))
        top = float(grey.max(initial=0.0))
        scale = 255.0 if top <= 1.0 else 255.0 / top
        flat = Image.fromarray((np.clip(grey * scale, 0, 255) + 0.5).astype(np.uint8))
    elif image.mode == "P" and not image.has_transparency_data:
        flat = image.convert("RGB")
    elif image.mode in {"P", "PA", "La", "RGBa"}:
        flat = image.convert("RGBA")
    elif image.mode == "1":
        flat = image.convert("L")
    else:
        return image
    flat.info = image.info
    return flat
