"""The key of a server: typed or pasted, saved, forgotten, never shown again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from overpaint.domain.errors import OverpaintError
from overpaint.domain.profiles import AuthStyle, ServerKind, ServerProfile
from overpaint.services.credentials import ApiKey, KeyPlace, checked_key, is_withheld
from overpaint.ui.background import Background
from overpaint.ui.dialogs.form_parts import note, push_button, set_note
from overpaint.ui.dialogs.keys import Keys
from overpaint.ui.dialogs.setting_fields import FieldFrame
from overpaint.ui.messages import render, render_all
from overpaint.ui.theme import Theme

_Result = TypeVar("_Result")

_HIDDEN_KEY = "••••••••••••"


class KeyRow(FieldFrame):
    """A password field with Save and Forget; below it stands where the key is kept.

    The text of a key goes from the field to the worker and is gone from the window then.

    Args:
        theme: The theme.
        keys: Where keys are kept; asked on the worker only.
        background: The worker for keys.

    Signals:
        kept: A key was saved or forgotten.
    """

    kept = Signal()

    def __init__(self, theme: Theme, keys: Keys, background: Background) -> None:
        self._edit = QLineEdit()
        super().__init__(
            theme,
            self._edit,
            self.tr("API key"),
            self.tr("The key of your account with this server. It is never shown again."),
        )
        self._keys = keys
        self._background = background
        self._profile: ServerProfile | None = None
        self._question = 0
        self._is_left = False
        self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._edit.textEdited.connect(self._on_edited)
        self._edit.returnPressed.connect(self._save_key)
        self._save = push_button(self.tr("Save"), self.tr("Keep this key"))
        self._save.setAccessibleName(self.tr("Save key"))
        self._save.clicked.connect(self._save_key)
        self._forget = push_button(self.tr("Forget"), self.tr("Remove the key from where it is"))
        self._forget.setAccessibleName(self.tr("Forget key"))
        self._forget.clicked.connect(self._forget_key)
        self.line.addWidget(self._save)
        self.line.addWidget(self._forget)
        self._note = note()
        self._note.setMinimumHeight(self._note.fontMetrics().height())
        column = self.layout()
        if column is not None:
            column.addWidget(self._note)

    @property
    def told(self) -> str:
        """What it says about the key."""
        return self._note.text()

    def show_profile(self, profile: ServerProfile, *, complete: bool = True) -> None:
        """Be about this server.

        Args:
            profile: The server.
            complete: Whether it is in the settings, so that a key can be kept for it.
        """
        self._profile = profile
        takes_key = complete and profile.auth is not AuthStyle.NONE
        self._edit.setEnabled(takes_key)
        self._refresh_buttons(found=None)
        if takes_key:
            self.ask()
            return
        self._question += 1
        self._edit.setPlaceholderText("")
        set_note(
            self._note,
            self.tr("No key is sent to this server.")
            if complete
            else self.tr("A key can be saved once the settings above are complete."),
        )

    def ask(self) -> None:
        """Find out anew where the key is: it may have changed elsewhere."""
        profile = self._profile
        if profile is None or not self._edit.isEnabled():
            return
        self._question += 1
        question = self._question

        def tell(found: ApiKey | None) -> None:
            if question == self._question:
                self._tell(profile, None if found is None else found.place)

        self._on_worker(lambda: self._keys.find(profile), tell)

    def leave(self) -> None:
        """The row is about to be deleted: no answer of the worker is to reach it."""
        self._is_left = True

    def _on_worker(self, work: Callable[[], _Result], done: Callable[[_Result], None]) -> None:
        def tell(result: _Result) -> None:
            if not self._is_left:
                done(result)

        def tell_failure(error: OverpaintError) -> None:
            if not self._is_left:
                self.set_problem(render_all(error.sentences()))

        self._background.run(work, tell, tell_failure)

    def _tell(self, profile: ServerProfile, place: KeyPlace | None) -> None:
        self._edit.setPlaceholderText("" if place is None else _HIDDEN_KEY)
        self._refresh_buttons(found=place)
        if place is None:
            set_note(self._note, self.tr("No key yet."))
            return
        told = render(place.described())
        if is_withheld(place, profile):
            told += " " + self.tr(
                "It is not sent to this server, because the way there is not encrypted. If it "
                "should be, save it here."
            )
        elif place is KeyPlace.ENVIRONMENT and profile.kind is not ServerKind.OPENAI:
            told += " " + self.tr(
                "This server has no key of its own, so it would get that one. If it should not, "
                "save another key here or let no key be sent."
            )
        set_note(self._note, told)

    def _refresh_buttons(self, found: KeyPlace | None) -> None:
        self._save.setEnabled(self._edit.isEnabled() and bool(self._edit.text()))
        self._forget.setEnabled(found in {KeyPlace.KEYRING, KeyPlace.SESSION})
        self._forget.setToolTip(
            self.tr("A key of the environment is not kept here, so it cannot be forgotten here.")
            if found is KeyPlace.ENVIRONMENT
            else self.tr("Remove the key from where it is")
        )

    def _on_edited(self, text: str) -> None:
        if text != text.strip():
            self._edit.setText(text.strip())
        self.set_problem("")
        self._save.setEnabled(bool(self._edit.text()))

    def _save_key(self) -> None:
        profile, typed = self._profile, self._edit.text()
        if profile is None or not typed:
            return
        try:
            key = checked_key(typed)
        except OverpaintError as error:
            self.set_problem(render_all(error.sentences()))
            return
        self._edit.clear()
        self._save.setEnabled(False)
        self._on_worker(lambda: self._keys.store(profile, key), self._on_kept)

    def _forget_key(self) -> None:
        profile = self._profile
        if profile is not None:
            self._on_worker(lambda: self._keys.forget(profile), self._on_kept)

    def _on_kept(self, _place: KeyPlace | None) -> None:
        self.set_problem("")
        self.ask()
        self.kept.emit()
