"""What can be done with results of the library: one table for the menu and for keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from overpaint.domain.library import MAX_RATING, LibraryResult
from overpaint.domain.text import Message, say


class LibraryAction(Enum):
    """Something to do with results."""

    OPEN = "library_open"
    OPEN_EDIT = "library_open_edit"
    QUICK_LOOK = "quick_look"
    USE_AS_TARGET = "use_as_target"
    ADD_AS_REFERENCE = "add_as_reference"
    USE_SETTINGS = "use_settings"
    USE_PROMPT = "use_prompt"
    COMPARE = "library_compare"
    JUMP_LINEAGE = "jump_lineage"
    EXPORT = "export"
    SAVE_COPY = "save_copy"
    COPY = "copy"
    COPY_PATH = "copy_path"
    REVEAL = "reveal"
    STAR = "star_result"
    TAGS = "tag_result"
    BIN = "bin_result"
    RESTORE = "restore_result"


class _Fits(Enum):
    """To how many results an action can be done."""

    ONE = auto()
    TWO = auto()
    ANY = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the menu.

    Attributes:
        text: What it says.
        icon: Name of its icon, ``""`` for none.
        fits: To how many results it can be done.
        separated: Whether a line stands before it.
        in_bin: Whether it can be done there; None for there only.
    """

    text: Message
    icon: str = ""
    fits: _Fits = _Fits.ANY
    separated: bool = False
    in_bin: bool | None = False


_A = LibraryAction
TABLE: dict[LibraryAction, Row] = {
    _A.OPEN: Row(say("Library", "Open in a new edit"), "plus", _Fits.ONE),
    _A.OPEN_EDIT: Row(say("Library", "Open the edit it came from"), "edit", _Fits.ONE),
    _A.QUICK_LOOK: Row(say("Library", "Quick look"), "eye", in_bin=True),
    _A.USE_AS_TARGET: Row(say("Library", "Use as target"), "crown", _Fits.ONE, separated=True),
    _A.ADD_AS_REFERENCE: Row(say("Library", "Add as reference"), "images"),
    _A.USE_SETTINGS: Row(say("Library", "Use its settings"), "settings", _Fits.ONE),
    _A.USE_PROMPT: Row(say("Library", "Use its prompt only"), "edit", _Fits.ONE),
    _A.COMPARE: Row(say("Library", "Compare the two"), "compare", _Fits.TWO, separated=True),
    _A.JUMP_LINEAGE: Row(say("Library", "Jump to its lineage"), "history", _Fits.ONE),
    _A.EXPORT: Row(say("Library", "Export…"), "export", _Fits.ONE, separated=True),
    _A.SAVE_COPY: Row(say("Library", "Save a copy…"), "save"),
    _A.COPY: Row(say("Library", "Copy"), "copy", in_bin=True),
    _A.COPY_PATH: Row(say("Library", "Copy file path"), "link", in_bin=True),
    _A.REVEAL: Row(say("Library", "Show in folder"), "reveal", _Fits.ONE, in_bin=True),
    _A.STAR: Row(say("Library", "Favourite"), "star", separated=True),
    _A.TAGS: Row(say("Library", "Tags…"), "tag"),
    _A.BIN: Row(say("Library", "Move to the bin"), "trash", separated=True),
    _A.RESTORE: Row(say("Library", "Put back"), "undo", separated=True, in_bin=None),
}

RATING_COMMANDS: dict[str, int] = {f"rate_{stars}": stars for stars in range(MAX_RATING + 1)}
"""Commands that rate, and the stars that they give."""

KEYED = (*(action.value for action in LibraryAction), *RATING_COMMANDS)
"""The commands whose keys the grid hears."""

_TWO = 2


def available(results: Sequence[LibraryResult], count: int) -> tuple[LibraryAction, ...]:
    """What can be done, in the order of the menu.

    Args:
        results: The selected ones, as far as they have been read.
        count: How many are selected.
    """
    if not count or not results:
        return ()
    binned = results[0].binned is not None
    known = bool(results[0].document)
    places = {True, None} if binned else {True, False}
    return tuple(
        action
        for action, row in TABLE.items()
        if row.in_bin in places and _fits(row.fits, count) and (known or action is not _A.OPEN_EDIT)
    )


def _fits(fits: _Fits, count: int) -> bool:
    return fits is _Fits.ANY or count == (1 if fits is _Fits.ONE else _TWO)
