"""Ask the library for a result's family, and give results stars; everything on workers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from overpaint.domain.errors import OverpaintError
from overpaint.domain.family import Kin
from overpaint.domain.library import LibraryChange, ResultKey, Undoable
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.bridge import LibraryBridge

_CALM_MS = 150


class FamilyFinder(QObject):
    """The latest question wins.

    Args:
        library: Blocks, so it is asked on workers.
        bridge: Tells when the library has changed.
        background: The workers.
        parent: Owner.

    Attributes:
        found: ``(key, tuple[Kin, …])``: an answer.
        changed: The library is another one: what was told may be old.
        given: ``(sentence, undo)``: stars were given; the function takes them back.
        failed: An `OverpaintError`: stars could not be given.
    """

    found = Signal(str, object)
    changed = Signal()
    given = Signal(str, object)
    failed = Signal(object)

    def __init__(
        self, library: Library, bridge: LibraryBridge, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._background = background
        self._turn = 0
        # Results come in bursts, and each is told several times.
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self.changed)
        bridge.changed.connect(self._on_changed, Qt.ConnectionType.QueuedConnection)

    def ask(self, key: str, file: Path | None) -> None:
        """Have everything gathered that hangs together with a result."""
        self._turn += 1
        turn = self._turn

        def done(kin: tuple[Kin, ...]) -> None:
            if turn == self._turn:
                self.found.emit(key, kin)

        self._background.run(lambda: _gathered(self._library, key, file), done, _leave_out)

    def look_up(self, file: Path, then: Callable[[Kin], None]) -> None:
        """Ask what a file is; ``then`` is told when it is a result of the library."""

        def done(kin: Kin | None) -> None:
            if kin is not None:
                then(kin)

        self._background.run(lambda: _by_file(self._library, file), done, _leave_out)

    def forget(self) -> None:
        """Nobody waits for the answer any more."""
        self._turn += 1

    def set_favourite(self, key: str, told: str, *, on: bool) -> None:
        """Give a result the star of favourites, or take it; ``told`` says so afterwards."""
        self._change(lambda: self._library.set_favourite([ResultKey(key)], on), told)

    def rate(self, key: str, told: str, *, stars: int) -> None:
        """Give a result 0 to 5 stars; ``told`` says so afterwards."""
        self._change(lambda: self._library.set_rating([ResultKey(key)], stars), told)

    def _change(self, work: Callable[[], Undoable], told: str) -> None:
        def done(made: Undoable) -> None:
            self.given.emit(told, lambda: self._take_back(made))

        self._background.run(work, done, self.failed.emit)

    def _take_back(self, made: Undoable) -> None:
        self._background.run(made.undo, lambda _made: None, self.failed.emit)

    @Slot(object)
    def _on_changed(self, _change: LibraryChange) -> None:
        self._calm.start()


def _gathered(library: Library, key: str, file: Path | None) -> tuple[Kin, ...]:
    # SQLite is loaded by the first worker that needs it.
    from overpaint.services.family import gather  # noqa: PLC0415 - start-up time

    return gather(library, key, file)


def _by_file(library: Library, file: Path) -> Kin | None:
    found = library.by_file(file)
    return None if found is None else Kin.of_result(found)


def _leave_out(_error: OverpaintError) -> None:
    """What this session knows is shown all the same; other parts tell of a broken library."""
