"""Masks for the benchmarks, and how designs take turns in one run."""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np

from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise

SIZES = {24: (6000, 4000), 64: (9248, 6936), 100: (11_600, 8640)}
"""Width and height by megapixels."""


@dataclass(frozen=True)
class Row:
    """One line of the table; ``ratio`` is to the reference of its case."""

    case: str
    design: str
    ms: float
    ratio: float
    limit: float | None = None
    note: str = ""

    @property
    def passed(self) -> bool:
        return self.limit is None or self.ratio <= self.limit


def strokes(
    width: int, height: int, count: int, *, diameter_px: float = 300, hardness: float = 0.8
) -> list[Stroke]:
    """Strokes of 40 points that wander about, the same in every run."""
    random = np.random.default_rng(3)
    made = []
    for _ in range(count):
        x, y = random.uniform(0.1, 0.9, 2) * (width, height)
        heading, way = random.uniform(0, 2 * math.pi), []
        for _ in range(40):
            heading += random.normal(0, 0.3)
            x, y = x + 40 * math.cos(heading), y + 40 * math.sin(heading)
            way.append(StrokePoint(float(x), float(y)))
        made.append(Stroke(Brush(diameter_px, hardness), tuple(way)))
    return made


def painted(megapixels: int, count: int, hardness: float = 0.8) -> MaskPlane:
    """A mask painted by hand."""
    plane = MaskPlane(*SIZES[megapixels])
    for stroke in strokes(plane.width, plane.height, count, hardness=hardness):
        rasterise(plane, stroke)
    return plane


def speckled(megapixels: int) -> np.ndarray:
    """What a wand leaves of a grainy sky: speckle near the tolerance, whole areas elsewhere."""
    width, height = SIZES[megapixels]
    random = np.random.default_rng(1)
    shape = (height // 64 + 2, width // 64 + 2)
    light = cv2.GaussianBlur(random.normal(0, 1, shape).astype(np.float32), (0, 0), 4)
    light = cv2.resize(light / light.std(), (width, height), interpolation=cv2.INTER_CUBIC)
    out = np.empty((height, width), np.uint8)
    for top in range(0, height, 512):
        part = light[top : top + 512]
        grain = cv2.GaussianBlur(random.normal(0, 1, part.shape).astype(np.float32), (0, 0), 0.7)
        out[top : top + 512] = (6 * part + grain / grain.std() > 1) * np.uint8(255)
    return out


def medians(
    designs: dict[str, Callable[[], Any]],
    rounds: int,
    after: Callable[[Any], object] = lambda result: None,
) -> dict[str, float]:
    """Milliseconds of each design; they take turns, so the machine's mood falls on all.

    ``after`` gets what a design returned, and is not timed.
    """
    times: dict[str, list[float]] = {name: [] for name in designs}
    for _ in range(rounds):
        for name, run in designs.items():
            start = time.perf_counter()
            result = run()
            times[name].append((time.perf_counter() - start) * 1e3)
            after(result)
    return {name: statistics.median(taken) for name, taken in times.items()}


def report(doc: str | None, measure: Callable[[int], list[Row]], rounds: int) -> int:
    """Measure, print the table (or JSON), and return 1 when a ratio misses its limit."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    parser.add_argument("--rounds", type=int, default=rounds)
    options = parser.parse_args()
    rows = measure(options.rounds)
    if options.json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    else:
        sys.stdout.write(f"{'case':28} {'design':26} {'ms':>9} {'ratio':>7}  limit\n")
        for row in rows:
            limit = "" if row.limit is None else f"{row.limit:5.3g}"
            verdict = "" if row.limit is None else "PASS" if row.passed else "FAIL"
            sys.stdout.write(
                f"{row.case:28} {row.design:26} {row.ms:9.2f} {row.ratio:7.3f}  "
                f"{limit:5} {verdict:4} {row.note}\n"
            )
    return 0 if all(row.passed for row in rows) else 1
