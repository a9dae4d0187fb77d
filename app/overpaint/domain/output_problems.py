"""What can be wrong with how the answer is asked for: format, frames, counts, further fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from overpaint.domain.choices import Field, OutputFormat
from overpaint.domain.draft import Draft
from overpaint.domain.models import Model
from overpaint.domain.problems import Problem, Severity
from overpaint.domain.text import Message, say

MIN_FRAMES = 2
MAX_FRAME_MS = 655_350
"""Source: https://platform.openai.com/docs/api-reference/images/createEdit, read 2026-11-22."""

_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\[\]-]{0,63}")
_OWN_NAMES = {field.value for field in Field} | {"image[]"}


def output_problems(draft: Draft, model: Model) -> Iterator[Problem]:
    """Every problem of the parameters that shape the answer."""
    yield from _format(draft, model)
    yield from _compression(draft, model)
    yield from _animation(draft, model)
    yield from _drawing(draft, model)
    yield from _counts(draft, model)
    yield from _optional(draft, model)
    yield from _extra(draft)


def not_listed(
    field: Field, value: object, taken: tuple[object, ...], model: Model
) -> Iterator[Problem]:
    """A problem when the model does not take the value."""
    if value in taken or (not taken and value == "auto"):
        return
    remedy = (
        say("rules", "Choose one of: {values}.", values=", ".join(str(item) for item in taken))
        if taken
        else say("rules", "Leave it out.")
    )
    yield Problem(
        field,
        say("rules", "{model} does not take {field} “{value}”.", model=model.label,
            field=field.value, value=str(value)),
        remedy,
    )  # fmt: skip


def warning(field: Field, reason: Message, remedy: Message) -> Problem:
    """A problem that does not stop the edit."""
    return Problem(field, reason, remedy, Severity.WARNING)


def _format(draft: Draft, model: Model) -> Iterator[Problem]:
    chosen = draft.output_format
    if model.formats or chosen is not OutputFormat.PNG:
        yield from not_listed(Field.OUTPUT_FORMAT, chosen, model.formats, model)
    if chosen in model.preview_formats:
        yield warning(
            Field.OUTPUT_FORMAT,
            say("rules", "{format} needs access to a preview.", format=chosen.value.upper()),
            say("rules", "Choose PNG if the service refuses it."),
        )
    if draft.mask is not None and not chosen.takes_mask:
        yield Problem(
            Field.OUTPUT_FORMAT,
            say("rules", "A GIF takes no mask."),
            say("rules", "Clear the mask or choose another format."),
        )


def _compression(draft: Draft, model: Model) -> Iterator[Problem]:
    compression = draft.output_compression
    if compression is None:
        return
    if not draft.output_format.takes_compression or not model.formats:
        yield Problem(
            Field.OUTPUT_COMPRESSION,
            say("rules", "Compression is for JPEG and WebP only."),
            say("rules", "Leave it out, or choose one of these formats."),
        )
    elif not 0 <= compression <= 100:
        yield Problem(
            Field.OUTPUT_COMPRESSION,
            say("rules", "Compression {value} is out of range.", value=compression),
            say("rules", "Choose a number from 0 to 100."),
        )


def _animation(draft: Draft, model: Model) -> Iterator[Problem]:
    limits = (
        (Field.FRAME_COUNT, draft.frame_count, MIN_FRAMES, max(model.max_frames, MIN_FRAMES)),
        (Field.FRAME_DURATION, draft.frame_duration_ms, 1, MAX_FRAME_MS),
    )
    for field, value, least, most in limits:
        if value is None:
            continue
        if draft.output_format is not OutputFormat.GIF:
            yield _only_for(field, "GIF")
        elif not least <= value <= most:
            yield Problem(
                field,
                say("rules", "{field} {value} is out of range.", field=field.value, value=value),
                say("rules", "Choose a number from {least} to {most}.", least=least, most=most),
            )


def _drawing(draft: Draft, model: Model) -> Iterator[Problem]:
    if draft.svg_effort is not None:
        yield from not_listed(Field.SVG_EFFORT, draft.svg_effort, model.svg_efforts, model)
    if draft.output_format is OutputFormat.SVG:
        return
    if draft.svg_effort is not None:
        yield _only_for(Field.SVG_EFFORT, "SVG")
    if draft.svg_model:
        yield _only_for(Field.SVG_MODEL, "SVG")


def _counts(draft: Draft, model: Model) -> Iterator[Problem]:
    most = 1 if draft.output_format is OutputFormat.SVG else model.max_variants
    if not 1 <= draft.variants <= most:
        yield Problem(
            Field.VARIANTS,
            say("rules", "{count} variants cannot be asked for.", count=draft.variants),
            say("rules", "Choose a number from 1 to {limit}.", limit=most),
        )
    previews = draft.streams and model.streaming
    if previews and not 0 <= draft.partial_images <= model.max_partial_images:
        yield Problem(
            Field.PARTIAL_IMAGES,
            say("rules", "{count} previews cannot be asked for.", count=draft.partial_images),
            say("rules", "Choose a number from 0 to {limit}.", limit=model.max_partial_images),
        )


def _optional(draft: Draft, model: Model) -> Iterator[Problem]:
    listed: tuple[tuple[Field, object, tuple[object, ...]], ...] = (
        (Field.RESPONSE_FORMAT, draft.response_format, model.response_formats),
        (Field.COMPLEXITY, draft.complexity, model.complexities),
        (Field.MODERATION, draft.moderation, model.moderations),
    )
    for field, value, taken in listed:
        if value is None:
            continue
        yield from not_listed(field, value, taken, model)
        if field in model.unconfirmed and value in taken:
            yield warning(
                field,
                say("rules", "{model} may refuse {field}.", model=model.label, field=field.value),
                say("rules", "Leave it out if the service says so."),
            )


def _extra(draft: Draft) -> Iterator[Problem]:
    for name, _value in draft.extra_fields:
        if name in _OWN_NAMES or not _FIELD_NAME.fullmatch(name):
            yield Problem(
                Field.EXTRA,
                say("rules", "A further field cannot be called “{name}”.", name=name),
                say("rules", "Use letters, digits and underscores, and no name of a parameter."),
            )


def _only_for(field: Field, kind: str) -> Problem:
    return Problem(
        field,
        say("rules", "{field} is for {kind} only.", field=field.value, kind=kind),
        say("rules", "Leave it out, or choose {kind} as the output format.", kind=kind),
    )
