"""Decode what was sent, as strictly as the service does, and find out what is to be changed.

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
from overpaint.imaging.treatments.outlined import outlined
from overpaint.imaging.treatments.treatment import Treatment
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
        place: Shape of the target: what to change.
        sizes: Pixel sizes of all inputs, the target first.
        icc_profile: The target's colour profile, handed through to the answer.
        insert: RGB, the input that the treatment puts in; None for the other treatments.
    """

    target: Image.Image
    place: Flags2D
    sizes: tuple[Size, ...]
    icc_profile: bytes | None
    insert: Image.Image | None


def decoded_inputs(intake: Intake, model: Model, treatment: Treatment) -> Inputs:
    """Decode everything that was sent, and find out what is to be changed.

    Raises:
        Refusal: A file is not what it should be, or there is nothing to change.
    """
    for file in intake.images:
        _check_declared(file, model.image_types, model.max_image_bytes)
    target = _decoded(intake.images[0], 1)
    icc_profile = target.info.get("icc_profile") if target.mode.startswith("RGB") else None
    target = _as_colours(target)
    if model.square_target and target.width != target.height:
        raise refusals.invalid_value("Uploaded image must be square.", intake.images[0].param)
    sizes, insert = [Size(*target.size)], None
    for number, file in enumerate(intake.images[1:], start=2):
        other = _decoded(file, number)
        sizes.append(Size(*other.size))
        if number == treatment.image_number:
            insert = _on_white(other)
    place = _place(intake, target, model, treatment)
    if treatment.needs_mask:
        _check_sources(target, place)
    return Inputs(target, place, tuple(sizes), icc_profile, insert)


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


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")


def _place(intake: Intake, target: Image.Image, model: Model, treatment: Treatment) -> Flags2D:
    if intake.mask is not None:
        return _masked(intake.mask, target.size, model)
    if intake.markup is not None:
        return _marked(intake.markup, target.size, model)
    if not treatment.needs_mask:
        return np.ones((target.height, target.width), bool)
    hole = _transparent(target)
    if not hole.any():
        raise refusals.invalid_value(
            "The built-in endpoint removes and fills what a mask marks: add a mask, or say what to"
            " do with the whole picture (blur, pixelate, black and white, sepia, sketch,"
            " watercolour, brighten, darken, turn it blue).",
            "mask",
        )
    return hole


def _masked(file: UploadedFile, size: tuple[int, int], model: Model) -> Flags2D:
    place = _transparent(_decoded_mask(file, size, model))
    if not place.any():
        raise refusals.invalid_value(
            "The mask marks nothing: no pixel of it is fully transparent. Make transparent what"
            " should be changed.",
            "mask",
        )
    return place


def _marked(file: UploadedFile, size: tuple[int, int], model: Model) -> Flags2D:
    """What the drawing over the target points out."""
    _check_declared(file, ("image/png",), model.max_image_bytes)
    try:
        with Image.open(file.content, formats=["PNG"]) as picture:
            if picture.size != size:
                raise refusals.invalid_markup("markup size does not match image size")
            picture.load()
            markup = picture.convert("RGBA") if picture.has_transparency_data else None
    except _BROKEN as error:
        raise refusals.invalid_markup("markup image is not a readable PNG file") from error
    if markup is None:
        raise refusals.invalid_markup("markup image missing alpha channel")
    drawn: Flags2D = np.asarray(markup.getchannel("A")) > 0
    if drawn.all():
        raise refusals.invalid_markup("markup image must contain transparent pixels")
    if not drawn.any():
        raise refusals.invalid_value(
            "The markup shows nothing: draw around what should be changed.", "markup"
        )
    return outlined(drawn)


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
