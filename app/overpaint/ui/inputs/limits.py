"""What stands between one input and the model, and what can be done about it from its card."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import Action, OverpaintError
from overpaint.domain.models import MEBIBYTE, Model
from overpaint.domain.text import Message, say

LARGE_UPLOAD_BYTES = 20_000_000


class Fix(Enum):
    """What the card offers."""

    SHRINK = "shrink"
    FIND = "find"
    REMOVE = "remove"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong with an input.

    Attributes:
        short: A few words for the card.
        sentence: What it is and what helps.
        fix: What the card offers.
        blocking: Whether the edit cannot be sent as it is.
    """

    short: Message
    sentence: Message
    fix: Fix = Fix.NONE
    blocking: bool = True


def issue_of_failure(error: OverpaintError) -> Issue | None:
    """What a card can offer for a file that could not be read; None when there is nothing."""
    if error.action is not Action.OPEN_SMALLER:
        return None
    return Issue(say("Inputs", "Too large"), error.remedy, Fix.SHRINK)


def issue_of(
    image: InputImage, position: int, model: Model, *, framed: bool = False
) -> Issue | None:
    """The gravest thing that is wrong with an input; None when it can be sent.

    Args:
        image: The input.
        position: Its 1-based position; the first is the target.
        model: The model that it is for.
        framed: Whether only a part of the target is sent: its file may have any size then.
    """
    if image.is_missing:
        return Issue(
            say("Inputs", "Not found"),
            say("Inputs", "It is not at {path} any more. Find it, or remove it: mask, prompt and "
                "all else stay.", path=str(image.path)),
            Fix.FIND,
        )  # fmt: skip
    if position > model.max_images:
        return Issue(
            say("Inputs", "Too many"),
            say("Inputs", "{model} takes {limit}, so this one has no place.",
                model=model.label, limit=model.max_images),
            Fix.REMOVE,
        )  # fmt: skip
    is_sent_whole = position > 1 or not framed
    if is_sent_whole and image.byte_count >= model.max_image_bytes:
        limit = model.max_image_bytes // MEBIBYTE
        return Issue(
            say("Inputs", "Over {limit} MB", limit=limit),
            say("Inputs", "{model} takes pictures below {limit} MB. A smaller copy fits.",
                model=model.label, limit=limit),
            Fix.SHRINK,
        )  # fmt: skip
    if position == 1 and model.square_target and not image.size.is_square:
        return Issue(
            say("Inputs", "Not square"),
            say("Inputs", "{model} takes square targets only: crop it, or choose another model.",
                model=model.label),
        )  # fmt: skip
    return None
