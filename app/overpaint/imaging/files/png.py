"""What a PNG says about itself besides its pixels, without decoding them.

Pillow finds EXIF that stands behind the pixels only by decoding everything: a second for 24
megapixels, for a number between 1 and 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO

from PIL import Image

_SIGNATURE_BYTES = 8
_MAX_EXIF_BYTES = 1 << 20
_SILENT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"hIST", b"pHYs", b"iDOT", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
"""Chunks that speak of pixels only; any other may hold text, a position, or a whole document."""
_ORIENTATION, _PLACE = 0x0112, 0x8825


@dataclass(frozen=True, slots=True)
class PngFacts:
    """What stands in the chunks of a PNG.

    Attributes:
        bit_depth: Bits a channel: 1, 2, 4, 8 or 16.
        orientation: As in EXIF, 1 to 8; 1 where nothing is said.
        has_metadata: Whether there is EXIF, text, a time, a chunk of some program's own, or
            anything behind the end.
        has_place: Whether the EXIF says where it was taken.
        has_transparency: Whether there is an alpha channel or a transparent colour.
    """

    bit_depth: int
    orientation: int
    has_metadata: bool
    has_transparency: bool
    has_place: bool = False


def png_facts(stream: IO[bytes]) -> PngFacts:
    """Walk over the chunks of a PNG; the position of the stream is anywhere afterwards.

    Source:
        PNG specification, third edition, https://www.w3.org/TR/png-3/ (chunk layout, IHDR, eXIf).

    Raises:
        EOFError: The file ends before its last chunk.
    """
    stream.seek(_SIGNATURE_BYTES)
    bit_depth, exif, names, colour_type = 8, Image.Exif(), set[bytes](), 0
    while True:
        head = stream.read(8)
        if len(head) < 8:
            raise EOFError("no IEND")
        length, name = struct.unpack(">I4s", head)
        names.add(name)
        if name == b"IEND":
            break
        if name == b"IHDR":
            bit_depth, colour_type = stream.read(length)[8:10]
        elif name == b"eXIf" and length <= _MAX_EXIF_BYTES:
            exif.load(stream.read(length))
        else:
            stream.seek(length, 1)
        stream.seek(4, 1)
    transparent = bool(colour_type & 4) or b"tRNS" in names
    stream.seek(4, 1)
    telling = bool(names - _SILENT) or bool(stream.read(1))
    return PngFacts(bit_depth, _orientation(exif), telling, transparent, _PLACE in exif)


def _orientation(exif: Image.Exif) -> int:
    value = exif.get(_ORIENTATION, 1)
    return value if value in range(1, 9) else 1
