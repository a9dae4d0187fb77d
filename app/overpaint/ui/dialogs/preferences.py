"""The preferences: general settings, servers and keyboard; everything holds at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from overpaint.domain.limits import LimitKind
from overpaint.domain.profiles import ServerProfile
from overpaint.services.connections import Connection
from overpaint.ui.background import Background
from overpaint.ui.dialogs.form_parts import side_list, vertical_line
from overpaint.ui.dialogs.keys import Keys
from overpaint.ui.icons import Icons
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.spending.ledger import SpendLedger

if TYPE_CHECKING:
    from overpaint.ui.dialogs.examiner import Runner
    from overpaint.ui.dialogs.general_page import GeneralPage
    from overpaint.ui.dialogs.keyboard_page import KeyboardPage
    from overpaint.ui.dialogs.servers_page import ServersPage
    from overpaint.ui.dialogs.spending_page import SpendingPage

_SIZE = QSize(960, 680)
_SMALLEST = QSize(880, 480)
_SIDEBAR_PX = 160
_ROW = QSize(0, 32)
_GENERAL, _SERVERS, _KEYBOARD, _SPENDING = range(4)


class PreferencesDialog(QDialog):
    """Not modal: the window stays usable behind it. Its pages are made when it is first shown.

    Args:
        store: The settings.
        keys: The API keys.
        pictures: Folder of the results unless another one is chosen.
        background: Runs what may wait; one worker, because `Keys` is not to be asked side by side.
        icons: The icon family.
        engine: Runs the connection test.
        open_connection: Resolves server and key for it; called on the worker.
        parent: The main window.
        keyboard: Which key does what.
        ledger: What was spent.

    Signals:
        sheet_requested: Show the keyboard shortcuts.
        export_spending_requested: Write what was spent into a table.

    Attributes:
        general: Theme and folder.
        servers: The servers.
        keyboard: The keys.
        spending: Limits, and what was spent.
    """

    sheet_requested = Signal()
    export_spending_requested = Signal()
    general: GeneralPage
    servers: ServersPage
    keyboard: KeyboardPage
    spending: SpendingPage

    def __init__(
        self,
        store: SettingsStore,
        keys: Keys,
        pictures: Path,
        background: Background,
        icons: Icons,
        engine: Runner,
        open_connection: Callable[[ServerProfile], Connection],
        parent: QWidget,
        *,
        keyboard: Keyboard,
        ledger: SpendLedger,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._keyboard = keyboard
        self._ledger = ledger
        self._keys = keys
        self._pictures = pictures
        self._background = background
        self._icons = icons
        self._engine = engine
        self._open_connection = open_connection
        self._is_made = False
        self._pages = QStackedWidget()
        self._sidebar = side_list(self.tr("Pages"))
        self.setWindowTitle(self.tr("Preferences"))
        self.setMinimumSize(_SMALLEST)
        self.resize(_SIZE)

    def show_key(self) -> None:
        """Open with the key field of the server in use ready to type."""
        self.show_servers()
        self.servers.editor.key.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_servers(self) -> None:
        """Open with the settings of the server in use."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._sidebar.setCurrentRow(_SERVERS)
        self.servers.look_at_used()

    def show_keyboard(self) -> None:
        """Open with the keys."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._sidebar.setCurrentRow(_KEYBOARD)
        self.keyboard.search.take_focus()

    def show_spending(self, kind: LimitKind | None = None) -> None:
        """Open with the limits, one of them ready to be changed."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._sidebar.setCurrentRow(_SPENDING)
        self.spending.look_at(kind)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the pages; ask anew where the key is, which may have changed elsewhere."""
        self._make()
        self.servers.editor.key.ask()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """What is being typed holds; a connection test is called off."""
        super().hideEvent(event)
        if not event.spontaneous() and self._is_made:
            self.servers.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the field that has the focus; there is nothing to accept."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)

    def _make(self) -> None:
        if self._is_made:
            return
        # Forty modules and widgets that the first paint of the program does not need.
        from overpaint.ui.dialogs.examiner import Examiner  # noqa: PLC0415
        from overpaint.ui.dialogs.general_page import GeneralPage  # noqa: PLC0415
        from overpaint.ui.dialogs.keyboard_page import KeyboardPage  # noqa: PLC0415
        from overpaint.ui.dialogs.server_book import ServerBook  # noqa: PLC0415
        from overpaint.ui.dialogs.server_editor import EditorTools  # noqa: PLC0415
        from overpaint.ui.dialogs.servers_page import ServersPage  # noqa: PLC0415
        from overpaint.ui.dialogs.spending_page import SpendingPage  # noqa: PLC0415

        self._is_made = True
        examiner = Examiner(self._engine, self._open_connection, self._background, self)
        tools = EditorTools(self._icons, self._keys, self._background, examiner)
        book = ServerBook(self._store, self._keys, self._background, self)
        self.general = GeneralPage(self._store, self._pictures, self._icons)
        self.servers = ServersPage(book, tools)
        self.keyboard = KeyboardPage(self._keyboard, self._store, self._background, self._icons)
        self.spending = SpendingPage(self._store, self._ledger, self._icons)
        self.spending.export_requested.connect(self.export_spending_requested)
        self.keyboard.sheet_requested.connect(self.sheet_requested)
        for page, title, icon in (
            (self.general, self.tr("General"), "settings"),
            (self.servers, self.tr("Servers"), "server"),
            (self.keyboard, self.tr("Keyboard"), "keyboard"),
            (self.spending, self.tr("Spending"), "coin"),
        ):
            self._pages.addWidget(page)
            item = QListWidgetItem(self._icons.icon(icon), title, self._sidebar)
            item.setSizeHint(_ROW)
        self._lay_out()

    def _lay_out(self) -> None:
        self._sidebar.setFixedWidth(_SIDEBAR_PX)
        self._sidebar.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._sidebar.setCurrentRow(_SERVERS)
        left = QWidget()
        column = QHBoxLayout(left)
        column.setContentsMargins(12, 20, 12, 12)
        column.addWidget(self._sidebar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(vertical_line())
        row.addWidget(self._pages, 1)
