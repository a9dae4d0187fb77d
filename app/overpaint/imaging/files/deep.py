"""Colour pictures with 16 bits or floats a channel, which Pillow cuts to 8 bits or cannot read.

OpenCV reads them whole; here they are rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageFile, TiffImagePlugin

from overpaint.imaging.files.kinds import Kind
from overpaint.imaging.pixels import bands, linear_to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from overpaint.imaging.files.opening import Opened
    from overpaint.imaging.pixels import Bytes3D

_WIDTH, _HEIGHT, _BITS, _ORIENTATION = 256, 257, 258, 274
_SAMPLES, _EXTRA_SAMPLES, _SAMPLE_FORMAT, _ICC = 277, 338, 339, 34675
_FLOAT = 3
_PREMULTIPLIED = 1


def is_wanted(picture: Opened) -> bool:
    """Whether `read` does better than Pillow."""
    image = picture.image
    if isinstance(image, FloatTiff):
        return True
    if image.mode not in {"RGB", "RGBA", "LA"}:
        return False
    if picture.png is not None:
        return picture.png.bit_depth == 16 and picture.kind is Kind.PNG
    tags = getattr(image, "tag_v2", {})
    is_plain = _PREMULTIPLIED not in tags.get(_EXTRA_SAMPLES, ())
    return picture.kind is Kind.TIFF and 16 in tags.get(_BITS, ()) and is_plain


def read(picture: Opened) -> Image.Image:
    """Decode the present frame with all its bits and round it: mode L, RGB or RGBA.

    Raises:
        ValueError: The pixels are damaged, or of a form that nobody reads.
    """
    pixels = native(picture)
    if pixels.dtype == np.uint16:
        eight = _rounded(pixels)
    elif pixels.dtype.kind == "f":
        eight = linear_to_bytes(pixels)
    elif pixels.dtype == np.uint8:
        eight = pixels
    else:
        raise ValueError(f"pixels of {pixels.dtype}")
    image = Image.fromarray(_red_first(eight))
    if "icc_profile" in picture.image.info and pixels.dtype.kind != "f":
        image.info["icc_profile"] = picture.image.info["icc_profile"]
    return image


class FloatTiff(ImageFile.ImageFile):
    """The header of a TIFF with floats for colours, which Pillow does not open."""

    format = "TIFF"
    format_description = "TIFF with floating-point colours"

    def _open(self) -> None:
        if self.fp is None:
            raise OSError("closed")
        directory = TiffImagePlugin.ImageFileDirectory_v2(self.fp.read(8))
        self.fp.seek(directory.next)
        directory.load(self.fp)
        samples = directory.get(_SAMPLES, 1)
        if _FLOAT not in directory.get(_SAMPLE_FORMAT, ()) or samples not in {1, 3, 4}:
            raise SyntaxError("not a TIFF with floats")
        self._size = (int(directory[_WIDTH]), int(directory[_HEIGHT]))
        self._mode = {1: "L", 3: "RGB", 4: "RGBA"}[samples]
        self.info["bit_depth"] = directory.get(_BITS, (32,))[0]
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
