"""The words of the request inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overpaint.domain.text import Message, say
from overpaint.ui.export.texts import byte_text
from overpaint.ui.messages import render

if TYPE_CHECKING:
    from overpaint.services.outgoing import Destination, Outgoing, SentFile, Staying

_MEGA = 1_000_000
_DOTS = "••••"
_TITLES = {
    "target": say("Sent", "Target"),
    "mask": say("Sent", "Mask"),
    "markup": say("Sent", "Markup"),
}
_UNTOUCHED = say("Sent", "Travels as it lies on disk: it holds nothing but its pixels.")


def part_title(sent: SentFile) -> str:
    """What a file is called: “Target”, “Reference 2”, “Mask”."""
    known = _TITLES.get(sent.role.value)
    return render(known or say("Sent", "Reference {number}", number=sent.number))


def part_facts(sent: SentFile) -> str:
    """Pixels, kind and size: “1024 × 768 · PNG · 1.4 MB”."""
    file = sent.file
    size = f"{file.size.width} × {file.size.height}"
    kind = file.media_type.removeprefix("image/").upper()
    return f"{size} · {kind} · {byte_text(file.byte_count)}"


def part_on_the_wire(sent: SentFile) -> str:
    """Field, name and exact count: “image[] = image-1.png · 1,403,221 bytes”."""
    told = say("Sent", "{field} = {name} · {type} · {count} bytes", field=sent.field,
               name=sent.file.file_name, type=sent.file.media_type,
               count=f"{sent.file.byte_count:,}")  # fmt: skip
    return render(told)


def part_treatments(sent: SentFile) -> tuple[str, ...]:
    """What was done to it, a line each."""
    lines = tuple(_capital(render(phrase)) for phrase in sent.treatments)
    return lines or (render(_UNTOUCHED),)


def way_there(to: Destination) -> str:
    """How it travels, and through what."""
    if to.is_local:
        return render(say("Sent", "Stays on this computer"))
    secret = say("Sent", "Encrypted") if to.is_encrypted else say("Sent", "Not encrypted")
    proxy = say("Sent", "no proxy")
    if to.proxy:
        proxy = say("Sent", "through the proxy {proxy}", proxy=to.proxy)
    return f"{render(secret)} · {render(proxy)}"


def total(told: Outgoing) -> str:
    """All bytes, and how often they travel: “1.4 MB”, “3 × 1.4 MB”."""
    once = byte_text(told.total_bytes)
    return once if told.posts == 1 else f"{told.posts} × {once}"


def total_explained(told: Outgoing) -> str:
    """The same in a sentence."""
    count = f"{told.total_bytes:,}"
    if told.posts == 1:
        return render(say("Sent", "{count} bytes in one request", count=count))
    return render(say("Sent", "{count} bytes, sent {posts} times: once for each variant",
                      count=count, posts=told.posts))  # fmt: skip


def staying_title(told: Outgoing) -> str:
    """How much of the photograph stays here, for a heading."""
    if told.staying is None or told.staying.kept_pixels <= 0:
        return render(say("Sent", "All of the target is sent"))
    kept, whole = _megapixels(told.staying)
    return render(say("Sent", "{kept} of {whole} megapixels stay here", kept=kept, whole=whole))


def staying_facts(told: Outgoing) -> str:
    """The same for a narrow line."""
    if told.staying is None or told.staying.kept_pixels <= 0:
        return staying_title(told)
    kept, whole = _megapixels(told.staying)
    return render(say("Sent", "{kept} of {whole} MP, and names", kept=kept, whole=whole))


def header_facts(told: Outgoing) -> str:
    """How many headers, and whether a key is among them."""
    count = len(told.headers)
    keyed = any(_DOTS in header.value for header in told.headers)
    told_key = say("Sent", "{count} headers, the key as dots", count=count)
    return render(told_key if keyed else say("Sent", "{count} headers, no key", count=count))


def _megapixels(staying: Staying) -> tuple[str, str]:
    kept, whole = staying.kept_pixels / _MEGA, staying.all_pixels / _MEGA
    # More digits where a picture is so small that one would tell nothing.
    digits = 1 if whole >= 2 else 2
    return f"{kept:.{digits}f}", f"{whole:.{digits}f}"


def staying_lines(told: Outgoing) -> tuple[str, ...]:
    """What else is not sent."""
    lines: list[Message] = []
    if told.staying is not None and told.staying.kept_pixels > 0:
        lines.append(say("Sent", "Everything outside of the frame: the model never sees it."))
    lines += [
        say("Sent", "Names and folders of your files; parts have neutral names."),
        say("Sent", "Camera, date, place, author and comments in your files."),
        say("Sent", "Colour profile and depth beyond 8 bit: the result gets them back here."),
        say("Sent", "The soft edge of the mask, what is protected, and earlier results."),
    ]
    return tuple(map(render, lines))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
