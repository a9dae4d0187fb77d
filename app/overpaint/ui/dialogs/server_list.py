"""The list of servers, with buttons to add, duplicate and remove."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.profiles import AuthStyle, ServerKind, ServerProfile
from overpaint.services.presets import Preset
from overpaint.ui.dialogs.form_parts import push_button, side_list
from overpaint.ui.dialogs.server_texts import server_icon, server_title
from overpaint.ui.dialogs.undo_line import UndoLine
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.widgets.icon_button import IconButton

WIDTH_PX = 232
_NAME_ROLE = Qt.ItemDataRole.UserRole
_ROW = QSize(0, 32)


class ServerList(QWidget):
    """Says what the person wants with the servers; changes nothing itself.

    Signals:
        chosen (str): Look at the server of that name.
        add_requested (object): A `ServerProfile` to start from.
        duplicate_requested: Copy the one that is looked at.
        remove_requested: Remove the one that is looked at.

    Attributes:
        rows: The list.
        undo: What was removed.
        add_menu: The kinds of servers that can be added.
    """

    chosen = Signal(str)
    add_requested = Signal(object)
    duplicate_requested = Signal()
    remove_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.rows = side_list(self.tr("Servers"))
        self.rows.currentItemChanged.connect(self._on_row_chosen)
        self._add = push_button(self.tr("Add server"), self.tr("Connect another server"))
        self._add.setIcon(icons.icon("plus"))
        self.add_menu = self._make_add_menu(self._add)
        self._add.setMenu(self.add_menu)
        self.copy = IconButton(icons, "copy", self.tr("Duplicate server"))
        self.copy.clicked.connect(self.duplicate_requested)
        self.remove = IconButton(icons, "trash", self.tr("Remove server"))
        self.remove.clicked.connect(self.remove_requested)
        self.undo = UndoLine(icons.theme)
        self._lay_out()

    def show_presets(self, presets: Iterable[Preset]) -> None:
        """Offer the servers whose habits are known."""
        self.add_menu.addSection(self.tr("Known servers"))
        for preset in presets:
            action = self.add_menu.addAction(preset.label)
            action.setToolTip(preset.note)
            action.setData(preset.id)
            action.triggered.connect(
                lambda _checked=False, profile=preset.profile: self.add_requested.emit(profile)
            )

    def show_servers(self, profiles: Iterable[ServerProfile], *, used: str, current: str) -> None:
        """List the servers.

        Args:
            profiles: All of them.
            used: Name of the one that edits go to; it gets a check mark.
            current: Name of the one that is looked at.
        """
        shown = tuple(profiles)
        blocker = QSignalBlocker(self.rows)
        while self.rows.count() > len(shown):
            self.rows.takeItem(self.rows.count() - 1)
        while self.rows.count() < len(shown):
            self.rows.addItem(QListWidgetItem())
        for place, profile in enumerate(shown):
            self._fill(self.rows.item(place), profile, used=profile.name == used)
            if profile.name == current:
                self.rows.setCurrentRow(place)
        blocker.unblock()

    def set_can_remove(self, can_remove: bool) -> None:  # noqa: FBT001 - a setter
        """Whether the server that is looked at was added by a person."""
        self.remove.set_enabled_with_reason(
            can_remove, self.tr("Only servers that you added can go.")
        )
        self.copy.set_enabled_with_reason(
            can_remove, self.tr("Only servers that you added can be duplicated.")
        )

    def _fill(self, item: QListWidgetItem, profile: ServerProfile, *, used: bool) -> None:
        title = server_title(profile) or self.tr("New server")
        item.setText(title)
        item.setData(_NAME_ROLE, profile.name)
        item.setSizeHint(_ROW)
        tone = Tone.SUCCESS if used else Tone.MUTED
        item.setIcon(self._icons.icon("check" if used else server_icon(profile), tone))
        spoken = self.tr("{name}, in use").format(name=title) if used else title
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setToolTip(self.tr("Edits go here") if used else profile.base_url)

    def _make_add_menu(self, owner: QPushButton) -> QMenu:
        menu = QMenu(owner)
        menu.setToolTipsVisible(True)
        compatible = ServerProfile(self.tr("My server"), ServerKind.COMPATIBLE, "")
        azure = ServerProfile(self.tr("Azure"), ServerKind.AZURE, "", auth=AuthStyle.API_KEY)
        for text, profile in (
            (self.tr("&OpenAI-compatible…"), compatible),
            (self.tr("&Azure OpenAI…"), azure),
        ):
            action = menu.addAction(text)
            action.setIcon(self._icons.icon(server_icon(profile)))
            action.triggered.connect(
                lambda _checked=False, profile=profile: self.add_requested.emit(profile)
            )
        return menu

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._add, 1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 20, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.rows, 1)
        column.addWidget(self.undo)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH_PX)

    def _on_row_chosen(self, item: QListWidgetItem | None, _old: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_NAME_ROLE)))
