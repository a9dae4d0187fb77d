"""From the texts of a request to a checked call, by the catalogue's rules.

The values and limits come from `overpaint.domain.catalogue`; what stands here is only how they are
spelled on the wire and how the service words a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.catalogue import Catalogue
from overpaint.domain.choices import (
    Background,
    Complexity,
    Fidelity,
    Field,
    Moderation,
    OutputFormat,
    Quality,
    ResponseFormat,
)
from overpaint.domain.models import Model
from overpaint.domain.sizes import Size
from overpaint.imaging.treatments.treatment import Kind, Treatment
from overpaint.imaging.treatments.words import treatment_for
from overpaint.services.endpoint import refusals
from overpaint.services.endpoint.intake import Intake
from overpaint.services.endpoint.output_choice import OutputChoice, read_output
from overpaint.services.endpoint.reading import TextReader

_FILES = {Field.IMAGE, Field.MASK, Field.MARKUP}
_PARAMETERS = {field.value for field in Field} - {field.value for field in _FILES | {Field.EXTRA}}


@dataclass(frozen=True, slots=True)
class EditCall:
    """What is asked for, checked; pictures apart.

    Attributes:
        treatment: What the prompt is understood to ask for.
        size: None for ``auto``.
        output: How the answer is to be written.
        url_answer: Whether the answer links to its pictures instead of carrying them (dall-e-2).
        safety_identifier: Echoed in the answer; ``""`` when it was not sent.
    """

    model: Model
    prompt: str
    treatment: Treatment
    n: int
    size: Size | None
    quality: Quality
    background: Background
    fidelity: Fidelity
    output: OutputChoice
    stream: bool
    partial_images: int
    url_answer: bool
    safety_identifier: str


def checked_call(intake: Intake, catalogue: Catalogue) -> EditCall:
    """Check everything that can be checked without looking at a picture.

    Raises:
        Refusal: As the service would.
    """
    reader = TextReader(intake)
    for name in intake.texts:
        if name not in _PARAMETERS:
            raise refusals.unknown_parameter(name)
    model = _model(reader, catalogue)
    _check_files(intake, model)
    output = read_output(reader, model)
    stream = reader.truth("stream")
    prompt = _prompt(reader, model)
    call = EditCall(
        model=model,
        prompt=prompt,
        treatment=_treatment(prompt, intake),
        n=reader.number("n", 1, model.max_variants, 1),
        size=_size(reader, model),
        quality=reader.choice("quality", model.qualities, Quality.AUTO),
        background=_background(reader, model, output.output_format),
        fidelity=reader.choice("input_fidelity", model.fidelities, Fidelity.LOW),
        output=output,
        stream=stream,
        partial_images=_partials(reader, model, stream=stream),
        url_answer=_url_answer(reader, model),
        safety_identifier=reader.text("safety_identifier") or reader.text("user") or "",
    )
    reader.choice("moderation", model.moderations, Moderation.AUTO)
    reader.choice("complexity", model.complexities, Complexity.MEDIUM)
    _check_together(call, intake)
    return call


def _check_together(call: EditCall, intake: Intake) -> None:
    """Refuse what is right by itself and excludes something else."""
    chosen = call.output.output_format
    if call.stream and call.n > 1:
        raise refusals.unsupported_parameter("Streaming is only supported with n=1.", "stream")
    if call.stream and not chosen.streams:
        raise refusals.not_with(chosen, "stream")
    if intake.mask is not None and not chosen.takes_mask:
        raise refusals.not_with(chosen, "mask")
    if call.n > 1 and chosen is OutputFormat.SVG:
        raise refusals.unsupported_parameter("'svg' output format is only supported with n=1.", "n")


def _model(reader: TextReader, catalogue: Catalogue) -> Model:
    name = reader.text("model") or catalogue.default_id
    model = catalogue.find(name)
    if model is None:
        raise refusals.model_not_found(name)
    return model


def _prompt(reader: TextReader, model: Model) -> str:
    prompt = reader.text("prompt")
    if prompt is None:
        raise refusals.missing_parameter("prompt")
    if not prompt:
        raise refusals.text_empty("prompt")
    if len(prompt) > model.max_prompt_chars:
        raise refusals.text_too_long("prompt", len(prompt), model.max_prompt_chars)
    return prompt


def _treatment(prompt: str, intake: Intake) -> Treatment:
    treatment = treatment_for(prompt)
    count = len(intake.images)
    if treatment.kind is Kind.REPLACE and treatment.image_number > count:
        raise refusals.invalid_value(
            f"The prompt asks for image {treatment.image_number}, but the request has {count}. Send"
            " it as a further 'image[]', or name another one.",
            "prompt",
        )
    return treatment


def _check_files(intake: Intake, model: Model) -> None:
    if intake.markup is not None and not model.markup:
        raise refusals.unknown_parameter("markup")
    if intake.markup is not None and intake.mask is not None:
        raise refusals.Refusal(
            "Mutually exclusive parameters: 'mask' and 'markup'. Ensure you are only providing one"
            " of them.",
            code="mutually_exclusive_parameters",
            param="markup",
        )
    if not intake.images:
        raise refusals.missing_parameter("image")
    if len(intake.images) > model.max_images:
        raise refusals.too_many_images(len(intake.images), model.max_images)


def _size(reader: TextReader, model: Model) -> Size | None:
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


def _background(reader: TextReader, model: Model, output_format: OutputFormat) -> Background:
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
            f"Transparent background is not supported for {output_format.upper()} output format.",
            "background",
        )
    return background


def _partials(reader: TextReader, model: Model, *, stream: bool) -> int:
    if stream and not model.streaming:
        raise refusals.unsupported_parameter("This model does not support streaming.", "stream")
    if reader.has("partial_images") and not stream:
        raise refusals.unsupported_parameter(
            "'partial_images' is only supported when 'stream' is true.", "partial_images"
        )
    return reader.number("partial_images", 0, model.max_partial_images, 0)


def _url_answer(reader: TextReader, model: Model) -> bool:
    chosen = reader.choice("response_format", model.response_formats, ResponseFormat.URL)
    return bool(model.response_formats) and chosen is ResponseFormat.URL
