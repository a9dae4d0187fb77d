"""An edit as layers: the target, a patch for every variant, and what was masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from overpaint.domain.draft import InputImage
from overpaint.domain.export import ExportFormat, ExportOptions, LayerNames, Variant
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.colour_back import from_srgb
from overpaint.imaging.encode import as_image
from overpaint.imaging.export.fitting import fitted, in_eight_bits, in_srgb
from overpaint.imaging.export.patch import patch_of
from overpaint.imaging.original import Metadata, Original, read_original
from overpaint.imaging.pixels import Bytes2D, Bytes3D
from overpaint.imaging.placement import Placement


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer.

    Attributes:
        name: What people see.
        picture: Its pixels, of the document's mode and depth.
        left: Column of the document on which it begins.
        top: Row of the document on which it begins.
        visible: Whether it is seen.
    """

    name: str
    picture: Original
    left: int = 0
    top: int = 0
    visible: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Layered:
    """A document with layers, in RGB.

    Attributes:
        merged: What is seen of them all; its metadata are the document's.
        layers: From the bottom to the top.
    """

    merged: Original
    layers: tuple[Layer, ...]

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return self.merged.size


def build_layers(
    target: InputImage,
    variants: Sequence[Variant],
    names: LayerNames,
    kind: ExportFormat,
    options: ExportOptions,
) -> Layered:
    """Put the layers of an edit together.

    Args:
        target: The picture that was edited.
        variants: Its results from the bottom to the top; the chosen one is seen.
        names: What the other layers are called.
        kind: What the document will be.
        options: Depth, profile and metadata.

    Raises:
        ImageError: A picture cannot be read.
    """
    original = read_original(target.path, target.frame)
    ground = fitted(original, kind, options)
    shop = _Workshop(original, ground, kind, options)
    results = [shop.layer(variant) for variant in variants]
    placed = [variant.result.placement for variant in variants if variant.result.placement]
    masks = _masks(Placement.unpacked(placed[-1]), ground, names) if placed else ()
    merged = ground
    for variant, layer in zip(variants, results, strict=True):
        if variant.chosen:
            merged = _pasted(ground, layer) if variant.is_raw else shop.whole(variant.result.path)
    lowest = Layer(names.original, _without_words(ground))
    layers = (lowest, *results, *masks)
    return Layered(replace(merged, metadata=ground.metadata), layers)


def _pasted(ground: Original, layer: Layer) -> Original:
    pixels, picture = ground.pixels.copy(), layer.picture
    alpha = None if ground.alpha is None else ground.alpha.copy()
    here = (
        slice(layer.top, layer.top + picture.size.height),
        slice(layer.left, layer.left + picture.size.width),
    )
    pixels[here] = picture.pixels
    if alpha is not None:
        alpha[here] = np.iinfo(alpha.dtype).max
    return replace(ground, pixels=pixels, alpha=alpha)


@dataclass(frozen=True, slots=True, eq=False)
class _Workshop:
    """Brings pictures into the form of the document.

    Attributes:
        original: The target.
        ground: The same as the lowest layer.
        kind: What the document will be.
        options: Depth and profile.
    """

    original: Original
    ground: Original
    kind: ExportFormat
    options: ExportOptions

    def layer(self, variant: Variant) -> Layer:
        """A patch where the answer can be placed, else the whole result."""
        result = variant.result
        if result.placement is None:
            whole = self.whole(result.path)
            return Layer(variant.name, _without_words(whole), visible=variant.chosen)
        if variant.is_raw:
            return self._received(variant, result.placement.frame.rect)
        patch = patch_of(self.original, result)
        if patch is None:
            return Layer(variant.name, _clear(self.ground), visible=variant.chosen)
        picture = _without_words(self._in_document(patch.picture))
        return Layer(variant.name, picture, patch.left, patch.top, variant.chosen)

    def whole(self, path: Path) -> Original:
        """A result in the size, depth and colours of the document."""
        picture = read_original(path)
        if picture.size == self.original.size:
            return self._in_document(picture)
        return self._foreign(picture)

    def _received(self, variant: Variant, rect: Rect) -> Layer:
        """What was received, at its place and cut to the document."""
        light = in_srgb(in_eight_bits(read_original(variant.result.path)))
        image = as_image(replace(light, alpha=None)).convert("RGB")
        inside = rect.within(self.ground.size)
        image = image.resize((rect.width, rect.height), Image.Resampling.BICUBIC).crop(
            (inside.left - rect.left, inside.top - rect.top,
             inside.right - rect.left, inside.bottom - rect.top)
        )  # fmt: skip
        picture = self._from_srgb(np.asarray(image), None)
        return Layer(variant.name, picture, inside.left, inside.top, variant.chosen)

    def _in_document(self, picture: Original) -> Original:
        """A patch or a whole picture in the depth and colours of the document."""
        original = self.original
        if (picture.mode, picture.metadata.profile) == (original.mode, original.metadata.profile):
            return fitted(picture, self.kind, self.options)
        return self._foreign(picture)

    def _foreign(self, picture: Original) -> Original:
        """Other colours or another size: through sRGB."""
        light = in_eight_bits(in_srgb(picture))
        image = as_image(light)
        image = image.convert("RGBA" if light.alpha is not None else "RGB")
        size = (self.ground.size.width, self.ground.size.height)
        if image.size != size:
            image = image.resize(size, Image.Resampling.LANCZOS)
        values = np.asarray(image)
        return self._from_srgb(values[..., :3], values[..., 3] if values.shape[2] == 4 else None)

    def _from_srgb(self, colours: Bytes3D, alpha: Bytes2D | None) -> Original:
        pixels = from_srgb(colours, "RGB", self.ground.metadata.profile)
        depth = self.ground.pixels.dtype
        factor = np.iinfo(depth).max // 255
        deep = None if alpha is None else alpha.astype(depth) * factor
        profile = Metadata(self.ground.metadata.profile)
        return Original(pixels.astype(depth) * factor, deep, "RGB", profile)


def _masks(placement: Placement, ground: Original, names: LayerNames) -> list[Layer]:
    rect = placement.frame.rect
    planes = ((names.mask, placement.coverage), (names.protect, placement.protect))
    return [
        layer
        for name, plane in planes
        if plane is not None and (layer := _mask(name, plane, rect, ground)) is not None
    ]


def _clear(ground: Original) -> Original:
    """A layer without pixels would not open everywhere."""
    depth = ground.pixels.dtype
    return Original(np.zeros((1, 1, 3), depth), np.zeros((1, 1), depth), "RGB", Metadata())


def _mask(name: str, plane: Bytes2D, rect: Rect, ground: Original) -> Layer | None:
    """White, as far as something is marked; hidden."""
    inside = rect.within(ground.size)
    part = plane[
        inside.top - rect.top : inside.bottom - rect.top,
        inside.left - rect.left : inside.right - rect.left,
    ]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if rows.size == 0:
        return None
    part = part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    depth = ground.pixels.dtype
    top = np.iinfo(depth).max
    white = np.full((*part.shape, 3), top, depth)
    picture = Original(white, part.astype(depth) * (top // 255), "RGB", Metadata())
    left, first = inside.left + int(columns[0]), inside.top + int(rows[0])
    return Layer(name, picture, left, first, visible=False)


def _without_words(picture: Original) -> Original:
    """A layer needs its profile and nothing else."""
    return replace(picture, metadata=Metadata(picture.metadata.profile))
