"""Cut the context frame out of the target, its mask and its markup, and bring coordinates back."""

from __future__ import annotations

import numpy as np
from PIL import Image

from overpaint.domain.frame import ContextFrame, Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.pixels import Bytes2D


def cut_picture(image: Image.Image, frame: ContextFrame) -> Image.Image:
    """Return the part of a picture that the frame sends, at the size at which it is sent.

    Where the frame reaches out of the picture, the edge pixels are continued: a model that sees a
    black border paints one.

    Args:
        image: The target, upright; mode RGB or RGBA. Its colour profile stays in ``info``.
        frame: The frame in its pixels.
    """
    inside = frame.rect.within(Size(*image.size))
    part = image.crop((inside.left, inside.top, inside.right, inside.bottom))
    if inside != frame.rect:
        padded = np.pad(np.asarray(part), (*_margins(inside, frame.rect), (0, 0)), mode="edge")
        profile = part.info.get("icc_profile")
        part = Image.fromarray(padded)
        part.info["icc_profile"] = profile
    if frame.is_exact:
        return part
    return part.resize((frame.sent.width, frame.sent.height), Image.Resampling.LANCZOS)


def cut_coverage(coverage: Bytes2D, frame: ContextFrame) -> Bytes2D:
    """Return the part of a mask that the frame sends, shape of ``frame.sent``.

    Args:
        coverage: Shape (height, width) of the target, 255 = change.
        frame: The frame in the target's pixels.
    """
    height, width = coverage.shape
    inside = frame.rect.within(Size(width, height))
    part = coverage[inside.top : inside.bottom, inside.left : inside.right]
    if inside != frame.rect:
        part = np.pad(part, _margins(inside, frame.rect), mode="edge")
    if frame.is_exact:
        return np.ascontiguousarray(part)
    # Any touched pixel may change: averaging would lose thin strokes.
    image = Image.fromarray(np.ascontiguousarray(part))
    size = (frame.sent.width, frame.sent.height)
    resized = image.resize(
        size, Image.Resampling.BOX if frame.scale < 1 else Image.Resampling.BILINEAR
    )
    return np.asarray(resized)


def place(answer: Image.Image, frame: ContextFrame) -> Image.Image:
    """Scale an answer to the frame's rectangle in the target's pixels; mode RGB or RGBA.

    An answer of another size than was asked for is fitted as well: servers answer with what they
    have, and the picture is the same.
    """
    size = (frame.rect.width, frame.rect.height)
    return answer if answer.size == size else answer.resize(size, Image.Resampling.BICUBIC)


def _margins(inside: Rect, whole: Rect) -> tuple[tuple[int, int], tuple[int, int]]:
    """Rows above and below, columns left and right, by which ``whole`` is larger."""
    return (
        (inside.top - whole.top, whole.bottom - inside.bottom),
        (inside.left - whole.left, whole.right - inside.right),
    )
