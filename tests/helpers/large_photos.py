"""The sample photographs as cameras would give them: large, grainy, with profiles and EXIF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image
from PySide6.QtGui import QColorSpace

from helpers.samples import SAMPLES

_GRAIN_PX = 509  # prime: its repetitions do not line up with anything
_TURNED_RIGHT = 6


@dataclass(frozen=True)
class LargePhoto:
    """How a photograph is made.

    Attributes:
        sample: Name of the sample.
        size: Width and height, pixels, upright.
        write: Writes its file from 8-bit RGB pixels.
        suffix: Ending of the file.
    """

    sample: str
    size: tuple[int, int]
    write: Callable[[NDArray[np.uint8], Path], None]
    suffix: str

    def made(self, folder: Path) -> Path:
        """Write the photograph."""
        path = folder / f"{self.sample}{self.suffix}"
        self.write(_enlarged(self.sample, self.size), path)
        return path


def _enlarged(sample: str, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Lanczos, and the grain that every enlargement lacks."""
    small = np.asarray(Image.open(SAMPLES / f"{sample}.png").convert("RGB"))
    pixels = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LANCZOS4), np.uint8)
    grain = np.random.default_rng(11).normal(0, 2.5, (_GRAIN_PX, _GRAIN_PX, 3))
    rough = np.rint(grain).astype(np.int16)
    for top in range(0, size[1], _GRAIN_PX):
        rows = pixels[top : top + _GRAIN_PX]
        row = np.tile(rough, (1, -(-size[0] // _GRAIN_PX), 1))[: rows.shape[0], : size[0]]
        rows[:] = np.clip(rows + row, 0, 255)
    return pixels


def camera_exif(orientation: int = 1) -> Image.Exif:
    """What a camera writes."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Camera"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: "2026:05:04 03:02:01"}
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (48.0, 8.0, 0.0)}
    return exif


def display_p3() -> bytes:
    """The profile of wide screens."""
    return bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data())


def _png(pixels: NDArray[np.uint8], path: Path) -> None:
    Image.fromarray(pixels).save(path, compress_level=1, dpi=(300, 300))


def _wide_png(pixels: NDArray[np.uint8], path: Path) -> None:
    Image.fromarray(pixels).save(path, compress_level=1, icc_profile=display_p3(), dpi=(240, 240))


def _turned_jpeg(pixels: NDArray[np.uint8], path: Path) -> None:
    sideways = Image.fromarray(np.ascontiguousarray(np.rot90(pixels)))
    sideways.save(path, quality=95, exif=camera_exif(_TURNED_RIGHT), dpi=(300, 300))


def _jpeg(pixels: NDArray[np.uint8], path: Path) -> None:
    Image.fromarray(pixels).save(path, quality=92, exif=camera_exif(), dpi=(300, 300))


def _deep_tiff(pixels: NDArray[np.uint8], path: Path) -> None:
    deep = pixels[..., ::-1].astype(np.uint16) * 257
    deep[::2] ^= 1  # values that eight bits do not have
    settings: list[Any] = [cv2.IMWRITE_TIFF_COMPRESSION, cv2.IMWRITE_TIFF_COMPRESSION_NONE]
    cv2.imwrite(str(path), deep, settings)


PHOTOS = {
    "1 MP PNG": LargePhoto("raccoon", (1152, 864), _png, ".png"),
    "6 MP turned JPEG": LargePhoto("coffee", (3000, 2000), _turned_jpeg, ".jpg"),
    "24 MP Display P3 PNG": LargePhoto("astronaut", (4896, 4896), _wide_png, ".png"),
    "24 MP 16-bit TIFF": LargePhoto("rocket", (6000, 4003), _deep_tiff, ".tif"),
    "100 MP JPEG": LargePhoto("chelsea", (12264, 8160), _jpeg, ".jpg"),
}
