"""A GIF that fades from the target to the edit."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator

from PIL import Image

from overpaint.domain.sizes import Size

_SHEET_EDGE_PX = 3840
_SHEET_PIXELS = 8_294_400
_STEP_PX = 16


def fitted(size: Size, frames: int) -> Size:
    """The largest size of that shape whose frames all find room on one sheet.

    The service draws the frames side by side on one picture of at most 3840 pixels an edge and
    8 294 400 pixels; measured by users, https://docs.apiyi.com, read 2026-11-22: squares of 960
    pixels for up to 9 frames, 816 for up to 12, 720 for up to 16.
    """
    across = math.ceil(math.sqrt(frames))
    if frames <= 9:
        across = 3
    down = 3 if frames <= 12 else across
    scale = min(
        1.0,
        _SHEET_EDGE_PX / (across * size.width),
        _SHEET_EDGE_PX / (down * size.height),
        math.sqrt(_SHEET_PIXELS / (across * down * size.pixels)),
    )
    if scale == 1.0:
        return size
    return Size(_stepped(size.width * scale), _stepped(size.height * scale))


def _stepped(edge: float) -> int:
    # A hair above the exact edge, because 3840 / 4 must not become 959.99.
    return max(_STEP_PX, int((edge + 1e-6) // _STEP_PX) * _STEP_PX)


def faded(before: Image.Image, after: Image.Image, frames: int, frame_ms: int) -> bytes:
    """Write the animation; it repeats for ever.

    Args:
        before: RGB, the first frame.
        after: RGB, the last one, of the same size.
        frames: At least 2.
        frame_ms: A multiple of 10.
    """
    size = fitted(Size(*after.size), frames)
    small = [
        picture.resize((size.width, size.height), Image.Resampling.LANCZOS)
        for picture in (before, after)
    ]
    buffer = io.BytesIO()
    first, *others = _steps(small[0], small[1], frames)
    first.save(
        buffer,
        "GIF",
        save_all=True,
        append_images=others,
        duration=frame_ms,
        loop=0,
        optimize=False,
    )
    return buffer.getvalue()


def _steps(before: Image.Image, after: Image.Image, frames: int) -> Iterator[Image.Image]:
    for number in range(frames):
        share = number / (frames - 1)
        # Slow at both ends, so that both can be looked at.
        mixed = Image.blend(before, after, share * share * (3 - 2 * share))
        yield mixed.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
