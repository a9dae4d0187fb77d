"""The program in a person's hands, in processes that are made to be killed.

``python -m helpers.doomed`` loads the program once. For every line on standard input, ``HOME PHOTO
SEED``, it forks a process that opens the window there and paints and generates without end; it
prints the id of the process, then, once that was killed, how it ended. ``HOME`` alone opens the
window, waits until everything that was left has been explained, and ends in order.

What the person does is written to ``HOME/person.jsonl``: a line survives the death of its process.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOG = "person.jsonl"
CELL_PX = 20
BRUSH_PX = 8.0
_MARGIN = 2
_MOST_RESULTS = 8
_MOST_JOBS = 2


def read_log(home: Path) -> list[dict[str, Any]]:
    """What the person did, in its order; a line that was cut off does not count."""
    path = home / LOG
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")[:-1]
    return [json.loads(line) for line in lines]


def cell(number: int, width: int, height: int) -> tuple[int, int]:
    """The middle of a place for a stroke, far enough from those of all others."""
    columns, rows = (side // CELL_PX - _MARGIN for side in (width, height))
    column, row = number % columns, number // columns % rows
    return (column + 1) * CELL_PX + CELL_PX // 2, (row + 1) * CELL_PX + CELL_PX // 2


def cells(width: int, height: int) -> int:
    """How many places for strokes a picture has."""
    return (width // CELL_PX - _MARGIN) * (height // CELL_PX - _MARGIN)


class _Person:
    """Works until it is killed."""

    def __init__(self, home: Path, photo: Path, seed: int) -> None:
        from overpaint.paths import AppPaths  # noqa: PLC0415 - with Qt, see `main`
        from overpaint.ui.application import Program  # noqa: PLC0415
        from overpaint.ui.qt_application import OverpaintApplication  # noqa: PLC0415

        self._photo = photo
        self._chance = random.Random(seed)
        self._log = os.open(home / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        self._strokes: dict[str, int] = {}
        for line in read_log(home):
            if "stroke" in line:
                self._strokes[line["edit"]] = line["stroke"] + 1
        self._app = OverpaintApplication(["overpaint"])
        self.program = Program(self._app, AppPaths.find())
        self.panels = self.program.window.panels

    def begin(self) -> None:
        """Open the window and wait until what was open is open again."""
        from overpaint.handover import Claim, Errand  # noqa: PLC0415 - as above

        self.program.window.resize(1200, 800)
        self.program.window.show()
        self.program.begin(Errand(), Claim())
        self._wait(lambda: not self.panels.edits.is_restoring)

    def work(self) -> None:
        """Paint and generate, in edit after edit."""
        from overpaint.imaging.mask.brush import Brush  # noqa: PLC0415 - as above

        while True:
            if self.program.store.draft.target is None:
                self.program.window.open_pictures([self._photo])
            self._wait(lambda: self.panels.session.shown_id is not None)
            self.panels.canvas.set_brush(Brush(diameter_px=BRUSH_PX))
            self._note(ready=True)
            while not self._is_full():
                for _ in range(self._chance.randint(1, 3)):
                    self._stroke()
                    self._rest(self._chance.uniform(0.0, 0.08))
                if len(self.panels.tiles.running_jobs()) < _MOST_JOBS:
                    self._generate()
            self.panels.edits.new()
            self._wait(lambda: self.program.store.draft.target is None)

    def explain(self) -> None:
        """Wait until everything that was left is explained, and end in order."""
        requests = self.panels.open_requests
        self._wait(lambda: requests.has_looked)
        self.program.window.close()
        self.program.close()

    def _is_full(self) -> bool:
        target = self.program.store.draft.target
        assert target is not None
        done = self._strokes.get(self.panels.edits.current.id, 0)
        results = self.panels.tiles.items_of(self.panels.edits.current.id)
        return done >= cells(target.size.width, target.size.height) or len(results) > _MOST_RESULTS

    def _stroke(self) -> None:
        from PySide6.QtCore import QPointF, Qt  # noqa: PLC0415 - as above
        from PySide6.QtTest import QTest  # noqa: PLC0415 - as above

        canvas, edit = self.panels.canvas, self.panels.edits.current.id
        number = self._strokes.get(edit, 0)
        target = self.program.store.draft.target
        assert target is not None
        x, y = cell(number, target.size.width, target.size.height)
        ends = [QPointF(*canvas.view_pos((x + dx, y))).toPoint() for dx in (-3, 0, 3)]
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(canvas, left, pos=ends[0])
        for point in ends[1:]:
            QTest.mouseMove(canvas, point)
        QTest.mouseRelease(canvas, left, pos=ends[-1])
        self._strokes[edit] = number + 1
        self._note(stroke=number, edit=edit, x=x, y=y, id=target.id)

    def _generate(self) -> None:
        prompt = f"sepia {self._chance.getrandbits(48):012x}"
        self.program.store.set(prompt=prompt)
        self._note(prompt=prompt, edit=self.panels.edits.current.id)
        self.panels.runs.generate()
        self._rest(0.02)

    def _note(self, **what: object) -> None:
        line = json.dumps({**what, "t": time.monotonic()})
        os.write(self._log, line.encode() + b"\n")

    def _wait(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._rest(0.005)

    def _rest(self, seconds: float) -> None:
        from PySide6.QtTest import QTest  # noqa: PLC0415 - as above

        QTest.qWait(max(1, round(seconds * 1000)))


def _live(line: str) -> None:
    home, *rest = line.split("\t")
    os.environ["OVERPAINT_HOME"] = home
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 0)
    os.dup2(quiet, 1)
    errors = os.open(Path(home) / "stderr.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    os.dup2(errors, 2)
    photo, seed = (Path(rest[0]), int(rest[1])) if rest else (Path(), 0)
    person = _Person(Path(home), photo, seed)
    person.begin()
    if rest:
        person.work()
    person.explain()


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def main() -> None:
    """Serve until standard input ends."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Loaded here, once: a process of its own would load for a second before it can be killed.
    import overpaint.imaging.prepare  # noqa: PLC0415
    import overpaint.services.api.client  # noqa: PLC0415
    import overpaint.services.engine_loop  # noqa: PLC0415
    import overpaint.services.recovery  # noqa: PLC0415
    import overpaint.ui.application  # noqa: F401, PLC0415

    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            try:
                _live(line.rstrip("\n"))
            except BaseException:
                import traceback  # noqa: PLC0415 - only then

                traceback.print_exc()
                os._exit(3)
            os._exit(0)
        _say(process)
        _, status = os.waitpid(process, 0)
        _say(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
