"""One edit of a 24-megapixel photograph with a 5 % mask, beside the plain way, in one run.

The plain way opens the photograph with Pillow, sends all of it, scales the answer up and pastes it
back through a blurred mask: no frame, no registration, no colour match, no profile, 8 bits. Both
ways run in processes of their own, step by step; memory is the peak of the process above what
it had before the step. Ratios count, times depend on the machine. Run:
``python tests/benchmarks/bench_pipeline.py [--json]``.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageFilter

from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.draft import Draft
from overpaint.domain.frame import ContextFrame, Rect
from overpaint.domain.rules import Rules
from overpaint.imaging.blend.live import LiveBlend
from overpaint.imaging.load import load_upright, probe_input
from overpaint.imaging.placement import Masking, Placement, blender_for
from overpaint.imaging.prepare import mask_facts, prepare_edit
from overpaint.imaging.result import make_result
from overpaint.imaging.treatments.drifting import drifted
from overpaint.paths import resource as shipped
from overpaint.services.catalogue_file import load_catalogue

SIZE = (6000, 4000)
AXES = (750, 510)  # of the masked ellipse: 5 % of the picture
SENT_PX = 1536  # longer edge of what the plain way sends: the largest usual size of models
VIEW_SCALE = 1600 / SIZE[0]
REBLEND_MS = 100.0


@dataclass(frozen=True)
class Row:
    step: str
    way: str
    ms: float
    ratio: float
    peak_mb: float | None
    limit_ms: float | None = None

    @property
    def passed(self) -> bool:
        return self.limit_ms is None or self.ms <= self.limit_ms


def photograph(folder: Path) -> Path:
    small = Image.open(shipped("samples/raccoon.png")).convert("RGB")
    pixels = np.asarray(small.resize(SIZE, Image.Resampling.LANCZOS)).astype(np.int16)
    grain = np.rint(np.random.default_rng(3).normal(0, 2.5, (500, 500, 3))).astype(np.int16)
    pixels += np.tile(grain, (SIZE[1] // 500, SIZE[0] // 500, 1))
    path = folder / "photo.png"
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path, compress_level=1)
    return path


def coverage() -> np.ndarray:
    plane = np.zeros(SIZE[::-1], np.uint8)
    cv2.ellipse(plane, (SIZE[0] // 2, SIZE[1] // 2), AXES, 0.0, 0, 360, 255, -1)
    return plane


def answer_of(path: Path, frame: ContextFrame, folder: Path) -> Path:
    rect = frame.rect
    part = load_upright(path).crop((rect.left, rect.top, rect.right, rect.bottom))
    drifted(part.resize((frame.sent.width, frame.sent.height))).save(folder / "answer.png")
    return folder / "answer.png"


class Ours:
    """The program's own way."""

    def __init__(self, path: Path, answer: Path | None) -> None:
        target, masking = probe_input(path), Masking(coverage())
        self.masking = masking
        self.draft = Draft(
            inputs=(target,), mask=mask_facts(masking.coverage), prompt="x", model="gpt-image-2"
        )
        self.rules = Rules(load_catalogue(), date(2026, 11, 24), serves_ended=True)
        self.answer = answer

    def prepare(self) -> Placement:
        placement = prepare_edit(self.draft, self.rules, self.masking).placement
        assert placement is not None
        return placement

    def finish(self, placement: Placement) -> bytes:
        assert self.answer is not None
        return make_result(placement, self.answer, BlendRecipe()).data

    def live(self, placement: Placement) -> LiveBlend:
        assert self.answer is not None
        size = placement.target.size
        return LiveBlend(placement.frame.rect, size, (blender_for(placement, self.answer),))


class Plain:
    """The whole picture through Pillow."""

    def __init__(self, path: Path, answer: Path | None) -> None:
        self.path, self.answer = path, answer
        self.mask = Image.fromarray(coverage())

    def prepare(self) -> bytes:
        buffer = io.BytesIO()
        image = Image.open(self.path).convert("RGBA")
        image.putalpha(self.mask.point(lambda value: 255 - value))
        image.save(buffer, "PNG")
        return buffer.getvalue()

    def finish(self) -> bytes:
        buffer = io.BytesIO()
        self.blended().save(buffer, "PNG")
        return buffer.getvalue()

    def blended(self) -> Image.Image:
        """What has to be done again for every other width of the edge."""
        assert self.answer is not None
        image = Image.open(self.path).convert("RGB")
        answer = Image.open(self.answer).convert("RGB").resize(image.size, Image.Resampling.BICUBIC)
        image.paste(answer, mask=self.mask.filter(ImageFilter.GaussianBlur(8)))
        return image


