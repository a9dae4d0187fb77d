"""Opening large pictures beside Pillow's usual way: time, memory, and gaps of the window's thread.

Three parts: one preview of each kind of file, sixteen previews on two workers while the main thread
keeps time a thousand times a second, and a whole picture for the canvas. Both ways are measured in
turn, each in a process of its own; ratios count. Where nothing else is said, times are of the
processor, which a busy machine does not falsify. Memory is what the process needed at most above
what it had before (Linux only). Gaps are held against those beside two workers that only compute
checksums. When a goal is missed, everything is measured again, three times at most.

Run: ``python tests/benchmarks/bench_opening.py [--rounds N] [--small] [--json]``.
"""

# ruff: noqa: PLC0415 - each process loads only what it measures
from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

APP = Path(__file__).parents[2] / "app"
SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "raccoon.png"
EDGE_PX = 1024
WORKERS = 2
MOST_TRIES = 3
"""What fails twice has failed; once may be the machine."""

MEBIBYTE = 1 << 20
POOL_GOAL = 0.75
FIRST_GOAL = 1.2
GAP_GOAL_MS = 16.0
WORKER_GOAL_MIB = 100.0
POOL_FILES = 16
PREVIEW_GOAL_MIB = 3.0
BYTES_GOAL = 5.3
"""Bytes a pixel for the canvas with a mask; the picture itself takes four."""


@dataclass(frozen=True)
class Row:
    what: str
    ours: float
    pillow: float
    ratio: float
    goal: float | None
    unit: str

    @property
    def good(self) -> bool:
        return self.goal is None or self.ratio <= self.goal


