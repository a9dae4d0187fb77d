"""Bring a picture to what a kind of file can hold: depth, colours, transparency, metadata."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import ExifTags, Image

from overpaint.domain.export import TRAITS, Colour, ExportFormat, ExportOptions
from overpaint.imaging.colour import srgb_of
from overpaint.imaging.colour_back import from_srgb
from overpaint.imaging.encode import as_image
from overpaint.imaging.original import Metadata, Original
from overpaint.imaging.pixels import bands, sixteen_to_bytes

_GREYS = {ExportFormat.PNG, ExportFormat.JPEG, ExportFormat.TIFF}
_WITHOUT_DPI = {ExportFormat.WEBP, ExportFormat.AVIF}
_ACROSS, _DOWN, _UNIT, _INCH = 282, 283, 296, 2
_MAKER_NOTE = 0x927C
_LONGEST_EXIF = {ExportFormat.JPEG: 65_533 - 2}
"""A segment of a JPEG counts its own length of two bytes, in 16 bits."""


def fitted(picture: Original, kind: ExportFormat, options: ExportOptions) -> Original:
    """Return what is written of a picture.

    Args:
        picture: Upright, in its own depth and colours; it is not changed.
        kind: The kind of file.
        options: Whether depth and profile stay, and what lies behind transparent pixels.
    """
    traits = TRAITS[kind]
    # No format has inks with transparency.
    holds_inks = traits.inks and not (traits.alpha and picture.alpha is not None)
    if options.to_srgb or (picture.mode == "CMYK" and not holds_inks):
        picture = in_srgb(picture)
    if picture.mode == "L" and kind not in _GREYS:
        picture = _coloured(picture)
    if picture.bit_depth == 16 and not (traits.sixteen_bits and options.sixteen_bits):
        picture = in_eight_bits(picture)
    if picture.alpha is not None and not traits.alpha:
        picture = on_ground(picture, options.ground)
    return replace(picture, metadata=_kept(picture.metadata, kind, options))


def in_eight_bits(picture: Original) -> Original:
    """Round 16 bits to 8."""
    if picture.bit_depth == 8:
        return picture
    alpha = None if picture.alpha is None else sixteen_to_bytes(picture.alpha)
    return replace(picture, pixels=sixteen_to_bytes(picture.pixels), alpha=alpha)


def in_srgb(picture: Original) -> Original:
    """Convert to sRGB without a profile.

    Colours that mean something else come with 8 bits: the converter knows no more.
    """
    image = as_image(replace(in_eight_bits(picture), alpha=None))
    converted = srgb_of(image, picture.mode, picture.metadata.profile)
    metadata = replace(picture.metadata, profile=None)
    if converted is image:
        return replace(picture, metadata=metadata)
    alpha = in_eight_bits(picture).alpha
    return Original(np.asarray(converted), alpha, "RGB", metadata)


def on_ground(picture: Original, ground: Colour) -> Original:
    """Lay a picture onto a colour, given in sRGB; transparency is gone then."""
    assert picture.alpha is not None  # noqa: S101 - asked by the caller
    below = from_srgb(np.array([[ground]], np.uint8), picture.mode, picture.metadata.profile)
    top = np.iinfo(picture.pixels.dtype).max
    colour = below.astype(np.uint64) * (top // 255)
    flat = np.empty_like(picture.pixels)
    for first, last in bands(picture.size.width, picture.size.height):
        share = picture.alpha[first:last, :, None].astype(np.uint64)
        mixed = picture.pixels[first:last] * share + colour * (top - share)
        flat[first:last] = (mixed + top // 2) // top
    return replace(picture, pixels=flat, alpha=None)


def _coloured(picture: Original) -> Original:
    """Grey as colours with three equal channels; a grey profile is used up on the way."""
    if picture.metadata.profile is not None:
        converted = in_srgb(picture)
        if converted.mode == "RGB":
            return converted
        picture = converted
    pixels = np.repeat(picture.pixels, 3, axis=2)
    return Original(pixels, picture.alpha, "RGB", picture.metadata)


def _kept(metadata: Metadata, kind: ExportFormat, options: ExportOptions) -> Metadata:
    """What may be told, in the form in which the file can tell it."""
    if not options.keep_exif:
        metadata = replace(metadata, exif=None, xmp=None)
    elif not options.keep_place:
        metadata = metadata.without_place()
    if kind in _WITHOUT_DPI and metadata.dpi is not None:
        metadata = replace(metadata, exif=_with_dpi(metadata))
    limit = _LONGEST_EXIF.get(kind)
    if limit is not None and metadata.exif is not None and len(metadata.exif) > limit:
        metadata = replace(metadata, exif=_shortened(metadata.exif, limit))
    return metadata


def _with_dpi(metadata: Metadata) -> bytes:
    exif = Image.Exif()
    if metadata.exif is not None:
        exif.load(metadata.exif)
    if metadata.dpi is not None:
        exif[_ACROSS], exif[_DOWN] = metadata.dpi
        exif[_UNIT] = _INCH
    return exif.tobytes()


def _shortened(data: bytes, limit: int) -> bytes | None:
    """Leave the maker's own note out, which is long and which few can read."""
    exif = Image.Exif()
    exif.load(data)
    exif.get_ifd(ExifTags.IFD.Exif).pop(_MAKER_NOTE, None)
    shorter = exif.tobytes()
    return shorter if len(shorter) <= limit else None
