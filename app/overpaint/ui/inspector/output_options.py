"""What the fields of the answer's form offer: file format, animation, drawing, background."""

from __future__ import annotations

from overpaint.domain.choices import Background, Fidelity, OutputFormat, SvgEffort
from overpaint.domain.draft import Draft
from overpaint.domain.rules import Rules
from overpaint.domain.text import Message, say
from overpaint.ui.inspector.offering import offered
from overpaint.ui.messages import render
from overpaint.ui.widgets.option import Option

_BACKGROUNDS: dict[Background, Message] = {
    Background.AUTO: say("Inspector", "Auto"),
    Background.OPAQUE: say("Inspector", "Opaque"),
    Background.TRANSPARENT: say("Inspector", "Transparent"),
}
_FIDELITIES: dict[Fidelity | None, Message] = {
    None: say("Inspector", "Auto"),
    Fidelity.LOW: say("Inspector", "Low"),
    Fidelity.HIGH: say("Inspector", "High"),
}
_FORMATS: dict[OutputFormat, str] = {
    OutputFormat.PNG: "PNG",
    OutputFormat.JPEG: "JPEG",
    OutputFormat.WEBP: "WebP",
    OutputFormat.GIF: "GIF",
    OutputFormat.SVG: "SVG",
}
_FORMAT_HINTS: dict[OutputFormat, Message] = {
    OutputFormat.GIF: say("Inspector", "An animation; frames and their time can be chosen."),
    OutputFormat.SVG: say("Inspector", "A drawing that can be scaled; one result at a time."),
}
_EFFORTS: dict[SvgEffort | None, Message] = {
    None: say("Inspector", "Auto"),
    SvgEffort.NONE: say("Inspector", "None"),
    SvgEffort.MINIMAL: say("Inspector", "Minimal"),
    SvgEffort.LOW: say("Inspector", "Low"),
    SvgEffort.MEDIUM: say("Inspector", "Medium"),
    SvgEffort.HIGH: say("Inspector", "High"),
    SvgEffort.XHIGH: say("Inspector", "Extra high"),
    SvgEffort.MAX: say("Inspector", "Maximum"),
}


def formats(rules: Rules, draft: Draft) -> list[Option]:
    """File formats of the answer."""
    return offered(rules.formats(draft), _FORMATS.__getitem__, _format_hint)


def backgrounds(rules: Rules, draft: Draft) -> list[Option]:
    """What lies behind the picture."""
    return offered(rules.backgrounds(draft), lambda value: render(_BACKGROUNDS[value]))


def fidelities(rules: Rules, draft: Draft) -> list[Option]:
    """How closely the inputs are followed."""
    return offered(rules.fidelities(draft), lambda value: render(_FIDELITIES[value]))


def svg_efforts(rules: Rules, draft: Draft) -> list[Option]:
    """How long the author of an SVG thinks."""
    return offered(rules.svg_efforts(draft), lambda value: render(_EFFORTS[value]))


def format_badge(rules: Rules, draft: Draft) -> str:
    """What to know of the chosen format: that it is a preview of the service."""
    needs_access = draft.output_format in rules.model(draft).preview_formats
    return render(say("Inspector", "preview access")) if needs_access else ""


def output_summary(draft: Draft) -> str:
    """The folded section in a few words: “PNG”, “JPEG 80 %, transparent”."""
    kind = _FORMATS[draft.output_format]
    if draft.output_compression is not None:
        kind = f"{kind} {draft.output_compression} %"
    parts = [kind]
    if draft.frame_count is not None:
        parts.append(render(say("Inspector", "{count} frames", count=draft.frame_count)))
    if draft.frame_duration_ms is not None:
        parts.append(f"{draft.frame_duration_ms} ms")
    if draft.svg_model:
        parts.append(draft.svg_model)
    if draft.svg_effort is not None:
        level = render(_EFFORTS[draft.svg_effort]).lower()
        parts.append(render(say("Inspector", "{level} effort", level=level)))
    if draft.background is not Background.AUTO:
        parts.append(render(_BACKGROUNDS[draft.background]).lower())
    if draft.input_fidelity is not None:
        level = render(_FIDELITIES[draft.input_fidelity]).lower()
        parts.append(render(say("Inspector", "{level} fidelity", level=level)))
    return ", ".join(parts)


def _format_hint(value: OutputFormat) -> str:
    hint = _FORMAT_HINTS.get(value)
    return "" if hint is None else render(hint)
