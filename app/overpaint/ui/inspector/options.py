"""What the basic fields of the inspector offer: the rules' choices in words, with their reasons."""

from __future__ import annotations

from overpaint.domain.choices import Quality
from overpaint.domain.draft import Draft
from overpaint.domain.framing import frame_of
from overpaint.domain.rules import Choice, Rules
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.ui.inspector.offering import offered, words
from overpaint.ui.messages import render
from overpaint.ui.widgets.option import Option

_QUALITIES: dict[Quality, Message] = {
    Quality.AUTO: say("Inspector", "Auto"),
    Quality.LOW: say("Inspector", "Low"),
    Quality.MEDIUM: say("Inspector", "Med"),
    Quality.HIGH: say("Inspector", "High"),
    Quality.XHIGH: say("Inspector", "X-high"),
    Quality.MAX: say("Inspector", "Max"),
    Quality.STANDARD: say("Inspector", "Std"),
}
_QUALITY_HINTS: dict[Quality, Message] = {
    Quality.AUTO: say("Inspector", "The model chooses the quality."),
    Quality.LOW: say("Inspector", "Low: quick and cheap, for trying things out"),
    Quality.MEDIUM: say("Inspector", "Medium: a good balance"),
    Quality.HIGH: say("Inspector", "High: fine detail, slower and dearer"),
    Quality.XHIGH: say("Inspector", "Extra high: finer still"),
    Quality.MAX: say("Inspector", "Maximum: the finest and the dearest"),
    Quality.STANDARD: say("Inspector", "Standard: the one quality of this model"),
}
_LAST_SEGMENT = 4


def quality_name(quality: Quality) -> str:
    """What a quality is called."""
    return render(_QUALITIES[quality])


def sizes(rules: Rules, draft: Draft) -> list[Option]:
    """Auto, the size that matches the target, and the named sizes."""
    choices = rules.sizes(draft)
    model = rules.model(draft)
    framed = frame_of(draft, model) is not None
    matches = draft.target is not None and not framed
    matching = model.sizes.nearest(draft.target.size) if draft.target and matches else None
    found = [_size_option(choice, matching, framed=framed) for choice in choices]
    if matching is not None and matching not in {choice.value for choice in choices}:
        found.insert(1, _size_option(Choice(matching), matching, framed=framed))
    return found


def qualities(rules: Rules, draft: Draft) -> list[Option]:
    """The qualities; the name that only DALL·E knows appears only there."""
    choices = rules.qualities(draft)
    legacy = any(choice.allowed and choice.value is Quality.STANDARD for choice in choices)
    hidden = {Quality.XHIGH, Quality.MAX} if legacy else {Quality.STANDARD}
    shown = (choice for choice in choices if choice.allowed or choice.value not in hidden)
    return offered(
        shown,
        lambda quality: render(_QUALITIES[quality]),
        lambda quality: render(_QUALITY_HINTS[quality]),
    )


def variants(rules: Rules, draft: Draft) -> list[Option]:
    """The usual numbers; a field beside them takes the others."""
    counts = rules.variants(draft)
    return [Option(count, str(count)) for count in counts if count <= _LAST_SEGMENT]


def previews(rules: Rules, draft: Draft) -> list[Option]:
    """How many previews are streamed before each result."""
    return offered(
        rules.previews(draft),
        lambda count: str(count) if count else render(say("Inspector", "Off")),
        lambda count: (
            "" if count else render(say("Inspector", "No previews: only the finished picture"))
        ),
    )


def size_label(size: Size | None) -> str:
    """“1536 × 1024 landscape”."""
    if size is None:
        return render(say("Inspector", "Auto"))
    if size.is_square:
        shape = say("Inspector", "square")
    elif size.width > size.height:
        shape = say("Inspector", "landscape")
    else:
        shape = say("Inspector", "portrait")
    return f"{size.width} × {size.height} {render(shape)}"


def _size_option(choice: Choice[Size | None], matching: Size | None, *, framed: bool) -> Option:
    matches = choice.value is not None and choice.value == matching
    label, tooltip = size_label(choice.value), ""
    if choice.value is None and framed and choice.allowed:
        label = render(say("Inspector", "Follows the frame"))
        tooltip = render(say("Inspector", "One pixel for every pixel of the frame, if possible."))
    elif choice.value is None:
        tooltip = render(say("Inspector", "The model chooses the size."))
    elif framed:
        tooltip = render(say("Inspector", "The frame takes this shape."))
    return Option(
        choice.value,
        label,
        enabled=choice.allowed,
        reason=words(choice.refusal),
        badge=render(say("Inspector", "matches picture")) if matches else "",
        tooltip=tooltip,
    )
