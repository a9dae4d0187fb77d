"""What an input card says in words."""

from __future__ import annotations

from collections.abc import Sequence

from overpaint.domain.draft import InputImage
from overpaint.domain.text import say
from overpaint.ui.inputs.drop_place import DropPlace
from overpaint.ui.inputs.limits import LARGE_UPLOAD_BYTES, Fix
from overpaint.ui.inputs.rows import CardKind, CardRow
from overpaint.ui.messages import render, render_all
from overpaint.ui.payload import Offer

_MEGABYTE = 1_000_000
_NOT_USABLE = say("Inputs", "Not usable")
_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/vnd.adobe.photoshop": "PSD",
    "image/openraster": "OpenRaster",
}


def title(card: CardRow) -> str:
    """The first line of the card."""
    match card.kind:
        case CardKind.READING:
            return card.name or render(say("Inputs", "Reading…"))
        case CardKind.ADD if card.is_large:
            return render(say("Inputs", "Add a picture"))
        case CardKind.ADD:
            return render(say("Inputs", "Add"))
        case _:
            return card.name


def detail(card: CardRow, *, broken: bool = False) -> str:
    """The second line of the card."""
    if card.busy:
        return card.busy
    if card.image is not None:
        return render(say("Inputs", "No preview")) if broken else _picture_detail(card, card.image)
    known = {
        CardKind.READING: say("Inputs", "Reading…") if card.name else None,
        CardKind.FAILED: say("Inputs", "Cannot be used") if card.is_large else _NOT_USABLE,
        CardKind.ADD: say("Inputs", "or drop it here") if card.is_large else None,
    }
    text = say("Inputs", "On its way…") if card.can_be_given_up else known.get(card.kind)
    return "" if text is None else render(text)


def _picture_detail(card: CardRow, image: InputImage) -> str:
    if card.issue is not None:
        short = render(card.issue.short)
        return f"{short} · {dimensions(image)}" if card.is_large else short
    if not card.is_large:
        return dimensions(image)
    parts = [facts(image), megabytes(image.byte_count)]
    if image.conversions:
        parts = [facts(image), render(image.conversions[0])]
        if image.conversions[1:]:
            parts[1] += "…"
    return " · ".join(parts)


def fix(card: CardRow) -> str:
    """What the button on the card says."""
    if card.issue is not None and card.issue.fix is Fix.FIND:
        return render(say("Inputs", "Find…"))
    if card.issue is not None and card.issue.fix is Fix.REMOVE:
        return render(say("Inputs", "Remove"))
    if card.image is None and card.is_large:
        return render(say("Inputs", "Use a smaller copy"))
    if card.is_large:
        return render(say("Inputs", "Shrink a copy to fit"))
    return render(say("Inputs", "Shrink"))


def tag(position: int) -> str:
    """“Target” for the first, “@2” for the second: what a prompt calls it."""
    if position == 1:
        return render(say("Inputs", "Target"))
    return f"@{position}"


def facts(image: InputImage) -> str:
    """“4000 × 3000 · JPEG”."""
    return f"{dimensions(image)} · {format_name(image.media_type)}"


def dimensions(image: InputImage) -> str:
    """“4000 × 3000”."""
    return f"{image.size.width} × {image.size.height}"


def _all_facts(image: InputImage) -> str:
    parts = [facts(image)]
    if image.bit_depth != 8:
        parts.append(render(say("Inputs", "{bits} bit", bits=image.bit_depth)))
    if image.colour_space != "sRGB":
        parts.append(image.colour_space)
    return " · ".join([*parts, megabytes(image.byte_count)])


def _conversions(image: InputImage) -> str:
    return ", ".join(render(phrase) for phrase in image.conversions)


def format_name(media_type: str) -> str:
    """“JPEG”."""
    return _FORMATS.get(media_type, media_type.removeprefix("image/").upper())


