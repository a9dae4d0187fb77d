"""Paint one variant in over another: coverage for each, and the picture that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.events import MixLayer, Result, Variant
from overpaint.domain.frame import Rect
from overpaint.imaging.blend.mixing import mixed_bytes, painted, painted_over
from overpaint.imaging.mask.area import NOWHERE, Area
from overpaint.imaging.mask.brush import Stroke
from overpaint.imaging.mask.delta import TileDelta
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.mask.stamp import StampCache
from overpaint.imaging.pixels import Bytes2D, Bytes3D, Picture
from overpaint.imaging.placement import pack_plane, unpack_plane
from overpaint.imaging.variants import live_blend


@dataclass(frozen=True, slots=True)
class MixChange:
    """What one stroke changed, by the files of the answers.

    Attributes:
        deltas: For each plane that changed.
    """

    deltas: tuple[tuple[Path, TileDelta], ...]

    @property
    def dirty(self) -> Area:
        """The area around everything that changed, pixels of the frame."""
        area = NOWHERE
        for _, delta in self.deltas:
            area = area.united(delta.dirty)
        return area


@dataclass(slots=True, eq=False)
class _Layer:
    variant: Variant
    plane: MaskPlane


class Mix:
    """Which variant is seen where, inside a frame; a base shows where none is painted in.

    Its methods are called from one worker at a time.

    Args:
        base: The variant below.
        frame: The part of the target that the variants show; may reach out of it.
    """

    def __init__(self, base: Variant, frame: Rect) -> None:
        self.base = base
        self.frame = frame
        self._layers: list[_Layer] = []
        self._scratch = MaskPlane(frame.width, frame.height)
        self._stamps = StampCache()

    @classmethod
    def of(cls, result: Result, number: int) -> Mix:
        """Take up the mix that a result is, or begin one over a single variant.

        Raises:
            ValueError: The answer stands for itself.
        """
        if result.placement is None:
            raise ValueError("an answer that stands for itself cannot be mixed")
        rect = result.placement.frame.rect
        mix = cls(Variant(result.answer, number, result.drift), rect)
        for layer in result.layers:
            known = mix._layer(Variant(layer.answer, layer.variant, layer.drift))
            known.plane.replace(unpack_plane(layer.coverage, rect.size))
        return mix

    @property
    def layers(self) -> tuple[tuple[Variant, Bytes2D], ...]:
        """Each variant that is painted in, the lowest first, with its live coverage."""
        return tuple(
            (layer.variant, layer.plane.coverage)
            for layer in self._layers
            if not layer.plane.is_empty
        )

    def packed(self) -> tuple[MixLayer, ...]:
        """The same, for a result."""
        return tuple(
            MixLayer(variant.answer, variant.number, pack_plane(cover), variant.drift)
            for variant, cover in self.layers
        )

    def paint(self, stroke: Stroke, variant: Variant) -> MixChange:
        """Paint a variant in; the base too, which takes the others away.

        A stroke that erases paints the base in.

        Args:
            stroke: Its points in pixels of the target.
            variant: Which one.
        """
        wanted = self.base if stroke.brush.erase else variant
        seen = rasterise(self._scratch, _in_frame(stroke, self.frame), self._stamps)
        try:
            return self._put(seen.dirty, wanted, adds_up=stroke.builds_up)
        finally:
            seen.apply_before(self._scratch)

    def apply(self, change: MixChange) -> None:
        """Bring a change back."""
        for path, delta in change.deltas:
            delta.apply_after(self._plane(path))

    def take_back(self, change: MixChange) -> None:
        """Undo a change."""
        for path, delta in change.deltas:
            delta.apply_before(self._plane(path))

    def _put(self, area: Area, variant: Variant, *, adds_up: bool) -> MixChange:
        own, stroke = variant.answer.path, self._scratch.coverage
        if own != self.base.answer.path:
            self._layer(variant)

        def onto(tile: Bytes2D, where: Area) -> None:
            tile[...] = painted(tile, stroke[where.slices()], adds_up=adds_up)

        def over(tile: Bytes2D, where: Area) -> None:
            tile[...] = painted_over(tile, stroke[where.slices()])

        deltas = []
        for layer in self._layers:
            path = layer.variant.answer.path
            delta = layer.plane.rewrite(onto if path == own else over, area)
            if not delta.is_empty:
                deltas.append((path, delta))
        return MixChange(tuple(deltas))

    def _layer(self, variant: Variant) -> _Layer:
        for layer in self._layers:
            if layer.variant.answer.path == variant.answer.path:
                return layer
        plane = MaskPlane(self.frame.width, self.frame.height)
        self._layers.append(_Layer(variant, plane))
        return self._layers[-1]

    def _plane(self, path: Path) -> MaskPlane:
        return next(layer.plane for layer in self._layers if layer.variant.answer.path == path)


@dataclass(slots=True, eq=False)
class MixBoard:
    """The pixels of a mix inside the box around its mask, kept up to date stroke by stroke.

    Attributes:
        mix: Which variant is seen where.
        box: What it shows, pixels of the target.
        opaque: Whether nothing shows through.
    """

    mix: Mix
    box: Rect
    opaque: bool
    _rendered: dict[Path, Bytes3D] = field(default_factory=dict)
    _pixels: Bytes3D | None = field(default=None, init=False)

    @classmethod
    def made(cls, mix: Mix, result: Result, recipe: BlendRecipe) -> MixBoard:
        """Blend base and layers; decodes pictures.

        Raises:
            ImageError: The target or an answer cannot be read.
        """
        picture, box = _rendered(result, mix.base, recipe)
        board = cls(mix, box, picture.opaque, {mix.base.answer.path: picture.bgra})
        for variant, _ in mix.layers:
            board.render(result, variant, recipe)
        board.refresh(None)
        return board

    def render(self, result: Result, variant: Variant, recipe: BlendRecipe) -> Picture:
        """Return how the box looks with one variant in all of it; blends it the first time."""
        path = variant.answer.path
        if path not in self._rendered:
            self._rendered[path] = _rendered(result, variant, recipe)[0].bgra
        return Picture(self._rendered[path], self.opaque)

    def refresh(self, area: Area | None) -> Picture:
        """Mix again what changed, an area of the frame, or everything, and return all of it."""
        base = self._rendered[self.mix.base.answer.path]
        offset = (self.box.left - self.mix.frame.left, self.box.top - self.mix.frame.top)
        whole = Area(0, 0, self.box.width, self.box.height)
        here = whole if area is None else area.shifted(-offset[0], -offset[1]).intersected(whole)
        # The canvas still shows the former pixels.
        pixels = base.copy() if self._pixels is None or here == whole else self._pixels.copy()
        if not here.is_empty:
            there = here.shifted(*offset).slices()
            layers = [
                (self._rendered[variant.answer.path][here.slices()], cover[there])
                for variant, cover in self.mix.layers
            ]
            pixels[here.slices()] = mixed_bytes(base[here.slices()], layers)
        self._pixels = pixels
        return Picture(pixels, self.opaque)


def _rendered(result: Result, variant: Variant, recipe: BlendRecipe) -> tuple[Picture, Rect]:
    alone = replace(result, answer=variant.answer, drift=variant.drift, layers=())
    picture, box = live_blend(alone).exact(replace(recipe, keep_outside=True))
    return Picture(np.ascontiguousarray(picture.bgra), picture.opaque), box


def _in_frame(stroke: Stroke, frame: Rect) -> Stroke:
    points = tuple(
        point._replace(x=point.x - frame.left, y=point.y - frame.top) for point in stroke.points
    )
    return Stroke(replace(stroke.brush, erase=False), points, stroke.layer)
