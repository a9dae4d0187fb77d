"""Turn a draft and its mask into the exact files of a request.

A picture travels as it lies on disk when that is safe: PNG, JPEG or WebP, upright, 8-bit RGB, one
frame, no metadata. Anything else is decoded and encoded again, because the service refuses it
("Invalid image file or mode"), turns it, or would learn where the photograph was taken. Colour
values are never touched and an embedded profile travels with them, so that an answer can equal its
source pixel by pixel.
"""

from __future__ import annotations

import io

from PIL import Image

from overpaint.domain.choices import Field
from overpaint.domain.draft import Draft, InputImage, MaskFacts
from overpaint.domain.errors import RequestError
from overpaint.domain.models import MEBIBYTE, Model
from overpaint.domain.problems import Problem
from overpaint.domain.profiles import MaskForm
from overpaint.domain.request import Attachment, EditRequest, compose_request
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.domain.violations import blocking
from overpaint.imaging.colour import profile_of
from overpaint.imaging.load import load_upright, probe
from overpaint.imaging.mask.png import encode_grey_mask, encode_request_mask
from overpaint.imaging.pixels import Bytes2D

PNG = "image/png"
_JPEG = "image/jpeg"
_EXTENSIONS = {PNG: "png", _JPEG: "jpg", "image/webp": "webp"}
_JPEG_QUALITY = 95


def mask_facts(coverage: Bytes2D) -> MaskFacts:
    """What the rules need to know of a mask of shape (height, width), 255 = change."""
    height, width = coverage.shape
    changed = int((coverage > 127).sum())
    return MaskFacts(Size(width, height), changed / (width * height))


def prepare_request(
    draft: Draft,
    rules: Rules,
    coverage: Bytes2D | None,
    markup: bytes | None = None,
    *,
    mask_form: MaskForm = MaskForm.DUAL,
) -> EditRequest:
    """Check the draft and make the request; decodes and encodes pictures, so call it on a worker.

    Args:
        draft: What was composed.
        rules: The constraints that it must meet.
        coverage: The mask, shape (height, width) of the target, 255 = change; None or empty when
            the prompt alone decides.
        markup: A PNG with marks on transparent ground, of the target's size; None for none.
        mask_form: How the server reads masks.

    Raises:
        RequestError: The draft breaks a rule; carries every problem.
        ImageError: A picture cannot be read, or the mask cannot be encoded small enough.
    """
    problems = blocking(draft, rules)
    if problems:
        raise RequestError(problems)
    model = rules.model(draft)
    masked = coverage is not None and bool((coverage > 127).any())
    images = tuple(
        _attach(image, number, model, as_png=masked and number == 1)
        for number, image in enumerate(draft.inputs, start=1)
    )
    mask = None
    if masked and coverage is not None:
        dual = mask_form is MaskForm.DUAL
        data = encode_request_mask(coverage) if dual else encode_grey_mask(coverage, mask_form)
        mask = Attachment("mask.png", PNG, data, len(data), images[0].size)
    marks = None
    if markup is not None:
        marks = Attachment("markup.png", PNG, markup, len(markup), images[0].size)
    return compose_request(draft, model, images, mask, marks)


def _attach(image: InputImage, number: int, model: Model, *, as_png: bool) -> Attachment:
    decoded = load_upright(image.path, image.frame)
    size = Size(decoded.width, decoded.height)
    allowed = {PNG} if as_png else set(model.image_types)
    media_type = _plain_type(image)
    if media_type in allowed:
        return Attachment(_name(number, media_type), media_type, image.path,
                          image.path.stat().st_size, size)  # fmt: skip
    data, media_type = _encoded(decoded, image, lossless=as_png or _JPEG not in allowed)
    attachment = Attachment(_name(number, media_type), media_type, data, len(data), size)
    if attachment.byte_count >= model.max_image_bytes:
        raise RequestError((_too_large(image, number, attachment, model),))
    return attachment


def _plain_type(image: InputImage) -> str | None:
    """The media type of a file that may travel as it is; None when it must be encoded again."""
    facts = probe(image.path, image.frame)
    return None if facts.conversions else facts.media_type


def _encoded(decoded: Image.Image, image: InputImage, *, lossless: bool) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    profile = profile_of(decoded)
    if lossless or decoded.mode == "RGBA" or image.media_type != _JPEG:
        decoded.save(buffer, "PNG", compress_level=4, icc_profile=profile)
        return buffer.getvalue(), PNG
    decoded.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0, icc_profile=profile)
    return buffer.getvalue(), _JPEG


def _name(number: int, media_type: str) -> str:
    return f"image-{number}.{_EXTENSIONS[media_type]}"


def _too_large(image: InputImage, number: int, attachment: Attachment, model: Model) -> Problem:
    return Problem(
        Field.IMAGE,
        say("rules", "Picture {number} ({name}) needs {size:.1f} MB as {format}; the limit is "
            "{limit} MB.", number=number, name=image.name,
            size=attachment.byte_count / MEBIBYTE, format=attachment.media_type[6:].upper(),
            limit=model.max_image_bytes // MEBIBYTE),
        say("rules", "Use a smaller copy of it."),
    )  # fmt: skip
