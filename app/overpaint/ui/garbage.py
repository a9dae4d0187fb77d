"""Collects garbage on the GUI thread only.

Python collects on whichever thread happens to allocate. When that is a worker and the garbage
holds a widget or another Qt object, Qt destroys it on the wrong thread, and the worker may wait
for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_EVERY_MS = 250
_YOUNG = 700  # new containers that make a collection worth while: Python's own threshold
_PASSES = 10  # collections of one generation for one of the next older, as Python has it


class GarbageCollector(QObject):
    """Takes over from Python's automatic collection until it is stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._passes = [0, 0]
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self._timer.start()

    def collect(self) -> None:
        """Collect as much as is due; never everything in the middle of a gesture."""
        if gc.get_count()[0] <= _YOUNG:
            return
        generation = 0
        for older in (0, 1):
            if self._passes[older] < _PASSES:
                break
            generation = older + 1
        if generation == 2 and QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            generation = 1
        for younger in range(generation):
            self._passes[younger] = 0
        if generation < len(self._passes):
            self._passes[generation] += 1
        gc.collect(generation)

    def stop(self) -> None:
        """Give back to Python."""
        self._timer.stop()
        gc.enable()
