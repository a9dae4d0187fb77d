"""How a mask that comes from elsewhere joins the one that is there."""

from __future__ import annotations

from enum import Enum

from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.ui.icons import Icons
from overpaint.ui.messages import render
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl


class Joining(Enum):
    """What happens to the mask that is there."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


JOINING_TEXTS: dict[Joining, tuple[Message, Message]] = {
    Joining.REPLACE: (say("Joining", "Replace"), say("Joining", "Only the new mask stays.")),
    Joining.ADD: (say("Joining", "Add"), say("Joining", "Both masks change together.")),
    Joining.SUBTRACT: (
        say("Joining", "Subtract"), say("Joining", "The new mask is cut out of the present one.")),
    Joining.INTERSECT: (
        say("Joining", "Intersect"), say("Joining", "Only what both masks cover stays.")),
}  # fmt: skip
"""Name and meaning of each."""


def joining_choice(icons: Icons) -> SegmentedControl:
    """A row of the four ways; replacing is chosen."""
    choice = SegmentedControl(icons.theme, name=render(say("Joining", "Combine")), icons=icons)
    choice.set_options(
        [
            Option(joining, render(title), tooltip=render(help_text),
                   icon=f"combine-{joining.value}")
            for joining, (title, help_text) in JOINING_TEXTS.items()
        ]
    )  # fmt: skip
    choice.set_value(Joining.REPLACE)
    return choice


def joining_of(choice: SegmentedControl) -> Joining:
    """The chosen way."""
    value = choice.value
    return value if isinstance(value, Joining) else Joining.REPLACE


def size_text(size: Size) -> str:
    """A size as people write it."""
    return f"{size.width} × {size.height}"