def tooltip(card: CardRow, *, broken: bool = False) -> str:
    """Everything about the card."""
    match card.kind:
        case CardKind.PICTURE if card.image is not None:
            lines = [
                card.name,
                _all_facts(card.image),
                _role(card),
            ]
            if card.image.conversions:
                lines.append(render(say("Inputs", "Before it is sent: {what}.",
                                        what=_conversions(card.image))))  # fmt: skip
            known = (card.issue.sentence,) if card.issue is not None else card.image.hints
            lines += map(render, known)
            if broken:
                lines.append(render(say("Inputs", "The file cannot be shown.")))
            return "\n".join(lines)
        case CardKind.FAILED:
            return "\n".join(map(render, card.problem))
        case CardKind.READING:
            return render(say("Inputs", "“{name}” is on its way.", name=card.name))
        case _:
            return render(say("Inputs", "Open pictures, or drop them here."))


def spoken(card: CardRow, *, broken: bool = False) -> str:
    """One sentence for a screen reader."""
    if card.image is not None:
        parts = [tag(card.position), card.name, facts(card.image)]
        if card.busy:
            parts.append(card.busy)
        if card.issue is not None:
            parts.append(render(card.issue.sentence))
        if broken:
            parts.append(render(say("Inputs", "The file cannot be shown.")))
        return ", ".join(parts)
    if card.kind is CardKind.FAILED:
        return f"{card.name}, {render_all(card.problem)}"
    return ", ".join(part for part in (title(card), detail(card)) if part)


def counter(inputs: Sequence[InputImage], limit: int) -> str:
    """“3 of 16 · 4.2 MB”."""
    count = render(say("Inputs", "{count} of {limit}", count=len(inputs), limit=limit))
    if not inputs:
        return count
    return f"{count} · {megabytes(sum(image.byte_count for image in inputs))}"


def is_much(inputs: Sequence[InputImage]) -> bool:
    """Whether there is so much to send that it is felt."""
    return sum(image.byte_count for image in inputs) > LARGE_UPLOAD_BYTES


def counter_tooltip(inputs: Sequence[InputImage]) -> str:
    """What the counter counts, and when it is much."""
    text = render(
        say("Inputs", "Pictures of this edit, of those that the model takes; their files")
    )
    if not is_much(inputs):
        return text
    much = say("Inputs", "So much takes long to send, and some servers refuse it.")
    return f"{text}\n{render(much)}"


def megabytes(byte_count: int) -> str:
    """“4.2 MB”."""
    return render(say("Inputs", "{size:.1f} MB", size=byte_count / _MEGABYTE))


def _role(card: CardRow) -> str:
    if card.is_target:
        return render(say("Inputs", "The target: this picture is edited."))
    return render(say("Inputs", "Reference; a prompt calls it {name}.", name=tag(card.position)))


def problem(card: CardRow) -> str:
    """Why a file cannot be used, in its first sentence."""
    return render(card.problem[0]) if card.problem else ""


def drop_words(place: DropPlace, offer: Offer, count: int) -> str:
    """What a drop at a place would do.

    Args:
        place: Where.
        offer: What would be dropped.
        count: How many inputs there are now.
    """
    if place.on == 0:
        return render(say("Inputs", "Swap the target"))
    if place.on is not None:
        return render(say("Inputs", "Replace {name}", name=tag(place.on + 1)))
    if place.index == 0 and count == 0:
        return render(say("Inputs", "Becomes the target"))
    if place.index == 0:
        return render(say("Inputs", "Becomes the new target"))
    first = tag(place.index + 1)
    if offer.count == 1:
        return render(say("Inputs", "Insert as {name}", name=first))
    return render(say("Inputs", "Insert {count} from {name} on", count=offer.count, name=first))


def mask_words() -> str:
    """What a drop with the mask key held would do."""
    return render(say("Inputs", "Use as mask"))


def moved_words(place: DropPlace, row: int) -> str:
    """What letting a dragged card of that 0-based row go would do."""
    index = place.index - 1 if place.index > row else place.index
    if index == row:
        return render(say("Inputs", "Stays where it is"))
    if index == 0:
        return render(say("Inputs", "Becomes the target"))
    return render(say("Inputs", "Becomes {name}", name=tag(index + 1)))
