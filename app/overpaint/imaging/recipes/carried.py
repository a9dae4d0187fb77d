"""What a picture file carries beside its pixels: a recipe, content credentials, XMP.

Nothing is decoded and nothing is believed: lengths that lead out of the file end the reading, and
no more than a bounded part of the file is held.

Sources:
    PNG: https://www.w3.org/TR/png-3/; JPEG: ITU-T T.81, annex B; WebP: RFC 9649; TIFF 6.0; boxes:
    ISO/IEC 14496-12; where content credentials stand in each: C2PA specification 2.2, annex A,
    https://spec.c2pa.org/specifications/specifications/2.2/.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from overpaint.imaging.recipes import jpeg_rest, xmp
from overpaint.imaging.recipes.png_text import recipe_of

MAX_CREDENTIALS_BYTES = 16 * 1024 * 1024
_MOST_PARTS = 100_000
_MOST_PACKETS = 64
_SLICE_BYTES = 1 << 20
_MOST_TEXT_BYTES = 48 * 1024 * 1024
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_CREDENTIALS_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_START, _END = b"<x:xmpmeta", b"</x:xmpmeta>"
_MERGED = "mergedimage.png"
_TIFF_CREDENTIALS = 0xCD41


@dataclass(frozen=True, slots=True)
class Carried:
    """What was found.

    Attributes:
        recipe: The recipe as JSON, not read yet; ``""`` when there is none.
        credentials: The manifest store of content credentials (C2PA), as JUMBF boxes; empty when
            there is none.
        packet: The XMP packet; empty when there is none.
    """

    recipe: str = ""
    credentials: bytes = b""
    packet: bytes = b""


def read_carried(path: Path) -> Carried:
    """Look into a file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        return _carried(_Bytes(stream))


def carried_in(data: bytes) -> Carried:
    """Look into the bytes of a file."""
    return _carried(_Bytes(io.BytesIO(data)))


