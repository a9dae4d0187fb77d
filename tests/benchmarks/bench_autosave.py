"""What saving a 100-megapixel edit by itself costs the window, and the disk.

The whole program runs offscreen. Timed on the window's thread: collecting what a save needs after a
stroke, and after the whole mask was inverted, beside copying the mask once, which is the usual way
to hand it to a thread. Then pointer moves of a stroke, with a save under way all the time and
without, in turn. Ratios count, times do not. ``python tests/benchmarks/bench_autosave.py [--json]``
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

from mask_samples import SIZES, Row, report, strokes
from PIL import Image
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from overpaint.paths import AppPaths
from overpaint.services.edits.document_file import Written
from overpaint.services.edits.store import EditStore
from overpaint.ui.application import Program

SAVES = 30
MOVES = 400
GOAL_MS = 2.0
PATIENCE_S = 60.0


class Bench:
    """The program with a picture of 100 megapixels, and what its store says that it has written."""

    def __init__(self, app: QApplication, home: Path) -> None:
        self.app = app
        self.program = Program(app, AppPaths.below(home))
        self.panels = self.program.window.panels
        self.canvas, self.saver = self.panels.canvas, self.panels.edits.saver
        self.written: list[tuple[float, Written]] = []
        self._watch_disk()
        target = home / "target.png"
        Image.new("L", SIZES[100], 128).save(target, compress_level=1)
        self.program.window.resize(1600, 1000)
        self.program.window.show()
        self.program.window.open_pictures([target])
        self.wait(lambda: self.panels.session.shown_id is not None)
        self.settle()

    def wait(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > until:
                raise TimeoutError
            self.app.processEvents()
            time.sleep(0.001)

    def settle(self) -> None:
        reached: list[bool] = []
        self.canvas.when_idle(lambda: reached.append(True))
        self.wait(lambda: bool(reached))
        self.saver.flush()
        self.wait(lambda: self.saver.is_settled)

    def saves(self, change: Callable[[], None], count: int) -> tuple[list[float], list[float]]:
        """Milliseconds on the window's thread, and on the worker, for a save after each change."""
        here: list[float] = []
        there: list[float] = []
        for _ in range(count):
            change()
            reached: list[bool] = []
            self.canvas.when_idle(lambda reached=reached: reached.append(True))
            self.wait(lambda reached=reached: bool(reached))
            self.written.clear()
            # Of this thread alone: what the scheduler gives to others meanwhile is not ours.
            start = time.thread_time()
            self.saver.flush()
            here.append((time.thread_time() - start) * 1e3)
            self.wait(lambda: self.saver.is_settled)
            there += [spent for spent, _ in self.written]
        return here, there

    def moves(self, *, saving: bool) -> list[float]:
        """Milliseconds from a pointer move to its pixels, with or without saves under way."""
        self.settle()
        times: list[float] = []
        middle = self.canvas.rect().center()
        self._mouse(QEvent.Type.MouseButtonPress, middle.x() - 300, middle.y())
        for number in range(MOVES):
            if saving and number % 20 == 0:
                self.saver.note(self.panels.edits.current.id, painted=True)
                self.saver.flush()
            start = time.perf_counter()
            self._mouse(QEvent.Type.MouseMove, middle.x() - 300 + number, middle.y() + number % 40)
            self.app.processEvents()
            times.append((time.perf_counter() - start) * 1e3)
        self._mouse(QEvent.Type.MouseButtonRelease, middle.x(), middle.y())
        self.settle()
        return times

    def close(self) -> None:
        self.program.window.close()
        self.program.close()

    def _mouse(self, kind: QEvent.Type, x: int, y: int) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        pos = QPointF(x, y)
        event = QMouseEvent(kind, pos, self.canvas.mapToGlobal(pos), left, left, none)
        QApplication.sendEvent(self.canvas, event)

    def _watch_disk(self) -> None:
        save, written = EditStore.save, self.written

        def watched(store: EditStore, snapshot: object) -> object:
            start = time.perf_counter()
            saved = save(store, snapshot)  # type: ignore[arg-type]
            written.append(((time.perf_counter() - start) * 1e3, saved.written))
            return saved

        EditStore.save = watched  # type: ignore[method-assign,assignment]


def measure(rounds: int) -> list[Row]:
    sys.setswitchinterval(0.0005)  # as the program does
    app = QApplication.instance() or QApplication(["overpaint"])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(app, Path(home))
        try:
            return _rows(bench, rounds)
        finally:
            bench.close()


def _rows(bench: Bench, rounds: int) -> list[Row]:
    canvas, many = bench.canvas, iter(strokes(*SIZES[100], SAVES * rounds))
    mask = canvas.mask
    assert mask is not None
    copies: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        mask.copy_coverage()
        copies.append((time.perf_counter() - start) * 1e3)
    copy_ms = statistics.median(copies)
    rows = [Row("hand the mask over", "copy", copy_ms, 1.0, None, "100 MB")]
    editor = canvas._editor
    stroked, wrote = bench.saves(lambda: editor.commit_stroke(next(many), ""), SAVES)
    rows.append(_here("after a stroke", stroked, copy_ms))
    size = statistics.median(one.byte_count for _, one in bench.written)
    rows.append(_there("write a stroke", wrote, copy_ms, f"{size / 1024:.1f} KiB"))
    inverted, wrote = bench.saves(canvas.invert_mask, 10)
    rows.append(_here("after an inversion", inverted, copy_ms))
    tiles = bench.written[-1][1]
    note = f"{tiles.tiles} tiles, {tiles.byte_count / 1024:.0f} KiB"
    rows.append(_there("write an inversion", wrote, copy_ms, note))
    worst = max(stroked + inverted)
    rows.append(Row("window's thread", "most, to 2 ms", worst, worst / GOAL_MS, 1.0))
    return [*rows, *_strokes(bench, rounds)]


def _strokes(bench: Bench, rounds: int) -> list[Row]:
    """Pointer moves with and without saves, in turn."""
    plain: list[float] = []
    saving: list[float] = []
    for _ in range(max(2, rounds)):
        plain += bench.moves(saving=False)
        saving += bench.moves(saving=True)
    usual, beside = (statistics.quantiles(times, n=20)[18] for times in (plain, saving))
    return [
        Row("pointer move, p95", "no save", usual, 1.0, None),
        Row("pointer move, p95", "saves under way", beside, beside / usual, 1.5),
    ]


def _here(case: str, times: list[float], copy_ms: float) -> Row:
    median = statistics.median(times)
    return Row(case, "window's thread", median, median / copy_ms, 0.5, f"most {max(times):.2f} ms")


def _there(case: str, times: list[float], copy_ms: float, note: str) -> Row:
    median = statistics.median(times)
    return Row(case, "worker", median, median / copy_ms, None, note)


if __name__ == "__main__":
    sys.exit(report(__doc__, measure, rounds=2))
