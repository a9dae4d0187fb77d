"""Selecting by the picture: ours against what OpenCV and Pillow do by themselves, in one run.

The designs of a case take turns; medians and ratios are printed. ``floodFill`` is OpenCV's own call
on a picture that was brought to its three channels beforehand, ``converted`` is the same with
that step; Pillow's flood fill is measured on a small crop and compared by selected pixel. Ratios
count, times depend on the machine. Run: ``python tests/benchmarks/bench_select.py [--json]``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from overpaint.imaging.load import to_picture
from overpaint.imaging.mask.area import Area
from overpaint.imaging.select.scissors import EdgeSnap
from overpaint.imaging.select.smart import cut_box
from overpaint.imaging.select.wand import wand
from overpaint.paths import resource

SIZE = (6000, 4000)
CROP_PX = 160


@dataclass(frozen=True)
class Row:
    case: str
    design: str
    ms: float
    ratio: float
    limit: float | None = None

    @property
    def passed(self) -> bool:
        return self.limit is None or self.ratio <= self.limit


def sample(name: str) -> Image.Image:
    return Image.open(resource(f"samples/{name}.png"))


def photograph(name: str) -> np.ndarray:
    return to_picture(sample(name).resize(SIZE, Image.Resampling.BICUBIC)).bgra


def percolating() -> np.ndarray:
    """Two greys at random: just enough of one for a region through the whole picture."""
    dark = np.random.default_rng(3).random((SIZE[1], SIZE[0])) < 0.62
    dark[2000, 3000] = True
    bgra = np.full((*dark.shape, 4), 255, np.uint8)
    bgra[..., :3] = np.where(dark, 40, 200)[..., None]
    return bgra


def medians(designs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Milliseconds of each design; they take turns."""
    times: dict[str, list[float]] = {name: [] for name in designs}
    for _ in range(rounds):
        for name, run in designs.items():
            start = time.perf_counter()
            run()
            times[name].append((time.perf_counter() - start) * 1e3)
    return {name: statistics.median(taken) for name, taken in times.items()}


