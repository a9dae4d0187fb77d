"""API keys: kept in the system keyring, or only until the program ends; never in a file.

Every call may wait: importing keyring and searching its backends takes a third of a second, and a
locked keyring asks its owner to unlock it. Call nothing of this on the GUI thread.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import ModuleType

from overpaint.domain.addresses import can_be_read_on_the_way
from overpaint.domain.errors import Action, SettingsError
from overpaint.domain.profiles import OPENAI, ServerKind, ServerProfile
from overpaint.domain.text import Message, say

KEY_VARIABLE = "OPENAI_API_KEY"
"""Environment variable that is read, and never stored."""

_SERVICE = "Overpaint"
_logger = logging.getLogger(__name__)


class KeyPlace(Enum):
    """Where a key is kept."""

    KEYRING = "keyring"
    SESSION = "session"
    ENVIRONMENT = "environment"

    def described(self) -> Message:
        """A sentence that tells a person where the key is."""
        return _DESCRIBED[self]


_DESCRIBED = {
    KeyPlace.KEYRING: say("credentials", "The key is kept in the system keyring."),
    KeyPlace.SESSION: say(
        "credentials",
        "There is no usable system keyring, so the key is kept only until Overpaint is closed.",
    ),
    KeyPlace.ENVIRONMENT: say(
        "credentials", "The key comes from the environment variable OPENAI_API_KEY."
    ),
}


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key and where it comes from; its text stays out of ``repr``."""

    text: str = field(repr=False)
    place: KeyPlace


class Credentials:
    """The keys of one run of the program; may be asked by several workers."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ
        self._session: dict[str, str] = {}
        self._lock = threading.Lock()

    def find(self, profile: ServerProfile) -> ApiKey | None:
        """The key for a server: its own one first, then that of the environment."""
        with self._lock:
            in_session = self._session.get(profile.name)
        if in_session is not None:
            return ApiKey(in_session, KeyPlace.SESSION)
        stored = _read(profile.name)
        if stored:
            return ApiKey(stored, KeyPlace.KEYRING)
        return self.from_environment()

    def for_edits(self, profile: ServerProfile, *, openly: bool = False) -> ApiKey | None:
        """The key to send to a server; None for a server that may want none.

        Args:
            profile: The server.
            openly: Whether the key of the environment, which was not made for this server, may go
                to another computer without encryption. Whoever allows it has to say so.

        Raises:
            SettingsError: OpenAI or Azure is meant, and there is no key.
        """
        key = self.find(profile)
        if key is not None and is_withheld(key.place, profile) and not openly:
            _logger.info("the key of the environment is not sent without encryption")
            key = None
        if key is None and profile.kind in {ServerKind.OPENAI, ServerKind.AZURE}:
            known = {OPENAI.name: "OpenAI"}.get(profile.name, profile.name)
            raise SettingsError(
                say("errors", "There is no key for {server}.", server=known),
                remedy=say("errors", "Enter it in the preferences, or set OPENAI_API_KEY."),
                action=Action.ENTER_KEY,
            )
        return key

    def from_environment(self) -> ApiKey | None:
        """The key in `KEY_VARIABLE`, for a server that has no name to keep one under."""
        text = self._environ.get(KEY_VARIABLE, "").strip()
        return ApiKey(checked_key(text), KeyPlace.ENVIRONMENT) if text else None

    def store(self, profile: ServerProfile, key: str) -> KeyPlace:
        """Keep a key: in the keyring when that works, else for this session.

        Returns:
            Where it is now; say so (`KeyPlace.described`).

        Raises:
            SettingsError: The text cannot be a key.
        """
        key = checked_key(key)
        kept = _write(profile.name, key)
        with self._lock:
            if kept:
                self._session.pop(profile.name, None)
                return KeyPlace.KEYRING
            self._session[profile.name] = key
        return KeyPlace.SESSION

    def forget(self, profile: ServerProfile) -> None:
        """Remove the server's own key everywhere; the environment is not touched.

        Raises:
            SettingsError: The keyring has the key and does not let go of it.
        """
        with self._lock:
            self._session.pop(profile.name, None)
        _delete(profile.name)

    def move(self, old: ServerProfile, new: ServerProfile) -> None:
        """Let a server's own key follow it to another name.

        Raises:
            SettingsError: The keyring has the key and does not let go of it.
        """
        if old.name == new.name:
            return
        found = self.find(old)
        if found is not None and found.place is not KeyPlace.ENVIRONMENT:
            self.store(new, found.text)
            self.forget(old)


def is_withheld(place: KeyPlace, profile: ServerProfile) -> bool:
    """Whether a key goes there only if somebody says so: see `Credentials.for_edits`."""
    return place is KeyPlace.ENVIRONMENT and can_be_read_on_the_way(profile.base_url)


def checked_key(text: str) -> str:
    """Trim a key, and make sure that it can travel in a header.

    Raises:
        SettingsError: It is empty, or has spaces or characters that no key has.
    """
    key = text.strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise SettingsError(
            say("credentials", "This cannot be an API key."),
            why=say("credentials", "A key is one word of plain letters, digits and signs."),
            remedy=say("credentials", "Copy it again from the page where it was made."),
            action=Action.ENTER_KEY,
        )
    return key


def _keyring() -> tuple[ModuleType, tuple[type[Exception], ...]]:
    # Imported at first use: edits on the built-in endpoint need no key at all.
    import keyring  # noqa: PLC0415 - a third of a second
    import keyring.errors  # noqa: PLC0415 - as above

    # Linux backends let D-Bus failures through as OSError; a backend that the environment names
    # and that is not installed is an ImportError.
    return keyring, (keyring.errors.KeyringError, OSError, ImportError)


def _read(account: str) -> str | None:
    keyring, failures = _keyring()
    try:
        found: str | None = keyring.get_password(_SERVICE, account)
    except failures as error:
        _logger.info("keyring: no answer: %s", type(error).__name__)
        return None
    return found


def _write(account: str, key: str) -> bool:
    keyring, failures = _keyring()
    try:
        keyring.set_password(_SERVICE, account, key)
        # The null backend accepts everything and keeps nothing.
        return bool(keyring.get_password(_SERVICE, account) == key)
    except failures as error:
        _logger.info("keyring: nothing stored: %s", type(error).__name__)
        return False


def _delete(account: str) -> None:
    if _read(account) is None:
        return
    keyring, failures = _keyring()
    try:
        keyring.delete_password(_SERVICE, account)
    except failures as error:
        raise SettingsError(
            say("credentials", "The key could not be removed from the system keyring."),
            remedy=say("credentials", "Unlock the keyring and try again."),
            action=Action.ENTER_KEY,
            details=type(error).__name__,
        ) from error
