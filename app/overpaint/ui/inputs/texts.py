"""What an input card says in words."""

from __future__ import annotations

from collections.abc import Sequence

from overpaint.domain.draft import InputImage
from overpaint.domain.text import say
from overpaint.ui.inputs.rows import CardKind, CardRow
from overpaint.ui.messages import render, render_all

_MEGABYTE = 1_000_000
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
    """The second line of the large card."""
    if card.image is not None:
        return render(say("Inputs", "No preview")) if broken else facts(card.image)
    match card.kind:
        case CardKind.READING:
            return render(say("Inputs", "Reading…")) if card.name else ""
        case CardKind.FAILED:
            return render(say("Inputs", "Cannot be used"))
        case _:
            return render(say("Inputs", "or drop it here")) if card.is_large else ""


def tag(position: int) -> str:
    """“Target” for the first, “@2” for the second: what a prompt calls it."""
    if position == 1:
        return render(say("Inputs", "Target"))
    return f"@{position}"


def facts(image: InputImage) -> str:
    """“4000 × 3000 · JPEG”."""
    kind = _FORMATS.get(image.media_type, image.media_type.removeprefix("image/").upper())
    return f"{image.size.width} × {image.size.height} · {kind}"


def tooltip(card: CardRow, *, broken: bool = False) -> str:
    """Everything about the card."""
    match card.kind:
        case CardKind.PICTURE if card.image is not None:
            lines = [
                card.name,
                f"{facts(card.image)} · {megabytes(card.image.byte_count)}",
                _role(card),
            ]
            if broken:
                lines.append(render(say("Inputs", "The file cannot be shown.")))
            return "\n".join(lines)
        case CardKind.FAILED:
            return "\n".join(map(render, card.problem))
        case CardKind.READING:
            return render(say("Inputs", "The picture is being read."))
        case _:
            return render(say("Inputs", "Open pictures, or drop them here."))


def spoken(card: CardRow, *, broken: bool = False) -> str:
    """One sentence for a screen reader."""
    if card.image is not None:
        parts = [tag(card.position), card.name, facts(card.image)]
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
