"""The mask as the PNG that goes over the wire.

One file says the same thing twice, because servers disagree: the alpha channel follows OpenAI
(transparent = change), the colour follows diffusion servers (white = change). A general PNG writer
would need four bytes for every pixel and choose filters row by row; a mask has two kinds of pixels,
so the filtered rows are derived from the coverage directly, and most bands do not change at all.
"""

from __future__ import annotations

import io
import os
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from overpaint.domain.errors import Action, ImageError
from overpaint.domain.profiles import MaskForm
from overpaint.domain.text import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from overpaint.imaging.pixels import Bytes2D

LIMIT_BYTES = 4_000_000
"""What the edit endpoint accepts at most ("less than 4MB"), read as decimal to be safe."""

THRESHOLD = 128

_BAND_BYTES = 512 * 1024
_SMALL_BANDS = 8  # below this a thread pool costs more than it gives
_ADLER = 65521
_UP, _NONE = 2, 0
_EDIT = np.array([255, 255, 255, 0], np.uint8).view("<u4")[0]
_STEPS = np.array([[1, 1, 1, 255], [255, 255, 255, 1]], np.uint8)  # became keep, became edit
_KEEP = np.array([0, 0, 0, 255], np.uint8).view("<u4")[0]


class MaskTooLargeError(ImageError):
    """The mask is too detailed for the file size that the endpoint accepts."""


class _Attempt(NamedTuple):
    """One rung of the ladder.

    Attributes:
        level: Of zlib, for bands full of speckle.
        speckled_from: A band counts as such from so many changes between neighbours, per pixel.
    """

    level: int
    speckled_from: float


_LADDER = (_Attempt(level=4, speckled_from=1 / 250), _Attempt(level=6, speckled_from=0.0))
"""Fast and usually enough first.

Rows with smooth edges differ little from the row above: PNG's filter "Up" leaves long runs of
nothing, for which zlib's fastest level is enough. In speckle it finds twice as many edges, and
matches of whole pixels are better; level 4 is the first that looks for long ones, 6 saves up to a
fifth more in twice the time, and 9 a few per cent in twenty times.
"""

_GAIN_PLAIN, _GAIN_SMOOTH = 1.25, 3.5  # what the second rung saves at most, in either kind of band
_HISTORY_BYTES = 32 * 1024  # how far deflate looks back


class _Block(NamedTuple):
    """One compressed band, independent of the others."""

    deflated: bytes
    adler: int
    raw_bytes: int
    gain: float


def encode_request_mask(
    coverage: Bytes2D, threshold: int = THRESHOLD, *, limit_bytes: int = LIMIT_BYTES
) -> bytes:
    """Encode a mask as an RGBA PNG (colour type 6) with only two kinds of pixels.

    Coverage of at least ``threshold`` becomes (255, 255, 255, 0) = change, everything else
    (0, 0, 0, 255) = keep. Needs a few megabytes beyond its result at any picture size. Takes
    tenths of a second for large pictures: not for the GUI thread.

    Args:
        coverage: Shape (height, width), uint8, 255 = change.
        threshold: 1 to 255.
        limit_bytes: The result is smaller than this.

    Raises:
        MaskTooLargeError: No compression brings it under the limit.
    """
    height, width = coverage.shape
    for attempt in _LADDER:
        try:
            body = _Bands(coverage, threshold, attempt).encode(limit_bytes)
        except _OverLimitError as over:
            if over.least_bytes >= limit_bytes:
                break
            continue
        png = _assemble(width, height, body)
        if len(png) < limit_bytes:
            return png
    raise _too_large(limit_bytes)


def encode_grey_mask(
    coverage: Bytes2D,
    form: MaskForm,
    threshold: int = THRESHOLD,
    *,
    limit_bytes: int = LIMIT_BYTES,
) -> bytes:
    """Encode a mask as a greyscale PNG without alpha, for servers that look at luminance only.

    Args:
        coverage: Shape (height, width), uint8, 255 = change.
        form: `MaskForm.WHITE`: change is 255, keep is 0; `MaskForm.BLACK`: the other way round.
        threshold: 1 to 255.
        limit_bytes: The result is smaller than this.

    Raises:
        MaskTooLargeError: It does not become small enough.
    """
    changes = coverage >= threshold
    white = changes if form is MaskForm.WHITE else ~changes
    buffer = io.BytesIO()
    # One band of a mask holds a few long runs: the default level is the smallest and fast enough.
    Image.fromarray(white.astype(np.uint8) * np.uint8(255)).save(buffer, "PNG")
    if buffer.tell() >= limit_bytes:
        raise _too_large(limit_bytes)
    return buffer.getvalue()


def _too_large(limit_bytes: int) -> MaskTooLargeError:
    return MaskTooLargeError(
        say("errors", "The mask has too much fine detail to be sent."),
        why=say(
            "errors",
            "It may take {limit} MB at most as a file.",
            limit=f"{limit_bytes / 1_000_000:g}",
        ),
        remedy=say(
            "errors",
            "Choose Mask › Remove specks, then Mask › Fill holes; or paint larger, smoother areas.",
        ),
        action=Action.EDIT_MASK,
    )


class _OverLimitError(Exception):
    """An attempt gave up; the next one would need at least so many bytes."""

    def __init__(self, least_bytes: float) -> None:
        super().__init__()
        self.least_bytes = least_bytes


