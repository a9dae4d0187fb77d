"""Decode what was sent, as strictly as the service does, and find out what is to be filled.

Every function here blocks and runs on a worker thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps

from overpaint.domain.models import Model
from overpaint.domain.sizes import Size
from overpaint.imaging.inpaint.layers import OPAQUE_ENOUGH
from overpaint.imaging.inpaint.plan import Flags2D
from overpaint.services.endpoint import refusals
from overpaint.services.endpoint.intake import Intake, UploadedFile

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
_MAX_PIXELS = 100_000_000
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for damaged files."""


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """The pictures of one edit, checked.

    Attributes:
        target: Upright, RGB or RGBA.
        hole: Shape of the target: what to fill.
        sizes: Pixel sizes of all inputs, the target first.
        icc_profile: The target's colour profile, handed through to the answer.
    """

    target: Image.Image
    hole: Flags2D
    sizes: tuple[Size, ...]
    icc_profile: bytes | None


def decoded_inputs(intake: Intake, model: Model) -> Inputs:
    """Decode the target and the mask, and look whether the references are pictures.

    Raises:
        Refusal: A file is not what it should be, or there is nothing to fill.
    """
    for file in intake.images:
        _check_declared(file, model.image_types, model.max_image_bytes)
    target = _decoded(intake.images[0], 1)
    icc_profile = target.info.get("icc_profile") if target.mode.startswith("RGB") else None
    target = _as_colours(target)
    if model.square_target and target.width != target.height:
        raise refusals.invalid_value("Uploaded image must be square.", intake.images[0].param)
    others = [_decoded(file, number) for number, file in enumerate(intake.images[1:], start=2)]
    sizes = [Size(*picture.size) for picture in (target, *others)]
    hole = _hole(intake.mask, target, model)
    _check_sources(target, hole)
    return Inputs(target, hole, tuple(sizes), icc_profile)


def _check_declared(file: UploadedFile, types: Sequence[str], limit_bytes: int) -> None:
    if file.media_type not in types:
        raise refusals.wrong_media_type(file.param, file.media_type, types)
    if file.byte_count >= limit_bytes:
        raise refusals.file_too_large(file.param, limit_bytes)


def _decoded(file: UploadedFile, number: int) -> Image.Image:
    """Read one input; Pillow calls a JPEG with a second picture MPO, which the service refuses."""
    try:
        with Image.open(file.content, formats=list(_FORMATS.values())) as picture:
            if (
                picture.format != _FORMATS.get(file.media_type)
                or picture.mode not in _MODES
                or picture.width * picture.height > _MAX_PIXELS
            ):
                raise refusals.invalid_image_file(number, file.param)
            picture.load()
            return ImageOps.exif_transpose(picture)
    except _BROKEN as error:
        raise refusals.invalid_image_file(number, file.param) from error


def _as_colours(picture: Image.Image) -> Image.Image:
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _hole(mask: UploadedFile | None, target: Image.Image, model: Model) -> Flags2D:
    if mask is not None:
        hole = _transparent(_decoded_mask(mask, target.size, model))
        if not hole.any():
            raise refusals.invalid_value(
                "The mask marks nothing: no pixel of it is fully transparent. Make transparent"
                " what should be filled.",
                "mask",
            )
        return hole
    hole = _transparent(target)
    if not hole.any():
        raise refusals.invalid_value(
            "The built-in endpoint fills what a mask marks; add a mask.", "mask"
        )
    return hole


def _check_sources(target: Image.Image, hole: Flags2D) -> None:
    """Refuse what the engine could not fill, while a status can still be sent."""
    sources = ~hole
    if target.mode == "RGBA":
        sources &= np.asarray(target.getchannel("A")) >= OPAQUE_ENOUGH
    if not sources.any():
        raise refusals.invalid_value(
            "The mask covers the whole picture. The built-in endpoint continues what is outside"
            " the mask: leave a part of the picture unmasked.",
            "mask",
        )


def _decoded_mask(file: UploadedFile, size: tuple[int, int], model: Model) -> Image.Image:
    # The service takes a mask whose part names no type, unlike an input.
    types = (*model.image_types, "application/octet-stream")
    _check_declared(file, types, model.max_mask_bytes)
    try:
        with Image.open(file.content, formats=list(_FORMATS.values())) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise refusals.invalid_mask("mask size does not match image size")
            picture.load()
            mask = ImageOps.exif_transpose(picture)
    except _BROKEN as error:
        raise refusals.invalid_mask("mask image is not a readable PNG file") from error
    if not mask.has_transparency_data:
        raise refusals.invalid_mask("mask image missing alpha channel")
    if mask.size != size:
        raise refusals.invalid_mask("mask size does not match image size")
    return mask


def _transparent(picture: Image.Image) -> Flags2D:
    if not picture.has_transparency_data:
        return np.zeros((picture.height, picture.width), bool)
    alpha = picture.convert("RGBA").getchannel("A")
    flags: Flags2D = np.asarray(alpha) == 0
    return flags
