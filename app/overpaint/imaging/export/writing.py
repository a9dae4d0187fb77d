"""Encode a picture as the kind of file that was chosen."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from overpaint.domain.errors import ImageError
from overpaint.domain.export import TRAITS, ExportFormat, ExportOptions
from overpaint.domain.text import say
from overpaint.imaging.encode import as_image, encode_png, encode_tiff, said_beside
from overpaint.imaging.export.fitting import fitted
from overpaint.imaging.original import Original
from overpaint.imaging.recipes import jpeg_rest, xmp

_PNG_LEVEL = 6
_WEBP_EFFORT = 4
_AVIF_SPEED = 7
_MOST_XMP_BYTES = {"JPEG": 65_533 - 2 - 29}
"""A segment of a JPEG counts its own length of two bytes, in 16 bits; XMP has a head of 29."""


def encode(picture: Original, kind: ExportFormat, options: ExportOptions) -> bytes:
    """Write a picture with one layer.

    Args:
        picture: Upright, in its own depth and colours.
        kind: PNG, JPEG, WebP, TIFF or AVIF.
        options: How.

    Raises:
        ImageError: The picture is too large for the format.
    """
    check_size(picture, kind)
    return _ENCODERS[kind](fitted(picture, kind, options), options)


def check_size(picture: Original, kind: ExportFormat) -> None:
    """Find out whether a kind of file holds so large a picture.

    Raises:
        ImageError: It does not.
    """
    traits, size = TRAITS[kind], picture.size
    if max(size.width, size.height) > traits.max_edge_px:
        raise ImageError(
            say("export", "{size} pixels are too many for {format}, whose edges end at {limit}.",
                size=str(size), format=traits.label, limit=traits.max_edge_px),
            remedy=say("export", "Choose TIFF or PNG."),
        )  # fmt: skip


def _png(picture: Original, _options: ExportOptions) -> bytes:
    return encode_png(picture, level=_PNG_LEVEL)


def _tiff(picture: Original, options: ExportOptions) -> bytes:
    return encode_tiff(picture, options.tiff_packing)


def _jpeg(picture: Original, options: ExportOptions) -> bytes:
    told, rest = picture.metadata, b""
    if told.recipe is not None:
        both = xmp.extended(told.recipe, told.xmp, _MOST_XMP_BYTES["JPEG"])
        if both is not None:
            # The packet is complete: there is no recipe left to be put into it.
            told, rest = replace(told, xmp=both[0], recipe=None, is_merged=True), both[1]
    data = _saved(
        replace(picture, metadata=told),
        "JPEG",
        quality=options.jpeg_quality,
        subsampling="4:4:4" if options.full_colour else "4:2:0",
        progressive=options.progressive,
        optimize=True,
    )
    return jpeg_rest.added(data, rest) if rest else data


def _webp(picture: Original, options: ExportOptions) -> bytes:
    # Lossless means every value, those that nobody sees included.
    return _saved(
        picture,
        "WEBP",
        quality=options.webp_quality,
        lossless=options.webp_lossless,
        exact=options.webp_lossless,
        method=_WEBP_EFFORT,
    )


def _avif(picture: Original, options: ExportOptions) -> bytes:
    return _saved(
        picture,
        "AVIF",
        quality=options.avif_quality,
        subsampling="4:4:4" if options.full_colour else "4:2:0",
        speed=_AVIF_SPEED,
    )


def _saved(picture: Original, name: str, **settings: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    buffer = io.BytesIO()
    told = said_beside(picture.metadata, _MOST_XMP_BYTES.get(name))
    as_image(picture).save(buffer, name, **settings, **told)
    return buffer.getvalue()


_ENCODERS: dict[ExportFormat, Callable[[Original, ExportOptions], bytes]] = {
    ExportFormat.PNG: _png,
    ExportFormat.JPEG: _jpeg,
    ExportFormat.WEBP: _webp,
    ExportFormat.TIFF: _tiff,
    ExportFormat.AVIF: _avif,
}
