"""Coverage taken from a picture that somebody else made as a mask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from PIL.Image import Resampling, fromarray

if TYPE_CHECKING:
    from PIL.Image import Image

    from overpaint.domain.sizes import Size
    from overpaint.imaging.pixels import Bytes2D


class MaskSource(Enum):
    """Which property of the picture was read as the mask."""

    ALPHA = "alpha"
    LUMINANCE = "luminance"


class Fit(Enum):
    """What becomes of a mask that has another size than the picture."""

    SCALE = "scale"
    """Stretched over the whole picture."""
    CENTRE = "centre"
    """Kept at its size in the middle: cut where it is larger, 0 where it is smaller."""


@dataclass(frozen=True, slots=True, eq=False)
class ImportedMask:
    """A mask read from a picture.

    Attributes:
        coverage: Shape (height, width), uint8, 255 = change.
        source: What was read: transparency (transparent = change, as the edit endpoint defines
            it), or brightness (white = change, as painters and diffusion servers define it).
    """

    coverage: Bytes2D
    source: MaskSource


def coverage_from_image(image: Image) -> ImportedMask:
    """Read a mask from a picture of any mode; the size stays the picture's.

    A picture that is transparent anywhere is read by its transparency, every other by brightness.

    Source:
        https://platform.openai.com/docs/api-reference/images/createEdit, read 2026-11-22: fully
        transparent areas of the mask indicate where the image should be edited.
    """
    alpha = _alpha(image)
    if alpha is not None and int(alpha.min()) < 255:
        return ImportedMask(255 - alpha, MaskSource.ALPHA)
    return ImportedMask(_luminance(image), MaskSource.LUMINANCE)


def _alpha(image: Image) -> Bytes2D | None:
    """Return the opacity; None when the picture has nothing of the kind."""
    for band in ("A", "a"):
        if band in image.getbands():
            # Converting to RGBA first would take four times the memory.
            return np.asarray(image.getchannel(band))
    if "transparency" in image.info:
        return np.asarray(image.convert("RGBA").getchannel("A"))
    return None


def fitted(coverage: Bytes2D, size: Size, fit: Fit) -> Bytes2D:
    """Bring a mask to the size of a picture.

    Args:
        coverage: Shape (height, width), uint8.
        size: Of the picture.
        fit: What to do when the sizes differ.

    Returns:
        Shape (size.height, size.width); ``coverage`` itself when it has that size.
    """
    height, width = coverage.shape
    wanted = (size.width, size.height)
    if (width, height) == wanted:
        return coverage
    if fit is Fit.SCALE:
        # Growing, this interpolates; shrinking, it averages, so that no thin line is lost.
        return np.asarray(fromarray(coverage).resize(wanted, Resampling.BILINEAR))
    out = np.zeros((size.height, size.width), np.uint8)
    rows, source_rows = _overlap(size.height, height)
    columns, source_columns = _overlap(size.width, width)
    out[rows, columns] = coverage[source_rows, source_columns]
    return out


def _overlap(room: int, length: int) -> tuple[slice, slice]:
    """Where a length lies in the middle of the room, and which part of it that is."""
    shared = min(room, length)
    start, source = (room - shared) // 2, (length - shared) // 2
    return slice(start, start + shared), slice(source, source + shared)


def _luminance(image: Image) -> Bytes2D:
    """Brightness as 8 bits; 16-bit and float modes are scaled, which ``convert("L")`` clips."""
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        wide = np.asarray(image, dtype=np.float32)
        top = 65535.0 if image.mode != "F" else max(1.0, float(wide.max()))
        scaled: Bytes2D = np.clip(wide * (255.0 / top) + 0.5, 0, 255).astype(np.uint8)
        return scaled
    return np.array(image.convert("L"))
