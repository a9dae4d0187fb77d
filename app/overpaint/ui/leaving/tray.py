"""The program's icon beside the clock, there only while it is needed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

_SHOWN_MS = 10_000


class Tray(QObject):
    """Stands for the hidden window, and says what has happened.

    The desktop is asked for it when it is first needed, not at the start.

    Args:
        icon: The program's icon.

    Attributes:
        opened: The icon was clicked, or its menu says so.
        quit_requested: The menu says so.
        message_clicked: The last message was clicked.
    """

    opened = Signal()
    quit_requested = Signal()
    message_clicked = Signal()

    def __init__(self, icon: QIcon, parent: QObject) -> None:
        super().__init__(parent)
        self._stays = False
        self._picture = icon
        self._menu: QMenu | None = None
        self._made: QSystemTrayIcon | None = None
        self._gone = QTimer(self, interval=_SHOWN_MS, singleShot=True)
        self._gone.timeout.connect(self._hide)

    @property
    def is_available(self) -> bool:
        """Whether this desktop shows such icons now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def is_shown(self) -> bool:
        """Whether the icon is there."""
        return self._made is not None and self._made.isVisible()

    def stay(self, tip: str) -> None:
        """Be there until `leave`.

        Args:
            tip: What the pointer is told.
        """
        self._stays = True
        self._icon.setToolTip(tip)
        self._icon.show()

    def leave(self) -> None:
        """Be gone."""
        self._stays = False
        self._hide()

    def say(self, title: str, text: str) -> bool:
        """Show a message for a while; False where that is not possible."""
        if not (self.is_available and QSystemTrayIcon.supportsMessages()):
            return False
        self._icon.show()
        self._icon.showMessage(title, text, self._picture, _SHOWN_MS)
        self._gone.start()
        return True

    @Slot()
    def _hide(self) -> None:
        if not self._stays and self._made is not None:
            self._made.hide()

    @property
    def _icon(self) -> QSystemTrayIcon:
        if self._made is None:
            self._menu = QMenu()
            self._menu.addAction(self.tr("Show Overpaint")).triggered.connect(self.opened)
            self._menu.addAction(self.tr("Quit")).triggered.connect(self.quit_requested)
            self._made = QSystemTrayIcon(self._picture, self)
            self._made.setContextMenu(self._menu)
            self._made.activated.connect(self._on_activated)
            self._made.messageClicked.connect(self.message_clicked)
        return self._made

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        }:
            self.opened.emit()
