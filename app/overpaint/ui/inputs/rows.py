"""What the cards of the inputs stand for, and how one list of cards becomes another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.draft import InputImage
from overpaint.domain.text import Message


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
        position: 1-based position among the inputs; 1 is the target.
        image: The input, for pictures.
        name: What people call it.
        problem: Why a file could not be read, for failed ones.
    """

    key: str
    kind: CardKind
    position: int
    image: InputImage | None = None
    name: str = ""
    problem: tuple[Message, ...] = ()

    @property
    def is_target(self) -> bool:
        """Whether it stands in the target's place."""
        return self.position == 1


@dataclass(frozen=True, slots=True)
class PendingRow:
    """A file that is being read or could not be.

    Attributes:
        token: Names it.
        name: File name.
        at: 0-based position where it will be inserted.
        problem: Empty while it is being read.
    """

    token: str
    name: str
    at: int
    problem: tuple[Message, ...] = ()


ADD_KEY = "add"


def arrange(
    inputs: tuple[InputImage, ...], pending: tuple[PendingRow, ...], *, limit: int
) -> list[CardRow]:
    """The cards for the inputs, with those on their way in the places they will have.

    Args:
        inputs: The pictures of the draft.
        pending: Files on their way.
        limit: How many the model takes; below it there is a card to add one.
    """
    cards: list[tuple[str, CardKind, InputImage | None, PendingRow | None]] = [
        (image.id, CardKind.PICTURE, image, None) for image in inputs
    ]
    for shift, row in enumerate(sorted(pending, key=lambda waiting: waiting.at)):
        kind = CardKind.FAILED if row.problem else CardKind.READING
        cards.insert(min(row.at + shift, len(cards)), (row.token, kind, None, row))
    rows = [
        CardRow(
            key,
            kind,
            place,
            image,
            image.name if image else waiting.name if waiting else "",
            waiting.problem if waiting else (),
        )
        for place, (key, kind, image, waiting) in enumerate(cards, start=1)
    ]
    if len(rows) < limit:
        rows.append(CardRow(ADD_KEY, CardKind.ADD, len(rows) + 1))
    return rows
