"""Turn a draft and its mask into the exact files of a request.

With a mask only the context frame of the target travels, in sRGB, and the answer is put back into
the untouched original. Every other picture travels as it lies on disk when that is safe: PNG, JPEG
or WebP, upright, 8-bit sRGB, one frame, no metadata. Anything else is decoded and encoded again,
because the service refuses it ("Invalid image file or mode"), turns it, ignores its profile, or
would learn where the photograph was taken.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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
from overpaint.domain.text import Message, say
from overpaint.domain.violations import blocking
from overpaint.imaging.blend.areas import request_coverage
from overpaint.imaging.blend.blender import REQUEST_GROW_PX
from overpaint.imaging.colour import to_srgb
from overpaint.imaging.frame import cut_coverage, cut_picture
from overpaint.imaging.hidden import hides_colours, neutralised
from overpaint.imaging.load import load_upright, probe
from overpaint.imaging.mask.png import encode_grey_mask, encode_request_mask
from overpaint.imaging.pixels import Bytes2D
from overpaint.imaging.placement import Masking, Placement

PNG = "image/png"
_JPEG = "image/jpeg"
_EXTENSIONS = {PNG: "png", _JPEG: "jpg", "image/webp": "webp"}
_MASK_NAME, _MARKUP_NAME = "mask.png", "markup.png"
_JPEG_QUALITY = 95
_MASK_FORMS = {
    MaskForm.DUAL: say("prepare", "transparent and white = change, opaque and black = keep"),
    MaskForm.WHITE: say("prepare", "white = change, black = keep"),
    MaskForm.BLACK: say("prepare", "black = change, white = keep"),
}


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
        treatments: By the name of each file, what was done to it before it is sent, as short
            phrases; nothing for a file that travels as it lies on disk.
    """

    request: EditRequest
    placement: Placement | None = None
    treatments: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)


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
    files = _Files(model, mask_form)
    if masking is None or not bool((masking.coverage > 127).any()):
        return PreparedEdit(_unmasked(draft, files, markup), None, files.treatments)
    draft = replace(draft, mask=mask_facts(masking.coverage))
    frame = frame_of(draft, model)
    if frame is None:
        return PreparedEdit(_whole(draft, files, masking.coverage), None, files.treatments)
    upload, size = ContextFrame(frame.rect, frame.uploaded), frame.sent
    auto = any_size and draft.size is None and frame.scale > 1
    request = _framed(replace(draft, size=None if auto else size), files, masking.coverage, upload)
    placed = Placement.of(draft.inputs[0], upload if auto else frame, masking)
    return PreparedEdit(request, placed, files.treatments)


def _unmasked(draft: Draft, files: _Files, markup: bytes | None) -> EditRequest:
    images = files.pictures(draft.inputs)
    marks = None if markup is None else files.markup(markup, images[0].size)
    return compose_request(draft, files.model, images, None, marks)


def _whole(draft: Draft, files: _Files, coverage: Bytes2D) -> EditRequest:
    """The whole target with its mask, for answers that are no pixels to be put back."""
    target = files.picture(draft.inputs[0], 1, as_png=True)
    images = (target, *files.pictures(draft.inputs[1:], first=2))
    return compose_request(draft, files.model, images, files.mask(coverage, target.size))


def _framed(draft: Draft, files: _Files, coverage: Bytes2D, frame: ContextFrame) -> EditRequest:
    """The part of the target inside the frame, cut together with its mask."""
    target = files.cut(draft.inputs[0], frame)
    mask = files.mask(_request_mask(coverage, frame), frame.sent, grown_px=REQUEST_GROW_PX)
    images = (target, *files.pictures(draft.inputs[1:], first=2))
    return compose_request(draft, files.model, images, mask)


def _request_mask(coverage: Bytes2D, frame: ContextFrame) -> Bytes2D:
    """What may change inside the frame, 0 or 255; only what is near the frame is looked at."""
    height, width = coverage.shape
    near = frame.rect.grown(REQUEST_GROW_PX).within(Size(width, height))
    part = np.ascontiguousarray(coverage[near.top : near.bottom, near.left : near.right])
    rect = replace(frame.rect, left=frame.rect.left - near.left, top=frame.rect.top - near.top)
    grown = cut_coverage(request_coverage(part, REQUEST_GROW_PX), replace(frame, rect=rect))
    return np.where(grown > 0, np.uint8(255), np.uint8(0))


