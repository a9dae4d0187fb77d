"""What the rarely needed fields offer: streaming, planning, moderation, delivery."""

from __future__ import annotations

from overpaint.domain.choices import Complexity, Moderation, ResponseFormat
from overpaint.domain.draft import Draft
from overpaint.domain.rules import Choice, Rules
from overpaint.domain.text import Message, say
from overpaint.ui.inspector.offering import offered
from overpaint.ui.messages import render
from overpaint.ui.widgets.option import Option

_COMPLEXITIES: dict[Complexity | None, Message] = {
    None: say("Inspector", "Auto"),
    Complexity.LOW: say("Inspector", "Low"),
    Complexity.MEDIUM: say("Inspector", "Med"),
    Complexity.HIGH: say("Inspector", "High"),
}
_MODERATIONS: dict[Moderation | None, Message] = {
    None: say("Inspector", "Usual"),
    Moderation.AUTO: say("Inspector", "Auto"),
    Moderation.LOW: say("Inspector", "Low"),
}
_RESPONSE_FORMATS: dict[ResponseFormat | None, Message] = {
    None: say("Inspector", "Usual"),
    ResponseFormat.URL: say("Inspector", "Address"),
    ResponseFormat.B64_JSON: say("Inspector", "Base64"),
}


def streaming(rules: Rules, draft: Draft) -> list[Option]:
    """Whether the answer comes as a stream; what keeps previews away keeps it away too."""
    refusal = rules.previews(draft)[-1].refusal
    return offered(
        (Choice(True, refusal), Choice(False)),
        lambda on: render(say("Inspector", "On") if on else say("Inspector", "Off")),
        lambda on: render(_STREAMED if on else _IN_ONE_PIECE),
    )


def complexities(rules: Rules, draft: Draft) -> list[Option]:
    """How much the model plans before it draws."""
    return offered(rules.complexities(draft), lambda value: render(_COMPLEXITIES[value]))


def moderations(rules: Rules, draft: Draft) -> list[Option]:
    """How strictly the service filters."""
    return offered(rules.moderations(draft), lambda value: render(_MODERATIONS[value]))


def response_formats(rules: Rules, draft: Draft) -> list[Option]:
    """How the answer is delivered."""
    return offered(rules.response_formats(draft), lambda value: render(_RESPONSE_FORMATS[value]))


def advanced_summary(draft: Draft) -> str:
    """What differs from the defaults, in a few words; ``""`` when nothing does."""
    parts = []
    if not draft.stream:
        parts.append(render(say("Inspector", "no streaming")))
    if draft.complexity is not None:
        level = render(_COMPLEXITIES[draft.complexity]).lower()
        parts.append(render(say("Inspector", "{level} complexity", level=level)))
    if draft.moderation is not None:
        level = render(_MODERATIONS[draft.moderation]).lower()
        parts.append(render(say("Inspector", "{level} moderation", level=level)))
    if draft.response_format is not None:
        parts.append(render(_RESPONSE_FORMATS[draft.response_format]))
    if draft.safety_identifier or draft.user:
        parts.append(render(say("Inspector", "user id")))
    if draft.extra_fields:
        count = len(draft.extra_fields)
        parts.append(render(say("Inspector", "{count} more fields", count=count)))
    return ", ".join(parts)


_STREAMED = say("Inspector", "The answer comes as a stream; each variant is a request of its own.")
_IN_ONE_PIECE = say("Inspector", "One answer at the end, with all variants")
