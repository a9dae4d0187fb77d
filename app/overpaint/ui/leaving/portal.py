"""Notifications by the desktop portal, for Linux desktops without icons beside the clock.

Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Notification.html,
read 2026-11-24 (AddNotification, ActionInvoked).
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusMessage

_SERVICE = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Notification"
_ID = "jobs"
_OPEN = "open"

_logger = logging.getLogger(__name__)


class Portal(QObject):
    """Says what has happened; one message takes the place of the one before.

    Attributes:
        message_clicked: The message was clicked.
    """

    message_clicked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._listens = False

    def say(self, title: str, text: str) -> bool:
        """Show a message; False where there is no session bus to ask."""
        if not sys.platform.startswith("linux"):
            return False
        try:
            # Not needed before the first message, nor where there is an icon beside the clock.
            from PySide6.QtDBus import QDBusConnection, QDBusMessage  # noqa: PLC0415
        except ImportError:
            return False
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return False
        if not self._listens:
            slot = SLOT("_acted(QDBusMessage)")
            self._listens = bus.connect(  # type: ignore[call-overload]  # only text is taken
                _SERVICE, _PATH, _INTERFACE, "ActionInvoked", self, slot
            )
        message = QDBusMessage.createMethodCall(_SERVICE, _PATH, _INTERFACE, "AddNotification")
        facts = {"title": title, "body": text, "default-action": _OPEN}
        message.setArguments([_ID, facts])
        # Nothing waits for the answer: a desktop without portal stays silent.
        return bool(bus.send(message))

    @Slot("QDBusMessage")
    def _acted(self, message: QDBusMessage) -> None:
        identifier, action, *_ = message.arguments()
        if (identifier, action) == (_ID, _OPEN):
            self.message_clicked.emit()
