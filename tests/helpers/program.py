"""The whole program in a test: its window, and a person's hands on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.closing import delete_what_was_closed
from overpaint.domain.errors import OverpaintError
from overpaint.paths import AppPaths
from overpaint.ui.application import Program
from overpaint.ui.results.item import ResultItem, ResultState

PATIENCE_MS = 60_000


class Driver:
    """Opens pictures, paints, writes and presses as a person would, and waits for what follows."""

    def __init__(self, app: QApplication, qtbot: QtBot, home: Path) -> None:
        self.home = home
        self.program = Program(app, AppPaths.find())
        self.window = self.program.window
        self.panels = self.window.panels
        self.store = self.program.store
        self.seen: list[ResultItem] = []
        self.panels.tiles.item_changed.connect(self.seen.append)
        self._qtbot = qtbot
        self._closed = False
        self.window.show()
        qtbot.waitExposed(self.window)

    def close(self) -> None:
        """Close the window, end the program and take its widgets away; once is enough."""
        if self._closed:
            return
        self._closed = True
        # What still runs would be asked about.
        self.window.leaving.guard.agree()
        self.window.close()
        self.program.close()
        delete_what_was_closed()

    def open(self, *paths: Path) -> None:
        """Open pictures and wait until the target is on the canvas."""
        with self._qtbot.waitSignal(self.panels.session.target_shown, timeout=PATIENCE_MS):
            self.window.open_pictures(list(paths))

    def paint(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a stroke; positions are shares of the canvas, 0 to 1."""
        canvas = self.panels.canvas
        first, last = (
            QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in (start, end)
        )
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(canvas, left, pos=first)
        for step in range(1, 11):
            QTest.mouseMove(canvas, first + (last - first) * step / 10)
        QTest.mouseRelease(canvas, left, pos=last)
        self._qtbot.waitUntil(lambda: self.store.draft.mask is not None, timeout=PATIENCE_MS)

    def press(self, command: str) -> None:
        """Trigger a command of the menus."""
        self.window.actions_by_id[command].trigger()

    def tiles(self) -> list[ResultItem]:
        """The tiles, the original first."""
        model = self.panels.tiles
        return [model.item(row) for row in range(model.rowCount())]

    def results(self) -> list[ResultItem]:
        """The tiles without the original."""
        return [item for item in self.tiles() if item.state is not ResultState.ORIGINAL]

    def wait_for(self, state: ResultState, count: int = 1) -> list[ResultItem]:
        """Wait until so many tiles are in a state."""

        def there() -> bool:
            return len([item for item in self.results() if item.state is state]) >= count

        self._qtbot.waitUntil(there, timeout=PATIENCE_MS)
        return [item for item in self.results() if item.state is state]

    def wait_for_banner(self) -> str:
        """Wait for a notice over the canvas; returns its title and text."""
        banner = self.panels.area.banner
        self._qtbot.waitUntil(lambda: banner.notice is not None, timeout=PATIENCE_MS)
        assert banner.notice is not None
        return f"{banner.notice.title} {banner.notice.text}"

    def error_of(self, item: ResultItem) -> OverpaintError:
        """Why a tile failed."""
        assert item.error is not None
        return item.error
