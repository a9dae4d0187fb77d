"""One window for one person: a second start hands its errand to the window that is open.

A lock file says whether there is one; the system gives the lock back, however a program ends. The
window listens on a local socket, on Windows on a named pipe (`overpaint.ui.second_starts`). All of
this is the standard library: a second start has said its errand before Qt would have loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any, cast

from overpaint.paths import AppPaths

LIMIT_BYTES = 1_000_000
"""A longer errand is none of ours."""

DONE = b"ok\n"
"""What the window answers when it has understood."""

_PATIENCE_S = 10.0
_PAUSE_S = 0.05
_LONGEST_SOCKET_PATH = 100  # bytes; the kernels take 103 and 107
_PIPES = "\\\\.\\pipe\\"


@dataclass(frozen=True, slots=True)
class Errand:
    """What a start of the program asks for.

    Attributes:
        files: Pictures to open, absolute; the first is the target.
        new_edit: Begin a new edit.
        paste: Begin it with what is on the clipboard.
        sample: Open the sample when there are no files.
        token: What the desktop gave this start so that its window may come to the front.
    """

    files: tuple[Path, ...] = ()
    new_edit: bool = False
    paste: bool = False
    sample: bool = False
    token: str = ""

    def to_line(self) -> bytes:
        """As one line; names that are no text survive it."""
        row = {
            "files": [str(path) for path in self.files],
            "new_edit": self.new_edit,
            "paste": self.paste,
            "sample": self.sample,
            "token": self.token,
        }
        return json.dumps(row, ensure_ascii=True).encode("ascii") + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Errand:
        """Read what `to_line` wrote.

        Raises:
            ValueError: It is something else.
        """
        row = json.loads(line)
        known = {field.name: field for field in fields(cls)}
        if not isinstance(row, dict) or not row.keys() <= known.keys():
            raise ValueError("not an errand")
        names = row.pop("files", [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ValueError("files are a list of names")
        if any(type(value) is not type(known[name].default) for name, value in row.items()):
            raise ValueError("not an errand")
        paths = tuple(Path(name) for name in names)
        if not all(path.is_absolute() for path in paths):
            raise ValueError("files are told absolute")
        return cls(paths, **row)


class Claim:
    """The right to be the one window, until `release` or the end of the process.

    Attributes:
        address: Where the window has to listen: a path, or the name of a pipe; ``""`` for nowhere.
    """

    def __init__(self, address: str = "", lock: IO[bytes] | None = None) -> None:
        self.address = address
        self._lock = lock

    def release(self) -> None:
        """Let another start be the window."""
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.close()


def claim_or_hand_over(
    paths: AppPaths, errand: Errand, environ: Mapping[str, str] | None = None
) -> Claim | None:
    """Become the window, or have the one that is open do the errand.

    Args:
        paths: The person's folders: whoever has others is somebody else.
        errand: What this start is for.
        environ: The environment; that of the process by default.

    Returns:
        The right to open a window; None when an open one has taken the errand over. A window that
        does not answer costs nobody theirs: after ten seconds this start opens its own.
    """
    told = os.environ if environ is None else environ
    folder = _meeting_place(told)
    if folder is None:
        return Claim()
    name = _name(paths, told)
    address = f"{_PIPES}{name}" if sys.platform == "win32" else str(folder / name)
    if len(os.fsencode(address)) > _LONGEST_SOCKET_PATH:
        return Claim()
    line, deadline = errand.to_line(), time.monotonic() + _PATIENCE_S
    while True:
        lock = _lock(folder / f"{name}.lock")
        if lock is not None:
            _forget_dead_socket(address)
            return Claim(address, lock)
        if _deliver(address, line, deadline - time.monotonic()):
            return None
        if time.monotonic() > deadline:
            return Claim()
        # The other one is just starting, or just ending.
        time.sleep(_PAUSE_S)


def _name(paths: AppPaths, environ: Mapping[str, str]) -> str:
    """A name that only starts of one person, with the same folders, on the same screen share."""
    screen = environ.get("WAYLAND_DISPLAY") or environ.get("DISPLAY", "")
    person = environ.get("USERNAME", "") if sys.platform == "win32" else str(os.getuid())
    text = "\0".join((person, str(paths.config), str(paths.data), screen))
    return "overpaint-" + hashlib.sha256(os.fsencode(text)).hexdigest()[:16]


def _meeting_place(environ: Mapping[str, str]) -> Path | None:
    """A folder that nobody else can write to; None when there is none."""
    if sys.platform == "win32":
        return Path(tempfile.gettempdir())
    given = environ.get("XDG_RUNTIME_DIR", "")
    if given and _is_private(Path(given)):
        return Path(given)
    folder = Path(tempfile.gettempdir()) / f"overpaint-{os.getuid()}"
    with suppress(OSError):
        folder.mkdir(mode=0o700)
    return folder if _is_private(folder) else None


def _is_private(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    mine = sys.platform == "win32" or found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and mine and not found.st_mode & 0o077


def _lock(path: Path) -> IO[bytes] | None:
    """The lock, None when somebody has it. The file stays: to remove it would split the lock."""
    try:
        file = path.open("ab")
    except OSError:
        return None
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not there

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _forget_dead_socket(address: str) -> None:
    """Take away what a program that crashed has left; whoever has the lock may."""
    if not address.startswith(_PIPES):
        with suppress(OSError):
            Path(address).unlink()


def _deliver(address: str, line: bytes, patience_s: float) -> bool:
    """Say the errand; whether the window took it."""
    try:
        if address.startswith(_PIPES):
            return _deliver_to_pipe(address, line)
        # The window listens as soon as it is there; painting may keep it from answering at once.
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(max(patience_s, _PAUSE_S))
            client.connect(address)
            client.sendall(line)
            answer = b""
            while not answer.endswith(b"\n") and (more := client.recv(len(DONE))):
                answer += more
            return answer == DONE
    except OSError:
        return False


def _deliver_to_pipe(address: str, line: bytes) -> bool:
    import ctypes  # noqa: PLC0415 - only there

    # The person has just asked for a window: the one that is open may come to the front.
    cast("Any", ctypes).windll.user32.AllowSetForegroundWindow(-1)
    with Path(address).open("r+b", buffering=0) as pipe:
        pipe.write(line)
        answer = b""
        while not answer.endswith(b"\n") and (more := pipe.read(len(DONE))):
            answer += more
        return answer == DONE
