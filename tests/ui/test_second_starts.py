"""The window hears later starts; with real processes on both sides."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import REPOSITORY, Samples
from overpaint.handover import DONE, Claim, Errand, claim_or_hand_over
from overpaint.paths import AppPaths
from overpaint.ui.errands import Errands
from overpaint.ui.second_starts import SecondStarts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the paths of sockets")

_EVENTS = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from overpaint.ui.qt_application import OverpaintApplication
app = OverpaintApplication(["overpaint"])
def drop(*names):
    for name in names:
        QCoreApplication.postEvent(app, QFileOpenEvent(QUrl.fromLocalFile(name)))
def take(files):
    print(*files, flush=True)
    if len(files) == 1:
        app.quit()
drop("/early/1.png", "/early/2.png")
QTimer.singleShot(100, lambda: app.hand_files_to(take))
QTimer.singleShot(200, lambda: drop("/later.png"))
app.exec()
"""


def _environ(home: Path) -> dict[str, str]:
    return {**os.environ, "OVERPAINT_HOME": str(home), "PYTHONPATH": str(REPOSITORY / "app")}


def _start(home: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "overpaint", *map(str, arguments)],
        env=_environ(home), stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.fixture
def claim(own_home: Path) -> Iterator[Claim]:
    claim = claim_or_hand_over(AppPaths.find(), Errand())
    assert claim is not None
    assert claim.address
    yield claim
    claim.release()


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.fixture
def errands(program: Driver, claim: Claim) -> Iterator[Errands]:
    errands = Errands(program.window, claim)
    errands.listen()
    yield errands
    errands.close()


def test_a_second_process_opens_its_files_in_the_first_one(
    qtbot: QtBot, own_home: Path, program: Driver, errands: Errands, samples: Samples
) -> None:
    second = _start(own_home, samples.coffee)

    qtbot.waitUntil(lambda: program.store.draft.target is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)

    _out, said = second.communicate()
    assert (second.returncode, said) == (0, b"")
    assert program.store.draft.target is not None
    assert program.store.draft.target.path == samples.coffee


def test_a_second_process_begins_a_new_edit(
    qtbot: QtBot, own_home: Path, program: Driver, errands: Errands, samples: Samples
) -> None:
    program.open(samples.coffee)

    second = _start(own_home, "--new")

    qtbot.waitUntil(lambda: program.store.draft.target is None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: second.poll() == 0, timeout=PATIENCE_MS)
    second.communicate()


def test_a_second_process_edits_what_is_on_the_clipboard(
    qtbot: QtBot, own_home: Path, program: Driver, errands: Errands, samples: Samples
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(samples.rocket))])
    QApplication.clipboard().setMimeData(data)

    second = _start(own_home, "--paste")

    qtbot.waitUntil(lambda: program.store.draft.target is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: second.poll() == 0, timeout=PATIENCE_MS)
    second.communicate()


def test_a_window_that_is_hidden_behind_others_comes_to_the_front(
    qtbot: QtBot, own_home: Path, program: Driver, errands: Errands
) -> None:
    program.window.showMinimized()

    second = _start(own_home)

    qtbot.waitUntil(lambda: not program.window.isMinimized(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: second.poll() == 0, timeout=PATIENCE_MS)
    second.communicate()


def test_only_its_owner_may_speak_to_the_window(claim: Claim, qapp: QApplication) -> None:
    starts = SecondStarts(claim)
    try:
        assert starts.is_listening
        assert Path(claim.address).stat().st_mode & 0o077 == 0
    finally:
        starts.close()


@pytest.mark.parametrize(
    ("said", "answer"),
    [(b"{}\n", DONE), (b"rubbish\n", b"no\n"), (b'{"files": ["a.png"]}\n', b"no\n")],
)
def test_only_errands_are_answered(qtbot: QtBot, claim: Claim, said: bytes, answer: bytes) -> None:
    starts = SecondStarts(claim)
    heard: list[Errand] = []
    starts.arrived.connect(heard.append)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(claim.address)
        client.sendall(said)
        client.setblocking(False)

        got = bytearray()

        def answered() -> bool:
            try:
                got.extend(client.recv(16))
            except BlockingIOError:
                return False
            return b"\n" in got

        qtbot.waitUntil(answered, timeout=PATIENCE_MS)
    starts.close()

    assert got == answer
    assert heard == ([Errand()] if answer == DONE else [])


def test_whoever_talks_without_an_end_is_cut_off(qtbot: QtBot, claim: Claim) -> None:
    starts = SecondStarts(claim)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(claim.address)
        client.setblocking(False)

        def cut_off() -> bool:
            try:
                client.send(b"x" * 65536)
            except BlockingIOError:
                return False
            except (BrokenPipeError, ConnectionResetError):
                return True
            return False

        qtbot.waitUntil(cut_off, timeout=PATIENCE_MS)
    starts.close()


def test_files_that_the_system_asks_to_open_come_together_and_wait_for_the_window() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _EVENTS], env=_environ(Path("/nowhere")), capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.stderr == ""
    assert done.stdout.splitlines() == ["/early/1.png /early/2.png", "/later.png"]
