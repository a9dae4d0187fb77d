"""From the texts of a request to a checked call, by the catalogue's rules.

The values and limits come from `overpaint.domain.catalogue`; what stands here is only how they are
spelled on the wire and how the service words a refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from overpaint.domain.catalogue import Catalogue
from overpaint.domain.choices import Background, Fidelity, OutputFormat, Quality, ResponseFormat
from overpaint.domain.models import Model
from overpaint.domain.sizes import Size
from overpaint.services.endpoint import refusals
from overpaint.services.endpoint.intake import Intake, TextValue

_Choice = TypeVar("_Choice", bound=StrEnum)

_FREE_TEXTS = {"user", "safety_identifier"}
_PARAMETERS = {
    "prompt", "model", "n", "size", "quality", "background", "input_fidelity", "output_format",
    "output_compression", "stream", "partial_images", "response_format", "moderation",
    *_FREE_TEXTS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EditCall:
    """What is asked for, checked; pictures apart.

    Attributes:
        size: None for ``auto``.
        output_compression: 0 … 100, 100 when it was not sent.
        url_answer: Whether the answer links to its pictures instead of carrying them (dall-e-2).
    """

    model: Model
    prompt: str
    n: int
    size: Size | None
    quality: Quality
    background: Background
    output_format: OutputFormat
    output_compression: int
    stream: bool
    partial_images: int
    url_answer: bool


def checked_call(intake: Intake, catalogue: Catalogue) -> EditCall:
    """Check everything that can be checked without looking at a picture.

    Raises:
        Refusal: As the service would.
    """
    reader = _Reader(intake)
    for name in intake.texts:
        if name not in _PARAMETERS:
            raise refusals.unknown_parameter(name)
    model = _model(reader, catalogue)
    _check_images(intake, model)
    stream = reader.truth("stream")
    n = reader.number("n", 1, model.max_variants, 1)
    output_format = reader.choice("output_format", model.formats, OutputFormat.PNG)
    call = EditCall(
        model=model,
        prompt=_prompt(reader, model),
        n=n,
        size=_size(reader, model),
        quality=reader.choice("quality", model.qualities, Quality.AUTO),
        background=_background(reader, model, output_format),
        output_format=output_format,
        output_compression=_compression(reader, model, output_format),
        stream=stream,
        partial_images=_partials(reader, model, stream=stream),
        url_answer=_url_answer(reader, model),
    )
    reader.choice("input_fidelity", model.fidelities, Fidelity.LOW)
    _check_moderation(reader)
    if stream and n > 1:
        raise refusals.unsupported_parameter("Streaming is only supported with n=1.", "stream")
    return call


class _Reader:
    """The texts of one request, read as the kinds of value that they should be."""

    def __init__(self, intake: Intake) -> None:
        self._texts = intake.texts
        self._is_json = intake.is_json

    def has(self, name: str) -> bool:
        return name in self._texts

    def text(self, name: str) -> str | None:
        value = self._texts.get(name)
        if value is None or isinstance(value, str):
            return value
        raise refusals.wrong_type(name, "a string", _kind(value))

    def number(self, name: str, least: int, most: int, default: int) -> int:
        value = self._texts.get(name)
        if value is None:
            return default
        if isinstance(value, str) and not self._is_json and _is_number(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise refusals.wrong_type(name, "an integer", _kind(value))
        if not least <= value <= most:
            raise refusals.out_of_range(name, value, least, most)
        return value

    def truth(self, name: str) -> bool:
        value = self._texts.get(name, False)
        if isinstance(value, str) and not self._is_json:
            value = {"true": True, "false": False, "1": True, "0": False}.get(value.lower(), value)
        if not isinstance(value, bool):
            raise refusals.wrong_type(name, "a boolean", _kind(value))
        return value

    def choice(self, name: str, taken: Sequence[_Choice], default: _Choice) -> _Choice:
        """One of the model's values; a model without any does not take the parameter."""
        value = self.text(name)
        if value is None:
            return default
        if not taken:
            raise refusals.unknown_parameter(name)
        for item in taken:
            if item.value == value:
                return item
        raise refusals.invalid_choice(name, value, [item.value for item in taken])


