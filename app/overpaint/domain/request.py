"""A checked edit, ready to send: frozen, complete, and free of anything the model refuses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from overpaint.domain.choices import (
    Background,
    Complexity,
    Fidelity,
    Moderation,
    OutputFormat,
    Quality,
    ResponseFormat,
    SvgEffort,
)
from overpaint.domain.draft import Draft
from overpaint.domain.keep import prompt_as_sent
from overpaint.domain.models import Model
from overpaint.domain.sizes import Size


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of the request.

    Attributes:
        file_name: Neutral ASCII name; a real one would tell of its owner's folders.
        media_type: What the bytes are: ``"image/png"`` …
        content: The bytes, or the file to stream them from.
        byte_count: Exact number of bytes.
        size: Pixel size.
    """

    file_name: str
    media_type: str
    content: bytes | Path
    byte_count: int
    size: Size


@dataclass(frozen=True, slots=True)
class EditRequest:
    """What one POST says; None means that the parameter is not sent.

    Attributes:
        images: The inputs, the target first; at least one.
        mask: PNG with alpha of the target's size, alpha 0 = change; None to leave it to the prompt.
        size: None for ``auto``, which is sent in words.
        markup: Transparent PNG with marks, of the target's size; None for none.
        n: Results asked of this one POST; 1 when streaming.
        extra_fields: Further form fields.
    """

    prompt: str
    model: str
    images: tuple[Attachment, ...]
    mask: Attachment | None
    size: Size | None
    sends_size: bool
    quality: Quality | None
    background: Background | None
    input_fidelity: Fidelity | None
    output_format: OutputFormat | None
    output_compression: int | None
    n: int
    stream: bool
    partial_images: int
    response_format: ResponseFormat | None
    user: str
    markup: Attachment | None = None
    complexity: Complexity | None = None
    frame_count: int | None = None
    frame_duration_ms: int | None = None
    svg_model: str = ""
    svg_effort: SvgEffort | None = None
    moderation: Moderation | None = None
    safety_identifier: str = ""
    extra_fields: tuple[tuple[str, str], ...] = ()

    def jobs(self) -> tuple[EditRequest, ...]:
        """One request per POST.

        Stream events carry no variant number and the service refuses ``stream`` with ``n > 1``, so
        n streamed variants are n requests; without streaming one request brings all of them.
        """
        if not self.stream:
            return (self,)
        return (replace(self, n=1),) * self.n


def compose_request(
    draft: Draft,
    model: Model,
    images: tuple[Attachment, ...],
    mask: Attachment | None,
    markup: Attachment | None = None,
) -> EditRequest:
    """Turn a draft without blocking problems into the request for its model.

    What the model does not take is left out, so a draft that passed the rules cannot become a
    request that is refused for its form.
    """
    formats = bool(model.formats)
    compressed = formats and draft.output_format.takes_compression
    streams = draft.streams and model.streaming
    animated = formats and draft.output_format is OutputFormat.GIF
    drawn = formats and draft.output_format is OutputFormat.SVG
    return EditRequest(
        prompt=prompt_as_sent(draft),
        model=draft.model,
        images=images,
        mask=mask,
        size=draft.size,
        sends_size=draft.size is not None or model.sizes.auto,
        quality=draft.quality if draft.quality in model.qualities else None,
        background=draft.background if model.backgrounds else None,
        input_fidelity=draft.input_fidelity if model.fidelities else None,
        output_format=draft.output_format if formats else None,
        output_compression=draft.output_compression if compressed else None,
        n=draft.variants,
        stream=streams,
        partial_images=draft.partial_images if streams else 0,
        response_format=draft.response_format if model.response_formats else None,
        user=draft.user,
        markup=markup if model.markup else None,
        complexity=draft.complexity if model.complexities else None,
        frame_count=draft.frame_count if animated else None,
        frame_duration_ms=draft.frame_duration_ms if animated else None,
        svg_model=draft.svg_model if drawn else "",
        svg_effort=draft.svg_effort if drawn else None,
        moderation=draft.moderation if model.moderations else None,
        safety_identifier=draft.safety_identifier,
        extra_fields=draft.extra_fields,
    )
