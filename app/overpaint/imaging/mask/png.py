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

_BAND_BYTES = 256 * 1024
_SMALL_BANDS = 16  # below this a thread pool costs more than it gives
_ADLER = 65521
_UP, _NONE = 2, 0
_EDIT = np.array([255, 255, 255, 0], np.uint8).view("<u4")[0]
_KEEP = np.array([0, 0, 0, 255], np.uint8).view("<u4")[0]


class MaskTooLargeError(ImageError):
    """The mask is too detailed for the file size that the endpoint accepts."""


class _Attempt(NamedTuple):
    """One rung of the ladder: fast and usually enough first."""

    level: int
    filtered: bool


_LADDER = (
    _Attempt(level=1, filtered=True),
    _Attempt(level=6, filtered=True),
    _Attempt(level=6, filtered=False),  # best for speckle: repeated pixels beat differences
)


class _Block(NamedTuple):
    """One compressed band, independent of the others."""

    deflated: bytes
    adler: int
    raw_bytes: int


def encode_request_mask(
    coverage: Bytes2D, threshold: int = THRESHOLD, *, limit_bytes: int = LIMIT_BYTES
) -> bytes:
    """Encode a mask as an RGBA PNG (colour type 6) with only two kinds of pixels.

    Coverage of at least ``threshold`` becomes (255, 255, 255, 0) = change, everything else
    (0, 0, 0, 255) = keep. Needs about a megabyte beyond its result at any picture size. Takes
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
        body = _Bands(coverage, threshold, attempt).encode(limit_bytes)
        if body is not None:
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
        remedy=say("errors", "Paint larger, smoother areas, or use a smaller picture."),
        action=Action.EDIT_MASK,
    )


@dataclass(frozen=True, slots=True)
class _Bands:
    """Cuts the picture into bands of rows and compresses each on its own."""

    coverage: Bytes2D
    threshold: int
    attempt: _Attempt
    still: dict[int, _Block] = field(default_factory=dict)

    def encode(self, limit_bytes: int) -> bytes | None:
        """Return the zlib stream of the whole picture, or None when it grows over the limit."""
        height, width = self.coverage.shape
        step = max(1, _BAND_BYTES // (1 + 4 * width))
        tops = range(0, height, step)
        if len(tops) < _SMALL_BANDS:
            return _join(map(self._band, tops, [step] * len(tops)), limit_bytes)
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
            try:
                return _join(pool.map(self._band, tops, [step] * len(tops)), limit_bytes)
            finally:
                pool.shutdown(cancel_futures=True)

    def _band(self, top: int, step: int) -> _Block:
        # One row more above: the Up filter needs what came before.
        rows = self.coverage[max(0, top - 1) : top + step] >= self.threshold
        if not self.attempt.filtered:
            return self._deflate(_plain_rows(rows if top == 0 else rows[1:]))
        if top == 0:
            return self._deflate(_plain_rows(rows[:1]) + _differences(rows))
        if (rows[1:] == rows[:-1]).all():
            return self._still_band(rows.shape[0] - 1, rows.shape[1])
        return self._deflate(_differences(rows))

    def _still_band(self, rows: int, width: int) -> _Block:
        """Rows that all repeat the row above look alike everywhere: compress them once."""
        block = self.still.get(rows)
        if block is None:
            block = self._deflate((bytes((_UP,)) + bytes(4 * width)) * rows)
            self.still[rows] = block
        return block

    def _deflate(self, raw: bytes) -> _Block:
        packer = zlib.compressobj(self.attempt.level, zlib.DEFLATED, -15)
        # A full flush ends on a byte and forgets the past: bands can simply follow each other.
        deflated = packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)
        return _Block(deflated, zlib.adler32(raw), len(raw))


def _plain_rows(edit: NDArray[np.bool_]) -> bytes:
    return _rows(np.where(edit, _EDIT, _KEEP), _NONE)


def _differences(edit: NDArray[np.bool_]) -> bytes:
    """Rows 1... minus the row above, byte by byte modulo 256 (PNG's Up filter)."""
    now, above = edit[1:].view(np.uint8), edit[:-1].view(np.uint8)
    step = (now - above).astype("<u4")  # 0, 1 (became edit) or 255 (became keep)
    # Becoming edit is (255, 255, 255, 1), becoming keep is (1, 1, 1, 255), modulo 256.
    colour = (np.uint32(256) - step) & np.uint32(255)
    return _rows(colour * np.uint32(0x010101) | step << np.uint32(24), _UP)


def _rows(words: NDArray[np.uint32], filter_type: int) -> bytes:
    """Put the filter byte before each row of RGBA words."""
    rows, width = words.shape
    out = np.empty((rows, 1 + 4 * width), np.uint8)
    out[:, 0] = filter_type
    out[:, 1:] = words.view(np.uint8)
    return out.tobytes()


def _join(blocks: Iterable[_Block], limit_bytes: int) -> bytes | None:
    parts, size, adler = [b"\x78\x01"], 0, 1
    for block in blocks:
        parts.append(block.deflated)
        size += len(block.deflated)
        if size >= limit_bytes:
            return None
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
