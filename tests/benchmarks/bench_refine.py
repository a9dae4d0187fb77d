"""Grow, feather and the like at 24 megapixels: ours beside Pillow's filters, in one run.

Ours is the whole step as the canvas runs it: computed, packed for undo and written; Pillow's is the
filter alone, on the full picture. Two masks: a few things painted over, and most of the picture.
Ratios count, times depend on the machine. ``python tests/benchmarks/bench_refine.py [--json]``
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from mask_samples import Row, medians, painted, report
from PIL import Image, ImageFilter

from overpaint.imaging.mask.delta import TileDelta
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.refine import (
    Despeckle,
    Feather,
    FillHoles,
    Grow,
    Refinement,
    Shrink,
    Smooth,
    refine,
)

GROW_GOAL, FEATHER_GOAL = 0.25, 0.4
GAUSS, BOX = "Pillow GaussianBlur(20)", "Pillow BoxBlur(20), point"


def designs(plane: MaskPlane) -> dict[str, Callable[[], object]]:
    image = Image.fromarray(plane.copy_coverage())

    def run(step: Refinement) -> Callable[[], object]:
        return lambda: refine(plane, step)

    steps = {
        "grow 20": Grow(20),
        "shrink 20": Shrink(20),
        "grow 100": Grow(100),
        "feather 40 (sigma 20)": Feather(40),
        "smooth 20": Smooth(20),
        "fill holes": FillHoles(),
        "remove specks": Despeckle(100),
    }
    return {
        BOX: lambda: image.filter(ImageFilter.BoxBlur(20)).point(lambda level: 255 * (level > 0)),
        GAUSS: lambda: image.filter(ImageFilter.GaussianBlur(20)),
        **{name: run(step) for name, step in steps.items()},
    }


def take_back(plane: MaskPlane, result: object) -> None:
    if isinstance(result, TileDelta):
        result.apply_before(plane)


def measure(rounds: int) -> list[Row]:
    rows = []
    for count in (8, 60):
        plane = painted(24, count)
        case = f"{plane.coverage_fraction():.0%} painted"
        found = medians(designs(plane), rounds, partial(take_back, plane))
        for name, ms in found.items():
            goal = GROW_GOAL if name in {"grow 20", "shrink 20"} else FEATHER_GOAL
            has_goal = count == 8 and name.startswith(("grow 20", "shrink 20", "feather"))
            base = found[GAUSS] if name == GAUSS or name.startswith("feather") else found[BOX]
            rows.append(Row(case, name, ms, ms / base, goal if has_goal else None))
    return rows


if __name__ == "__main__":
    sys.exit(report(__doc__, measure, rounds=5))
