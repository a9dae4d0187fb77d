"""How the answer is to be written: the format and everything that depends on it."""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.choices import OutputFormat, SvgEffort
from overpaint.domain.models import Model
from overpaint.domain.output_problems import MAX_FRAME_MS, MIN_FRAMES
from overpaint.services.endpoint import refusals
from overpaint.services.endpoint.reading import TextReader

USUAL_FRAMES = 9
USUAL_FRAME_MS = 200
"""Defaults of https://platform.openai.com/docs/api-reference/images/createEdit, read 2026-11-22."""


@dataclass(frozen=True, slots=True)
class OutputChoice:
    """The file of the answer.

    Attributes:
        output_format: Its format.
        compression: 0 … 100 as on the wire, 100 when it was not sent.
        frames: How many frames a GIF has.
        frame_ms: How long each of them shows; a multiple of 10, which is what a GIF can say.
        svg_model: Who writes an SVG, as asked; ``""`` for the image model.
    """

    output_format: OutputFormat = OutputFormat.PNG
    compression: int = 100
    frames: int = USUAL_FRAMES
    frame_ms: int = USUAL_FRAME_MS
    svg_model: str = ""


def read_output(reader: TextReader, model: Model) -> OutputChoice:
    """Check the format and what belongs to it.

    Raises:
        Refusal: As the service would.
    """
    chosen = reader.choice("output_format", model.formats, OutputFormat.PNG)
    return OutputChoice(
        chosen,
        compression=_compression(reader, model, chosen),
        frames=_frames(reader, model, chosen),
        frame_ms=_frame_ms(reader, model, chosen),
        svg_model=_svg_model(reader, model, chosen),
    )


def _compression(reader: TextReader, model: Model, chosen: OutputFormat) -> int:
    if not reader.has("output_compression"):
        return 100
    if not model.formats:
        raise refusals.unknown_parameter("output_compression")
    compression = reader.number("output_compression", 0, 100, 100)
    if chosen is OutputFormat.PNG and compression < 100:
        raise refusals.Refusal(
            "Compression less than 100 is not supported for PNG output format.",
            code="invalid_png_output_compression",
            param="output_compression",
        )
    if not chosen.streams:
        raise refusals.not_with(chosen, "output_compression")
    return compression


def _frames(reader: TextReader, model: Model, chosen: OutputFormat) -> int:
    _check_belongs(reader, "frame_count", chosen, OutputFormat.GIF, known=model.max_frames > 0)
    most = max(model.max_frames, MIN_FRAMES)
    return reader.number("frame_count", MIN_FRAMES, most, min(USUAL_FRAMES, most))


def _frame_ms(reader: TextReader, model: Model, chosen: OutputFormat) -> int:
    _check_belongs(
        reader, "frame_duration_ms", chosen, OutputFormat.GIF, known=model.max_frames > 0
    )
    duration_ms = reader.number("frame_duration_ms", 1, MAX_FRAME_MS, USUAL_FRAME_MS)
    return max(10, (duration_ms + 5) // 10 * 10)


def _svg_model(reader: TextReader, model: Model, chosen: OutputFormat) -> str:
    known = OutputFormat.SVG in model.formats
    _check_belongs(reader, "svg[model]", chosen, OutputFormat.SVG, known=known)
    _check_belongs(reader, "svg[reasoning][effort]", chosen, OutputFormat.SVG, known=known)
    reader.choice("svg[reasoning][effort]", model.svg_efforts, SvgEffort.NONE)
    return reader.text("svg[model]") or ""


def _check_belongs(
    reader: TextReader, name: str, chosen: OutputFormat, needed: OutputFormat, *, known: bool
) -> None:
    """Refuse a parameter of another format, or of no format that the model has."""
    if not reader.has(name):
        return
    if not known:
        raise refusals.unknown_parameter(name)
    if chosen is not needed:
        raise refusals.unsupported_parameter(
            f"'{name}' is only supported when 'output_format' is '{needed}'.", name
        )
