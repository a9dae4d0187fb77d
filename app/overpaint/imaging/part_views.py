"""The pictures of a request as a model sees them, small enough for the screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from overpaint.imaging.load import decode_upright, load_upright, to_picture
from overpaint.imaging.pixels import Picture


@dataclass(frozen=True, slots=True, eq=False)
class PartViews:
    """Two ways to look at a file.

    Attributes:
        whole: Colours and transparency.
        luminance: Brightness alone, as a server sees it that knows no transparency.
    """

    whole: Picture
    luminance: Picture


def part_views(content: bytes | Path, edge_px: int) -> PartViews:
    """Decode a file that is sent; not for the window's thread.

    Args:
        content: Its bytes, or the file that holds them.
        edge_px: Its longer edge has at most so many pixels.

    Raises:
        ImageError: It cannot be read.
    """
    image = load_upright(content) if isinstance(content, Path) else decode_upright(content, "")
    grey = image.convert("RGB").convert("L").convert("RGB")
    return PartViews(_small(image, edge_px), _small(grey, edge_px))


def _small(image: Image.Image, edge_px: int) -> Picture:
    image.thumbnail((edge_px, edge_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return to_picture(image)
