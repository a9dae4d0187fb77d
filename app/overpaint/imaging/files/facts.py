"""What a picture file is, and what has to be done to it before it can be sent.

`conversions` is the one place that decides whether a file travels as it is, so what the window says
and what is done cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from PIL import ExifTags, Image

from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.imaging.colour import is_srgb, profile_of, space_name
from overpaint.imaging.files.decoding import is_turned_sideways, orientation_of
from overpaint.imaging.files.extras import jpeg_extras, webp_extras
from overpaint.imaging.files.kinds import MEDIA_TYPES, Kind
from overpaint.imaging.files.opening import Opened

LARGE_PIXELS = 64_000_000
LARGE_BYTES = 50_000_000

_SENT_KINDS = {Kind.PNG, Kind.JPEG, Kind.WEBP}
_TELLING = {"exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp", "Raw profile type exif"}
_EXTRAS = {Kind.JPEG: jpeg_extras, Kind.WEBP: webp_extras}
_BITS_TAG = 258
_BOX_BYTES = 1 << 16
_SPACES = {"LAB": "Lab"}


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a file's header tells.

    Attributes:
        size: Upright size, pixels.
        media_type: By content, not by name: ``"image/png"`` …
        byte_count: Size of the file.
        frame: 0-based number of the frame that these facts are of.
        frame_count: Frames or pages in the file.
        bit_depth: Bits a channel in the file.
        colour_space: ``"sRGB"``, ``"Adobe RGB"``, ``"CMYK"`` …
        has_alpha: Whether the file can hold transparency.
        conversions: What happens to it before it is sent; empty when it travels as it is.
        hints: What is worth knowing beforehand.
    """

    size: Size
    media_type: str
    byte_count: int
    frame: int
    frame_count: int
    bit_depth: int
    colour_space: str
    has_alpha: bool
    conversions: tuple[Message, ...]
    hints: tuple[Message, ...]


def facts_of(picture: Opened, byte_count: int) -> PictureFacts:
    """Read the facts of the present frame from its header."""
    image = picture.image
    width, height = image.size
    if is_turned_sideways(orientation_of(picture)):
        width, height = height, width
    size = Size(width, height)
    return PictureFacts(
        size=size,
        media_type=MEDIA_TYPES[picture.kind],
        byte_count=byte_count,
        frame=0 if picture.kind is Kind.JPEG else image.tell(),
        frame_count=picture.frame_count,
        bit_depth=bit_depth_of(picture),
        colour_space=space_name(profile_of(image), image.info.get("stored_mode", image.mode)),
        has_alpha=_has_alpha(picture),
        conversions=conversions(picture),
        hints=_hints(size, byte_count),
    )


def conversions(picture: Opened) -> tuple[Message, ...]:
    """What is done to the present frame before it is sent, most visible first."""
    image, kind = picture.image, picture.kind
    bits = bit_depth_of(picture)
    mode = image.info.get("stored_mode", image.mode)
    frames = picture.frame_count
    done = (
        (kind in {Kind.PSD, Kind.LAYERED_ZIP}, say("facts", "layers merged")),
        (frames > 1, say("facts", "only {n} of {all}", n=image.tell() + 1, all=frames)),
        (orientation_of(picture) != 1, say("facts", "turned upright")),
        (bits > 8, say("facts", "{bits} → 8 bit", bits=bits)),
        (mode in {"CMYK", "LAB"}, say("facts", "{space} → sRGB", space=_SPACES.get(mode, mode))),
        (
            _is_tagged(image, mode),
            say("facts", "{space} → sRGB", space=space_name(profile_of(image), mode)),
        ),
        (mode in {"P", "PA"}, say("facts", "palette → RGB")),
        (mode in {"1", "LA", "I", "F"} or mode.startswith("I;"), say("facts", "grey → RGB")),
        (kind not in _SENT_KINDS, say("facts", "{kind} → PNG", kind=_short(kind))),
        (
            _has_metadata(picture),
            say("facts", "metadata and place removed")
            if _has_place(picture)
            else say("facts", "metadata removed"),
        ),
        (image.format == "MPO", say("facts", "second picture removed")),
    )
    return tuple(phrase for is_due, phrase in done if is_due)


def _is_tagged(image: Image.Image, mode: str) -> bool:
    """Whether an RGB picture has colour values that mean something else than sRGB."""
    return mode in {"RGB", "RGBA", "P"} and not is_srgb(image)


def bit_depth_of(picture: Opened) -> int:
    """Bits a channel in the file."""
    image = picture.image
    if picture.png is not None:
        return picture.png.bit_depth
    if "bit_depth" in image.info:
        return int(image.info["bit_depth"])
    if picture.kind is Kind.TIFF:
        bits: tuple[int, ...] = getattr(image, "tag_v2", {}).get(_BITS_TAG, (1,))
        return max(bits)
    if picture.kind is Kind.AVIF and image.fp is not None:
        return _depth_in_boxes(image.fp)
    return 1 if image.mode == "1" else 8


def _depth_in_boxes(stream: IO[bytes]) -> int:
    """Bits a channel by the first pixel information box.

    Source:
        ISO/IEC 23008-12, section 6.5.6: version and flags, number of channels, bits of each.
    """
    stream.seek(0)
    head = stream.read(_BOX_BYTES)
    at = head.find(b"pixi")
    depth = head[at + 9] if 0 <= at < len(head) - 9 else 8
    return depth if depth in {8, 10, 12, 16} else 8


def _has_alpha(picture: Opened) -> bool:
    if picture.png is not None:
        return picture.png.has_transparency
    return picture.image.has_transparency_data


def _has_metadata(picture: Opened) -> bool:
    image = picture.image
    if any(image.info.get(name) for name in _TELLING) or _has_extras(picture):
        return True
    # A TIFF's own tags count as EXIF there, and none of them is taken along.
    return picture.kind in _SENT_KINDS and picture.png is None and bool(image.getexif())


def _has_extras(picture: Opened) -> bool:
    if picture.png is not None:
        return picture.png.has_metadata
    extras, stream = _EXTRAS.get(picture.kind), picture.image.fp
    if extras is None or stream is None:
        return False
    pixels_at = stream.tell()
    try:
        return extras(stream)
    finally:
        stream.seek(pixels_at)


def _has_place(picture: Opened) -> bool:
    """Whether it says where it was taken."""
    if picture.png is not None and picture.png.has_place:
        return True
    image = picture.image
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if (b"GPSLatitude" if isinstance(xmp, bytes) else "GPSLatitude") in xmp:
        return True
    return picture.png is None and bool(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))


def _hints(size: Size, byte_count: int) -> tuple[Message, ...]:
    pixels = size.width * size.height
    if pixels > LARGE_PIXELS:
        return (
            say("facts", "{count} megapixels: opening and sending it takes a while. A smaller copy "
                "is enough for most edits.", count=round(pixels / 1_000_000)),
        )  # fmt: skip
    if byte_count > LARGE_BYTES:
        return (
            say("facts", "The file has {count} MB; services take less than 50 MB a picture. A "
                "smaller copy is enough for most edits.", count=round(byte_count / 1_000_000)),
        )  # fmt: skip
    return ()


def _short(kind: Kind) -> str:
    return {Kind.PSD: "PSD", Kind.LAYERED_ZIP: "OpenRaster"}.get(kind, kind.value)
