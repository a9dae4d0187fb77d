"""A real Secret Service of its own for a test: a session bus and an unlocked GNOME keyring."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from helpers.samples import REPOSITORY

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
_PATIENCE_S = 60
_UNLOCKED = (
    'printf test | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1; "$@"'
)
_LOCKED = 'gnome-keyring-daemon --start --components=secrets > /dev/null 2>&1; "$@"'


def missing_programs() -> list[str]:
    """The programs that are needed and not installed."""
    return [name for name in NEEDED if shutil.which(name) is None]


def run_with_keyring(code: str, home: Path, *, locked: bool = False) -> str:
    """Run Python code beside a keyring that lies in a folder; returns what it prints.

    Args:
        code: The program.
        home: Stands for the person's home; what the keyring keeps there is found again.
        locked: Whether the keyring has not been unlocked; nobody is there to do it.
    """
    runtime = home / "run"
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    screen = {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}
    environ = {name: value for name, value in os.environ.items() if name not in screen} | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "share"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
        "PYTHONPATH": str(REPOSITORY / "app"),
    }
    start = _LOCKED if locked else _UNLOCKED
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", start, "sh", sys.executable, "-c", code],
        env=environ, capture_output=True, text=True, timeout=_PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