def _is_number(text: str) -> bool:
    return len(text) <= 9 and text.removeprefix("-").isdecimal() and text.isascii()


def _kind(value: TextValue) -> str:
    if isinstance(value, bool):
        return "a boolean"
    return "an integer" if isinstance(value, int) else "a string"


def _model(reader: _Reader, catalogue: Catalogue) -> Model:
    name = reader.text("model") or catalogue.default_id
    model = catalogue.find(name)
    if model is None:
        raise refusals.model_not_found(name)
    return model


def _prompt(reader: _Reader, model: Model) -> str:
    prompt = reader.text("prompt")
    if prompt is None:
        raise refusals.missing_parameter("prompt")
    if not prompt:
        raise refusals.text_empty("prompt")
    if len(prompt) > model.max_prompt_chars:
        raise refusals.text_too_long("prompt", len(prompt), model.max_prompt_chars)
    return prompt


def _check_images(intake: Intake, model: Model) -> None:
    if not intake.images:
        raise refusals.missing_parameter("image")
    if len(intake.images) > model.max_images:
        raise refusals.too_many_images(len(intake.images), model.max_images)


def _size(reader: _Reader, model: Model) -> Size | None:
    text = reader.text("size")
    if text is None:
        return None if model.sizes.auto else model.sizes.values[0]
    if text == "auto" and model.sizes.auto:
        return None
    offered = [str(size) for size in model.sizes.values] + ["auto"] * model.sizes.auto
    try:
        size = Size.parse(text)
    except ValueError as error:
        raise refusals.invalid_choice("size", text, offered) from error
    reason = model.sizes.refusal(size)
    if reason is not None:
        raise refusals.invalid_value(f"Invalid size '{text}'. {reason}", "size")
    return size


def _background(reader: _Reader, model: Model, output_format: OutputFormat) -> Background:
    value = reader.text("background")
    if value == Background.TRANSPARENT and value not in model.backgrounds:
        raise refusals.Refusal(
            "Transparent background is not supported for this model.",
            code="invalid_value",
            param="background",
            kind="image_generation_user_error",
        )
    background = reader.choice("background", model.backgrounds, Background.AUTO)
    if background is Background.TRANSPARENT and not output_format.has_alpha:
        raise refusals.invalid_value(
            "Transparent background is not supported for JPEG output format.", "background"
        )
    return background


def _compression(reader: _Reader, model: Model, output_format: OutputFormat) -> int:
    if reader.has("output_compression") and not model.formats:
        raise refusals.unknown_parameter("output_compression")
    compression = reader.number("output_compression", 0, 100, 100)
    if compression < 100 and not output_format.takes_compression:
        raise refusals.Refusal(
            "Compression less than 100 is not supported for PNG output format.",
            code="invalid_png_output_compression",
            param="output_compression",
        )
    return compression


def _partials(reader: _Reader, model: Model, *, stream: bool) -> int:
    if stream and not model.streaming:
        raise refusals.unsupported_parameter("This model does not support streaming.", "stream")
    if reader.has("partial_images") and not stream:
        raise refusals.unsupported_parameter(
            "'partial_images' is only supported when 'stream' is true.", "partial_images"
        )
    return reader.number("partial_images", 0, model.max_partial_images, 0)


def _url_answer(reader: _Reader, model: Model) -> bool:
    chosen = reader.choice("response_format", model.response_formats, ResponseFormat.URL)
    return bool(model.response_formats) and chosen is ResponseFormat.URL


def _check_moderation(reader: _Reader) -> None:
    value = reader.text("moderation")
    if value is not None and value not in ("auto", "low"):
        raise refusals.invalid_choice("moderation", value, ["low", "auto"])
