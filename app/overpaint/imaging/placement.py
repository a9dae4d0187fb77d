"""What a result is made of beside the answer, and how the two become one picture."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from overpaint.domain.draft import InputImage, MaskFacts
from overpaint.domain.drift import Drift
from overpaint.domain.errors import ImageError
from overpaint.domain.frame import ContextFrame, Rect
from overpaint.domain.putting_back import PackedPlacement
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.imaging.blend.blender import Blender
from overpaint.imaging.blend.registration import Alignment
from overpaint.imaging.colour import to_srgb
from overpaint.imaging.frame import cut_coverage, cut_picture, place
from overpaint.imaging.load import load_upright
from overpaint.imaging.mask.layers import MaskLayers
from overpaint.imaging.pixels import Bytes2D, Bytes3D

_PACK_LEVEL = 1


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

    def packed(self) -> PackedPlacement:
        """The same in a few kilobytes: masks are flat."""
        protect = None if self.protect is None else pack_plane(self.protect)
        return PackedPlacement(self.target, self.frame, pack_plane(self.coverage), protect)

    @classmethod
    def unpacked(cls, packed: PackedPlacement) -> Placement:
        """The planes again."""
        size = packed.frame.rect.size
        protect = None if packed.protect is None else unpack_plane(packed.protect, size)
        return cls(packed.target, packed.frame, unpack_plane(packed.coverage, size), protect)


def pack_plane(plane: Bytes2D) -> bytes:
    """Pack coverage, without loss; a mask of 24 megapixels takes about a tenth of a second."""
    return zlib.compress(np.ascontiguousarray(plane).data, _PACK_LEVEL)


def unpack_plane(packed: bytes, size: Size) -> Bytes2D:
    """Return the plane that `pack_plane` packed, shape (height, width)."""
    raw = zlib.decompress(packed, bufsize=size.pixels)
    return np.frombuffer(raw, np.uint8).reshape(size.height, size.width)


def upright_target(placement: Placement) -> Image.Image:
    """Read the whole target in sRGB; not on the window's thread.

    Raises:
        ImageError: It cannot be read, or is another picture by now.
    """
    image = placement.target
    target = load_upright(image.path, image.frame)
    if Size(*target.size) != image.size:
        raise _another_target(image)
    return to_srgb(target)


def blender_for(
    placement: Placement,
    answer: Path,
    drift: Drift | None = None,
    source: Bytes3D | None = None,
) -> Blender:
    """Bring target and answer together, both in sRGB; decodes two pictures, so not on the window.

    Args:
        placement: Where the answer belongs.
        answer: What was received.
        drift: What was measured of it before, which spares registering it once more.
        source: The target inside the frame, as of another blender; read unless given.

    Raises:
        ImageError: The target or the answer cannot be read.
    """
    frame = placement.frame
    if source is None:
        source = source_of(placement, upright_target(placement))
    received = place(to_srgb(load_upright(answer)), frame)
    blender = Blender(source, _rgb(received), placement.coverage, placement.protect)
    if drift is not None:
        blender.align(Alignment.of(drift))
    return blender


def source_of(placement: Placement, target: Image.Image) -> Bytes3D:
    """Return the target inside the frame, shape (height, width, 3)."""
    rect = placement.frame.rect
    return _rgb(cut_picture(target, ContextFrame(rect, rect.size)))


def _rgb(image: Image.Image) -> Bytes3D:
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


def _another_target(image: InputImage) -> ImageError:
    return ImageError(
        say("errors", "“{name}” has another size than when it was edited.", name=image.name),
        why=say("errors", "The file was changed, and the answer no longer fits it."),
        remedy=say("errors", "Put the former file back, or edit the new one."),
    )
