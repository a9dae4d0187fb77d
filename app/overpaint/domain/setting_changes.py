"""Which parameters differ between two edits, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.choices import Fidelity
from overpaint.domain.draft import Draft
from overpaint.domain.frame import FrameChoice, FramePlan
from overpaint.domain.recipe import Recipe
from overpaint.domain.text import Message, say

Value = Message | str
"""A word to be translated, or a name or number that is the same in every language."""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One parameter that was changed.

    Attributes:
        name: What it is called.
        before: What it was; ``""`` for nothing.
        after: What it became.
    """

    name: Message
    before: Value
    after: Value


def setting_changes(before: Recipe, after: Recipe) -> tuple[SettingChange, ...]:
    """What was changed from one edit to the next, prompt aside, the weightiest first."""
    told = ((name, value(before), value(after)) for name, value in _ROWS)
    return tuple(SettingChange(name, old, new) for name, old, new in told if old != new)


def draft_changes(wanted: Draft, got: Draft) -> tuple[SettingChange, ...]:
    """The settings of a draft that became others than was wanted."""
    told = ((name, value(wanted), value(got)) for name, value in _SETTINGS)
    return tuple(SettingChange(name, old, new) for name, old, new in told if old != new)


def _size(draft: Draft) -> Value:
    size = draft.size
    return _AUTOMATIC if size is None else f"{size.width} × {size.height}"


def _optional(value: object) -> Value:
    return _NOT_SENT if value is None else str(value)


def _fidelity(fidelity: Fidelity | None) -> Value:
    return _NOT_SENT if fidelity is None else fidelity.value


def _mask(recipe: Recipe) -> Value:
    if recipe.mask is None or recipe.mask.facts.coverage == 0:
        return say("Changes", "none")
    share = recipe.mask.facts.coverage * 100
    shown = f"{share:.1f}" if share < 10 else f"{share:.0f}"
    return say("Changes", "{percent} %", percent=shown)


def _inputs(recipe: Recipe) -> Value:
    return ", ".join(one.name for one in recipe.inputs[1:])


def _frame(plan: FramePlan) -> Value:
    if plan.choice is FrameChoice.PLACED and plan.placed is not None:
        return f"{plan.placed.width} × {plan.placed.height}"
    if plan.choice is FrameChoice.WHOLE:
        return say("Changes", "the whole picture")
    return say("Changes", "around the mask, {percent} % context", percent=round(plan.context * 100))


def _blend(blend: BlendRecipe) -> Value:
    if not blend.keep_outside:
        return say("Changes", "as received")
    return say(
        "Changes", "{method}, grow {grow}, feather {feather}, {percent} %",
        method=_METHODS[blend.method], grow=blend.grow_px, feather=blend.feather_px,
        percent=round(blend.opacity * 100),
    )  # fmt: skip


def _switches(blend: BlendRecipe) -> Value:
    if not blend.keep_outside:
        return ""
    moved = "✓" if blend.register else "–"
    matched = "✓" if blend.match_colour else "–"
    return say("Changes", "registered {moved}, colours matched {matched}", moved=moved,
               matched=matched)  # fmt: skip


def _fields(draft: Draft) -> Value:
    return ", ".join(f"{name}={value}" for name, value in draft.extra_fields)


_AUTOMATIC, _NOT_SENT = say("Changes", "automatic"), say("Changes", "not sent")
_METHODS = {
    BlendMethod.ALPHA: "alpha", BlendMethod.MULTI_BAND: "multi-band",
    BlendMethod.GRADIENT: "gradient",
}  # fmt: skip

_SETTINGS: tuple[tuple[Message, Callable[[Draft], Value]], ...] = (
    (say("Changes", "Model"), lambda draft: draft.model),
    (say("Changes", "Size"), _size),
    (say("Changes", "Quality"), lambda draft: draft.quality.value),
    (say("Changes", "Keep"), lambda draft: ", ".join(draft.keep)),
    (say("Changes", "Fidelity"), lambda draft: _fidelity(draft.input_fidelity)),
    (say("Changes", "Background"), lambda draft: draft.background.value),
    (say("Changes", "Format"), lambda draft: draft.output_format.value),
    (say("Changes", "Compression"), lambda draft: _optional(draft.output_compression)),
    (say("Changes", "Variants"), lambda draft: str(draft.variants)),
    (say("Changes", "Complexity"), lambda draft: _optional(draft.complexity)),
    (say("Changes", "Frames"), lambda draft: _optional(draft.frame_count)),
    (say("Changes", "SVG model"), lambda draft: draft.svg_model),
    (say("Changes", "Moderation"), lambda draft: _optional(draft.moderation)),
    (say("Changes", "Frame"), lambda draft: _frame(draft.frame)),
    (say("Changes", "Blend"), lambda draft: _blend(draft.blend)),
    (say("Changes", "Alignment"), lambda draft: _switches(draft.blend)),
    (say("Changes", "Extra fields"), _fields),
)


def _of_settings(value: Callable[[Draft], Value]) -> Callable[[Recipe], Value]:
    return lambda recipe: value(recipe.settings)


_MADE: tuple[tuple[Message, Callable[[Recipe], Value]], ...] = (
    (say("Changes", "Server"), lambda recipe: recipe.server),
    (say("Changes", "Mask"), _mask),
    (say("Changes", "References"), _inputs),
)
_ROWS = (
    *((name, _of_settings(value)) for name, value in _SETTINGS[:3]),
    *_MADE,
    *((name, _of_settings(value)) for name, value in _SETTINGS[3:]),
)
