"""Preferences: server, key, folder and theme; applied at once, so there is no OK."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.errors import OverpaintError
from overpaint.domain.profiles import ServerKind, ServerProfile
from overpaint.services.credentials import ApiKey, KeyPlace
from overpaint.services.settings import Theme, compatible_server
from overpaint.ui.background import Background
from overpaint.ui.messages import render
from overpaint.ui.settings_store import SettingsStore


class Keys(Protocol):
    """Where API keys are kept; every call may wait, so it is made on a worker."""

    def find(self, profile: ServerProfile) -> ApiKey | None:
        """The key of a server."""

    def store(self, profile: ServerProfile, key: str) -> KeyPlace:
        """Keep a key; tells where."""

    def forget(self, profile: ServerProfile) -> None:
        """Remove a server's key."""


class PreferencesDialog(QDialog):
    """Not modal: the window stays usable behind it.

    Args:
        store: The settings.
        keys: The API keys.
        pictures: Folder of the results unless another one is chosen.
        background: Runs what may wait; one worker, because `Keys` is not thread-safe.
    """

    key_changed = Signal()

    def __init__(
        self,
        store: SettingsStore,
        keys: Keys,
        pictures: Path,
        background: Background,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._keys = keys
        self._pictures = pictures
        self._background = background
        self.setWindowTitle(self.tr("Preferences"))
        self.setMinimumWidth(520)
        self._make_fields()
        self._lay_out()
        self._fill()
        store.changed.connect(lambda _old, _new: self._fill())

    def show_key(self) -> None:
        """Open with the key field ready to type."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._key.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask anew where the key is: it may have changed elsewhere."""
        super().showEvent(event)
        self._ask_for_key()

    def _make_fields(self) -> None:
        self._server = QComboBox()
        self._server.activated.connect(self._choose_server)
        self._address = QLineEdit()
        self._address.setPlaceholderText("https://example.com/v1")
        self._address.returnPressed.connect(self._add_server)
        self._add = QPushButton(self.tr("Add server"))
        self._add.clicked.connect(self._add_server)
        self._remove = QPushButton(self.tr("Remove"))
        self._remove.clicked.connect(self._remove_server)
        self._server_note = _note()
        self._make_key_fields()
        self._make_general_fields()
        for field, name in (
            (self._server, self.tr("Server")),
            (self._address, self.tr("Address of a compatible server")),
            (self._key, self.tr("API key")),
            (self._folder, self.tr("Results folder")),
            (self._theme, self.tr("Theme")),
        ):
            field.setAccessibleName(name)

    def _make_key_fields(self) -> None:
        self._key = QLineEdit()
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._key.returnPressed.connect(self._save_key)
        self._save = QPushButton(self.tr("Save key"))
        self._save.clicked.connect(self._save_key)
        self._forget = QPushButton(self.tr("Forget key"))
        self._forget.clicked.connect(self._forget_key)
        self._key_note = _note()

    def _make_general_fields(self) -> None:
        self._folder = QLineEdit()
        self._folder.setReadOnly(True)
        self._browse = QPushButton(self.tr("Choose…"))
        self._browse.clicked.connect(self._choose_folder)
        self._theme = QComboBox()
        for theme, label in (
            (Theme.SYSTEM, self.tr("Like the system")),
            (Theme.LIGHT, self.tr("Light")),
            (Theme.DARK, self.tr("Dark")),
        ):
            self._theme.addItem(label, theme.value)
        self._theme.activated.connect(self._choose_theme)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_label(self.tr("&Server"), self._server), _row(self._server, self._remove))
        form.addRow("", self._server_note)
        form.addRow(
            _label(self.tr("&Other address"), self._address), _row(self._address, self._add)
        )
        form.addRow(
            _label(self.tr("API &key"), self._key), _row(self._key, self._save, self._forget)
        )
        form.addRow("", self._key_note)
        form.addRow(
            _label(self.tr("&Results go to"), self._browse), _row(self._folder, self._browse)
        )
        form.addRow(self.tr("&Theme"), self._theme)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 20)
        outer.setSpacing(20)
        outer.addLayout(form)
        outer.addWidget(buttons)

    @property
    def _profile(self) -> ServerProfile:
        return self._store.settings.profile()

    def _fill(self) -> None:
        settings = self._store.settings
        self._server.clear()
        for profile in settings.profiles():
            self._server.addItem(self._server_label(profile), profile.name)
        self._server.setCurrentIndex(self._server.findData(settings.server))
        kind = self._profile.kind
        self._remove.setEnabled(kind is ServerKind.COMPATIBLE)
        self._remove.setToolTip(
            "" if self._remove.isEnabled() else self.tr("Only servers that you added can go.")
        )
        self._server_note.setText(self._server_sentence(kind))
        needs_key = kind is not ServerKind.BUILT_IN
        for widget in (self._key, self._save, self._forget):
            widget.setEnabled(needs_key)
            widget.setToolTip("" if needs_key else self.tr("The built-in endpoint needs no key."))
        self._folder.setText(str(settings.results_folder or self._pictures))
        self._theme.setCurrentIndex(self._theme.findData(settings.theme.value))
        self._ask_for_key()

    def _server_label(self, profile: ServerProfile) -> str:
        if profile.kind is ServerKind.BUILT_IN:
            return self.tr("Built-in endpoint (free, on this computer)")
        if profile.kind is ServerKind.OPENAI:
            return self.tr("OpenAI")
        return f"{profile.name}  ({profile.base_url})"

    def _server_sentence(self, kind: ServerKind) -> str:
        if kind is ServerKind.BUILT_IN:
            return self.tr(
                "Fills what you painted from its surroundings. It works offline and does not read "
                "the prompt."
            )
        if kind is ServerKind.OPENAI:
            return self.tr("Pictures, mask and prompt go to OpenAI, and every edit is billed.")
        return self.tr("Pictures, mask and prompt go to this server.")

    def _choose_server(self) -> None:
        self._store.set(server=str(self._server.currentData()))

    def _add_server(self) -> None:
        address = self._address.text().strip()
        name = address.split("//")[-1].split("/")[0]
        try:
            profile = compatible_server(name, address)
        except OverpaintError as error:
            self._server_note.setText(_sentences(error))
            return
        kept = [other for other in self._store.settings.servers if other.name != profile.name]
        self._address.clear()
        self._store.set(servers=(*kept, profile), server=profile.name)

    def _remove_server(self) -> None:
        gone = self._profile
        kept = tuple(other for other in self._store.settings.servers if other != gone)
        self._background.run(lambda: self._keys.forget(gone), lambda _none: None, self._tell_key)
        self._store.set(servers=kept, server=self._store.settings.profiles()[0].name)

    def _ask_for_key(self) -> None:
        profile = self._profile
        if not self.isVisible() or profile.kind is ServerKind.BUILT_IN:
            self._key_note.setText("")
            return

        def tell(found: ApiKey | None) -> None:
            if profile != self._profile:
                return
            self._forget.setEnabled(found is not None and found.place is not KeyPlace.ENVIRONMENT)
            self._key.setPlaceholderText("" if found is None else "••••••••")
            self._key_note.setText(
                self.tr("No key yet.") if found is None else render(found.place.described())
            )

        self._background.run(lambda: self._keys.find(profile), tell, self._tell_key)

    def _save_key(self) -> None:
        profile, key = self._profile, self._key.text()
        self._key.clear()

        def saved(_place: KeyPlace) -> None:
            self._ask_for_key()
            self.key_changed.emit()

        self._background.run(lambda: self._keys.store(profile, key), saved, self._tell_key)

    def _forget_key(self) -> None:
        profile = self._profile
        self._background.run(
            lambda: self._keys.forget(profile), lambda _none: self._ask_for_key(), self._tell_key
        )

    def _tell_key(self, error: OverpaintError) -> None:
        self._key_note.setText(_sentences(error))

    def _choose_folder(self) -> None:
        chooser = QFileDialog(self, self.tr("Results folder"), self._folder.text())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.fileSelected.connect(lambda name: self._store.set(results_folder=Path(name)))
        chooser.open()

    def _choose_theme(self) -> None:
        self._store.set(theme=Theme(str(self._theme.currentData())))


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, 0 if number else 1)
    return row


def _label(text: str, field: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(field)
    return label


def _note() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setMinimumHeight(label.fontMetrics().height() * 2)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label


def _sentences(error: OverpaintError) -> str:
    return " ".join(render(message) for message in error.sentences())
