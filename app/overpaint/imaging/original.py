"""The target as it is in its file: its own depth, colours and metadata, upright.

The canvas and the server see 8-bit sRGB. A result is made of these pixels instead, so what the
answer does not touch stays exactly what it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from overpaint.domain.recipe import Recipe
from overpaint.domain.sizes import Size
from overpaint.imaging.colour import profile_of, space_of
from overpaint.imaging.files import deep
from overpaint.imaging.files.decoding import decoded, loaded, orientation_of
from overpaint.imaging.files.opening import Opened, opened
from overpaint.imaging.recipes import xmp

_NATIVE_MODES = {"L", "LA", "RGB", "RGBA", "CMYK"}
_PROFILED = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_THUMBNAIL_TAGS = (0x0201, 0x0202)
_XMP_TAG = 700


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says beside its pixels and is worth keeping.

    Attributes:
        profile: The colour profile; None for none, which means sRGB.
        exif: What the camera wrote, the orientation set to upright; None for nothing.
        dpi: Pixels per inch, across and down; None where nothing is said.
        xmp: What programs wrote, as an XMP packet; None for nothing.
        recipe: How the picture was made, to be written; never read from a file.
        is_merged: Whether the packet tells the recipe already.
    """

    profile: bytes | None = None
    exif: bytes | None = None
    dpi: tuple[float, float] | None = None
    xmp: bytes | None = None
    recipe: Recipe | None = None
    is_merged: bool = False

    def packet(self, limit: int | None = None) -> bytes | None:
        """The XMP packet to be written; None for none. ``limit`` as in `xmp.packet`."""
        if self.is_merged:
            return self.xmp
        if self.recipe is None and (self.xmp is None or xmp.NAMESPACE.encode() not in self.xmp):
            return self.xmp
        return xmp.packet(self.recipe, self.xmp, limit)

    def without_place(self) -> Metadata:
        """The same without where the picture was taken."""
        packet = None if self.xmp is None else xmp.without_place(self.xmp)
        if self.exif is None:
            return replace(self, xmp=packet)
        exif = Image.Exif()
        exif.load(self.exif)
        if ExifTags.IFD.GPSInfo in exif:
            del exif[ExifTags.IFD.GPSInfo]
        return replace(self, exif=exif.tobytes(), xmp=packet)


@dataclass(frozen=True, slots=True, eq=False)
class Original:
    """Pixels as the file has them, turned upright.

    Attributes:
        pixels: Shape (height, width, channels), uint8 or uint16; channels as ``mode`` says.
        alpha: Shape (height, width), of the same type; None for an opaque picture.
        mode: ``"L"``, ``"RGB"`` or ``"CMYK"``.
        metadata: What else the file says.
    """

    pixels: NDArray[Any]
    alpha: NDArray[Any] | None
    mode: str
    metadata: Metadata

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return Size(int(self.pixels.shape[1]), int(self.pixels.shape[0]))

    @property
    def bit_depth(self) -> int:
        """Bits a channel: 8 or 16."""
        return 16 if self.pixels.dtype == np.uint16 else 8


def read_original(path: Path, frame: int | None = None) -> Original:
    """Decode a picture without changing a value, where files of its kind allow that.

    Floats, palettes, Lab and 1-bit pictures become 8-bit RGB, as they are shown.

    Args:
        path: The file.
        frame: 0-based number of a frame or page; the main one unless told.

    Raises:
        ImageError: The file cannot be read.
    """
    with opened(path) as picture:
        picture.seek(frame)
        orientation = orientation_of(picture)
        metadata = _metadata(picture)
        if deep.is_wanted(picture):
            native = deep.native(picture)
            if native.dtype == np.uint16:
                return _from_array(_red_first(native), orientation, metadata)
        image = loaded(picture)
        if image.mode.startswith("I;16"):
            return _from_array(np.asarray(image, np.uint16), orientation, metadata)
        if image.mode not in _NATIVE_MODES or _has_clear_colour(image):
            return _from_array(np.asarray(decoded(picture)), 1, metadata)
        return _from_array(np.asarray(image), orientation, metadata, image.mode)


def turned(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Turn an array of shape (height, width, …) upright; ``orientation`` as in EXIF, 1 to 8.

    Source:
        Exif 2.32, tag 274, https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf.
    """
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


def _from_array(
    pixels: NDArray[Any], orientation: int, metadata: Metadata, mode: str = ""
) -> Original:
    upright = turned(pixels if pixels.ndim == 3 else pixels[..., None], orientation)
    channels = upright.shape[2]
    if mode == "CMYK":
        inks = np.require(upright, requirements=["C", "W"])
        return Original(inks, None, mode, _fitting(metadata, mode))
    colours = channels - 1 if channels in {2, 4} else channels
    alpha = np.array(upright[..., -1]) if colours < channels else None
    mode = "L" if colours == 1 else "RGB"
    # A result is painted into it, and Pillow hands out what must not be written to.
    plain = np.require(upright[..., :colours], requirements=["C", "W"])
    return Original(plain, alpha, mode, _fitting(metadata, mode))


def _fitting(metadata: Metadata, mode: str) -> Metadata:
    """Leave a profile out that is about other channels, as of a palette that became colours."""
    profile = metadata.profile
    fits = profile is not None and space_of(profile) == _PROFILED[mode]
    return metadata if fits else replace(metadata, profile=None)


def _has_clear_colour(image: Image.Image) -> bool:
    return image.mode in {"L", "RGB"} and "transparency" in image.info


def _red_first(pixels: NDArray[Any]) -> NDArray[Any]:
    if pixels.ndim == 2:
        return pixels
    order = [2, 1, 0, 3] if pixels.shape[2] == 4 else [2, 1, 0]
    return pixels[..., order]


def _metadata(picture: Opened) -> Metadata:
    image = picture.image
    exif = image.getexif()
    packet = _packet(image)
    for tag in (*_THUMBNAIL_TAGS, _XMP_TAG):
        exif.pop(tag, None)
    kept = None
    if len(exif):
        exif[ExifTags.Base.Orientation] = 1
        kept = exif.tobytes()
    dpi = image.info.get("dpi")
    known = None
    if dpi is not None and all(float(value) > 0 for value in dpi):
        known = (float(dpi[0]), float(dpi[1]))
    return Metadata(profile_of(image), kept, known, packet)


def _packet(image: Image.Image) -> bytes | None:
    """What programs wrote; None for nothing, and for what cannot be merged with a recipe."""
    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if found is None and (found := image.getexif().get(_XMP_TAG)) is None:
        return None
    data = found.encode(errors="replace") if isinstance(found, str) else bytes(found)
    return data if xmp.is_sound(data) else None
