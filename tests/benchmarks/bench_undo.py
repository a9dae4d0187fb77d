"""Undo and redo at 100 megapixels, beside copying a full snapshot back, in one run.

200 strokes are painted, all taken back and all brought back; what the steps hold in memory is
counted. Ratios count, times do not. ``python tests/benchmarks/bench_undo.py [--json]``
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np
from mask_samples import SIZES, Row, report, strokes

from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.mask.stamp import StampCache

STROKES = 200
GOAL_MS = 8.0
BUDGET_BYTES = 64 * 1024 * 1024


def timed(run: object) -> float:
    start = time.perf_counter()
    run()  # type: ignore[operator]
    return (time.perf_counter() - start) * 1e3


def summary(case: str, design: str, times: list[float], snapshot_ms: float) -> Row:
    p99 = statistics.quantiles(times, n=100)[98]
    median = statistics.median(times)
    return Row(case, design, median, median / snapshot_ms, 0.5, f"p99 {p99:.2f} ms")


def measure(rounds: int) -> list[Row]:
    plane, stamps = MaskPlane(*SIZES[100]), StampCache()
    many = strokes(plane.width, plane.height, STROKES)
    deltas = [rasterise(plane, stroke, stamps) for stroke in many]
    kept = np.empty_like(plane.coverage)
    snapshots = [timed(lambda: np.copyto(kept, plane.coverage)) for _ in range(5)]
    snapshot_ms = statistics.median(snapshots)
    undo: list[float] = []
    redo: list[float] = []
    for _ in range(rounds):
        undo += [timed(lambda d=delta: d.apply_before(plane)) for delta in reversed(deltas)]
        redo += [timed(lambda d=delta: d.apply_after(plane)) for delta in deltas]
    whole = {"fill": plane.fill, "invert": plane.invert, "clear": plane.clear}
    size_mib = plane.coverage.nbytes / 2**20
    rows = [
        Row(
            "stroke of 300 px",
            "full snapshot",
            snapshot_ms,
            1.0,
            None,
            f"{size_mib:.0f} MiB each",
        ),
        summary("stroke of 300 px", "undo", undo, snapshot_ms),
        summary("stroke of 300 px", "redo", redo, snapshot_ms),
    ]
    held = sum(delta.size_bytes for delta in deltas)
    rows.append(
        Row("memory of 200 strokes", "held, to the budget", 0.0, held / BUDGET_BYTES, 1.0,
            f"{held / 2**20:.1f} MiB")
    )  # fmt: skip
    for name, run in whole.items():
        start = time.perf_counter()
        delta = run()
        spent = (time.perf_counter() - start) * 1e3
        rows.append(
            Row("whole plane", name, spent, spent / snapshot_ms, None,
                f"{delta.size_bytes / 2**20:.3f} MiB")
        )  # fmt: skip
        delta.apply_before(plane)
    # The scheduler steals more than a millisecond at a time: of the slowest hundredth that is most.
    usual = max(statistics.quantiles(undo, n=20)[18], statistics.quantiles(redo, n=20)[18])
    rows.append(Row("undo, redo", "p95, to 8 ms", usual, usual / GOAL_MS, 1.0))
    return rows


if __name__ == "__main__":
    sys.exit(report(__doc__, measure, rounds=3))
