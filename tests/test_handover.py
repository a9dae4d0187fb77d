"""Which start becomes the window, and how the others hand over; with real processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.samples import REPOSITORY
from overpaint.handover import DONE, Claim, Errand, claim_or_hand_over
from overpaint.paths import AppPaths

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets have paths elsewhere")

_HOLD = """
import sys
from pathlib import Path
from overpaint.handover import Errand, claim_or_hand_over
from overpaint.paths import AppPaths
claim = claim_or_hand_over(AppPaths.find(), Errand())
print("claimed" if claim and claim.address else "not claimed", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short one: the paths of sockets have to be."""
    return tmp_path_factory.mktemp("t")


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    return {"XDG_RUNTIME_DIR": str(runtime)}


@pytest.fixture
def claims() -> Iterator[list[Claim]]:
    held: list[Claim] = []
    yield held
    for claim in held:
        claim.release()


def _claim(home: Path, environ: dict[str, str], claims: list[Claim]) -> Claim:
    claim = claim_or_hand_over(AppPaths.below(home), Errand(), environ)
    assert claim is not None
    claims.append(claim)
    return claim


class _Window:
    """Listens as the window does, and keeps what it was told."""

    def __init__(self, address: str, answer: bytes = DONE) -> None:
        self.told: list[Errand] = []
        self._answer = answer
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(address)
        self._server.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._server.accept()
        with connection, connection.makefile("rb") as lines:
            self.told.append(Errand.from_line(lines.readline()))
            connection.sendall(self._answer)

    def close(self) -> None:
        self._thread.join()
        self._server.close()


def test_the_first_start_is_the_window_and_the_next_one_hands_over(
    tmp_path: Path, environ: dict[str, str], claims: list[Claim]
) -> None:
    claim = _claim(tmp_path, environ, claims)
    window = _Window(claim.address)
    errand = Errand((tmp_path / "ä b.png", tmp_path / "c.png"), new_edit=True, token="t")

    taken = claim_or_hand_over(AppPaths.below(tmp_path), errand, environ)
    window.close()

    assert taken is None
    assert window.told == [errand]


def test_another_home_is_somebody_else(
    tmp_path: Path, environ: dict[str, str], claims: list[Claim]
) -> None:
    one = _claim(tmp_path / "one", environ, claims)
    other = _claim(tmp_path / "other", environ, claims)

    assert one.address
    assert other.address
    assert one.address != other.address


def test_another_screen_has_a_window_of_its_own(
    tmp_path: Path, environ: dict[str, str], claims: list[Claim]
) -> None:
    here = _claim(tmp_path, environ | {"DISPLAY": ":1"}, claims)
    there = _claim(tmp_path, environ | {"DISPLAY": ":2"}, claims)

    assert here.address != there.address


def test_a_window_that_was_killed_is_not_waited_for(
    tmp_path: Path, environ: dict[str, str], claims: list[Claim], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OVERPAINT_HOME", str(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "app")},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "claimed\n"
    stale = next(Path(environ["XDG_RUNTIME_DIR"]).glob("*.lock")).with_suffix("")
    # What a crash leaves of a socket: a file on which nobody listens.
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(stale))
    left.close()
    process.kill()
    process.communicate()

    seen = {name: os.environ.get(name, "") for name in ("DISPLAY", "WAYLAND_DISPLAY")}
    claim = _claim(tmp_path, environ | seen, claims)

    assert claim.address == str(stale)
    assert not stale.exists()


def test_a_window_that_refuses_costs_nobody_theirs(
    tmp_path: Path,
    environ: dict[str, str],
    claims: list[Claim],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("overpaint.handover._PATIENCE_S", 0.2)
    window = _Window(_claim(tmp_path, environ, claims).address, b"no\n")

    own = claim_or_hand_over(AppPaths.below(tmp_path), Errand(), environ)
    window.close()

    assert own is not None
    assert own.address == ""


def test_a_folder_that_others_can_write_to_is_not_used(
    tmp_path: Path, environ: dict[str, str], claims: list[Claim], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Path(environ["XDG_RUNTIME_DIR"]).chmod(0o777)

    claim = _claim(tmp_path, environ, claims)

    assert Path(claim.address).parent == tmp_path / f"overpaint-{os.getuid()}"
    assert Path(claim.address).parent.stat().st_mode & 0o777 == 0o700


def test_a_link_laid_in_the_way_is_not_followed(
    tmp_path: Path, claims: list[Claim], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (tmp_path / f"overpaint-{os.getuid()}").symlink_to(elsewhere)

    claim = _claim(tmp_path, {}, claims)

    assert claim.address == ""
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        b"", b"[]", b"{", b'{"files": "a"}', b'{"files": [1]}', b'{"files": ["relative.png"]}',
        b'{"paste": 1}', b'{"token": null}', b'{"unknown": true}', b"\xff\xfe",
    ],
)  # fmt: skip
def test_what_is_no_errand_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which one is not told to anybody
        Errand.from_line(line)


@given(
    names=st.lists(st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name)),
    new_edit=st.booleans(),
    paste=st.booleans(),
    token=st.text(),
)
def test_every_errand_survives_the_way_even_with_names_that_are_no_text(
    names: list[bytes], new_edit: bool, paste: bool, token: str
) -> None:
    errand = Errand(
        tuple(Path("/") / os.fsdecode(name.lstrip(b"/")) for name in names),
        new_edit=new_edit, paste=paste, token=token,
    )  # fmt: skip

    line = errand.to_line()

    assert line.count(b"\n") == 1
    assert Errand.from_line(line) == errand