def flooded(bgr: np.ndarray, seed: tuple[int, int], tolerance: int) -> None:
    height, width = bgr.shape[:2]
    mask = np.zeros((height + 2, width + 2), np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (255 << 8)
    reach = (tolerance,) * 3
    cv2.floodFill(bgr, mask, seed, 0, reach, reach, flags)


def wand_rows(
    case: str, bgra: np.ndarray, seed: tuple[int, int], tolerance: int, limit: float, rounds: int
) -> list[Row]:
    bgr = cv2.cvtColor(bgra, cv2.COLOR_BGRA2BGR)
    ours = medians(
        {
            "ours": lambda: wand(bgra, seed, tolerance, contiguous=True, antialias=False),
            "smooth": lambda: wand(bgra, seed, tolerance, contiguous=True, antialias=True),
            "floodFill": lambda: flooded(bgr, seed, tolerance),
            "converted": lambda: flooded(cv2.cvtColor(bgra, cv2.COLOR_BGRA2BGR), seed, tolerance),
        },
        rounds,
    )
    base = ours["converted"]
    rows = [
        Row(case, name, ms, ms / base, limit if name == "ours" else None)
        for name, ms in ours.items()
    ]
    return [*rows, pillow_row(case, bgra, seed, tolerance, ours["ours"])]


def pillow_row(
    case: str, bgra: np.ndarray, seed: tuple[int, int], tolerance: int, ours_ms: float
) -> Row:
    """Ours, to Pillow's time for a pixel of a crop times as many: at most a thirtieth."""
    left, top = seed[0] - CROP_PX // 2, seed[1] - CROP_PX // 2
    crop = bgra[top : top + CROP_PX, left : left + CROP_PX]
    image = Image.fromarray(np.ascontiguousarray(crop[..., 2::-1]))
    middle = (CROP_PX // 2, CROP_PX // 2)
    of_crop = wand(crop, middle, tolerance, contiguous=True, antialias=False)
    of_all = wand(bgra, seed, tolerance, contiguous=True, antialias=False)
    start = time.perf_counter()
    # Pillow adds the differences of the channels up.
    ImageDraw.floodfill(image, middle, (0, 255, 1), thresh=3 * tolerance)
    each_ms = (time.perf_counter() - start) * 1e3 / max(1, np.count_nonzero(of_crop.cover))
    whole_ms = each_ms * np.count_nonzero(of_all.cover)
    return Row(case, "Pillow, by pixel", whole_ms, ours_ms / whole_ms, 1 / 30)


def cut_rows(rounds: int) -> list[Row]:
    rows = []
    boxes = {"coffee": (70, 10, 490, 390), "astronaut": (130, 5, 310, 190)}
    for name, box in boxes.items():
        bgra = to_picture(sample(name)).bgra
        bgr = cv2.cvtColor(bgra, cv2.COLOR_BGRA2BGR)
        around = (box[0], box[1], box[2] - box[0], box[3] - box[1])

        def plain(bgr: np.ndarray = bgr, around: tuple[int, ...] = around) -> None:
            mask = np.zeros(bgr.shape[:2], np.uint8)
            models = np.zeros((1, 65)), np.zeros((1, 65))
            cv2.grabCut(bgr, mask, around, *models, 5, cv2.GC_INIT_WITH_RECT)

        found = medians(
            {
                "ours": lambda bgra=bgra, box=box: cut_box(bgra, Area(*box)),
                "cv2.grabCut, hard edge": plain,
            },
            rounds,
        )
        base = found["cv2.grabCut, hard edge"]
        rows += [
            Row(f"cut {name}", design, ms, ms / base, 4.0 if design == "ours" else None)
            for design, ms in found.items()
        ]
    return rows


def scissors_rows(bgra: np.ndarray, rounds: int) -> list[Row]:
    anchor, target = (3000.0, 1000.0), (3150.0, 1120.0)
    snap = EdgeSnap(bgra, anchor)
    window = np.ascontiguousarray(bgra[snap.area.slices()][..., :3])

    def plain() -> None:
        scissors = cv2.segmentation.IntelligentScissorsMB()
        scissors.setEdgeFeatureCannyParameters(32, 100)
        scissors.setGradientMagnitudeMaxLimit(200)
        scissors.applyImage(window)
        scissors.buildMap((window.shape[1] // 2, window.shape[0] // 2))

    found = medians(
        {
            "ours": lambda: EdgeSnap(bgra, anchor),
            "plain": plain,
            "way": lambda: snap.path_to(*target),
        },
        max(5, rounds),
    )
    limits = {"ours": 1.5, "way": 0.05}
    return [
        Row("scissors", name, ms, ms / found["plain"], limits.get(name))
        for name, ms in found.items()
    ]


def measured(rounds: int) -> list[Row]:
    rocket = photograph("rocket")
    rows = wand_rows("wand, small", rocket, (3000, 2600), 45, 0.5, rounds)
    rows += wand_rows("wand, sky", rocket, (900, 600), 60, 2.5, rounds)
    rows += wand_rows("wand, noise", percolating(), (3000, 2000), 10, 2.5, rounds)
    rows += cut_rows(rounds)
    return rows + scissors_rows(photograph("coffee"), rounds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rows = measured(options.rounds)
    if options.json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    else:
        sys.stdout.write(f"{'case':14} {'design':24} {'ms':>9} {'ratio':>8} {'limit':>7}\n")
        for row in rows:
            verdict = "" if row.limit is None else ("PASS" if row.passed else "FAIL")
            limit = "" if row.limit is None else f"{row.limit:.2f}"
            sys.stdout.write(
                f"{row.case:14} {row.design:24} {row.ms:9.1f} {row.ratio:8.3f} {limit:>7} "
                f"{verdict}\n"
            )
    return 0 if all(row.passed for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
