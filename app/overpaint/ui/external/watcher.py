"""Watch copies that other programs have, and tell when one was saved and left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from overpaint.services.external.settling import News, Settling, Sight

_AGAIN_MS = 200


class CopyWatcher(QObject):
    """Looks at files when the system tells of a change, and again until they are left alone.

    Folders are watched, too: a save that renames another file into place ends the watch of the
    old one.

    Args:
        parent: Owner.
        clock: Seconds that never go back.
        quiet_s: How long a file must stay as it is, seconds; the usual time unless told.

    Attributes:
        saved: ``(Path, Sight)``: a file is another one, and whole as far as can be seen.
    """

    saved = Signal(object, object)

    def __init__(
        self,
        parent: QObject,
        clock: Callable[[], float] = time.monotonic,
        quiet_s: float | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._quiet_s = quiet_s
        self._files: dict[Path, Settling] = {}
        self._unsettled: set[Path] = set()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_file)
        self._watcher.directoryChanged.connect(self._on_folder)
        self._timer = QTimer(self, interval=_AGAIN_MS)
        self._timer.timeout.connect(self.look_again)

    def watch(self, file: Path, known: Sight | None) -> None:
        """Watch a file; what it was when ``known`` was seen is no news."""
        quiet = {} if self._quiet_s is None else {"quiet_s": self._quiet_s}
        self._files[file] = Settling(known, **quiet)
        self._watcher.addPath(str(file.parent))
        self._look(file)

    def settle(self, file: Path, sight: Sight | None) -> None:
        """Know a state of a file; a later one is looked at now."""
        if file in self._files:
            self._files[file].settle(sight)
            self._look(file)

    @Slot()
    def look_again(self) -> None:
        """Look at what was not left alone yet."""
        for file in tuple(self._unsettled):
            self._look(file)

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self._look(Path(name))

    @Slot(str)
    def _on_folder(self, name: str) -> None:
        for file in tuple(self._files):
            if file.parent == Path(name):
                self._look(file)

    def _look(self, file: Path) -> None:
        settling = self._files.get(file)
        if settling is None:
            return
        sight = Sight.of(file)
        news = settling.look(sight, self._clock())
        if sight is not None and str(file) not in self._watcher.files():
            self._watcher.addPath(str(file))
        if news is News.UNSETTLED:
            self._unsettled.add(file)
            if not self._timer.isActive():
                self._timer.start()
            return
        self._unsettled.discard(file)
        if not self._unsettled:
            self._timer.stop()
        if news is News.READY:
            # Until somebody says what came of it, it is no news a second time.
            settling.settle(sight)
            self.saved.emit(file, sight)
