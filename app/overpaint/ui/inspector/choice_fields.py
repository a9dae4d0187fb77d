"""The fields that are chosen from a list: how each offers, reads and writes its value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from overpaint.domain.choices import Field
from overpaint.domain.draft import Draft
from overpaint.domain.rules import Rules
from overpaint.ui.inspector import advanced_options, options, output_options
from overpaint.ui.inspector.model_options import models
from overpaint.ui.widgets.option import Option


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """How a control offers, reads and writes its field."""

    offer: Callable[[Rules, Draft], Sequence[Option]]
    read: Callable[[Draft], object]
    # Each takes the type of its own options; the binding hands back one of these values.
    write: Callable[[Draft, Any], Draft]
    is_list: bool = False


def _plain(
    name: str, offer: Callable[[Rules, Draft], Sequence[Option]], *, is_list: bool = False
) -> ChoiceField:
    """A control for exactly one attribute of the draft."""

    def read(draft: Draft) -> object:
        value: object = getattr(draft, name)
        return value

    def write(draft: Draft, value: Any) -> Draft:  # noqa: ANN401 - as in `ChoiceField.write`
        return replace(draft, **{name: value})

    return ChoiceField(offer, read, write, is_list)


CHOICE_FIELDS: dict[Field, ChoiceField] = {
    Field.MODEL: _plain("model", models, is_list=True),
    Field.SIZE: _plain("size", options.sizes, is_list=True),
    Field.QUALITY: _plain("quality", options.qualities),
    Field.VARIANTS: _plain("variants", options.variants),
    Field.PARTIAL_IMAGES: ChoiceField(
        options.previews,
        lambda draft: draft.partial_images if draft.streams else 0,
        lambda draft, count: replace(draft, stream=count > 0, partial_images=count),
    ),
    Field.OUTPUT_FORMAT: _plain("output_format", output_options.formats),
    Field.SVG_EFFORT: _plain("svg_effort", output_options.svg_efforts, is_list=True),
    Field.BACKGROUND: _plain("background", output_options.backgrounds),
    Field.INPUT_FIDELITY: _plain("input_fidelity", output_options.fidelities),
    Field.STREAM: ChoiceField(
        advanced_options.streaming,
        lambda draft: draft.streams,
        lambda draft, on: replace(draft, stream=on),
    ),
    Field.COMPLEXITY: _plain("complexity", advanced_options.complexities),
    Field.MODERATION: _plain("moderation", advanced_options.moderations),
    Field.RESPONSE_FORMAT: _plain("response_format", advanced_options.response_formats),
}
"""In the order in which they stand below each other."""
