"""Colours that HEIC and AVIF tell by number instead of by a profile.

Phones write Display P3 in this way; without a look at the numbers it is shown as a paler sRGB.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import IO

from PIL import ImageCms

_BOX_BYTES = 1 << 16
_P3_PRIMARIES, _SRGB_CURVE = 12, 13
# Red, green and blue of Display P3 as XYZ under D50: SMPTE EG 432-1 with white at D65, adapted by
# Bradford's method as ICC.1:2022, annex E, has it.
_P3 = {
    b"rXYZ": (0.515121, 0.241196, -0.001053),
    b"gXYZ": (0.291977, 0.692245, 0.041885),
    b"bXYZ": (0.157104, 0.066574, 0.784073),
}


def profile_by_number(stream: IO[bytes]) -> bytes | None:
    """The profile that stands for the numbers in a file's header; None for sRGB and all others.

    Source:
        ISO/IEC 14496-12, section 12.1.5 (colour information box); the numbers are those of
        ITU-T H.273, tables 2 and 3.
    """
    stream.seek(0)
    head = stream.read(_BOX_BYTES)
    at = head.find(b"colrnclx")
    if at < 0 or at + 12 > len(head):
        return None
    primaries, curve = struct.unpack_from(">HH", head, at + 8)
    return display_p3() if (primaries, curve) == (_P3_PRIMARIES, _SRGB_CURVE) else None


@cache
def display_p3() -> bytes:
    """A profile of Display P3: that of sRGB with other primaries."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for number in range(int.from_bytes(profile[128:132], "big")):
        name, offset, _size = struct.unpack_from(">4sII", profile, 132 + 12 * number)
        if name in _P3:
            fixed = (round(value * 65536) for value in _P3[name])
            struct.pack_into(">iii", profile, offset + 8, *fixed)
    old, new = ("sRGB built-in", "Display P3   ")
    return bytes(profile).replace(old.encode("utf-16-be"), new.encode("utf-16-be"))
