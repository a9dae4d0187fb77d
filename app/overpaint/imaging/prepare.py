"""Turn a draft and its mask into the exact files of a request.

With a mask only the context frame of the target travels, in sRGB, and the answer is put back into
the untouched original. Every other picture travels as it lies on disk when that is safe: PNG, JPEG
or WebP, upright, 8-bit sRGB, one frame, no metadata. Anything else is decoded and encoded again,
because the service refuses it ("Invalid image file or mode"), turns it, ignores its profile, or
would learn where the photograph was taken.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from overpaint.domain.choices import Field
from overpaint.domain.draft import Draft, InputImage, MaskFacts
from overpaint.domain.errors import RequestError
from overpaint.domain.frame import ContextFrame
from overpaint.domain.framing import REFERENCE_EDGE_PX, frame_of
from overpaint.domain.models import MEBIBYTE, Model
from overpaint.domain.problems import Problem
from overpaint.domain.profiles import MaskForm
from overpaint.domain.request import Attachment, EditRequest, compose_request
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.domain.violations import blocking
from overpaint.imaging.blend.areas import request_coverage
from overpaint.imaging.blend.blender import REQUEST_GROW_PX
from overpaint.imaging.colour import to_srgb
from overpaint.imaging.frame import cut_coverage, cut_picture
from overpaint.imaging.load import load_upright, probe
from overpaint.imaging.mask.png import encode_grey_mask, encode_request_mask
from overpaint.imaging.pixels import Bytes2D
from overpaint.imaging.placement import Masking, Placement

PNG = "image/png"
_JPEG = "image/jpeg"
_EXTENSIONS = {PNG: "png", _JPEG: "jpg", "image/webp": "webp"}
_JPEG_QUALITY = 95
_HIDDEN = (255, 255, 255, 0)


def mask_facts(coverage: Bytes2D) -> MaskFacts:
    """What the rules need to know of a mask of shape (height, width), 255 = change."""
    height, width = coverage.shape
    changed = int((coverage > 127).sum())
    return MaskFacts(Size(width, height), changed / (width * height), Masking(coverage).bounds)


@dataclass(frozen=True, slots=True, eq=False)
class PreparedEdit:
    """A request, and where its answers belong.

    Attributes:
        request: Ready to send.
        placement: How an answer is put into the target; None when it stands for itself.
    """

    request: EditRequest
    placement: Placement | None = None


def prepare_edit(
    draft: Draft,
    rules: Rules,
    masking: Masking | None,
    markup: bytes | None = None,
    *,
    mask_form: MaskForm = MaskForm.DUAL,
    any_size: bool = False,
) -> PreparedEdit:
    """Check the draft and make the request; decodes and encodes pictures, so call it on a worker.

    Args:
        draft: What was composed.
        rules: The constraints that it must meet.
        masking: The mask at the target's size; None or empty when the prompt alone decides.
        markup: A PNG with marks on transparent ground, of the target's size; None for none.
        mask_form: How the server reads masks.
        any_size: Whether the server answers ``auto`` with the very size that it was sent.

    Raises:
        RequestError: The draft breaks a rule; carries every problem.
        ImageError: A picture cannot be read, or the mask cannot be encoded small enough.
    """
    problems = blocking(draft, rules)
    if problems:
        raise RequestError(problems)
    model = rules.model(draft)
    if masking is None or not bool((masking.coverage > 127).any()):
        return PreparedEdit(_unmasked(draft, model, markup))
    draft = replace(draft, mask=mask_facts(masking.coverage))
    frame = frame_of(draft, model)
    if frame is None:
        return PreparedEdit(_whole(draft, model, masking.coverage, mask_form))
    upload, size = ContextFrame(frame.rect, frame.uploaded), frame.sent
    auto = any_size and draft.size is None and frame.scale > 1
    request = _framed(
        replace(draft, size=None if auto else size), model, masking.coverage, upload, mask_form
    )
    placed = Placement.of(draft.inputs[0], upload if auto else frame, masking)
    return PreparedEdit(request, placed)


def _unmasked(draft: Draft, model: Model, markup: bytes | None) -> EditRequest:
    images = _attached(draft.inputs, model)
    marks = None
    if markup is not None:
        marks = Attachment("markup.png", PNG, markup, len(markup), images[0].size)
    return compose_request(draft, model, images, None, marks)


def _whole(draft: Draft, model: Model, coverage: Bytes2D, form: MaskForm) -> EditRequest:
    """The whole target with its mask, for answers that are no pixels to be put back."""
    target = _attach(draft.inputs[0], 1, model, as_png=True)
    images = (target, *_attached(draft.inputs[1:], model, first=2))
    return compose_request(draft, model, images, _mask(coverage, form, target.size))


def _framed(
    draft: Draft, model: Model, coverage: Bytes2D, frame: ContextFrame, form: MaskForm
) -> EditRequest:
    """The part of the target inside the frame, cut together with its mask."""
    image = draft.inputs[0]
    cut = to_srgb(cut_picture(load_upright(image.path, image.frame), frame))
    data = _png(neutralised(cut))
    target = Attachment(_name(1, PNG), PNG, data, len(data), frame.sent)
    if target.byte_count >= model.max_image_bytes:
        raise RequestError((_too_large(image, 1, target, model),))
    mask = _mask(_request_mask(coverage, frame), form, frame.sent)
    images = (target, *_attached(draft.inputs[1:], model, first=2))
    return compose_request(draft, model, images, mask)


def _request_mask(coverage: Bytes2D, frame: ContextFrame) -> Bytes2D:
    """What may change inside the frame, 0 or 255; only what is near the frame is looked at."""
    height, width = coverage.shape
    near = frame.rect.grown(REQUEST_GROW_PX).within(Size(width, height))
    part = np.ascontiguousarray(coverage[near.top : near.bottom, near.left : near.right])
    rect = replace(frame.rect, left=frame.rect.left - near.left, top=frame.rect.top - near.top)
    grown = cut_coverage(request_coverage(part, REQUEST_GROW_PX), replace(frame, rect=rect))
    return np.where(grown > 0, np.uint8(255), np.uint8(0))


def _mask(coverage: Bytes2D, form: MaskForm, size: Size) -> Attachment:
    dual = form is MaskForm.DUAL
    data = encode_request_mask(coverage) if dual else encode_grey_mask(coverage, form)
    return Attachment("mask.png", PNG, data, len(data), size)


def _attached(
    inputs: tuple[InputImage, ...], model: Model, *, first: int = 1
) -> tuple[Attachment, ...]:
    return tuple(
        _attach(image, number, model, as_png=False)
        for number, image in enumerate(inputs, start=first)
    )


def _attach(image: InputImage, number: int, model: Model, *, as_png: bool) -> Attachment:
    """Attach a picture: the file itself where it says nothing but its pixels, else a copy."""
    decoded = load_upright(image.path, image.frame)
    size = Size(decoded.width, decoded.height)
    shrunk = number > 1 and max(size.width, size.height) > REFERENCE_EDGE_PX
    allowed = {PNG} if as_png else set(model.image_types)
    media_type = None if shrunk else _plain_type(image)
    if media_type in allowed:
        return Attachment(_name(number, media_type), media_type, image.path,
                          image.path.stat().st_size, size)  # fmt: skip
    sent = neutralised(to_srgb(decoded))
    if shrunk:
        sent.thumbnail((REFERENCE_EDGE_PX, REFERENCE_EDGE_PX), Image.Resampling.LANCZOS)
        size = Size(*sent.size)
    data, media_type = _encoded(sent, image, lossless=as_png or _JPEG not in allowed)
    attachment = Attachment(_name(number, media_type), media_type, data, len(data), size)
    if attachment.byte_count >= model.max_image_bytes:
        raise RequestError((_too_large(image, number, attachment, model),))
    return attachment


def neutralised(image: Image.Image) -> Image.Image:
    """Return the picture with white under full transparency: what is hidden there stays private."""
    if image.mode != "RGBA":
        return image
    pixels = np.array(image)
    hidden = pixels[..., 3] == 0
    if not hidden.any():
        return image
    pixels[hidden] = _HIDDEN
    return Image.fromarray(pixels)


def _plain_type(image: InputImage) -> str | None:
    """The media type of a file that may travel as it is; None when it must be encoded again."""
    facts = probe(image.path, image.frame)
    return None if facts.conversions else facts.media_type


def _encoded(decoded: Image.Image, image: InputImage, *, lossless: bool) -> tuple[bytes, str]:
    if lossless or decoded.mode == "RGBA" or image.media_type != _JPEG:
        return _png(decoded), PNG
    buffer = io.BytesIO()
    decoded.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0, icc_profile=None)
    return buffer.getvalue(), _JPEG


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=4, icc_profile=None)
    return buffer.getvalue()


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
