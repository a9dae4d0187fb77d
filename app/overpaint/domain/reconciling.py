"""Move a draft to what its model takes, and say what moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from overpaint.domain.choices import Background, OutputFormat
from overpaint.domain.draft import Draft
from overpaint.domain.models import Model
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say

_Value = TypeVar("_Value")

_LABELS = {
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
    "complexity": "complexity",
    "moderation": "moderation",
    "svg_effort": "SVG effort",
    "frame_count": "number of frames",
    "frame_duration_ms": "time per frame",
    "svg_model": "SVG author",
}
_SILENT_WHEN_GONE = {
    "output_compression",
    "frame_count",
    "frame_duration_ms",
    "svg_model",
    "svg_effort",
}
"""That a format without frames has no frame count is no news."""

_FITTED = say("rules", "{model}: {field} is now {value}.")
_NO_MASK = say("rules", "A GIF takes no mask: {field} is now {value}.")
_NO_ALPHA = say("rules", "A transparent background needs PNG or WebP: {field} is now {value}.")
_ONE_SVG = say("rules", "SVGs come one at a time: {field} is now {value}.")
_NO_STREAM = say("rules", "The chosen server does not stream: {field} is now {value}.")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A draft that fits its model, and what had to change for it."""

    draft: Draft
    changes: tuple[Message, ...]


def reconciled(draft: Draft, model: Model, *, server_streams: bool = True) -> Reconciled:
    """Move every field that the model refuses to the nearest value that it takes.

    What a person made is never touched: inputs, mask, markup and prompt stay, and
    `overpaint.domain.violations` says what is wrong with them.

    Args:
        draft: What was composed.
        model: Its model, as the chosen server can serve it.
        server_streams: Whether it is the model, and not the server, that a lack of streaming is
            blamed on.
    """
    fitted = replace(
        draft,
        size=_fit_size(draft, model),
        quality=_fit(draft.quality, model.qualities),
        background=_fit(draft.background, model.backgrounds or (Background.AUTO,)),
        input_fidelity=_fit_optional(draft.input_fidelity, model.fidelities),
        output_format=_fit(draft.output_format, model.formats or (OutputFormat.PNG,)),
        stream=draft.stream and model.streaming,
        partial_images=_fit_previews(draft, model),
        response_format=_fit_optional(draft.response_format, model.response_formats),
        complexity=_fit_optional(draft.complexity, model.complexities),
        moderation=_fit_optional(draft.moderation, model.moderations),
        svg_effort=_fit_optional(draft.svg_effort, model.svg_efforts),
    )
    fitted = _fit_output(fitted, model)
    return Reconciled(fitted, _changes(draft, fitted, model, server_streams=server_streams))


def _changes(
    before: Draft, after: Draft, model: Model, *, server_streams: bool
) -> tuple[Message, ...]:
    moved = [name for name in _LABELS if getattr(before, name) != getattr(after, name)]
    return tuple(
        replace(_because(name, before, after, model, server_streams=server_streams),
                values=(("model", model.label), ("field", _LABELS[name]),
                        ("value", _spoken(getattr(after, name)))))
        for name in moved
        if getattr(after, name) not in {None, ""} or name not in _SILENT_WHEN_GONE
    )  # fmt: skip


def _because(
    name: str, before: Draft, after: Draft, model: Model, *, server_streams: bool
) -> Message:
    """The sentence by what made a field move: another choice, the server, or the model."""
    if name == "output_format" and before.output_format in model.formats:
        clash = _format_clash(replace(after, output_format=before.output_format))
        if clash is not None:
            return clash
    if name == "variants" and after.output_format is OutputFormat.SVG:
        return _ONE_SVG
    if name == "stream" and not server_streams:
        return _NO_STREAM
    return _FITTED


def _format_clash(draft: Draft) -> Message | None:
    """What the output format cannot go together with; None when it goes with all."""
    chosen = draft.output_format
    if draft.mask is not None and not chosen.takes_mask:
        return _NO_MASK
    if draft.background is Background.TRANSPARENT and not chosen.has_alpha:
        return _NO_ALPHA
    return None


def _fit_output(draft: Draft, model: Model) -> Draft:
    """Settle what excludes what around the output format."""
    chosen = draft.output_format
    if _format_clash(draft) is not None:
        chosen = OutputFormat.PNG
    most = 1 if chosen is OutputFormat.SVG else model.max_variants
    compression = draft.output_compression
    if compression is not None:
        fits = model.formats and chosen.takes_compression
        compression = min(max(compression, 0), 100) if fits else None
    frames = draft.frame_count
    if frames is not None:
        frames = min(max(frames, 2), model.max_frames) if chosen is OutputFormat.GIF else None
    return replace(
        draft,
        output_format=chosen,
        variants=min(max(draft.variants, 1), most),
        output_compression=compression,
        frame_count=frames,
        frame_duration_ms=draft.frame_duration_ms if chosen is OutputFormat.GIF else None,
        svg_model=draft.svg_model if chosen is OutputFormat.SVG else "",
        svg_effort=draft.svg_effort if chosen is OutputFormat.SVG else None,
    )


def _fit_size(draft: Draft, model: Model) -> Size | None:
    rule = model.sizes
    if draft.size is None:
        if rule.auto or not model.verified:
            return None
        return rule.nearest(draft.target.size) if draft.target else rule.values[0]
    return draft.size if rule.refusal(draft.size) is None else rule.nearest(draft.size)


def _fit_previews(draft: Draft, model: Model) -> int:
    if not model.streaming:
        return draft.partial_images  # kept for the next model, which may stream
    return min(max(draft.partial_images, 0), model.max_partial_images)


def _fit(value: _Value, taken: tuple[_Value, ...]) -> _Value:
    return value if value in taken or not taken else taken[0]


def _fit_optional(value: _Value | None, taken: tuple[_Value, ...]) -> _Value | None:
    return value if value in taken else None


def _spoken(value: object) -> str:
    if value is None:
        return "auto"
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
