"""Which parts the form of an edit has, in the order in which they are sent.

Source: https://platform.openai.com/docs/api-reference/images/createEdit, read 2026-11-22. Text
parts come first: a server can then check the parameters while the pictures are still under way.
"""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.choices import Field
from overpaint.domain.profiles import ImageFieldStyle
from overpaint.domain.request import Attachment, EditRequest


@dataclass(frozen=True, slots=True)
class TextPart:
    """One parameter, already spelled for the wire."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file under its field name."""

    name: str
    file: Attachment


def text_parts(request: EditRequest) -> tuple[TextPart, ...]:
    """The parameters; one that is None in the request has no part."""
    size = None
    if request.sends_size:
        size = "auto" if request.size is None else str(request.size)
    values: tuple[tuple[Field, str | int | bool | None], ...] = (
        (Field.PROMPT, request.prompt),
        (Field.MODEL, request.model),
        (Field.VARIANTS, request.n),
        (Field.SIZE, size),
        (Field.QUALITY, request.quality),
        (Field.BACKGROUND, request.background),
        (Field.INPUT_FIDELITY, request.input_fidelity),
        (Field.OUTPUT_FORMAT, request.output_format),
        (Field.OUTPUT_COMPRESSION, request.output_compression),
        (Field.STREAM, True if request.stream else None),
        (Field.PARTIAL_IMAGES, request.partial_images if request.stream else None),
        (Field.RESPONSE_FORMAT, request.response_format),
        (Field.COMPLEXITY, request.complexity),
        (Field.FRAME_COUNT, request.frame_count),
        (Field.FRAME_DURATION, request.frame_duration_ms),
        (Field.SVG_MODEL, request.svg_model or None),
        (Field.SVG_EFFORT, request.svg_effort),
        (Field.MODERATION, request.moderation),
        (Field.SAFETY_IDENTIFIER, request.safety_identifier or None),
        (Field.USER, request.user or None),
    )
    known = [TextPart(field.value, _spelled(value)) for field, value in values if value is not None]
    extra = [TextPart(name, value) for name, value in request.extra_fields]
    return (*known, *extra)


def file_parts(request: EditRequest, style: ImageFieldStyle) -> tuple[FilePart, ...]:
    """The inputs in their order, then the mask."""
    name = _image_field(len(request.images), style)
    parts = [FilePart(name, image) for image in request.images]
    if request.mask is not None:
        parts.append(FilePart(Field.MASK.value, request.mask))
    if request.markup is not None:
        parts.append(FilePart(Field.MARKUP.value, request.markup))
    return tuple(parts)


def _image_field(count: int, style: ImageFieldStyle) -> str:
    """OpenAI refuses a repeated plain ``image``; some servers know only one of the two names."""
    if style is ImageFieldStyle.AUTO:
        style = ImageFieldStyle.SINGLE if count == 1 else ImageFieldStyle.LIST
    return style.value


def _spelled(value: str | int | bool) -> str:  # noqa: FBT001 - a parameter's value, not a switch
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
