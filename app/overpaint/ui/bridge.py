"""Carry the engine's events into the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from overpaint.domain.events import JobEvent


class EngineBridge(QObject):
    """One signal that the engine may emit from its own thread.

    Receivers connect with ``Qt.ConnectionType.QueuedConnection``; the engine is closed before the
    bridge goes away.
    """

    arrived = Signal(object)

    def pass_on(self, event: JobEvent) -> None:
        """Pass an event on; called on the engine thread."""
        self.arrived.emit(event)
