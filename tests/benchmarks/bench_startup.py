"""From the start of the process to the first painted window, beside an empty Qt window.

``python tests/benchmarks/bench_startup.py [--rounds N] [--json]``. Both are measured in turn, so
that the machine's mood falls on both; the ratio is what counts.
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
    _PAINTED
    + """
from PySide6.QtWidgets import QApplication
app = QApplication(["overpaint"])
from overpaint.paths import AppPaths
from overpaint.ui.application import Program
program = Program(app, AppPaths.find())
painted = Painted()
program.window.panels.canvas.installEventFilter(painted)
program.window.show()
app.exec()
heavy = {"numpy", "PIL", "httpx", "keyring", "starlette"} & set(sys.modules)
print(" ".join(sorted(heavy)))
program.close()
"""
)


def measure(code: str, home: Path) -> tuple[float, str]:
    """Seconds from the start of the process to its first paint, and what else it printed."""
    environment = {
        **os.environ,
        "OVERPAINT_HOME": str(home),
        "PYTHONPATH": str(APP),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    clock = "import time; print(time.time())\n"
    done = subprocess.run(
        [sys.executable, "-c", clock + code], env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    start, painted, *more = done.stdout.splitlines()
    return float(painted) - float(start), " ".join(more)


def main() -> int:
    """Measure, print, and fail when the ratio misses its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    floors, ours, heavy = [], [], ""
    with tempfile.TemporaryDirectory() as home:
        for _round in range(options.rounds + 1):
            floors.append(measure(_FLOOR, Path(home))[0])
            seconds, heavy = measure(_OURS, Path(home))
            ours.append(seconds)
    floor, own = statistics.median(floors[1:]), statistics.median(ours[1:])
    row = {
        "name": "first paint",
        "floor_ms": round(floor * 1000),
        "ours_ms": round(own * 1000),
        "ratio": round(own / floor, 2),
        "goal": GOAL,
        "loaded too early": heavy,
    }
    text = json.dumps(row) if options.json else "  ".join(f"{k} {v}" for k, v in row.items())
    sys.stdout.write(text + "\n")
    return int(own / floor > GOAL or bool(heavy))


if __name__ == "__main__":
    sys.exit(main())
