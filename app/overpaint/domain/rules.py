"""The one home of constraints: what each field may be, and how a draft adapts to its model.

Widgets fill themselves from `Rules.choices`, the command line checks by
`overpaint.domain.violations`, the built-in endpoint refuses by the same tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from overpaint.domain.catalogue import Catalogue
from overpaint.domain.choices import Background, Fidelity, OutputFormat, Quality
from overpaint.domain.draft import Draft
from overpaint.domain.models import Model
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say

_Value = TypeVar("_Value")
_Value_co = TypeVar("_Value_co", covariant=True)
_Name = TypeVar("_Name", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Choice(Generic[_Value_co]):
    """One value that a field could take.

    Attributes:
        value: The value.
        refusal: Why it cannot be chosen now; None when it can.
        note: What to know before choosing it.
    """

    value: _Value_co
    refusal: Message | None = None
    note: Message | None = None

    @property
    def allowed(self) -> bool:
        """Whether it can be chosen."""
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A draft that fits its model, and what had to change for it."""

    draft: Draft
    changes: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The constraints as they stand on a day and for a kind of server.

    Attributes:
        catalogue: The models.
        today: Decides which models have ended.
        serves_ended: Whether the chosen server may still serve models that OpenAI has ended.
    """

    catalogue: Catalogue
    today: date
    serves_ended: bool

    def model(self, draft: Draft) -> Model:
        """The model that the draft names."""
        return self.catalogue.model(draft.model)

    def models(self) -> tuple[Choice[Model], ...]:
        """Every model: those that are served first, then those that have ended."""
        live = [model for model in self.catalogue.models if not model.ended(self.today)]
        ended = [model for model in self.catalogue.models if model.ended(self.today)]
        return tuple(self._model_choice(model) for model in (*live, *ended))

    def sizes(self, draft: Draft) -> tuple[Choice[Size | None], ...]:
        """The named sizes of the model; ``None`` stands for auto."""
        rule = self.model(draft).sizes
        auto: Choice[Size | None] = Choice(
            None, None if rule.auto else say("rules", "This model wants a size of its list.")
        )
        named: list[Choice[Size | None]] = [Choice(size) for size in rule.values]
        if draft.size is not None and draft.size not in rule.values:
            named.insert(0, Choice(draft.size, rule.refusal(draft.size)))
        return (auto, *named)

    def qualities(self, draft: Draft) -> tuple[Choice[Quality], ...]:
        """Every quality."""
        return _listed(Quality, self.model(draft).qualities, self.model(draft))

    def backgrounds(self, draft: Draft) -> tuple[Choice[Background], ...]:
        """Every background, given the model and the output format."""
        model = self.model(draft)
        choices = _listed(Background, model.backgrounds or (Background.AUTO,), model)
        if draft.output_format.has_alpha:
            return choices
        return _refuse(choices, {Background.TRANSPARENT: _NEEDS_ALPHA})

    def fidelities(self, draft: Draft) -> tuple[Choice[Fidelity | None], ...]:
        """Every input fidelity; ``None`` leaves it to the model."""
        model = self.model(draft)
        return (Choice(None), *_listed(Fidelity, model.fidelities, model))

    def formats(self, draft: Draft) -> tuple[Choice[OutputFormat], ...]:
        """Every output format, given the model and the background."""
        model = self.model(draft)
        choices = _listed(OutputFormat, model.formats or (OutputFormat.PNG,), model)
        if draft.background is not Background.TRANSPARENT:
            return choices
        return _refuse(choices, {OutputFormat.JPEG: _NO_ALPHA})

    def variants(self, draft: Draft) -> range:
        """How many results can be asked for."""
        return range(1, self.model(draft).max_variants + 1)

    def previews(self, draft: Draft) -> tuple[Choice[int], ...]:
        """How many partial images can be asked for; 0 sends the edit without streaming."""
        model = self.model(draft)
        refusal = None
        if not model.streaming:
            refusal = say("rules", "{model} does not stream previews.", model=model.label)
        counts = range(1, max(model.max_partial_images, 3) + 1)
        return (Choice(0), *(Choice(count, refusal) for count in counts))

    def reconcile(self, draft: Draft) -> Reconciled:
        """Move every field that the model refuses to the nearest value that it takes."""
        model = self.model(draft)
        changes: list[Message] = []
        fitted = replace(
            draft,
            size=self._fit_size(draft, model),
            quality=_fit(draft.quality, model.qualities),
            background=_fit(draft.background, model.backgrounds or (Background.AUTO,)),
            input_fidelity=draft.input_fidelity if model.fidelities else None,
            output_format=_fit(draft.output_format, model.formats or (OutputFormat.PNG,)),
            variants=min(max(draft.variants, 1), model.max_variants),
            stream=draft.stream and model.streaming,
            partial_images=_fit_previews(draft, model),
            output_compression=_fit_compression(draft, model),
            response_format=draft.response_format if model.response_formats else None,
        )
        fitted = _fit_alpha(fitted)
        for name, label in _RECONCILED.items():
            before, after = getattr(draft, name), getattr(fitted, name)
            # That a format without compression has none is no news.
            if before != after and (after is not None or name != "output_compression"):
                changes.append(
                    say(
                        "rules",
                        "{model}: {field} is now {value}.",
                        model=model.label,
                        field=label,
                        value=_spoken(after),
                    )
                )
        return Reconciled(fitted, tuple(changes))

    def _model_choice(self, model: Model) -> Choice[Model]:
        if model.ends is None:
            return Choice(model)
        day = model.ends.isoformat()
        if not model.ended(self.today):
            return Choice(model, note=say("rules", "Ends on {day}.", day=day))
        if self.serves_ended:
            return Choice(model, note=say("rules", "OpenAI ended it on {day}.", day=day))
        return Choice(model, say("rules", "OpenAI ended it on {day}.", day=day))

    @staticmethod
    def _fit_size(draft: Draft, model: Model) -> Size | None:
        rule = model.sizes
        if draft.size is None:
            if rule.auto or not model.verified:
                return None
            return rule.nearest(draft.target.size) if draft.target else rule.values[0]
        return draft.size if rule.refusal(draft.size) is None else rule.nearest(draft.size)


_NEEDS_ALPHA = say("rules", "JPEG has no transparency: choose PNG or WebP.")
_NO_ALPHA = say("rules", "The background is transparent and JPEG has no transparency.")
_RECONCILED = {
    "size": "size",
    "quality": "quality",
    "background": "background",
    "input_fidelity": "input fidelity",
    "output_format": "output format",
    "variants": "number of variants",
    "stream": "streaming",
    "partial_images": "number of previews",
    "output_compression": "compression",
    "response_format": "response format",
}


def _listed(kind: type[_Name], taken: Iterable[_Name], model: Model) -> tuple[Choice[_Name], ...]:
    allowed = set(taken)
    return tuple(
        Choice(value, None if value in allowed else _refusal(value, model)) for value in kind
    )


def _refusal(value: StrEnum, model: Model) -> Message:
    return say("rules", "{model} does not take “{value}”.", model=model.label, value=value.value)


def _refuse(
    choices: tuple[Choice[_Name], ...], reasons: dict[_Name, Message]
) -> tuple[Choice[_Name], ...]:
    return tuple(
        replace(choice, refusal=choice.refusal or reasons.get(choice.value)) for choice in choices
    )


def _fit(value: _Value, taken: tuple[_Value, ...]) -> _Value:
    return value if value in taken or not taken else taken[0]


def _fit_alpha(draft: Draft) -> Draft:
    if draft.background is Background.TRANSPARENT and not draft.output_format.has_alpha:
        draft = replace(draft, output_format=OutputFormat.PNG)
    if draft.output_compression is not None and not draft.output_format.takes_compression:
        draft = replace(draft, output_compression=None)
    return draft


def _fit_compression(draft: Draft, model: Model) -> int | None:
    if draft.output_compression is None or not model.formats:
        return None
    return min(max(draft.output_compression, 0), 100)


def _fit_previews(draft: Draft, model: Model) -> int:
    if not model.streaming:
        return draft.partial_images  # kept for the next model, which may stream
    return min(max(draft.partial_images, 0), model.max_partial_images)


def _spoken(value: object) -> str:
    if value is None:
        return "auto"
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
