"""What can be done with a result of the lineage: one table for keys, menu and buttons."""

from __future__ import annotations

from enum import Enum

from overpaint.domain.library import MAX_RATING
from overpaint.domain.text import Message, say


class LineageUse(Enum):
    """The value is the command whose keys it has."""

    SHOW = "show_kin"
    COMPARE_PARENT = "compare_slider"
    CONTINUE = "use_as_target"
    REFERENCE = "add_as_reference"
    SETTINGS = "use_settings"
    PROMPT = "use_prompt"
    STAR = "star_result"


RATINGS = {f"rate_{stars}": stars for stars in range(MAX_RATING + 1)}
"""Commands that rate, and the stars that they give."""

TEXTS: dict[LineageUse, tuple[Message, str]] = {
    LineageUse.SHOW: (say("Lineage", "Show"), "eye"),
    LineageUse.COMPARE_PARENT: (say("Lineage", "Compare with its parent"), "compare"),
    LineageUse.CONTINUE: (say("Lineage", "Continue from here"), "crown"),
    LineageUse.REFERENCE: (say("Lineage", "Add as reference"), "images"),
    LineageUse.SETTINGS: (say("Lineage", "Use its settings"), "settings"),
    LineageUse.PROMPT: (say("Lineage", "Use its prompt only"), "edit"),
    LineageUse.STAR: (say("Lineage", "Favourite"), "star"),
}
"""What it is called, and its icon."""

FOR_ORIGINALS = frozenset({LineageUse.SHOW, LineageUse.CONTINUE, LineageUse.REFERENCE})
"""What can be done with a picture that no edit has made."""
