"""Brush latency of the canvas against the toolkit's own limit and the usual whole-widget way.

Each event is a pointer move of 20 screen pixels, timed until the viewport is repainted. The
designs take turns in one process: ``null`` copies the cached picture only (the limit of the
toolkit), ``canvas`` is ours, ``stream`` is ours while a thread of the process receives an event of
8 MiB every tenth of a second or so, as a gigabit line could bring them, and gives way to the
stroke as in the program, ``whole`` paints a
full-size mask and repaints the whole widget.
Ratios count, times depend on the machine. Run: ``python tests/benchmarks/bench_brush.py [--json]``.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import bench_stream
import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from overpaint.imaging.mask.brush import Brush
from overpaint.imaging.pixels import Picture
from overpaint.services.courtesy import Courtesy
from overpaint.ui.canvas.view import CanvasView

VIEW = (1600, 1000)
BRUSH_PX = 500.0
EVENTS = 120
GOAL_P99_MS, GOAL_GROWTH = 4.0, 2.0
OURS = {"canvas", "stream"}
PAUSE_S = 0.05  # with the time of receiving, about 600 Mbit/s


@dataclass(frozen=True)
class Row:
    megapixels: int
    zoom: str
    hardness: float
    design: str
    p50_ms: float
    p99_ms: float
    times_null: float


def picture(megapixels: int) -> Picture:
    side = round(math.sqrt(megapixels * 1_000_000))
    noise = np.random.default_rng(7).integers(0, 255, (256, 256, 4), np.uint8)
    bgra = np.resize(np.tile(noise, (-(-side // 256), -(-side // 256), 1)), (side, side, 4))
    return Picture(np.ascontiguousarray(bgra), opaque=True)


def way(brush_px: float) -> Iterator[QPointF]:
    """Points 20 pixels apart on a wave through the middle of the viewport."""
    for i in range(EVENTS):
        t = i / EVENTS
        x = 500 + 600 * abs(((t * 4) % 2) - 1)
        yield QPointF(x, 500 + 120 * math.sin(t * 9) + brush_px % 1)


class Control(QWidget):
    """A widget with a cached viewport; ``draw`` decides what a move does."""

    def __init__(self, base: QImage, diameter_px: float) -> None:
        super().__init__()
        self.resize(*VIEW)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.base = base
        self.diameter_px = diameter_px
        self.last: QPointF | None = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        here = event.position()
        last, self.last = self.last or here, here
        self.stroke(last, here)

    def dirty(self, last: QPointF, here: QPointF) -> QRect:
        reach = self.diameter_px / 2 + 2
        around = QRectF(last, here).normalized().adjusted(-reach, -reach, reach, reach)
        return around.toAlignedRect()


class Null(Control):
    def stroke(self, last: QPointF, here: QPointF) -> None:
        self.update(self.dirty(last, here))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.drawImage(event.rect().topLeft(), self.base, event.rect())
        painter.end()


class Whole(Control):
    """Paints a mask of the picture's size and repaints everything (Qt's scribble example)."""

    def __init__(self, picture_image: QImage, diameter_px: float, scale: float) -> None:
        super().__init__(picture_image, diameter_px)
        self.scale = scale
        kind = QImage.Format.Format_ARGB32_Premultiplied
        self.layer = QImage(picture_image.size(), kind)
        self.layer.fill(0)

    def stroke(self, last: QPointF, here: QPointF) -> None:
        painter = QPainter(self.layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(232, 62, 140, 128), self.diameter_px / self.scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(last / self.scale, here / self.scale)
        painter.end()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        painter = QPainter(self)
        width, height = self.width() / self.scale, self.height() / self.scale
        box = QRectF(0, 0, width, height)
        for image in (self.base, self.layer):
            painter.drawImage(QRectF(self.rect()), image, box)
        painter.end()


def move(widget: QWidget, pos: QPointF, kind: QEvent.Type) -> None:
    button = Qt.MouseButton.LeftButton
    no_keys = Qt.KeyboardModifier.NoModifier
    place = widget.mapToGlobal(pos)
    QApplication.sendEvent(widget, QMouseEvent(kind, pos, place, button, button, no_keys))


def measured(widget: QWidget, diameter_px: float) -> list[float]:
    """Milliseconds from each move to the repainted viewport."""
    times = []
    for i, pos in enumerate(way(diameter_px)):
        start = time.perf_counter()
        move(widget, pos, QEvent.Type.MouseMove if i else QEvent.Type.MouseButtonPress)
        # Paints what was asked for, without waiting for the next frame.
        QApplication.sendPostedEvents(widget.window(), QEvent.Type.UpdateRequest)
        times.append((time.perf_counter() - start) * 1e3)
    move(widget, pos, QEvent.Type.MouseButtonRelease)
    return times[2:]


def shown(widget: QWidget) -> QWidget:
    widget.show()
    for _ in range(20):
        QApplication.processEvents()
    return widget


class Stream:
    """Receives large stream events with the program's own client until it is stopped."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        port_file = Path(self._folder.name) / "port"
        script = Path(bench_stream.__file__)
        command = [sys.executable, str(script), "--serve", str(port_file), "1", str(8 << 20)]
        self._server = subprocess.Popen(command)
        while not port_file.exists() or not port_file.read_text():
            time.sleep(0.02)
        self._port = int(port_file.read_text())
        # The program loads the client's libraries after its first paint, not during a stroke.
        bench_stream.read_ours(self._port, 1)
        self._busy = threading.Event()
        self.courtesy = Courtesy()
        self._ended = False
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    def while_receiving(self, measure: Callable[[], list[float]]) -> list[float]:
        self._busy.set()
        try:
            return measure()
        finally:
            self._busy.clear()

    def close(self) -> None:
        self._ended = True
        self._busy.set()
        self._thread.join()
        self._server.kill()
        self._server.wait()
        self._folder.cleanup()

    def _receive(self) -> None:
        while self._busy.wait() and not self._ended:
            bench_stream.read_ours(self._port, 1, self.courtesy)
            time.sleep(PAUSE_S)