class _Bytes:
    """The bytes of a file, read where they are looked at: reading lets other threads run."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self._length = stream.seek(0, io.SEEK_END)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _step = part.indices(self._length)
        self.stream.seek(start)
        return self.stream.read(max(0, stop - start))


def _carried(data: _Bytes) -> Carried:
    look = next((look for start, look in _LOOKS if _begins(data, start)), _scanned)
    found = look(data)
    if not found.recipe and found.packet:
        found = replace(found, recipe=xmp.packed_recipe(found.packet) or "")
    return found


def _begins(data: _Bytes, start: bytes | tuple[int, bytes]) -> bool:
    at, wanted = (0, start) if isinstance(start, bytes) else start
    return data[at : at + len(wanted)] == wanted


def _png(data: _Bytes) -> Carried:
    found = Carried()
    for name, start, length in _png_chunks(data):
        if name == b"caBX" and length <= MAX_CREDENTIALS_BYTES:
            found = replace(found, credentials=data[start : start + length])
        elif name == b"iTXt" and length <= _MOST_TEXT_BYTES:
            found = _with_text(found, data[start : start + length])
    return found


def _with_text(found: Carried, content: bytes) -> Carried:
    text = recipe_of(content)
    if text is not None:
        return replace(found, recipe=text)
    head = b"XML:com.adobe.xmp\0\0\0"
    if content.startswith(head):
        # Language and translated name, both ended by a zero, may stand before the text.
        return replace(found, packet=content[len(head) :].split(b"\0", 2)[-1])
    return found


def _png_chunks(data: _Bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 8
    for _ in range(_MOST_PARTS):
        if at + 8 > len(data):
            return
        length, name = struct.unpack(">I4s", data[at : at + 8])
        if at + 8 + length > len(data):
            return
        yield name, at + 8, length
        at += 12 + length


def _jpeg(data: _Bytes) -> Carried:
    packet, boxes, rest = b"", dict[tuple[int, int], bytes](), jpeg_rest.Rest()
    for marker, start, length in _segments(data):
        part = data[start : start + length]
        if marker == 0xE1 and part.startswith(_XMP_HEAD) and not packet:
            packet = part[len(_XMP_HEAD) :]
        elif marker == 0xE1 and part.startswith(jpeg_rest.HEAD):
            rest.take(part[len(jpeg_rest.HEAD) :])
        elif marker == 0xEB and part[:2] == b"JP" and length > 16:
            instance, number = struct.unpack(">HI", part[2:8])
            # Every part repeats the head of the box.
            boxes[instance, number] = part[8:] if number == 1 else part[16:]
    recipe = xmp.packed_recipe(rest.of(packet)) or ""
    return Carried(recipe, _joined(boxes), packet)


def _joined(boxes: dict[tuple[int, int], bytes]) -> bytes:
    """The parts of the first box in their order."""
    first = min((instance for instance, _ in boxes), default=0)
    return b"".join(part for (instance, _), part in sorted(boxes.items()) if instance == first)


def _segments(data: _Bytes) -> Iterator[tuple[int, int, int]]:
    """The segments before the pixels: marker, where the content begins, how long it is."""
    at = 2
    for _ in range(_MOST_PARTS):
        head = data[at : at + 4]
        if len(head) < 4 or head[0] != 0xFF:
            return
        marker, (length,) = head[1], struct.unpack(">H", head[2:])
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA or length < 2 or at + 2 + length > len(data):
            return
        yield marker, at + 4, length - 2
        at += 2 + length


def _webp(data: _Bytes) -> Carried:
    found, at = Carried(), 12
    for _ in range(_MOST_PARTS):
        if at + 8 > len(data):
            break
        name, length = struct.unpack("<4sI", data[at : at + 8])
        if at + 8 + length > len(data):
            break
        if name == b"XMP " and length <= _MOST_TEXT_BYTES:
            found = replace(found, packet=data[at + 8 : at + 8 + length])
        elif name == b"C2PA" and length <= MAX_CREDENTIALS_BYTES:
            found = replace(found, credentials=data[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    return found


def _boxed(data: _Bytes) -> Carried:
    """AVIF and HEIC: a box of its own for credentials; XMP is looked for as text."""
    at = 0
    for _ in range(_MOST_PARTS):
        if at + 8 > len(data):
            break
        length, name = struct.unpack(">I4s", data[at : at + 8])
        head = 8
        if length == 1 and at + 16 <= len(data):
            (length,), head = struct.unpack(">Q", data[at + 8 : at + 16]), 16
        if length < head or at + length > len(data):
            break
        fits = length <= MAX_CREDENTIALS_BYTES
        if name == b"uuid" and fits and data[at + head : at + head + 16] == _CREDENTIALS_BOX:
            store = _store(data[at + head + 16 : at + length])
            return replace(_scanned(data), credentials=store)
        at += length
    return _scanned(data)


def _store(content: bytes) -> bytes:
    """The manifest store behind the version, purpose and place that stand before it."""
    start = content[:256].find(b"jumb") - 4
    return content[start : start + MAX_CREDENTIALS_BYTES] if start >= 0 else b""


def _tiff(data: _Bytes) -> Carried:
    found = _scanned(data)
    order = "<" if data[:2] == b"II" else ">"
    (at,) = struct.unpack(f"{order}I", data[4:8].ljust(4, b"\0"))
    (count,) = struct.unpack(f"{order}H", data[at : at + 2].ljust(2, b"\0"))
    entries = data[at + 2 : at + 2 + 12 * count]
    for tag, _kind, length, where in struct.iter_unpack(
        f"{order}HHII", entries[: len(entries) // 12 * 12]
    ):
        if tag == _TIFF_CREDENTIALS and 4 < length <= MAX_CREDENTIALS_BYTES:
            return replace(found, credentials=data[where : where + length])
    return found


def _open_raster(data: _Bytes) -> Carried:
    """The merged picture of an OpenRaster file, which is stored unpacked."""
    try:
        with zipfile.ZipFile(data.stream) as archive:
            entry = archive.getinfo(_MERGED)
            if entry.compress_type != zipfile.ZIP_STORED:
                return Carried()
            with archive.open(entry) as stream:
                # The texts stand before the pixels.
                return _png(_Bytes(io.BytesIO(stream.read(_MOST_TEXT_BYTES))))
    except (KeyError, ValueError, OSError, RuntimeError, zipfile.BadZipFile):
        return Carried()


def _scanned(data: _Bytes) -> Carried:
    """Look for a packet as text; one with a recipe before any other.

    Every writer puts it down in one piece and unpacked, so that this can be done.
    """
    first, at = b"", 0
    for _ in range(_MOST_PACKETS):
        start = _find(data, _START, at, len(data))
        end = _find(data, _END, start, start + _MOST_TEXT_BYTES) if start >= 0 else -1
        if end < 0:
            break
        at = end + len(_END)
        packet = data[start:at]
        if xmp.NAMESPACE.encode() in packet:
            return Carried(packet=packet)
        first = first or packet
    return Carried(packet=first)


def _find(data: _Bytes, wanted: bytes, start: int, stop: int) -> int:
    """Where some bytes begin; -1 when they are not there. In slices: searching lets nobody run."""
    for at in range(start, min(stop, len(data)), _SLICE_BYTES):
        found = data[at : at + _SLICE_BYTES + len(wanted) - 1].find(wanted)
        if found >= 0:
            return at + found
    return -1


_LOOKS: tuple[tuple[bytes | tuple[int, bytes], Callable[[_Bytes], Carried]], ...] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    ((8, b"WEBP"), _webp),
    ((4, b"ftyp"), _boxed),
    (b"II*\0", _tiff),
    (b"MM\0*", _tiff),
    (b"PK\x03\x04", _open_raster),
)
