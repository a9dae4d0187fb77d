"""A finished edit of a photograph, without a server: target, mask, answer and result on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.events import Answer, Result
from overpaint.domain.export import ExportFormat, ExportOptions, LayerNames, Variant
from overpaint.domain.frame import ContextFrame, Rect
from overpaint.imaging.colour import to_srgb
from overpaint.imaging.export.layers import Layered, build_layers
from overpaint.imaging.export.patch import Patch, patch_of
from overpaint.imaging.frame import cut_picture
from overpaint.imaging.load import load_upright, probe_input
from overpaint.imaging.original import read_original
from overpaint.imaging.placement import Masking, Placement
from overpaint.imaging.result import make_result
from overpaint.imaging.treatments.drifting import drifted

RECT = Rect(150, 60, 320, 304)
RECIPE = BlendRecipe(method=BlendMethod.ALPHA, feather_px=16)


@dataclass(frozen=True)
class FinishedEdit:
    """An edit of a photograph, with its result on disk."""

    target: Path
    placement: Placement
    answer: Path
    recipe: BlendRecipe
    result: Path

    @property
    def made(self) -> Result:
        """The result as a job would tell it."""
        size = self.placement.frame.rect.size
        answer = Answer(self.answer, "image/png", size)
        return Result(
            answer, self.result, self.placement.target.size, None, self.placement.packed(),
            self.recipe,
        )  # fmt: skip

    def patch(self) -> Patch:
        """What the recipe changes."""
        patch = patch_of(read_original(self.target), self.made)
        assert patch is not None
        return patch

    def variant(self, name: str, *, chosen: bool) -> Variant:
        """The result as a layer."""
        return Variant(name, self.made, chosen)

    def layered(self, kind: ExportFormat, **options: Any) -> Layered:
        """The edit with two layers of results, the upper one chosen."""
        variants = (self.variant("Result 1", chosen=False), self.variant("Größe 日本", chosen=True))
        target = probe_input(self.target)
        return build_layers(target, variants, LayerNames(), kind, ExportOptions(**options))


def finished_edit(folder: Path, target: Path, recipe: BlendRecipe = RECIPE) -> FinishedEdit:
    """Blend an answer that shows something else into an ellipse, around a protected square."""
    size = probe_input(target).size
    coverage = np.zeros((size.height, size.width), np.uint8)
    cv2.ellipse(coverage, (310, 210), (90, 70), 15.0, 0, 360, 255, -1)
    protect = np.zeros_like(coverage)
    protect[200:230, 300:340] = 255
    masking = Masking(np.minimum(coverage, 255 - protect), protect)
    placement = Placement.of(probe_input(target), ContextFrame(RECT, RECT.size), masking)
    sent = to_srgb(cut_picture(load_upright(target), ContextFrame(RECT, RECT.size)))
    turned = drifted(sent.convert("RGB")).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    turned.save(folder / "answer.png")
    made = make_result(placement, folder / "answer.png", recipe)
    result = folder / ("result.tif" if made.data[:2] in {b"II", b"MM"} else "result.png")
    result.write_bytes(made.data)
    return FinishedEdit(target, placement, folder / "answer.png", recipe, result)