def designs(
    source: Picture, zoom: str, hardness: float, stream: Stream
) -> dict[str, Callable[[], list[float]]]:
    canvas = CanvasView()
    canvas.resize(*VIEW)
    canvas.set_target(source)
    if zoom == "100 %":
        canvas.zoom_to(1.0)
    canvas.set_brush(Brush(BRUSH_PX, hardness))
    canvas.gesture.connect(stream.courtesy.give_way)
    shown(canvas)
    canvas.wait_for_strokes()
    assert canvas.transform is not None
    scale = canvas.transform.scale
    on_screen_px = BRUSH_PX * scale
    null = shown(
        Null(canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32), on_screen_px)
    )
    image = QImage(
        source.bgra.data, source.width, source.height, 4 * source.width, QImage.Format.Format_RGB32
    )
    whole = shown(Whole(image, on_screen_px, scale))

    def ours() -> list[float]:
        times = measured(canvas, on_screen_px)
        canvas.wait_for_strokes(60)
        QApplication.processEvents()
        return times

    return {
        "null": lambda: measured(null, on_screen_px),
        "canvas": ours,
        "stream": lambda: stream.while_receiving(ours),
        "whole": lambda: measured(whole, on_screen_px),
        "close": lambda: (canvas.close_workers(), [])[1],
    }


def compare(
    source: Picture, megapixels: int, zoom: str, hardness: float, rounds: int, stream: Stream
) -> list[Row]:
    runs = designs(source, zoom, hardness, stream)
    times: dict[str, list[float]] = {name: [] for name in ("null", "canvas", "stream", "whole")}
    for _ in range(rounds):
        for name in times:
            times[name] += runs[name]()
    runs["close"]()
    limit = statistics.median(times["null"])
    rows = []
    for name, collected in times.items():
        p50, p99 = statistics.median(collected), statistics.quantiles(collected, n=100)[98]
        rows.append(Row(megapixels, zoom, hardness, name, p50, p99, p50 / limit))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megapixels", type=int, nargs="+", default=[1, 24, 100])
    options = parser.parse_args()
    # As the program does: a thread that receives hands the interpreter back sooner.
    sys.setswitchinterval(0.0005)
    gc.disable()
    app = QApplication([])
    rows: list[Row] = []
    stream = Stream()
    for megapixels in options.megapixels:
        source = picture(megapixels)
        for zoom in ("fit", "100 %"):
            for hardness in (1.0, 0.0):
                rows += compare(source, megapixels, zoom, hardness, options.rounds, stream)
    stream.close()
    app.quit()
    if options.json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
        return int(not is_good(rows))
    sys.stdout.write("  MP  zoom   hard  design    p50 ms   p99 ms   x null\n")
    for row in rows:
        sys.stdout.write(
            f"{row.megapixels:4}  {row.zoom:5}  {row.hardness:4.1f}  {row.design:7} "
            f"{row.p50_ms:8.3f} {row.p99_ms:8.3f} {row.times_null:8.1f}\n"
        )
    sys.stdout.write(
        f"worst p99 {worst_p99_ms(rows):.2f} ms (goal {GOAL_P99_MS}), largest by smallest picture "
        f"{growth(rows):.2f} (goal {GOAL_GROWTH}): {'PASS' if is_good(rows) else 'FAIL'}\n"
    )
    return int(not is_good(rows))


def worst_p99_ms(rows: list[Row]) -> float:
    """Of our canvas, with and without a stream."""
    return max(row.p99_ms for row in rows if row.design in OURS)


def growth(rows: list[Row]) -> float:
    """How many times longer an event takes on the largest picture than on the smallest."""
    sizes = [row.megapixels for row in rows]
    ratios = []
    for zoom, hardness in {(row.zoom, row.hardness) for row in rows}:
        times = {
            row.megapixels: row.p50_ms
            for row in rows
            if (row.zoom, row.hardness, row.design) == (zoom, hardness, "canvas")
        }
        ratios.append(times[max(sizes)] / times[min(sizes)])
    return max(ratios)


def is_good(rows: list[Row]) -> bool:
    return worst_p99_ms(rows) <= GOAL_P99_MS and growth(rows) <= GOAL_GROWTH


if __name__ == "__main__":
    sys.exit(main())
