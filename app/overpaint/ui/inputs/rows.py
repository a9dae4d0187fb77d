"""What the cards of the inputs stand for, and how one list of cards becomes another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from overpaint.domain.draft import InputImage
from overpaint.domain.text import Message
from overpaint.ui.inputs.limits import Issue


class CardKind(Enum):
    """What a card shows."""

    PICTURE = "picture"
    READING = "reading"
    FAILED = "failed"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card.

    Attributes:
        key: Stays with the card when it is moved.
        kind: What it shows.
        position: 1-based position among the inputs, the one it will have for a file on its way.
        is_large: Whether it stands in the first place, where the target's large card is.
        image: The input, for pictures.
        name: What people call it.
        problem: Why a file could not be read, for failed ones.
        issue: What keeps the picture from being sent; None when it can be.
        busy: What is being done with the picture; ``""`` for nothing.
        can_be_given_up: Whether a file on its way can be stopped.
        file: Where a file on its way, or one that could not be read, lies; None when unknown.
    """

    key: str
    kind: CardKind
    position: int
    is_large: bool
    image: InputImage | None = None
    name: str = ""
    problem: tuple[Message, ...] = ()
    issue: Issue | None = None
    busy: str = ""
    can_be_given_up: bool = False
    file: Path | None = None

    @property
    def is_target(self) -> bool:
        """Whether it is the picture that is edited."""
        return self.kind is CardKind.PICTURE and self.position == 1


@dataclass(frozen=True, slots=True)
class PendingRow:
    """A file that is being read or could not be.

    Attributes:
        token: Names it.
        name: File name.
        at: 0-based position where it will be inserted; None for the end, wherever that is then.
        problem: Empty while it is being read.
        can_be_given_up: Whether it can be stopped.
        file: Where it lies; None when unknown.
        issue: What would help, when it could not be read.
    """

    token: str
    name: str
    at: int | None
    problem: tuple[Message, ...] = ()
    can_be_given_up: bool = False
    file: Path | None = None
    issue: Issue | None = None


ADD_KEY = "add"


_NO_ISSUES: Mapping[str, Issue] = {}
_NONE_BUSY: Mapping[str, str] = {}


def arrange(
    inputs: tuple[InputImage, ...],
    pending: tuple[PendingRow, ...],
    *,
    limit: int,
    issues: Mapping[str, Issue] = _NO_ISSUES,
    busy: Mapping[str, str] = _NONE_BUSY,
) -> list[CardRow]:
    """The cards for the inputs, with those on their way in the places they will have.

    Args:
        inputs: The pictures of the draft.
        pending: Files on their way.
        limit: How many the model takes; below it there is a card to add one.
        issues: What is wrong with inputs, by their id.
        busy: What is being done with inputs, by their id.
    """
    rows = [
        CardRow(image.id, CardKind.PICTURE, place, is_large=False, image=image, name=image.name,
                issue=issues.get(image.id), busy=busy.get(image.id, ""))
        for place, image in enumerate(inputs, start=1)
    ]  # fmt: skip
    places = [(len(inputs) if waiting.at is None else waiting.at, waiting) for waiting in pending]
    for shift, (at, waiting) in enumerate(sorted(places, key=lambda place: place[0])):
        kind = CardKind.FAILED if waiting.problem else CardKind.READING
        rows.insert(
            min(at + shift, len(rows)),
            CardRow(waiting.token, kind, at + 1, is_large=False, name=waiting.name,
                    problem=waiting.problem, can_be_given_up=waiting.can_be_given_up,
                    file=waiting.file, issue=waiting.issue),
        )  # fmt: skip
    if len(rows) < limit:
        rows.append(CardRow(ADD_KEY, CardKind.ADD, len(inputs) + 1, is_large=False))
    return [replace(rows[0], is_large=True), *rows[1:]] if rows else []
