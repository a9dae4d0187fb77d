"""Keys in a real Secret Service, from one run of the program to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.secret_service import run_with_keyring

pytestmark = pytest.mark.keyring

KEY = "sk-planted-secret-service-0123456789"
PROGRAM = """
from overpaint.domain.profiles import OPENAI
from overpaint.services.credentials import Credentials
from overpaint.services.settings import compatible_server
keys, studio = Credentials({{}}), compatible_server("studio", "https://studio.example/v1")
{step}
"""


def run(step: str, home: Path, *, locked: bool = False) -> str:
    return run_with_keyring(PROGRAM.format(step=step), home, locked=locked)


def test_a_key_outlives_the_program_and_belongs_to_its_server(tmp_path: Path) -> None:
    stored = run(f"print(keys.store(OPENAI, {KEY!r}).value)", tmp_path)
    found = run("k = keys.find(OPENAI); print(k.place.value, k.text, keys.find(studio))", tmp_path)
    gone = run("keys.forget(OPENAI); print(Credentials({}).find(OPENAI))", tmp_path)

    assert stored == "keyring"
    assert found == f"keyring {KEY} None"
    assert gone == "None"


def test_a_renamed_server_takes_its_key_along(tmp_path: Path) -> None:
    step = (
        f"keys.store(studio, {KEY!r}); new = compatible_server('lab', studio.base_url);"
        "keys.move(studio, new); print(keys.find(studio), Credentials({}).find(new).text)"
    )

    assert run(step, tmp_path) == f"None {KEY}"


def test_what_the_keyring_writes_does_not_show_the_key(tmp_path: Path) -> None:
    run(f"keys.store(OPENAI, {KEY!r})", tmp_path)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".keyring" for path in files)
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


def test_a_locked_keyring_that_nobody_opens_keeps_the_key_for_the_session(tmp_path: Path) -> None:
    step = f"p = keys.store(OPENAI, {KEY!r}); print(p.value, keys.find(OPENAI).text)"

    assert run(step, tmp_path, locked=True) == f"session {KEY}"