def _measured(work: Callable[[], object], rounds: int = 1) -> tuple[float, float | None]:
    """Milliseconds (median) and megabytes above what there was."""
    before = _memory_mb("VmRSS", begin=True)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    peak = _memory_mb("VmHWM")
    return statistics.median(times), None if before is None or peak is None else peak - before


def _memory_mb(field: str, *, begin: bool = False) -> float | None:
    """What Linux says of this process; ``begin`` forgets the peak that was."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    if begin:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    line = next(line for line in status.read_text("ascii").splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def _sliders(live: LiveBlend) -> Callable[[], object]:
    """Another recipe every time, as while a slider moves."""
    recipes = iter(
        [replace(BlendRecipe(), feather_px=px, method=method)
         for px in range(4, 60, 2) for method in (BlendMethod.ALPHA, BlendMethod.MULTI_BAND)]
    )  # fmt: skip
    return lambda: live.quick(next(recipes), VIEW_SCALE)


def measure(step: str, way: str, path: Path, answer: Path | None, out: Any) -> None:
    """One step of one way, in a process of its own."""
    if way == "plain":
        plain = Plain(path, answer)
        work: Callable[[], object] = {
            "prepare": plain.prepare, "finish": plain.finish, "re-blend": plain.blended,
        }[step]  # fmt: skip
        out.put(_measured(work))
        return
    ours = Ours(path, answer)
    if step == "prepare":
        out.put(_measured(ours.prepare))
        return
    target = probe_input(path)
    placement = Placement.of(target, frame_of_mask(path), ours.masking)
    if step == "finish":
        out.put(_measured(lambda: ours.finish(placement)))
        return
    live = ours.live(placement)
    live.quick(BlendRecipe(), VIEW_SCALE)
    out.put(_measured(_sliders(live), 15))


def frame_of_mask(path: Path) -> ContextFrame:
    return Ours(path, None).prepare().frame


def run(folder: Path) -> list[Row]:
    path = photograph(folder)
    frame = frame_of_mask(path)
    ours = answer_of(path, frame, folder)
    (folder / "plain").mkdir()
    whole = Rect(0, 0, *SIZE)
    small = replace(frame.sent, width=SENT_PX, height=SENT_PX * SIZE[1] // SIZE[0])
    plain = answer_of(path, ContextFrame(whole, small), folder / "plain")
    sys.stderr.write(
        f"frame {frame.rect.size}, sent 1:1: {frame.is_exact}; the plain way sends {small}\n"
    )
    context = multiprocessing.get_context("spawn")
    rows = []
    for step, limit in (("prepare", None), ("finish", None), ("re-blend", REBLEND_MS)):
        found = {}
        for way, answer in (("plain", plain), ("ours", ours)):
            queue = context.Queue()
            process = context.Process(target=measure, args=(step, way, path, answer, queue))
            process.start()
            found[way] = queue.get(timeout=300)
            process.join()
        base = found["plain"][0]
        for way, (ms, peak_mb) in found.items():
            bar = limit if way == "ours" else None
            rows.append(Row(step, way, ms, ms / base, peak_mb, bar))
    return rows


def _line(row: Row) -> str:
    memory = "" if row.peak_mb is None else f"{row.peak_mb:.0f}"
    bar = "" if row.limit_ms is None else f"  limit {row.limit_ms:.0f} ms"
    verdict = "" if row.passed else "  MISSED"
    return f"{row.step:<10} {row.way:<6} {row.ms:>9.1f} {row.ratio:>6.2f} {memory:>6}{bar}{verdict}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print rows as JSON")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = run(Path(folder))
    if arguments.json:
        sys.stdout.write(json.dumps([asdict(row) | {"passed": row.passed} for row in rows]) + "\n")
    else:
        sys.stdout.write(f"{'step':<10} {'way':<6} {'ms':>9} {'ratio':>6} {'MB':>6}\n")
        for row in rows:
            sys.stdout.write(_line(row) + "\n")
    return 0 if all(row.passed for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
