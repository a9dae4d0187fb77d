"""Know while something is dragged over the window, whichever of its parts is under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from overpaint.ui.payload import Offer

_CROSSING_MS = 120
"""Between two parts a drag is nowhere for a moment; so long that is not taken for its end."""


class DragWatch(QObject):
    """Every part that takes drops reports here, so that all of them can light up together.

    Attributes:
        changed: The `Offer` that is dragged over the window, or None when nothing is any more.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offer: Offer | None = None
        self._gone = QTimer(self, singleShot=True, interval=_CROSSING_MS)
        self._gone.timeout.connect(self._end)

    @property
    def offer(self) -> Offer | None:
        """What is dragged over the window; None for nothing."""
        return self._offer

    @Slot(object)
    def enter(self, offer: Offer) -> None:
        """It came over a part of the window."""
        self._gone.stop()
        if offer != self._offer:
            self._offer = offer
            self.changed.emit(offer)

    @Slot()
    def leave(self) -> None:
        """It left that part, or was dropped there."""
        if self._offer is not None:
            self._gone.start()

    @Slot()
    def _end(self) -> None:
        self._offer = None
        self.changed.emit(None)
