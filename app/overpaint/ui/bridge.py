"""Carry what other threads tell into the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from overpaint.domain.events import JobEvent
from overpaint.domain.library import LibraryChange
from overpaint.services.queue import QueueOrder


class EngineBridge(QObject):
    """The signals that the engine may emit from its own thread.

    Receivers connect with ``Qt.ConnectionType.QueuedConnection``; the engine is closed before the
    bridge goes away.
    """

    arrived = Signal(object)
    order_changed = Signal(object)

    def pass_on(self, event: JobEvent) -> None:
        """Pass an event on; called on the engine thread."""
        self.arrived.emit(event)

    def pass_order(self, order: QueueOrder) -> None:
        """Pass the queue's order on; called on the engine thread."""
        self.order_changed.emit(order)


class LibraryBridge(QObject):
    """One signal that tells every change of the library, whichever worker made it.

    Receivers connect with ``Qt.ConnectionType.QueuedConnection``.
    """

    changed = Signal(object)

    def pass_on(self, change: LibraryChange) -> None:
        """Pass a change on; called on workers."""
        self.changed.emit(change)
