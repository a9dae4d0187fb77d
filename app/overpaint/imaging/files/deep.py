"""Colour pictures with 16 bits or floats a channel, which Pillow cuts to 8 bits or cannot read.

OpenCV reads them whole; here they are rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageFile, TiffImagePlugin

from overpaint.imaging.colour import is_linear
from overpaint.imaging.files.kinds import Kind
from overpaint.imaging.files.troubles import unsupported_pixels
from overpaint.imaging.pixels import bands, linear_to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from overpaint.imaging.files.opening import Opened
    from overpaint.imaging.pixels import Bytes3D

_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _ORIENTATION, _PLANES = 256, 257, 258, 262, 274, 284
_SAMPLES, _EXTRA_SAMPLES, _SAMPLE_FORMAT, _ICC = 277, 338, 339, 34675
_INTEGER, _FLOAT = 1, 3
_GREY_OR_RGB = {1, 2}
_READABLE = {(_FLOAT, 32), (_FLOAT, 64), (_INTEGER, 32)}
_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
_SEPARATE = 2
_PREMULTIPLIED = 1


def is_wanted(picture: Opened) -> bool:
    """Whether `read` does better than Pillow."""
    image = picture.image
    if isinstance(image, DeepTiff):
        return True
    if image.mode not in {"RGB", "RGBA", "LA"}:
        return False
    if picture.png is not None:
        return picture.png.bit_depth == 16 and picture.kind is Kind.PNG
    tags = getattr(image, "tag_v2", {})
    # OpenCV mixes up 16-bit planes that lie one behind the other, and multiplied alpha.
    together = tags.get(_PLANES, 1) != _SEPARATE
    is_plain = together and _PREMULTIPLIED not in tags.get(_EXTRA_SAMPLES, ())
    return picture.kind is Kind.TIFF and 16 in tags.get(_BITS, ()) and is_plain


def read(picture: Opened) -> Image.Image:
    """Decode the present frame with all its bits and round it: mode L, RGB or RGBA.

    Raises:
        ValueError: The pixels are damaged, or of a form that nobody reads.
    """
    pixels = native(picture)
    profile = picture.image.info.get("icc_profile")
    if pixels.dtype == np.uint32:
        pixels = (pixels >> 16).astype(np.uint16)
    if pixels.dtype == np.uint16:
        eight = _rounded(pixels)
    elif pixels.dtype.kind == "f":
        linear = profile is None or is_linear(profile)
        eight = _from_floats(pixels, linear=linear)
        profile = None if linear else profile
    elif pixels.dtype == np.uint8:
        eight = pixels
    else:
        raise ValueError(f"pixels of {pixels.dtype}")
    image = Image.fromarray(_red_first(eight))
    if profile is not None:
        image.info["icc_profile"] = profile
    return image


class DeepTiff(ImageFile.ImageFile):
    """The header of a TIFF with floats or 32 bits for colours, which Pillow does not open."""

    format = "TIFF"
    format_description = "TIFF with floating-point or 32-bit colours"

    def _open(self) -> None:
        if self.fp is None:
            raise OSError("closed")
        directory = TiffImagePlugin.ImageFileDirectory_v2(self.fp.read(8))
        self.fp.seek(directory.next)
        directory.load(self.fp)
        self._size = (int(directory[_WIDTH]), int(directory[_HEIGHT]))
        form = (directory.get(_SAMPLE_FORMAT, (1,))[0], directory[_BITS][0])
        samples = directory.get(_SAMPLES, 1)
        readable = (
            form in _READABLE
            and samples in _MODES
            and directory[_PHOTOMETRIC] in _GREY_OR_RGB
            and directory.get(_PLANES, 1) != _SEPARATE
        )
        if not readable:
            details = f"TIFF: format and bits {form}, {samples} samples"
            raise unsupported_pixels(str(self.filename), details)
        self._mode = _MODES[samples]
        self.info["bit_depth"] = form[1]
        if _ICC in directory:
            self.info["icc_profile"] = directory[_ICC]
        if directory.get(_ORIENTATION, 1) != 1:
            exif = Image.Exif()
            exif[_ORIENTATION] = directory[_ORIENTATION]
            self.info["exif"] = exif.tobytes()


def native(picture: Opened) -> NDArray[Any]:
    """Decode the present frame as it lies in the file, blue first: shape (height, width[, 3 or 4]).

    Raises:
        ValueError: The pixels are damaged, or of a form that nobody reads.
    """
    # Half a second to import: only who opens such a file waits for it.
    import cv2  # noqa: PLC0415

    # What it cannot read is told to the person, not to the terminal.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    source = picture.source
    # Not cv2.imread: on Windows it knows no names beyond the system's code page.
    data = (
        np.frombuffer(source, np.uint8)
        if isinstance(source, bytes)
        else np.fromfile(source, np.uint8)
    )
    frame = picture.image.tell()
    if frame == 0:
        pixels: Any = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    else:
        found: Sequence[Any]
        _, found = cv2.imdecodemulti(data, cv2.IMREAD_UNCHANGED, range=(frame, frame + 1))
        pixels = found[0] if found else None
    if pixels is None:
        raise ValueError("cv2 cannot decode it")
    if pixels.shape[:2] != picture.image.size[::-1]:
        raise ValueError(f"{pixels.shape} instead of {picture.image.size}")
    return np.asarray(pixels)


def _from_floats(pixels: NDArray[Any], *, linear: bool) -> NDArray[np.uint8]:
    """Floats from 0 to 1 as bytes; what lies beyond is cut off. Alpha is never curved."""
    eight = np.empty(pixels.shape, np.uint8)
    colours = 3 if pixels.ndim == 3 else 1
    flat, out = np.atleast_3d(pixels), np.atleast_3d(eight)
    for top, bottom in bands(pixels.shape[1], pixels.shape[0]):
        plain = np.clip(np.nan_to_num(flat[top:bottom]), 0, 1) * 255 + 0.5
        out[top:bottom] = plain
        if linear:
            out[top:bottom, :, :colours] = linear_to_bytes(flat[top:bottom, :, :colours])
    return eight


def _rounded(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """As `sixteen_to_bytes`, on all cores; 65535 / 257 is 255 and no quotient lies on a half."""
    import cv2  # noqa: PLC0415 - as above

    out = np.empty(pixels.shape, np.uint8)
    for top, bottom in bands(pixels.shape[1], pixels.shape[0]):
        out[top:bottom] = cv2.convertScaleAbs(pixels[top:bottom], alpha=1 / 257).reshape(
            out[top:bottom].shape
        )
    return out


def _red_first(pixels: NDArray[np.uint8]) -> Bytes3D:
    """OpenCV has blue first."""
    import cv2  # noqa: PLC0415 - as above

    if pixels.ndim == 2:
        return pixels
    order = {3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGBA}[pixels.shape[2]]
    return np.asarray(cv2.cvtColor(pixels, order), np.uint8)
