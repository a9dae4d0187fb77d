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
from overpaint.domain.choices import (
    Background,
    Complexity,
    Fidelity,
    Field,
    Moderation,
    OutputFormat,
    Quality,
    ResponseFormat,
    SvgEffort,
)
from overpaint.domain.draft import Draft
from overpaint.domain.models import Model
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.reconciling import Reconciled, reconciled
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say

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
class Rules:
    """The constraints as they stand on a day and for a kind of server.

    Attributes:
        catalogue: The models.
        today: Decides which models have ended.
        serves_ended: Whether the chosen server may still serve models that OpenAI has ended.
        streams: Whether the chosen server can stream at all.
        takes_markup: Whether the chosen server can take marks at all.
    """

    catalogue: Catalogue
    today: date
    serves_ended: bool
    streams: bool = True
    takes_markup: bool = True

    @classmethod
    def of(cls, catalogue: Catalogue, today: date, server: ServerProfile) -> Rules:
        """The constraints of a server."""
        return cls(
            catalogue,
            today,
            serves_ended=server.serves_ended_models,
            streams=server.streams,
            takes_markup=server.takes_markup,
        )

    def model(self, draft: Draft) -> Model:
        """The model that the draft names, as the chosen server can serve it."""
        model = self.catalogue.model(draft.model)
        if self.streams and self.takes_markup:
            return model
        return replace(
            model,
            streaming=model.streaming and self.streams,
            markup=model.markup and self.takes_markup,
        )

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
        """Every output format, given the model, the background and the mask."""
        model = self.model(draft)
        choices = _listed(OutputFormat, model.formats or (OutputFormat.PNG,), model)
        if draft.mask is not None:
            choices = _refuse(choices, {OutputFormat.GIF: _NO_MASK_IN_GIF})
        if draft.background is Background.TRANSPARENT:
            flat = {value: _NO_ALPHA for value in OutputFormat if not value.has_alpha}
            choices = _refuse(choices, flat)
        return _note(choices, dict.fromkeys(model.preview_formats, _PREVIEW_ONLY))

    def complexities(self, draft: Draft) -> tuple[Choice[Complexity | None], ...]:
        """Every planning effort; ``None`` leaves it to the model."""
        model = self.model(draft)
        choices = _listed(Complexity, model.complexities, model)
        if Field.COMPLEXITY in model.unconfirmed:
            choices = _note(choices, dict.fromkeys(Complexity, _UNCONFIRMED))
        return (Choice(None), *choices)

    def moderations(self, draft: Draft) -> tuple[Choice[Moderation | None], ...]:
        """Every strictness of the service's filter; ``None`` leaves it to the service."""
        model = self.model(draft)
        choices = _listed(Moderation, model.moderations, model)
        if Field.MODERATION in model.unconfirmed:
            choices = _note(choices, dict.fromkeys(Moderation, _UNCONFIRMED))
        return (Choice(None), *choices)

    def svg_efforts(self, draft: Draft) -> tuple[Choice[SvgEffort | None], ...]:
        """Every effort of the author of an SVG; ``None`` leaves it to the model."""
        model = self.model(draft)
        return (Choice(None), *_listed(SvgEffort, model.svg_efforts, model))

    def response_formats(self, draft: Draft) -> tuple[Choice[ResponseFormat | None], ...]:
        """Every way of delivery; ``None`` leaves it to the service."""
        model = self.model(draft)
        return (Choice(None), *_listed(ResponseFormat, model.response_formats, model))

    def markup_refusal(self, draft: Draft) -> Message | None:
        """Why nothing can be drawn over the target; None when it can."""
        model = self.model(draft)
        if model.markup:
            return None
        if not self.takes_markup:
            return say("rules", "The chosen server takes no markup.")
        takers = [row.label for row in self.catalogue.models if row.markup and not row.ends][:2]
        return say("rules", "{model} takes no markup: choose {others}.", model=model.label,
                   others=" or ".join(takers))  # fmt: skip

    def variants(self, draft: Draft) -> range:
        """How many results can be asked for; one SVG at a time."""
        most = 1 if draft.output_format is OutputFormat.SVG else self.model(draft).max_variants
        return range(1, most + 1)

    def previews(self, draft: Draft) -> tuple[Choice[int], ...]:
        """How many partial images can be asked for; 0 sends the edit without streaming."""
        model = self.model(draft)
        refusal = self.stream_refusal(draft)
        if refusal is None and not draft.output_format.streams:
            refusal = say("rules", "{format} comes in one piece, without previews.",
                          format=draft.output_format.value.upper())  # fmt: skip
        counts = range(1, max(model.max_partial_images, 3) + 1)
        return (Choice(0), *(Choice(count, refusal) for count in counts))

    def stream_refusal(self, draft: Draft) -> Message | None:
        """Why no previews can be streamed, whatever the format; None when they can."""
        model = self.model(draft)
        if not self.streams:
            return say("rules", "The chosen server does not stream previews.")
        if not model.streaming:
            return say("rules", "{model} does not stream previews.", model=model.label)
        return None

    def reconcile(self, draft: Draft) -> Reconciled:
        """Move every field that the model refuses to the nearest value that it takes."""
        return reconciled(draft, self.model(draft), server_streams=self.streams)

    def _model_choice(self, model: Model) -> Choice[Model]:
        if model.ends is None:
            return Choice(model)
        day = model.ends.isoformat()
        if not model.ended(self.today):
            return Choice(model, note=say("rules", "Ends on {day}.", day=day))
        if self.serves_ended:
            return Choice(model, note=say("rules", "OpenAI ended it on {day}.", day=day))
        return Choice(model, say("rules", "OpenAI ended it on {day}.", day=day))


_NEEDS_ALPHA = say("rules", "A transparent background needs PNG or WebP.")
_NO_ALPHA = say("rules", "The background is transparent, which needs PNG or WebP.")
_NO_MASK_IN_GIF = say("rules", "A GIF takes no mask: clear the mask first.")
_PREVIEW_ONLY = say("rules", "Needs access to a preview of the service.")
_UNCONFIRMED = say("rules", "The service may refuse this for the chosen model.")


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


def _note(
    choices: tuple[Choice[_Name], ...], notes: dict[_Name, Message]
) -> tuple[Choice[_Name], ...]:
    return tuple(replace(choice, note=choice.note or notes.get(choice.value)) for choice in choices)