def make_files(folder: Path, megapixels: int) -> dict[str, Path]:
    """Photographs with grain in four kinds."""
    import cv2
    import numpy as np

    def photo(size: int) -> np.ndarray:
        height = round((size * 1e6 / 1.5) ** 0.5)
        grown = cv2.resize(cv2.imread(str(SAMPLE)), (round(height * 1.5), height))
        grain = np.empty((512, 512, 3), np.int8)
        cv2.randn(grain, 0, 6)
        tiles = (-(-grown.shape[0] // 512), -(-grown.shape[1] // 512), 1)
        noise = np.tile(grain, tiles)[: grown.shape[0], : grown.shape[1]]
        return cv2.add(grown, noise, dtype=cv2.CV_8U)

    normal = photo(megapixels)
    options = {
        "jpeg": (normal, ".jpg", [cv2.IMWRITE_JPEG_QUALITY, 92]),
        "png": (normal, ".png", [cv2.IMWRITE_PNG_COMPRESSION, 1]),
        "webp": (normal, ".webp", [cv2.IMWRITE_WEBP_QUALITY, 80]),
        "tiff": (normal, ".tif", [cv2.IMWRITE_TIFF_COMPRESSION, 5]),
        "large jpeg": (photo(megapixels * 4), ".jpg", [cv2.IMWRITE_JPEG_QUALITY, 92]),
    }
    files = {}
    for name, (pixels, ending, choice) in options.items():
        files[name] = folder / (name.replace(" ", "-") + ending)
        cv2.imwrite(str(files[name]), pixels, choice)
    return files


def pool_of(files: dict[str, Path], folder: Path) -> list[Path]:
    """Sixteen names for eight JPEGs, four PNGs, two large JPEGs and two WebPs."""
    wanted = ["jpeg"] * 8 + ["png"] * 4 + ["large jpeg"] * 2 + ["webp"] * 2
    names = []
    for number, kind in enumerate(wanted):
        name = folder / f"{number:02}{files[kind].suffix}"
        name.symlink_to(files[kind])
        names.append(name)
    return names


def memory_of(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor, and MiB needed at most above what the process had."""
    status = Path("/proc/self/status")

    def read(field: str) -> int:
        if not status.exists():
            return 0
        line = next(row for row in status.read_text().splitlines() if row.startswith(field))
        return int(line.split()[1]) * 1024

    if status.exists():
        Path("/proc/self/clear_refs").write_text("5")
    before, start = read("VmRSS"), time.process_time()
    result = work()
    seconds = time.process_time() - start
    most = read("VmHWM")
    del result
    return seconds, max(0, most - before) / MEBIBYTE


def pillow_preview(path: Path) -> object:
    """The usual way: draft where there is one, thumbnail, and the bytes for Qt."""
    from PIL import Image
    from PySide6.QtGui import QImage

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path) as image:
        image.draft("RGB", (EDGE_PX, EDGE_PX))
        image.thumbnail((EDGE_PX, EDGE_PX))
        data = image.convert("RGBA").tobytes("raw", "BGRA")
        size = image.size
    return QImage(data, *size, 4 * size[0], QImage.Format.Format_RGB32).copy()


def our_preview(path: Path) -> object:
    from overpaint.ui.thumbnails import read_thumbnail

    return read_thumbnail(path, EDGE_PX)


def pillow_whole(path: Path) -> object:
    """All pixels as bytes for Qt."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path) as image:
        return image.convert("RGBA").tobytes("raw", "BGRA")


def our_whole(path: Path) -> object:
    from overpaint.imaging.load import load_picture

    return load_picture(path)


def gaps_until(done: Callable[[], bool]) -> tuple[float, float]:
    """Turn Qt's loop a thousand times a second; returns seconds and the worst gap, ms."""
    from PySide6.QtWidgets import QApplication

    start = last = time.perf_counter()
    worst = 0.0
    while not done():
        QApplication.processEvents()
        time.sleep(0.001)
        now = time.perf_counter()
        worst = max(worst, now - last)
        last = now
    return last - start, worst * 1000


def our_pool(paths: list[Path]) -> tuple[float, float, float]:
    """Seconds for all, seconds to the first, worst gap in ms."""
    from overpaint.ui.thumbnails import ThumbnailLoader

    loader, ready = ThumbnailLoader(), list[float]()
    start = time.perf_counter()
    loader.ready.connect(lambda *_: ready.append(time.perf_counter() - start))
    for path in paths:
        loader.request(path, EDGE_PX)
    seconds, gap = gaps_until(lambda: len(ready) == len(paths))
    loader.close()
    return seconds, ready[0], gap


def pillow_pool(paths: list[Path]) -> tuple[float, float, float]:
    ready, start = list[float](), time.perf_counter()
    guard = threading.Lock()

    def work(path: Path) -> None:
        pillow_preview(path)
        with guard:
            ready.append(time.perf_counter() - start)

    with ThreadPoolExecutor(WORKERS) as pool:
        for path in paths:
            pool.submit(work, path)
        seconds, gap = gaps_until(lambda: len(ready) == len(paths))
    return seconds, ready[0], gap


def control_gap() -> float:
    """The worst gap beside workers that never need the interpreter."""
    data, end = bytes(8 * MEBIBYTE), time.perf_counter() + 4

    def work() -> None:
        while time.perf_counter() < end:
            hashlib.sha256(data).digest()

    with ThreadPoolExecutor(WORKERS) as pool:
        for _ in range(WORKERS):
            pool.submit(work)
        return gaps_until(lambda: time.perf_counter() > end)[1]


def child(which: str, paths: list[Path]) -> dict[str, float]:
    """One measurement in a process of its own."""
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    import overpaint.imaging.load  # noqa: F401 - as in the running program

    if which == "control":
        return {"gap": control_gap()}
    one = {"ours": our_preview, "pillow": pillow_preview}
    whole = {"ours": our_whole, "pillow": pillow_whole}
    pools = {"ours": our_pool, "pillow": pillow_pool}
    part, _, way = which.partition("/")
    if part == "pool":
        found: list[tuple[float, float, float]] = []
        cpu, mib = memory_of(lambda: found.append(pools[way](paths)))
        app.quit()
        names = ("all", "first", "gap", "cpu", "mib")
        return dict(zip(names, (*found[0], cpu, mib), strict=True))
    seconds, mib = memory_of(lambda: (one if part == "one" else whole)[way](paths[0]))
    return {"s": seconds, "mib": mib}


def ask(which: str, paths: list[Path]) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--child", which, *map(str, paths)],
        env={**os.environ, "PYTHONPATH": str(APP)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def both(part: str, paths: list[Path], rounds: int) -> dict[str, dict[str, float]]:
    """Medians of both ways, measured in turn."""
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "pillow": []}
    for _ in range(rounds):
        for way, found in runs.items():
            found.append(ask(f"{part}/{way}", paths))
    return {
        way: {key: statistics.median(run[key] for run in found) for key in found[0]}
        for way, found in runs.items()
    }


def compare(files: dict[str, Path], pool: list[Path], megapixels: int, rounds: int) -> list[Row]:
    rows = []

    def add(what: str, ours: float, pillow: float, unit: str, goal: float | None = None) -> None:
        rows.append(Row(what, ours, pillow, ours / max(pillow, 1e-9), goal, unit))

    def against(what: str, ours: float, pillow: float, limit: float, unit: str) -> None:
        rows.append(Row(what, ours, pillow, ours / limit, 1.0, unit))

    for name, path in files.items():
        found = both("one", [path], rounds)
        add(f"preview of {name}", found["ours"]["s"] * 1e3, found["pillow"]["s"] * 1e3, "ms")
        add("", found["ours"]["mib"], found["pillow"]["mib"], "MiB")
    found = both("pool", pool, rounds)
    ours, pillow = found["ours"], found["pillow"]
    control = statistics.median(ask("control", [])["gap"] for _ in range(rounds))
    add("16 previews, by the clock", ours["all"] * 1e3, pillow["all"] * 1e3, "ms")
    add("16 previews", ours["cpu"] * 1e3, pillow["cpu"] * 1e3, "ms", POOL_GOAL)
    add("first, by the clock", ours["first"] * 1e3, pillow["first"] * 1e3, "ms", FIRST_GOAL)
    limit = max(GAP_GOAL_MS, 2 * control)
    against(f"worst gap (control {control:.0f})", ours["gap"], pillow["gap"], limit, "ms")
    most = WORKERS * WORKER_GOAL_MIB + POOL_FILES * PREVIEW_GOAL_MIB
    against("memory, previews included", ours["mib"], pillow["mib"], most, "MiB")
    for name, times in (("png", 1), ("large jpeg", 4)):
        found = both("whole", [files[name]], rounds)
        pixels = megapixels * times * 1e6
        a, b = (found[way]["mib"] * MEBIBYTE / pixels for way in ("ours", "pillow"))
        add(f"whole {name}", found["ours"]["s"] * 1e3, found["pillow"]["s"] * 1e3, "ms")
        against("", a, b, BYTES_GOAL, "B/px")
    return rows


def has_failed(tries: list[list[Row]]) -> bool:
    """Whether some goal was missed twice."""
    missed = [sum(not row.good for row in same) for same in zip(*tries, strict=True)]
    return max(missed) > 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="6 and 24 megapixels, one round")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        which, *names = options.child
        sys.stdout.write(json.dumps(child(which, [Path(name) for name in names])) + "\n")
        return 0
    megapixels, rounds = (6, 1) if options.small else (24, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        files = make_files(Path(folder), megapixels)
        pool = pool_of(files, Path(folder))
        tries = [compare(files, pool, megapixels, rounds)]
        while len(tries) < MOST_TRIES and not all(row.good for row in tries[-1]):
            tries.append(compare(files, pool, megapixels, rounds))
    rows = tries[-1]
    if options.json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
        return int(has_failed(tries))
    sys.stdout.write("what                          ours    Pillow   unit    ratio   goal\n")
    for row in rows:
        goal = "" if row.goal is None else f"{row.goal:6.2f}  {'PASS' if row.good else 'FAIL'}"
        sys.stdout.write(
            f"{row.what:26} {row.ours:9.1f} {row.pillow:9.1f}   {row.unit:5} "
            f"{row.ratio:7.2f} {goal}\n"
        )
    return int(has_failed(tries))


if __name__ == "__main__":
    sys.exit(main())
