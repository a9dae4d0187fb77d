"""Extended XMP: what a JPEG's packet of 64 KB has no room for, in segments of its own.

Source:
    XMP specification part 3, section 1.1.3.1, https://github.com/adobe/XMP-Toolkit-SDK/blob/main/
    docs/XMPSpecificationPart3.pdf: digest of 32 signs, full length, offset, data.
"""

from __future__ import annotations

import hashlib
import struct

HEAD = b"http://ns.adobe.com/xmp/extension/\0"
_DIGEST_BYTES = 32
_PART_BYTES = 65_000
_MOST_BYTES = 48 * 1024 * 1024
_APP1, _APP0 = 0xE1, 0xE0


def added(data: bytes, rest: bytes) -> bytes:
    """Put what is left of a packet behind the other segments of its kind.

    Args:
        data: A JPEG.
        rest: The extended packet.
    """
    digest = _digest(rest)
    segments = []
    for offset in range(0, len(rest), _PART_BYTES):
        part = rest[offset : offset + _PART_BYTES]
        content = HEAD + digest + struct.pack(">II", len(rest), offset) + part
        segments.append(b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content)
    at = 2
    while data[at] == 0xFF and data[at + 1] in {_APP0, _APP1}:
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return data[:at] + b"".join(segments) + data[at:]


class Rest:
    """Puts the parts of extended packets together again."""

    def __init__(self) -> None:
        self._parts: dict[bytes, dict[int, bytes]] = {}
        self._held_bytes = 0

    def take(self, content: bytes) -> None:
        """Take the content of a segment behind `HEAD`."""
        digest, place = content[:_DIGEST_BYTES], content[_DIGEST_BYTES : _DIGEST_BYTES + 8]
        if len(place) < 8 or self._held_bytes > _MOST_BYTES:
            return
        _length, offset = struct.unpack(">II", place)
        part = content[_DIGEST_BYTES + 8 :]
        self._held_bytes += len(part)
        self._parts.setdefault(digest, {})[offset] = part

    def of(self, packet: bytes) -> bytes:
        """The whole of what a packet names, when it is all there; else nothing."""
        for digest, parts in self._parts.items():
            whole = b"".join(part for _, part in sorted(parts.items()))
            if digest in packet and _digest(whole) == digest:
                return whole
        return b""


def _digest(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).hexdigest().upper().encode()