class _Files:
    """Makes the files of one request, and keeps account of what is done to each."""

    def __init__(self, model: Model, mask_form: MaskForm) -> None:
        self.model = model
        self.treatments: dict[str, tuple[Message, ...]] = {}
        self._form = mask_form

    def pictures(self, inputs: tuple[InputImage, ...], *, first: int = 1) -> tuple[Attachment, ...]:
        return tuple(
            self.picture(image, number, as_png=False)
            for number, image in enumerate(inputs, start=first)
        )

    def picture(self, image: InputImage, number: int, *, as_png: bool) -> Attachment:
        """Attach a picture: the file itself where it says nothing but its pixels, else a copy."""
        decoded = load_upright(image.path, image.frame)
        size = Size(decoded.width, decoded.height)
        shrunk = number > 1 and max(size.width, size.height) > REFERENCE_EDGE_PX
        allowed = {PNG} if as_png else set(self.model.image_types)
        hides = hides_colours(decoded)
        media_type = None if shrunk or hides else _plain_type(image)
        if media_type in allowed:
            return Attachment(_name(number, media_type), media_type, image.path,
                              image.path.stat().st_size, size)  # fmt: skip
        sent = neutralised(to_srgb(decoded))
        if shrunk:
            sent.thumbnail((REFERENCE_EDGE_PX, REFERENCE_EDGE_PX), Image.Resampling.LANCZOS)
            size = Size(*sent.size)
        data, media_type = _encoded(sent, image, lossless=as_png or _JPEG not in allowed)
        done = [_scaled(Size(decoded.width, decoded.height), size)] if shrunk else []
        done += _conversions(image, media_type, hides=hides)
        return self._copy(image, number, Attachment(
            _name(number, media_type), media_type, data, len(data), size), done)  # fmt: skip

    def cut(self, image: InputImage, frame: ContextFrame) -> Attachment:
        """Attach the part of the target that is inside the frame."""
        part = to_srgb(cut_picture(load_upright(image.path, image.frame), frame))
        hides = hides_colours(part)
        data = _png(neutralised(part))
        done = [say("prepare", "cut out of {size}", size=_spoken(image.size))]
        done += [] if frame.is_exact else [_scaled(frame.rect.size, frame.sent)]
        done += _conversions(image, PNG, hides=hides)
        attachment = Attachment(_name(1, PNG), PNG, data, len(data), frame.sent)
        return self._copy(image, 1, attachment, done)

    def mask(self, coverage: Bytes2D, size: Size, *, grown_px: int = 0) -> Attachment:
        """Attach the mask as the server reads it."""
        dual = self._form is MaskForm.DUAL
        data = encode_request_mask(coverage) if dual else encode_grey_mask(coverage, self._form)
        larger = say("prepare", "{n} px larger than painted, so that the model paints the seam",
                     n=grown_px)  # fmt: skip
        done = (*((larger,) if grown_px else ()), say("prepare", "hard edges"))
        self.treatments[_MASK_NAME] = (*done, _MASK_FORMS[self._form])
        return Attachment(_MASK_NAME, PNG, data, len(data), size)

    def markup(self, data: bytes, size: Size) -> Attachment:
        """Attach the marks."""
        self.treatments[_MARKUP_NAME] = (say("prepare", "marks alone, on transparent ground"),)
        return Attachment(_MARKUP_NAME, PNG, data, len(data), size)

    def _copy(
        self, image: InputImage, number: int, attachment: Attachment, done: list[Message]
    ) -> Attachment:
        if attachment.byte_count >= self.model.max_image_bytes:
            raise RequestError((_too_large(image, number, attachment, self.model),))
        self.treatments[attachment.file_name] = tuple(done)
        return attachment


def _conversions(image: InputImage, media_type: str, *, hides: bool) -> list[Message]:
    """What an encoded copy has lost or gained against its file."""
    facts = probe(image.path, image.frame)
    done = list(facts.conversions)
    if facts.media_type != media_type and facts.media_type in _EXTENSIONS:
        one, other = _kind(facts.media_type), _kind(media_type)
        done.append(say("prepare", "{one} → {other}", one=one, other=other))
    if hides:
        done.append(say("prepare", "hidden colours under full transparency removed"))
    return done


def _scaled(old: Size, new: Size) -> Message:
    if new.pixels < old.pixels:
        return say("prepare", "made smaller: {old} → {new}", old=_spoken(old), new=_spoken(new))
    return say("prepare", "enlarged: {old} → {new}", old=_spoken(old), new=_spoken(new))


def _kind(media_type: str) -> str:
    return media_type.removeprefix("image/").upper()


def _spoken(size: Size) -> str:
    return f"{size.width} × {size.height}"


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
            size=attachment.byte_count / MEBIBYTE, format=_kind(attachment.media_type),
            limit=model.max_image_bytes // MEBIBYTE),
        say("rules", "Use a smaller copy of it."),
    )  # fmt: skip
