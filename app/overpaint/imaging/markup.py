"""Marks as the transparent PNG that goes along with a request.

The service wants a PNG of the target's size with opaque marks on fully transparent ground
(https://platform.openai.com/docs/api-reference/images/createEdit, read 2026-11-22). It is made in
bands of rows, so a picture of any size needs a few megabytes; bands without a mark cost nothing.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from overpaint.domain.errors import Action, ImageError
from overpaint.domain.marks import (
    Bounds,
    Mark,
    Point,
    Polygon,
    bounds_of,
    fills_of,
    line_width_px,
    stroke_of,
)
from overpaint.domain.models import MEBIBYTE
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.imaging.mask.area import Area

LIMIT_BYTES = 50 * MEBIBYTE
"""The markup must be smaller than this, as every picture must."""

_FINE = 4  # samples for a pixel in each direction
_BAND_ROWS = 256
_CHUNK_COLUMNS = 2048
_LEVEL = 6


class MarkupError(ImageError):
    """The markup cannot be sent as it is."""


def encode_markup(marks: Sequence[Mark], size: Size) -> bytes:
    """Draw marks, the last one on top, and encode them as an RGBA PNG; not for the GUI thread.

    Args:
        marks: In pixels of the target.
        size: Of the target.

    Raises:
        MarkupError: No mark is inside the picture, no pixel stays transparent, or the file would
            be too large.
    """
    packer = _Packer(size)
    for top in range(0, size.height, _BAND_ROWS):
        area = Area(0, top, size.width, min(top + _BAND_ROWS, size.height))
        packer.add(draw_marks(marks, area) if _touched(marks, area) else None, area.height)
    if not packer.covers:
        raise _refused(say("errors", "No mark lies inside the picture."))
    if not packer.leaves:
        raise _refused(say("errors", "The marks cover the whole picture."))
    data = packer.finish()
    if len(data) >= LIMIT_BYTES:
        raise _refused(say("errors", "The markup is larger than {limit} MB.",
                           limit=LIMIT_BYTES // MEBIBYTE))  # fmt: skip
    return data


def draw_marks(marks: Sequence[Mark], area: Area) -> Image.Image:
    """Draw what lies in a part of the target: RGBA, straight alpha, smooth edges."""
    canvas = Image.new("RGBA", (area.width, area.height), (0, 0, 0, 0))
    for mark in marks:
        for chunk in _chunks(bounds_of(mark), area):
            cover = _cover(mark, chunk)
            stain = Image.new("RGBA", cover.size, (*mark.colour, 0))
            stain.putalpha(cover)
            canvas.alpha_composite(stain, (chunk.left - area.left, chunk.top - area.top))
    return canvas


def _refused(what: Message) -> MarkupError:
    return MarkupError(
        what,
        why=say("errors", "Markup is a few marks on a transparent ground."),
        remedy=say("errors", "Draw on part of the picture only."),
        action=Action.EDIT_MASK,
    )


class _Packer:
    """Writes a PNG band by band; a band without marks is compressed once for its height."""

    def __init__(self, size: Size) -> None:
        self.covers = False
        self.leaves = False
        self._size = size
        self._blocks: list[bytes] = []
        self._blank: dict[int, bytes] = {}
        self._adler = 1

    def add(self, band: Image.Image | None, rows: int) -> None:
        """Append rows; None stands for transparent ones."""
        if band is None:
            self.leaves = True
            raw = bytes(rows * (1 + 4 * self._size.width))
            if rows not in self._blank:
                self._blank[rows] = _deflated(raw)
            self._blocks.append(self._blank[rows])
        else:
            raw = self._rows(np.asarray(band))
            self._blocks.append(_deflated(raw))
        self._adler = zlib.adler32(raw, self._adler)

    def finish(self) -> bytes:
        """Return the file."""
        header = struct.pack(">IIBBBBB", self._size.width, self._size.height, 8, 6, 0, 0, 0)
        end = b"\x03\x00" + struct.pack(">I", self._adler)  # an empty last block, the checksum
        body = b"".join((b"\x78\x01", *self._blocks, end))
        chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)

    def _rows(self, rgba: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
        height, width = rgba.shape[:2]
        alpha = rgba[..., 3]
        self.covers = self.covers or bool(alpha.any())
        self.leaves = self.leaves or bool((alpha == 0).any())
        out = np.zeros((height, 1 + 4 * width), np.uint8)  # 0 before each row: no filter
        out[:, 1:] = rgba.reshape(height, 4 * width)
        return out.tobytes()


def _deflated(raw: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    # A full flush ends on a byte and forgets the past: bands can simply follow each other.
    return packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(data, zlib.crc32(kind))
    return b"".join((struct.pack(">I", len(data)), kind, data, struct.pack(">I", checksum)))


def _touched(marks: Sequence[Mark], area: Area) -> bool:
    return any(not _pixels(bounds_of(mark)).intersected(area).is_empty for mark in marks)


def _pixels(bounds: Bounds) -> Area:
    left, top = int(np.floor(bounds.left)) - 1, int(np.floor(bounds.top)) - 1
    return Area(left, top, int(np.ceil(bounds.right)) + 1, int(np.ceil(bounds.bottom)) + 1)


def _chunks(bounds: Bounds, area: Area) -> Iterator[Area]:
    """Cut what a mark covers of an area into pieces that may be drawn fine."""
    covered = _pixels(bounds).intersected(area)
    for left in range(covered.left, covered.right, _CHUNK_COLUMNS):
        right = min(left + _CHUNK_COLUMNS, covered.right)
        piece = Area(left, covered.top, right, covered.bottom)
        if not piece.is_empty:
            yield piece


def _cover(mark: Mark, area: Area) -> Image.Image:
    """How much of each pixel a mark covers, 0 to 255."""
    fine = Image.new("L", (area.width * _FINE, area.height * _FINE), 0)
    _fill(fine, [_fine(polygon, area) for polygon in fills_of(mark)])
    # Pillow draws the pixels on both ends of a length: half of one too much on each side.
    _stroke(fine, _fine(stroke_of(mark), area), line_width_px(mark) * _FINE / 2 - 0.5)
    return fine.reduce(_FINE)


def _fine(points: Polygon, area: Area) -> list[Point]:
    # Pillow counts from the middle of a pixel.
    return [((x - area.left) * _FINE - 0.5, (y - area.top) * _FINE - 0.5) for x, y in points]


def _fill(image: Image.Image, polygons: list[list[Point]]) -> None:
    """Fill by the even-odd rule: what two polygons share stays free, as the inside of an O."""
    for polygon in polygons:
        xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
        box = (max(0, int(min(xs))), max(0, int(min(ys))),
               min(image.width, int(max(xs)) + 2), min(image.height, int(max(ys)) + 2))  # fmt: skip
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        part = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(part).polygon([(x - box[0], y - box[1]) for x, y in polygon], fill=255)
        image.paste(ImageChops.difference(image.crop(box), part), box)


def _stroke(image: Image.Image, line: list[Point], radius: float) -> None:
    """Draw a line with round ends and joins."""
    draw = ImageDraw.Draw(image)
    for x, y in line:
        if _near(image, x, y, x, y, radius):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    for (x1, y1), (x2, y2) in pairwise(line):
        length = float(np.hypot(x2 - x1, y2 - y1))
        if length == 0 or not _near(image, x1, y1, x2, y2, radius):
            continue
        dx, dy = (y1 - y2) / length * radius, (x2 - x1) / length * radius
        draw.polygon(
            [(x1 + dx, y1 + dy), (x2 + dx, y2 + dy), (x2 - dx, y2 - dy), (x1 - dx, y1 - dy)],
            fill=255,
        )


def _near(image: Image.Image, x1: float, y1: float, x2: float, y2: float, radius: float) -> bool:
    across = min(x1, x2) - radius <= image.width and max(x1, x2) + radius >= 0
    return across and min(y1, y2) - radius <= image.height and max(y1, y2) + radius >= 0
