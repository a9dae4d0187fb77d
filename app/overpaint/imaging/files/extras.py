"""What a JPEG or WebP carries beside its picture, told without decoding it.

Everything but what the pixels need counts: what nobody has heard of may tell as much as EXIF does.
"""

from __future__ import annotations

import os
import struct
from typing import IO

_MARKER = 0xFF
_START_OF_SCAN = 0xDA
_END_OF_IMAGE = b"\xff\xd9"
_JFIF, _ICC, _ADOBE = 0xE0, 0xE2, 0xEE
_TABLES = {0xC4, 0xCC, 0xDB, 0xDC, 0xDD}
_FRAMES = set(range(0xC0, 0xD0)) - _TABLES
_TAIL_BYTES = 1 << 16
_WEBP_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"}


def jpeg_extras(stream: IO[bytes]) -> bool:
    """Whether a JPEG has segments that its pixels do not need, or bytes behind its end.

    Source:
        ITU-T T.81, annex B (markers), read 2026-11-24.
    """
    stream.seek(2)
    while True:
        head = stream.read(4)
        if len(head) < 4 or head[0] != _MARKER:
            return True
        marker, length = head[1], struct.unpack(">H", head[2:])[0]
        if marker == _START_OF_SCAN:
            return _has_tail(stream)
        if not _is_needed(marker, stream.read(max(0, length - 2))):
            return True


def _is_needed(marker: int, content: bytes) -> bool:
    if marker == _JFIF:
        # The last two bytes are the size of a small picture inside.
        return content[:5] == b"JFIF\0" and content[12:14] == b"\0\0"
    if marker == _ICC:
        return content.startswith(b"ICC_PROFILE\0")
    return marker == _ADOBE or marker in _TABLES or marker in _FRAMES


def _has_tail(stream: IO[bytes]) -> bool:
    stream.seek(0, os.SEEK_END)
    stream.seek(max(0, stream.tell() - _TAIL_BYTES))
    return not stream.read().rstrip(b"\0").endswith(_END_OF_IMAGE)


def webp_extras(stream: IO[bytes]) -> bool:
    """Whether a WebP has chunks that its pixels do not need, or bytes behind its end.

    Source:
        RFC 9649, section 2 (RIFF container), read 2026-11-24.
    """
    stream.seek(4)
    (riff_bytes,) = struct.unpack("<I", stream.read(4))
    end = 8 + riff_bytes
    stream.seek(0, os.SEEK_END)
    if stream.tell() > end + end % 2:
        return True
    at = 12
    while at + 8 <= end:
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8 or head[:4] not in _WEBP_PARTS:
            return True
        (length,) = struct.unpack("<I", head[4:])
        at += 8 + length + length % 2
    return False
