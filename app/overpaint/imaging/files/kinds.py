"""What a file is, by its first bytes: never by its name."""

from __future__ import annotations

from enum import Enum

HEAD_BYTES = 4096
"""How much of a file `sniff` wants to see."""


class Kind(Enum):
    """A kind of file; the value is what people call it."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WebP"
    TIFF = "TIFF"
    BMP = "BMP"
    GIF = "GIF"
    AVIF = "AVIF"
    HEIC = "HEIC"
    PSD = "Photoshop"
    LAYERED_ZIP = "OpenRaster or Krita"
    JXL = "JPEG XL"
    SVG = "SVG"
    PDF = "PDF or Illustrator"
    POSTSCRIPT = "PostScript"
    CAMERA_RAW = "camera raw"
    VIDEO = "video"
    GIMP = "GIMP"
    OPEN_EXR = "OpenEXR"
    AFFINITY = "Affinity"
    ZIP = "ZIP"
    UNKNOWN = ""


MEDIA_TYPES = {
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
    Kind.TIFF: "image/tiff",
    Kind.BMP: "image/bmp",
    Kind.GIF: "image/gif",
    Kind.AVIF: "image/avif",
    Kind.HEIC: "image/heic",
    Kind.PSD: "image/vnd.adobe.photoshop",
    Kind.LAYERED_ZIP: "image/openraster",
}
"""The kinds that can be read."""

SUFFIXES = (
    "png", "jpg", "jpeg", "jpe", "jfif", "mpo", "webp", "tif", "tiff", "bmp", "gif", "avif",
    "heic", "heif", "hif", "psd", "psb", "ora", "kra",
)  # fmt: skip
"""Usual endings of the kinds that can be read, for file dialogs."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"BM", Kind.BMP),
    (b"8BPS", Kind.PSD),
    (b"\xff\x0a", Kind.JXL),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", Kind.JXL),
    (b"%PDF-", Kind.PDF),
    (b"%!PS", Kind.POSTSCRIPT),
    (b"\xc5\xd0\xd3\xc6", Kind.POSTSCRIPT),
    (b"FUJIFILMCCD-RAW", Kind.CAMERA_RAW),
    (b"IIRO", Kind.CAMERA_RAW),
    (b"IIRS", Kind.CAMERA_RAW),
    (b"IIU\x00", Kind.CAMERA_RAW),
    (b"FOVb", Kind.CAMERA_RAW),
    (b"gimp xcf", Kind.GIMP),
    (b"\x76\x2f\x31\x01", Kind.OPEN_EXR),
    (b"\x00\xffKA", Kind.AFFINITY),
    (b"\x1aE\xdf\xa3", Kind.VIDEO),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"MM\x00+", Kind.TIFF),
)
_BRANDS = {
    b"avif": Kind.AVIF,
    b"avis": Kind.AVIF,
    b"heic": Kind.HEIC,
    b"heix": Kind.HEIC,
    b"heim": Kind.HEIC,
    b"heis": Kind.HEIC,
    b"hevc": Kind.HEIC,
    b"hevx": Kind.HEIC,
    b"mif1": Kind.HEIC,
    b"msf1": Kind.HEIC,
    b"crx ": Kind.CAMERA_RAW,
}
_LAYERED = (b"image/openraster", b"application/x-krita")


def sniff(head: bytes) -> Kind:
    """Tell the kind of a file from its first `HEAD_BYTES` bytes."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return _raw_or_tiff(head) if kind is Kind.TIFF else kind
    if head[:4] == b"RIFF":
        return Kind.WEBP if head[8:12] == b"WEBP" else Kind.VIDEO
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[:4] == b"PK\x03\x04":
        return Kind.LAYERED_ZIP if any(name in head[:120] for name in _LAYERED) else Kind.ZIP
    return Kind.SVG if _is_svg(head) else Kind.UNKNOWN


def _by_brand(head: bytes) -> Kind:
    """A box file says what it is in its first box: one brand, then all that it agrees with.

    Source:
        ISO/IEC 14496-12, section 4.3 (file type box).
    """
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))]
    kinds = {_BRANDS[brand] for brand in brands if brand in _BRANDS}
    for kind in (Kind.CAMERA_RAW, Kind.AVIF, Kind.HEIC):
        if kind in kinds:
            return kind
    return Kind.VIDEO


def _raw_or_tiff(head: bytes) -> Kind:
    # Canon's raw files begin like TIFF; those of others are told apart by their tags.
    return Kind.CAMERA_RAW if head[8:10] == b"CR" else Kind.TIFF


def _is_svg(head: bytes) -> bool:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return text.startswith(b"<") and b"<svg" in text