@dataclass(frozen=True, slots=True)
class _Bands:
    """Cuts the picture into bands of rows and compresses each on its own."""

    coverage: Bytes2D
    threshold: int
    attempt: _Attempt
    still: dict[int, _Block] = field(default_factory=dict)

    def encode(self, limit_bytes: int) -> bytes:
        """Return the zlib stream of the whole picture.

        Raises:
            _OverLimitError: It grows over the limit.
        """
        height, width = self.coverage.shape
        step = max(1, _BAND_BYTES // (1 + 4 * width))
        tops = range(0, height, step)
        whole_bytes = height * (1 + 4 * width)
        if len(tops) < _SMALL_BANDS:
            return _join((self._band(top, step) for top in tops), limit_bytes, whole_bytes)
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
            try:
                blocks = pool.map(self._band, tops, [step] * len(tops))
                return _join(blocks, limit_bytes, whole_bytes)
            finally:
                pool.shutdown(cancel_futures=True)

    def _band(self, top: int, step: int) -> _Block:
        # One row more above: the Up filter needs what came before.
        rows = self.coverage[max(0, top - 1) : top + step] >= self.threshold
        if self._is_speckled(rows if top == 0 else rows[1:]):
            return self._plain_band(top, step)
        if top == 0:
            return self._smooth(b"".join((_plain_rows(rows[:1]), _differences(rows))))
        if (rows[1:] == rows[:-1]).all():
            return self._still_band(rows.shape[0] - 1, rows.shape[1])
        return self._smooth(_differences(rows))

    def _is_speckled(self, edit: NDArray[np.bool_]) -> bool:
        """Tell whether a band consists of tiny pieces, as a wand leaves them."""
        changes = np.count_nonzero(edit[:, 1:] != edit[:, :-1])
        return int(changes) >= self.attempt.speckled_from * edit.size

    def _plain_band(self, top: int, step: int) -> _Block:
        """Compress with the band before as the history, when that was written the same way."""
        row_bytes = 1 + 4 * self.coverage.shape[1]
        before = self.coverage[max(0, top - step) : top] >= self.threshold
        above = 0
        if top and self._is_speckled(before):
            above = min(before.shape[0], -(-_HISTORY_BYTES // row_bytes))
        raw = _plain_rows(self.coverage[top - above : top + step] >= self.threshold)
        start = above * row_bytes
        history = raw[max(0, start - _HISTORY_BYTES) : start]
        return _deflated(raw[start:], self.attempt.level, _GAIN_PLAIN, history)

    def _still_band(self, rows: int, width: int) -> _Block:
        """Rows that all repeat the row above look alike everywhere: compress them once."""
        block = self.still.get(rows)
        if block is None:
            block = self._smooth((bytes((_UP,)) + bytes(4 * width)) * rows)
            self.still[rows] = block
        return block

    def _smooth(self, raw: bytes | memoryview) -> _Block:
        return _deflated(raw, 1, _GAIN_SMOOTH)


def _deflated(
    raw: bytes | memoryview, level: int, gain: float, history: bytes | memoryview = b""
) -> _Block:
    packer = zlib.compressobj(level, zlib.DEFLATED, -15, zdict=history)
    # A full flush ends on a byte and forgets the past: bands can simply follow each other.
    deflated = packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)
    return _Block(deflated, zlib.adler32(raw), len(raw), gain)


def _plain_rows(edit: NDArray[np.bool_]) -> memoryview:
    """Rows of RGBA pixels, each after its filter byte."""
    rows, width = edit.shape
    out = np.empty((rows, 1 + 4 * width), np.uint8)
    out[:, 0] = _NONE
    out[:, 1:] = np.where(edit, _EDIT, _KEEP).view(np.uint8)
    return out.reshape(-1).data


def _differences(edit: NDArray[np.bool_]) -> memoryview:
    """Rows 1... minus the row above, byte by byte modulo 256 (PNG's Up filter).

    Nearly all of it is zero, which costs nothing: only the pixels that differ are written.
    """
    rows, width = edit.shape[0] - 1, edit.shape[1]
    out = np.zeros((rows, 1 + 4 * width), np.uint8)
    out[:, 0] = _UP
    row, column = np.nonzero(edit[1:] != edit[:-1])
    became = edit[1:][row, column].astype(np.intp)
    pixels = out.reshape(-1)
    first = row * (1 + 4 * width) + 1 + 4 * column
    for channel in range(4):
        pixels[first + channel] = _STEPS[became, channel]
    return pixels.data


def _join(blocks: Iterable[_Block], limit_bytes: int, whole_bytes: int) -> bytes:
    parts, size, least, done, adler = [b"\x78\x01"], 0, 0.0, 0, 1
    for block in blocks:
        parts.append(block.deflated)
        size += len(block.deflated)
        least += len(block.deflated) / block.gain
        done += block.raw_bytes
        if size >= limit_bytes:
            raise _OverLimitError(least * whole_bytes / done)
        adler = _adler_combined(adler, block.adler, block.raw_bytes)
    parts.append(b"\x03\x00" + struct.pack(">I", adler))  # an empty last block, the checksum
    return b"".join(parts)


def _adler_combined(first: int, second: int, second_bytes: int) -> int:
    """Return the Adler-32 of two pieces from theirs (RFC 1950: two sums modulo 65521)."""
    a1, b1 = first & 0xFFFF, first >> 16
    a2, b2 = second & 0xFFFF, second >> 16
    # The second piece started from a = 1, and went on from a1 instead, over all its bytes.
    a = (a1 + a2 - 1) % _ADLER
    b = (b1 + b2 + second_bytes * (a1 - 1)) % _ADLER
    return b << 16 | a


def _assemble(width: int, height: int, body: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", body),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(data, zlib.crc32(kind))
    return b"".join((struct.pack(">I", len(data)), kind, data, struct.pack(">I", checksum)))
