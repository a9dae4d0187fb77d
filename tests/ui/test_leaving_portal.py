"""Messages by the desktop portal, on a session bus of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
CODE = """
from PySide6.QtCore import QObject, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication
from overpaint.ui.leaving.portal import Portal

app = QApplication([])
bus = QDBusConnection.sessionBus()
assert bus.registerService("org.freedesktop.portal.Desktop")
owner = QObject()
portal = Portal(owner)
portal.message_clicked.connect(lambda: (print("clicked"), app.quit()))
print(portal.say("Your result is there", "one"))
path, name = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Notification"
for facts in (["another", "open", []], ["jobs", "open", []]):
    signal = QDBusMessage.createSignal(path, name, "ActionInvoked")
    signal.setArguments(facts)
    bus.send(signal)
QTimer.singleShot(10_000, app.quit)
app.exec()
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs dbus-run-session"),
]


def test_a_message_is_sent_and_only_its_own_click_is_heard() -> None:
    run = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", CODE],
        env=os.environ | {"PYTHONPATH": str(APP)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert run.stdout.split() == ["True", "clicked"]
