"""Keys: the keyring when there is one, this session when there is none, never a file."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from overpaint.domain.errors import Action, SettingsError
from overpaint.domain.profiles import OPENAI
from overpaint.services.credentials import Credentials, KeyPlace
from overpaint.services.settings import compatible_server

STUDIO = compatible_server("studio", "http://127.0.0.1:8000/v1")


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring as the library knows it, without a system behind it."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked("Failed to unlock the collection!")


class DeadBusKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise ConnectionResetError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise ConnectionResetError


UNUSABLE = [keyring.backends.fail.Keyring, keyring.backends.null.Keyring, LockedKeyring,
            DeadBusKeyring]  # fmt: skip


@pytest.fixture(autouse=True)
def former_keyring() -> Iterator[None]:
    former = keyring.get_keyring()
    yield
    keyring.set_keyring(former)


@pytest.fixture
def usable() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def test_a_key_is_kept_in_the_keyring_for_the_next_run(usable: MemoryKeyring) -> None:
    assert Credentials({}).store(OPENAI, " sk-first \n") is KeyPlace.KEYRING

    found = Credentials({}).find(OPENAI)

    assert found is not None
    assert (found.text, found.place) == ("sk-first", KeyPlace.KEYRING)


def test_each_server_has_its_own_key(usable: MemoryKeyring) -> None:
    credentials = Credentials({})
    credentials.store(OPENAI, "sk-openai")

    assert credentials.find(STUDIO) is None


def test_a_servers_own_key_comes_before_the_environment(usable: MemoryKeyring) -> None:
    credentials = Credentials({"OPENAI_API_KEY": "sk-environment"})
    credentials.store(OPENAI, "sk-own")

    own, other = credentials.find(OPENAI), credentials.find(STUDIO)

    assert own is not None
    assert own.text == "sk-own"
    assert other is not None
    assert (other.text, other.place) == ("sk-environment", KeyPlace.ENVIRONMENT)


def test_the_environments_key_is_never_stored(usable: MemoryKeyring) -> None:
    Credentials({"OPENAI_API_KEY": "sk-environment"}).find(OPENAI)

    assert usable.kept == {}


@pytest.mark.parametrize("backend", UNUSABLE)
def test_without_a_usable_keyring_a_key_lasts_for_the_session_and_says_so(
    backend: type[keyring.backend.KeyringBackend],
) -> None:
    keyring.set_keyring(backend())
    credentials = Credentials({})

    place = credentials.store(OPENAI, "sk-session")

    found = credentials.find(OPENAI)
    assert place is KeyPlace.SESSION
    assert "until Overpaint is closed" in str(place.described())
    assert found is not None
    assert (found.text, found.place) == ("sk-session", KeyPlace.SESSION)
    assert Credentials({}).find(OPENAI) is None


def test_a_forgotten_key_is_gone_everywhere(usable: MemoryKeyring) -> None:
    credentials = Credentials({})
    credentials.store(OPENAI, "sk-own")

    credentials.forget(OPENAI)
    credentials.forget(OPENAI)

    assert credentials.find(OPENAI) is None
    assert usable.kept == {}


def test_a_renamed_server_keeps_its_key(usable: MemoryKeyring) -> None:
    credentials = Credentials({"OPENAI_API_KEY": "sk-environment"})
    credentials.store(STUDIO, "sk-own")

    credentials.move(STUDIO, compatible_server("lab", STUDIO.base_url))
    credentials.move(OPENAI, compatible_server("other", STUDIO.base_url))

    assert [account for _, account in usable.kept] == ["lab"]
    assert list(usable.kept.values()) == ["sk-own"]


def test_the_environments_key_goes_nowhere_openly_unless_told(usable: MemoryKeyring) -> None:
    credentials = Credentials({"OPENAI_API_KEY": "sk-environment"})
    readable = compatible_server("lab", "http://images.example/v1")

    assert credentials.for_edits(readable) is None
    allowed, here = credentials.for_edits(readable, openly=True), credentials.for_edits(STUDIO)
    credentials.store(readable, "sk-own")
    own = credentials.for_edits(readable)

    assert allowed is not None
    assert here is not None
    assert own is not None
    assert (allowed.text, here.text, own.text) == ("sk-environment", "sk-environment", "sk-own")


def test_only_openai_and_azure_cannot_do_without_a_key(usable: MemoryKeyring) -> None:
    with pytest.raises(SettingsError, match="There is no key for OpenAI") as caught:
        Credentials({}).for_edits(OPENAI)

    assert caught.value.action is Action.ENTER_KEY
    assert "OPENAI_API_KEY" in str(caught.value.remedy)
    assert Credentials({}).for_edits(STUDIO) is None


@pytest.mark.parametrize("text", ["", "  ", "sk one", "sk-é", "sk-a\nX: y", "sk-\x00"])
def test_what_cannot_be_a_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Credentials({}).store(OPENAI, text)

    assert "sk" not in str(caught.value)


def test_a_key_does_not_show_in_a_representation() -> None:
    found = Credentials({"OPENAI_API_KEY": "sk-secret-thing"}).find(OPENAI)

    assert "secret" not in repr(found)
