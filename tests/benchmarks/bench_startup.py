"""From the start of the process to the painted window, beside an empty Qt window.

``python tests/benchmarks/bench_startup.py [--rounds N] [--json]``. Both are measured in turn, so
that the machine's mood falls on both; the ratio is what counts. A first round, not counted,
compiles the modules and warms the disk. Measured are the moment in which the canvas begins to
paint, and that in which the whole window is painted and the program waits for the person.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

GOAL = 1.6
"""The complete window may take so many times an empty one."""

APP = Path(__file__).parents[2] / "app"
_PAINTED = """
import sys, time
from PySide6.QtCore import QObject, QEvent, QTimer
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            print(time.time())
            QTimer.singleShot(0, lambda: (print(time.time()), app.quit()))
        return False
"""
_FLOOR = (
    _PAINTED
    + """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1440, 900)
painted = Painted()
window.installEventFilter(painted)
window.show()
app.exec()
"""
)
_OURS = (
    """
import overpaint.__main__, gc
gc.disable()
from overpaint.ui.application import Program, set_up_logging
from overpaint.paths import AppPaths
"""
    + _PAINTED
    + """
from PySide6.QtWidgets import QApplication
app = QApplication(["overpaint"])
paths = AppPaths.find()
set_up_logging(paths.data)
program = Program(app, paths)
gc.freeze()
gc.enable()
painted = Painted()
program.window.panels.canvas.installEventFilter(painted)
program.window.show()
app.exec()
heavy = {"numpy", "PIL", "httpx", "keyring", "starlette", "asyncio"} & set(sys.modules)
print(" ".join(sorted(heavy)))
program.close()
"""
)


def measure(code: str, home: Path) -> tuple[float, float, str]:
    """Milliseconds from start to first paint, and to the whole window; what is loaded."""
    environment = {
        **os.environ,
        "OVERPAINT_HOME": str(home),
        "PYTHONPATH": str(APP),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    # Whoever forbids Python to keep what it has compiled would measure the compiler.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    clock = "import time; print(time.time())\n"
    done = subprocess.run(
        [sys.executable, "-c", clock + code], env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    start, begun, whole, *more = done.stdout.splitlines()
    return (
        (float(begun) - float(start)) * 1000,
        (float(whole) - float(start)) * 1000,
        " ".join(more),
    )


def main() -> int:
    """Measure, print, and fail when the ratio misses its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    floors, ours = [], []
    with tempfile.TemporaryDirectory() as home:
        for _round in range(options.rounds + 1):
            floors.append(measure(_FLOOR, Path(home)))
            ours.append(measure(_OURS, Path(home)))
    floor, first, whole = (
        statistics.median(run[place] for run in runs[1:])
        for runs, place in ((floors, 1), (ours, 0), (ours, 1))
    )
    heavy = ours[-1][2]
    row = {
        "name": "start",
        "floor_ms": round(floor),
        "first_paint_ms": round(first),
        "complete_ms": round(whole),
        "first_paint_ratio": round(first / floor, 2),
        "complete_ratio": round(whole / floor, 2),
        "goal": GOAL,
        "loaded too early": heavy,
    }
    text = json.dumps(row) if options.json else "  ".join(f"{k} {v}" for k, v in row.items())
    sys.stdout.write(text + "\n")
    return int(whole / floor > GOAL or bool(heavy))


if __name__ == "__main__":
    sys.exit(main())
