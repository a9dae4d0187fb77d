"""A person who works on several edits, leaves the program, and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.masks import MaskDriver
from helpers.program import PATIENCE_MS


class EditsDriver(MaskDriver):
    """Leaves the program and comes back."""

    def __init__(self, app: QApplication, qtbot: QtBot, home: Path) -> None:
        super().__init__(app, qtbot, home)
        self.edits = self.panels.edits
        self.is_closed = False

    def close_for_good(self) -> None:
        """End the program; nothing is left to be closed."""
        self.close()
        self.is_closed = True

    def saved(self) -> None:
        """Wait until everything is on disk."""
        self.settle()
        saver = self.edits.saver
        self._qtbot.waitUntil(lambda: saver.is_settled, timeout=PATIENCE_MS)

    def restore(self, *, waits: bool = True) -> None:
        """Open what was open, and wait until the target is on the canvas."""
        done: list[bool] = []
        self.edits.restore(lambda: done.append(True))
        if not waits:
            return
        self._qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)
        session = self.panels.session
        self._qtbot.waitUntil(lambda: not session.is_reading, timeout=PATIENCE_MS)

    def wait_for_title(self, title: str) -> None:
        """Wait until an edit of this name is at hand, with its picture."""
        session, edits = self.panels.session, self.edits
        self._qtbot.waitUntil(
            lambda: edits.words_of(edits.current)[0] == title and not session.is_reading,
            timeout=PATIENCE_MS,
        )

    def titles(self) -> list[str]:
        """What the tabs are called."""
        return [self.edits.words_of(edit)[0] for edit in self.edits.edits]

    def open_beside(self, path: Path) -> None:
        """Open a picture in an edit of its own, and wait until it is on the canvas."""
        self.window.open_beside([path])
        self.wait_for_title(path.name)

    def show(self, place: int) -> None:
        """Bring the edit of a tab to hand, and wait until its picture is there."""
        wanted = self.edits.edits[place].id
        self.edits.show(wanted)
        self._qtbot.waitUntil(
            lambda: self.edits.current.id == wanted and not self.panels.session.is_reading,
            timeout=PATIENCE_MS,
        )

    @contextmanager
    def when_sent(self) -> Iterator[None]:
        """Wait until what is done in the block has a tile under way."""
        yield
        self.wait(lambda: any(item.running for item in self.results()))

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)


Start = Callable[..., EditsDriver]
