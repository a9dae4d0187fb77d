"""What content credentials (C2PA) say of a picture, as far as it can be read without proof.

Nothing is verified here: no signature, no hash, no certificate is looked at. What is told is what
the file claims.

Sources:
    C2PA specification 2.2, sections "Manifests" and "Claims", https://spec.c2pa.org/specifications/
    specifications/2.2/; boxes (JUMBF): ISO/IEC 19566-5, section 5; CBOR: RFC 8949; all read
    2026-11-24.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_MOST_BOXES = 10_000
_MOST_DEPTH = 24
_MOST_ITEMS = 20_000
_CLAIMS = ("c2pa.claim", "c2pa.claim.v2")
_ACTIONS = ("c2pa.actions", "c2pa.actions.v2")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the active manifest claims; ``""`` for what it does not say.

    Attributes:
        label: Names the manifest.
        generator: The program that signed it.
        title: What it calls the picture.
        actions: What it says was done: ``"c2pa.created"`` …
        source_types: What it says the picture is from, as the last parts of IPTC addresses.
        manifests: How many manifests there are; the active one is the last.
    """

    label: str
    generator: str = ""
    title: str = ""
    actions: tuple[str, ...] = ()
    source_types: tuple[str, ...] = ()
    manifests: int = 1


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    content: bytes


def read_claims(store: bytes) -> Claimed | None:
    """Read the active manifest of a store; None when it is no store, or a damaged one."""
    outer = next((box for box in _boxes(store) if box.kind == b"jumb"), None)
    if outer is None:
        return None
    found = [box for box in _boxes(outer.content) if box.kind == b"jumb"]
    if not found:
        return None
    active = found[-1]
    claim: object = None
    actions: list[dict[object, object]] = []
    for label, content in _contents(active.content):
        if label in _CLAIMS:
            claim = _cbor(content)
        elif label.startswith(_ACTIONS):
            actions += _listed(_field(_cbor(content), "actions"))
    return Claimed(
        label=_label(active.content),
        generator=_generator(claim),
        title=_text(_field(claim, "dc:title")),
        actions=_texts(action.get("action") for action in actions),
        source_types=_texts(
            _text(action.get("digitalSourceType")).rpartition("/")[2] for action in actions
        ),
        manifests=len(found),
    )


def _boxes(data: bytes) -> Iterator[_Box]:
    at = 0
    for _ in range(_MOST_BOXES):
        if at + 8 > len(data):
            return
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        head = 8
        if length == 1 and at + 16 <= len(data):
            (length,), head = struct.unpack(">Q", data[at + 8 : at + 16]), 16
        elif length == 0:
            length = len(data) - at
        if length < head or at + length > len(data):
            return
        yield _Box(kind, data[at + head : at + length])
        at += length


def _label(content: bytes) -> str:
    """The label in the description that stands first in a box of boxes."""
    first = next(_boxes(content), None)
    if first is None or first.kind != b"jumd" or len(first.content) < 17:
        return ""
    return _text(first.content[17:].split(b"\0", 1)[0].decode(errors="replace"))


def _contents(content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Label and CBOR of every box inside."""
    for box in _boxes(content):
        if box.kind != b"jumb" or depth > _MOST_DEPTH:
            continue
        for inner in _boxes(box.content):
            if inner.kind == b"cbor":
                yield _label(box.content), inner.content
        yield from _contents(box.content, depth + 1)


def _generator(claim: object) -> str:
    told = _field(claim, "claim_generator_info")
    if isinstance(told, list):
        told = told[0] if told else None
    name, version = _text(_field(told, "name")), _text(_field(told, "version"))
    return f"{name} {version}".strip() or _text(_field(claim, "claim_generator"))


def _field(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _listed(value: object) -> list[dict[object, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    """A text as one line that a terminal shows and does not obey."""
    if not isinstance(value, str):
        return ""
    return "".join(sign if sign.isprintable() else " " for sign in value)[:_LONGEST].strip()


def _texts(values: Iterator[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if (text := _text(value))))


def _cbor(data: bytes) -> object:
    try:
        return _Reader(data).value(0)
    except (ValueError, IndexError, struct.error, OverflowError):
        return None


class _Reader:
    """Reads one value; floats and what follows tags that nobody asks for included."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._items = 0

    def value(self, depth: int) -> object:
        """The next value.

        Raises:
            ValueError, IndexError: There is none.
        """
        self._items += 1
        if depth > _MOST_DEPTH or self._items > _MOST_ITEMS:
            raise ValueError("too much")
        kind, short = divmod(self._take(1)[0], 32)
        if kind == 7:
            return self._simple(short)
        if short == 31:
            return self._open_ended(kind, depth)
        number = self._number(short)
        return self._counted(kind, number, depth)

    def _counted(self, kind: int, number: int, depth: int) -> object:
        if kind < 2:
            return number if kind == 0 else -1 - number
        if kind == 2:
            return self._take(number)
        if kind == 3:
            return self._take(number).decode(errors="replace")
        if kind == 6:
            return self.value(depth + 1)
        if number > len(self._data):
            raise ValueError("more items than bytes")
        if kind == 4:
            return [self.value(depth + 1) for _ in range(number)]
        return dict(self._pair(depth) for _ in range(number))

    def _open_ended(self, kind: int, depth: int) -> object:
        """A text, list or map that goes on until a byte says that it ends."""
        found: list[object] = []
        while self._data[self._at] != 0xFF:
            found.append(self._pair(depth) if kind == 5 else self.value(depth + 1))
        self._at += 1
        if kind == 5:
            return dict(pair for pair in found if isinstance(pair, tuple))
        if kind in {2, 3}:
            return "".join(part for part in found if isinstance(part, str))
        return found

    def _pair(self, depth: int) -> tuple[object, object]:
        name = self.value(depth + 1)
        return (name if isinstance(name, str | int) else repr(name)), self.value(depth + 1)

    def _simple(self, short: int) -> object:
        if short in {25, 26, 27}:
            width = {25: 2, 26: 4, 27: 8}[short]
            (number,) = struct.unpack({2: ">e", 4: ">f", 8: ">d"}[width], self._take(width))
            return number
        if short == 24:
            self._take(1)
        return {20: False, 21: True}.get(short)

    def _number(self, short: int) -> int:
        if short < 24:
            return short
        if short > 27:
            raise ValueError("a reserved number")
        return int.from_bytes(self._take(1 << (short - 24)))

    def _take(self, count: int) -> bytes:
        part = self._data[self._at : self._at + count]
        if len(part) < count:
            raise ValueError("cut off")
        self._at += count
        return part
