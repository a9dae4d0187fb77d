"""Everything that is wrong with a draft, at once, each with its reason and its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from overpaint.domain.choices import Background, Field
from overpaint.domain.draft import Draft
from overpaint.domain.keep import prompt_as_sent
from overpaint.domain.mentions import beyond, has_lost
from overpaint.domain.models import MEBIBYTE, Model
from overpaint.domain.output_problems import not_listed, output_problems, warning
from overpaint.domain.problems import Problem
from overpaint.domain.rules import Rules
from overpaint.domain.text import say


def violations(draft: Draft, rules: Rules) -> tuple[Problem, ...]:
    """All problems of the draft, blocking and not, in the order of the inspector."""
    model = rules.model(draft)
    return tuple(problem for check in _CHECKS for problem in check(draft, model, rules))


def blocking(draft: Draft, rules: Rules) -> tuple[Problem, ...]:
    """The problems that keep the draft from being sent."""
    return tuple(problem for problem in violations(draft, rules) if problem.blocking)


def _images(draft: Draft, model: Model, _rules: Rules) -> Iterator[Problem]:
    if not draft.inputs:
        yield Problem(
            Field.IMAGE,
            say("rules", "There is no picture to edit."),
            say("rules", "Add one: drop it, open it or paste it."),
        )
    if len(draft.inputs) > model.max_images:
        yield Problem(
            Field.IMAGE,
            say(
                "rules",
                "{count} pictures are too many: {model} takes {limit}.",
                count=len(draft.inputs),
                model=model.label,
                limit=model.max_images,
            ),
            say("rules", "Remove {extra} of them.", extra=len(draft.inputs) - model.max_images),
        )


def _missing_files(draft: Draft, _model: Model, _rules: Rules) -> Iterator[Problem]:
    for number, image in enumerate(draft.inputs, start=1):
        if image.is_missing:
            yield Problem(
                Field.IMAGE,
                say("rules", "Picture {number} ({name}) was not found.", number=number,
                    name=image.name),
                say("rules", "Connect its drive and try again, find the file, or remove it."),
            )  # fmt: skip


def _image_files(draft: Draft, model: Model, _rules: Rules) -> Iterator[Problem]:
    for number, image in enumerate(draft.inputs, start=1):
        # Of a target with a mask only the context frame travels, encoded anew.
        is_whole = number > 1 or not draft.is_framed
        if is_whole and image.byte_count >= model.max_image_bytes:
            yield Problem(
                Field.IMAGE,
                say(
                    "rules",
                    "Picture {number} ({name}) has {size:.1f} MB; the limit is {limit} MB.",
                    number=number,
                    name=image.name,
                    size=image.byte_count / MEBIBYTE,
                    limit=model.max_image_bytes // MEBIBYTE,
                ),
                say("rules", "Use a smaller copy of it."),
            )
    if draft.target and model.square_target and not draft.target.size.is_square:
        yield Problem(
            Field.IMAGE,
            say(
                "rules",
                "{model} takes square pictures only; the target is {size}.",
                model=model.label,
                size=str(draft.target.size),
            ),
            say("rules", "Crop the target to a square or choose another model."),
        )


def _mask(draft: Draft, _model: Model, _rules: Rules) -> Iterator[Problem]:
    if draft.mask is None or draft.target is None:
        return
    if draft.mask.size != draft.target.size:
        yield Problem(
            Field.MASK,
            say(
                "rules",
                "The mask is {mask} and the target is {target}: they must be equal.",
                mask=str(draft.mask.size),
                target=str(draft.target.size),
            ),
            say(
                "rules",
                "Use a mask made for this picture, or scale it to {target}.",
                target=str(draft.target.size),
            ),
        )
    if draft.mask.coverage <= 0:
        yield warning(
            Field.MASK,
            say("rules", "The mask is empty, so the whole picture may change."),
            say("rules", "Paint what should change, or go on without a mask."),
        )
    if draft.mask.coverage >= 1:
        yield warning(
            Field.MASK,
            say("rules", "The mask covers everything, so nothing of the picture is kept."),
            say("rules", "Erase the mask where the picture should stay."),
        )


def _prompt(draft: Draft, model: Model, _rules: Rules) -> Iterator[Problem]:
    if not draft.prompt.strip():
        yield Problem(
            Field.PROMPT,
            say("rules", "There is no prompt."),
            say("rules", "Describe what the picture should become."),
        )
    count = len(prompt_as_sent(draft))
    if count > model.max_prompt_chars:
        yield Problem(
            Field.PROMPT,
            say(
                "rules",
                "The prompt has {count:,} characters; {model} takes {limit:,}.",
                count=count,
                model=model.label,
                limit=model.max_prompt_chars,
            ),
            say(
                "rules",
                "Shorten it by {extra:,} characters.",
                extra=count - model.max_prompt_chars,
            ),
        )


def _mentions(draft: Draft, _model: Model, _rules: Rules) -> Iterator[Problem]:
    text = prompt_as_sent(draft)
    if has_lost(text):
        yield Problem(
            Field.PROMPT,
            say("rules", "The prompt names a picture that was removed: “@?”."),
            say("rules", "Put the number of another picture there, or take “@?” out."),
        )
    unknown = beyond(text, len(draft.inputs)) if draft.inputs else ()
    if unknown:
        yield warning(
            Field.PROMPT,
            say("rules", "The prompt names @{number}, and there is no such picture.",
                number=unknown[0]),
            say("rules", "Add the picture, or name another one."),
        )  # fmt: skip


def _model(draft: Draft, model: Model, rules: Rules) -> Iterator[Problem]:
    if not model.verified:
        yield warning(
            Field.MODEL,
            say(
                "rules",
                "“{model}” is not in the catalogue, so its rules are unknown.",
                model=draft.model,
            ),
            say("rules", "Check the name if the server refuses it."),
        )
    elif model.ended(rules.today) and not rules.serves_ended:
        yield Problem(
            Field.MODEL,
            say("rules", "OpenAI ended {model} on {day}.", model=model.label, day=str(model.ends)),
            say(
                "rules",
                "Choose {model} instead.",
                model=rules.catalogue.model(rules.catalogue.default_id).label,
            ),
        )


def _size(draft: Draft, model: Model, _rules: Rules) -> Iterator[Problem]:
    if draft.size is None:
        if not model.sizes.auto:
            yield Problem(
                Field.SIZE,
                say("rules", "{model} does not choose the size itself.", model=model.label),
                say("rules", "Choose {size}.", size=str(model.sizes.values[0])),
            )
        return
    refusal = model.sizes.refusal(draft.size)
    if refusal is not None:
        yield Problem(
            Field.SIZE,
            refusal,
            say(
                "rules",
                "The nearest size that works is {size}.",
                size=str(model.sizes.nearest(draft.size)),
            ),
        )


def _quality(draft: Draft, model: Model, _rules: Rules) -> Iterator[Problem]:
    yield from not_listed(Field.QUALITY, draft.quality, model.qualities, model)


def _background(draft: Draft, model: Model, _rules: Rules) -> Iterator[Problem]:
    if draft.background is not Background.AUTO or model.backgrounds:
        yield from not_listed(Field.BACKGROUND, draft.background, model.backgrounds, model)
    if draft.background is Background.TRANSPARENT and not draft.output_format.has_alpha:
        yield Problem(
            Field.BACKGROUND,
            say("rules", "A transparent background needs PNG or WebP."),
            say("rules", "Choose PNG or WebP as the output format."),
        )


def _fidelity(draft: Draft, model: Model, _rules: Rules) -> Iterator[Problem]:
    if draft.input_fidelity is not None:
        yield from not_listed(Field.INPUT_FIDELITY, draft.input_fidelity, model.fidelities, model)


def _markup(draft: Draft, _model: Model, rules: Rules) -> Iterator[Problem]:
    if draft.markup is None:
        return
    refusal = rules.markup_refusal(draft)
    if refusal is not None:
        yield Problem(
            Field.MARKUP, refusal, say("rules", "Clear the markup, or choose such a model.")
        )
    if draft.mask is not None:
        yield Problem(
            Field.MARKUP,
            say("rules", "There is a mask and there is markup: the service takes one of them."),
            say("rules", "Clear the mask or the markup."),
        )
    if draft.target is not None and draft.markup.size != draft.target.size:
        yield Problem(
            Field.MARKUP,
            say("rules", "The markup is {markup} and the target is {target}: they must be equal.",
                markup=str(draft.markup.size), target=str(draft.target.size)),
            say("rules", "Use markup made for this picture."),
        )  # fmt: skip


def _stream(draft: Draft, _model: Model, rules: Rules) -> Iterator[Problem]:
    refusal = rules.stream_refusal(draft) if draft.stream else None
    if refusal is not None:
        yield Problem(Field.STREAM, refusal, say("rules", "Switch streaming off."))


def _others(draft: Draft, model: Model, _rules: Rules) -> Iterator[Problem]:
    yield from output_problems(draft, model)


_Check = Callable[[Draft, Model, Rules], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (
    _images, _missing_files, _image_files, _mask, _markup, _prompt, _mentions, _model, _size,
    _quality, _background, _fidelity, _stream, _others,
)  # fmt: skip
