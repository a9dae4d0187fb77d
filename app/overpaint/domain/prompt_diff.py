"""What was changed in a prompt, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

_PIECES = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]|\s+")
_MOST_PIECES = 4000


class Change(Enum):
    """What became of a part of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row that share a fate.

    Attributes:
        change: What became of them.
        text: The words, with the spaces between them.
    """

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class PromptDiff:
    """The way from one text to another.

    Attributes:
        pieces: In the order of the text; where words were exchanged, those that went come first.
    """

    pieces: tuple[Piece, ...] = ()

    @property
    def before(self) -> str:
        """The text that it began with."""
        return "".join(one.text for one in self.pieces if one.change is not Change.ADDED)

    @property
    def after(self) -> str:
        """The text that came of it."""
        return "".join(one.text for one in self.pieces if one.change is not Change.REMOVED)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed."""
        return all(one.change is Change.KEPT for one in self.pieces)


def prompt_diff(before: str, after: str) -> PromptDiff:
    """Compare two prompts by words; marks and spaces count as words of their own.

    What stays is a longest row of words as `difflib` finds it; words that stand alone between two
    changes go along with these, so that sentences are not torn into shreds. Texts of thousands of
    words are compared as a whole.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) > _MOST_PIECES or len(new) > _MOST_PIECES:
        return PromptDiff(tuple(_as_whole(before, after)))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Piece] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[first:last])
        if tag == "equal":
            found.append(Piece(Change.KEPT, gone))
        else:
            found += [Piece(Change.REMOVED, gone), Piece(Change.ADDED, come)]
    return PromptDiff(tuple(_joined(found)))


def _as_whole(before: str, after: str) -> Iterator[Piece]:
    if before == after:
        yield Piece(Change.KEPT, before)
        return
    yield Piece(Change.REMOVED, before)
    yield Piece(Change.ADDED, after)


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """Put what was exchanged together: all that went, then all that came."""
    gone, come = "", ""
    for place, piece in enumerate(found):
        blank = piece.change is Change.KEPT and not piece.text.strip()
        if piece.change is Change.REMOVED:
            gone += piece.text
        elif piece.change is Change.ADDED:
            come += piece.text
        elif blank and (gone or come) and place < len(found) - 1:
            # A space between two exchanged words belongs to both texts.
            gone, come = gone + piece.text, come + piece.text
        else:
            yield from _pair(gone, come)
            gone, come = "", ""
            yield piece
    yield from _pair(gone, come)


def _pair(gone: str, come: str) -> Iterator[Piece]:
    if gone:
        yield Piece(Change.REMOVED, gone)
    if come:
        yield Piece(Change.ADDED, come)
