"""Which models are offered, and what is to know of the chosen one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from overpaint.domain.draft import Draft
from overpaint.domain.models import Model
from overpaint.domain.rules import Choice, Rules
from overpaint.domain.text import Message, say
from overpaint.ui.inspector.offering import words
from overpaint.ui.messages import render
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.pill import PillKind

Served = frozenset[str]
"""The ids that the server said it has."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One badge: what it says, how much it matters, and why it is there."""

    text: str
    kind: PillKind
    reason: str


def models(
    rules: Rules, draft: Draft, *, show_retired: bool = True, served: Served | None = None
) -> list[Option]:
    """The models, the draft's own always among them.

    Args:
        rules: What holds now.
        draft: Names the chosen model.
        show_retired: Whether models that have ended are listed.
        served: What the server said it has; None while it was not asked.
    """
    found = [
        _option(choice, rules.today, served)
        for choice in rules.models()
        if show_retired or choice.value.id == draft.model or not choice.value.ended(rules.today)
    ]
    if rules.catalogue.find(draft.model) is None:
        badge = render(say("Inspector", "unverified"))
        found.insert(0, Option(draft.model, draft.model, badge=badge, tooltip=_unverified()))
    return found


def facts(rules: Rules, draft: Draft, served: Served | None) -> tuple[Fact, ...]:
    """What is to know of the draft's model before it is paid for."""
    model = rules.model(draft)
    found = []
    if not model.verified:
        found.append(Fact(render(say("Inspector", "unverified")), PillKind.NEUTRAL, _unverified()))
    if model.ends is not None:
        day, ended = str(model.ends), model.ended(rules.today)
        text = say("Inspector", "ended {day}", day=day) if ended else _until(model.ends)
        reason = (
            say("Inspector", "OpenAI has ended it; other servers may still have it.")
            if ended
            else say("Inspector", "OpenAI ends it on that day.")
        )
        found.append(Fact(render(text), PillKind.WARNING, render(reason)))
    if served is not None and model.id not in served:
        missing = render(say("Inspector", "not offered by this server"))
        found.append(Fact(missing, PillKind.WARNING, _not_served()))
    return tuple(found)


def _option(choice: Choice[Model], today: date, served: Served | None) -> Option:
    model = choice.value
    badges, notes = [], [words(choice.note)]
    if model.ends is not None:
        ended = say("Inspector", "ended {day}", day=str(model.ends))
        badges.append(render(ended if model.ended(today) else _until(model.ends)))
    if served is not None and model.id not in served:
        # A date says more, and there is room for one of them.
        badges = badges or [render(say("Inspector", "not offered"))]
        notes.append(_not_served())
    return Option(
        model.id,
        model.label,
        enabled=choice.allowed,
        reason=words(choice.refusal),
        badge="".join(badges),
        tooltip="\n".join(note for note in notes if note),
    )


def _until(day: date) -> Message:
    return say("Inspector", "until {day}", day=str(day))


def _unverified() -> str:
    return render(
        say("Inspector", "Not in the catalogue: nothing is blocked for it, its price is unknown.")
    )


def _not_served() -> str:
    return render(say("Inspector", "The server did not list it; it can be tried all the same."))
