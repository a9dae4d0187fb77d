"""TIFF files: Pillow and OpenCV pack the pixels, and a full directory is written beside them."""

from __future__ import annotations

import io
from typing import Any

from numpy.typing import NDArray
from PIL import ExifTags, Image, TiffImagePlugin

from overpaint.domain.export import TiffPacking
from overpaint.imaging.original import Metadata

_HEADER_BYTES = 8
_ROWS_PER_STRIP = 64
_STRIP_OFFSETS, _EXTRA_SAMPLES, _ORIENTATION = 273, 338, 274
_ACROSS, _DOWN, _UNIT, _PROFILE = 282, 283, 296, 34675
_STRAIGHT_ALPHA, _INCH = 2, 2
_XMP = 700
_BYTE, _LONG, _UNDEFINED = 1, 4, 7
_PACKINGS: dict[TiffPacking, str | None] = {
    TiffPacking.DEFLATE: "tiff_adobe_deflate",
    TiffPacking.LZW: "tiff_lzw",
    TiffPacking.NONE: None,
}
_DIRECTORIES = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)


def pack_image(image: Image.Image, packing: TiffPacking) -> bytes:
    """Encode 8-bit pixels of any mode, without metadata."""
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", compression=_PACKINGS[packing])
    return buffer.getvalue()


def pack_deep(pixels: NDArray[Any], packing: TiffPacking) -> bytes:
    """Encode 16-bit pixels, shape (height, width[, 3 or 4]), blue first, without metadata."""
    import cv2  # noqa: PLC0415 - half a second to load

    codes = {
        TiffPacking.DEFLATE: cv2.IMWRITE_TIFF_COMPRESSION_ADOBE_DEFLATE,
        TiffPacking.LZW: cv2.IMWRITE_TIFF_COMPRESSION_LZW,
        TiffPacking.NONE: cv2.IMWRITE_TIFF_COMPRESSION_NONE,
    }
    settings = [
        cv2.IMWRITE_TIFF_COMPRESSION, codes[packing],
        cv2.IMWRITE_TIFF_ROWSPERSTRIP, _ROWS_PER_STRIP,
    ]  # fmt: skip
    written, data = cv2.imencode(".tif", pixels, settings)
    if not written:
        raise ValueError("cv2 cannot encode it")
    return data.tobytes()


def described(data: bytes, metadata: Metadata, *, has_alpha: bool) -> bytes:
    """Return a TIFF with a fuller directory in front of its strips; the old one stays unused.

    Neither library writes what a camera said, in its nested directories, beside packed pixels.

    Args:
        data: One picture, as the functions above encode it.
        metadata: What is to be said.
        has_alpha: Whether the last channel is transparency, not multiplied into the others.

    Source:
        TIFF 6.0, sections 2 (directories) and 18 (ExtraSamples), and Exif 2.32, section 4.6.3.
    """
    directory, body = _read(data)
    if has_alpha:
        directory[_EXTRA_SAMPLES] = _STRAIGHT_ALPHA
    _describe(directory, metadata)
    out = io.BytesIO()
    directory.save(out)
    out.write(body)
    return out.getvalue()


def _read(data: bytes) -> tuple[TiffImagePlugin.ImageFileDirectory_v2, memoryview]:
    """The directory with its strips counted from the body, and the body behind the header."""
    stream = io.BytesIO(data)
    directory = TiffImagePlugin.ImageFileDirectory_v2(stream.read(_HEADER_BYTES))
    stream.seek(directory.next)
    directory.load(stream)
    for tag in list(directory):
        # Only values that were looked at are written again.
        _ = directory[tag]
    # Pillow adds the place where the body begins.
    strips = tuple(offset - _HEADER_BYTES for offset in directory[_STRIP_OFFSETS])
    directory.tagtype[_STRIP_OFFSETS] = _LONG
    directory[_STRIP_OFFSETS] = strips
    return directory, memoryview(data)[_HEADER_BYTES:]


def _describe(directory: TiffImagePlugin.ImageFileDirectory_v2, metadata: Metadata) -> None:
    if metadata.exif is not None:
        exif = Image.Exif()
        exif.load(metadata.exif)
        for tag, value in exif.items():
            if tag not in _DIRECTORIES and tag not in directory:
                directory[tag] = value
        for group in _DIRECTORIES:
            inner = exif.get_ifd(group)
            if inner:
                directory.tagtype[group] = _LONG
                directory[group] = dict(inner)
    if metadata.dpi is not None:
        directory[_ACROSS], directory[_DOWN] = metadata.dpi
        directory[_UNIT] = _INCH
    if metadata.profile is not None:
        directory.tagtype[_PROFILE] = _UNDEFINED
        directory[_PROFILE] = metadata.profile
    packet = metadata.packet()
    if packet is not None:
        directory.tagtype[_XMP] = _BYTE
        directory[_XMP] = packet
    directory[_ORIENTATION] = 1
