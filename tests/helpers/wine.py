"""A Windows of its own for a test: a folder of wine, a registry, and programs that run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_PATIENCE_S = 120.0
_SERVERS = ("/usr/lib/wine/wineserver", "/usr/lib/wine/wineserver64")


def why_not() -> str:
    """Why there is no Windows here; ``""`` where there is."""
    missing = [name for name in ("makensis", "wine") if shutil.which(name) is None]
    return f"needs {' and '.join(missing)}: apt install nsis wine wine64" if missing else ""


class Wine:
    """Starts what is given to it and waits for its end; `close` ends all of it.

    Args:
        folder: Becomes its drives and its registry.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        home = folder / "home"
        home.mkdir()
        self._environ = {
            **{name: value for name, value in os.environ.items() if name != "DISPLAY"},
            # Wine links the folders of a person to those of the real home folder.
            "HOME": str(home),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "WINEARCH": "win64",
            # Parts of Windows that it would offer to download, and a helper that copies the Start
            # menu into that of the desktop here.
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
        }
        self.run("wineboot", "--init")
        # It says to be Windows 7 otherwise.
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")

    @property
    def drive(self) -> Path:
        """Drive C."""
        return self._folder / "prefix" / "drive_c"

    @property
    def person(self) -> Path:
        """The folder of the person who uses it."""
        users = [path for path in (self.drive / "users").iterdir() if (path / "AppData").is_dir()]
        (found,) = (path for path in users if path.name != "Public")
        return found

    def run(self, *command: str | Path) -> int:
        """Run a program and wait for it; returns its exit code."""
        # Its server outlives the program and would keep a pipe open.
        done = subprocess.run(
            ["wine", *map(str, command)], env=self._environ, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_PATIENCE_S, check=False,
        )  # fmt: skip
        return done.returncode

    def registry(self) -> str:
        """Everything that is registered for this person, as regedit writes it."""
        path = self._folder / "registry.reg"
        assert self.run("reg", "export", "HKCU", path, "/y") == 0
        return path.read_text(encoding="utf-16")

    def close(self) -> None:
        """End what runs in it, and the server that holds its registry."""
        server = shutil.which("wineserver") or next(s for s in _SERVERS if Path(s).exists())
        for option in ("-k", "-w"):
            subprocess.run(
                [server, option], env=self._environ, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30, check=False,
            )  # fmt: skip
