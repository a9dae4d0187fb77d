"""What a result is made of beside the answer, and how the two become one picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from overpaint.domain.draft import InputImage, MaskFacts
from overpaint.domain.frame import ContextFrame, Rect
from overpaint.imaging.blend.blender import Blender
from overpaint.imaging.colour import to_srgb
from overpaint.imaging.frame import cut_coverage, cut_picture, place
from overpaint.imaging.load import load_upright
from overpaint.imaging.mask.layers import MaskLayers
from overpaint.imaging.pixels import Bytes2D, Bytes3D


@dataclass(frozen=True, slots=True, eq=False)
class Masking:
    """What may change and what must not, at the target's full size.

    Attributes:
        coverage: Shape (height, width), 255 = change; what is protected is taken out already.
        protect: The same shape, 255 = never change, however far the soft edge reaches; None for
            nothing.
    """

    coverage: Bytes2D
    protect: Bytes2D | None = None

    @property
    def bounds(self) -> Rect | None:
        """The box around everything that may change; None when that is nothing."""
        rows = np.flatnonzero((self.coverage > 0).any(axis=1))
        columns = np.flatnonzero((self.coverage > 0).any(axis=0))
        if rows.size == 0:
            return None
        left, top = int(columns[0]), int(rows[0])
        return Rect(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)


@dataclass(frozen=True, slots=True, eq=False)
class MaskSnapshot:
    """The mask of one moment.

    Attributes:
        masking: Copies of both layers.
        facts: What the rules need to know of them.
    """

    masking: Masking
    facts: MaskFacts

    @classmethod
    def of(cls, layers: MaskLayers) -> MaskSnapshot | None:
        """Copy both layers; None when nothing may change."""
        with layers.lock:
            facts = layers.facts()
            if facts is None:
                return None
            protect = None if layers.protect.is_empty else layers.protect.copy_coverage()
            return cls(Masking(layers.effective_copy(), protect), facts)


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where an answer belongs.

    Attributes:
        target: The picture that was edited.
        frame: The part of it that was sent.
        coverage: The mask inside the frame, shape (height, width) of ``frame.rect``.
        protect: What never changes there; None for nothing.
    """

    target: InputImage
    frame: ContextFrame
    coverage: Bytes2D
    protect: Bytes2D | None

    @classmethod
    def of(cls, target: InputImage, frame: ContextFrame, masking: Masking) -> Placement:
        """Cut the mask to the frame, in the target's own pixels."""
        exact = ContextFrame(frame.rect, frame.rect.size)
        protect = masking.protect
        return cls(
            target,
            frame,
            cut_coverage(masking.coverage, exact),
            None if protect is None else cut_coverage(protect, exact),
        )


def blender_for(placement: Placement, answer: Path) -> Blender:
    """Bring target and answer together, both in sRGB; decodes two pictures, so not on the window.

    Raises:
        ImageError: The target or the answer cannot be read.
    """
    frame = placement.frame
    exact = ContextFrame(frame.rect, frame.rect.size)
    source = to_srgb(
        cut_picture(load_upright(placement.target.path, placement.target.frame), exact)
    )
    received = place(to_srgb(load_upright(answer)), frame)
    return Blender(_rgb(source), _rgb(received), placement.coverage, placement.protect)


def _rgb(image: Image.Image) -> Bytes3D:
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
