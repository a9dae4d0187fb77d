"""The system's trash, where that is a folder: files put there can be brought back by the desktop.

Freedesktop.org's Trash specification 1.0,
https://specifications.freedesktop.org/trash-spec/latest/, read 2026-11-24. On Windows and macOS
the trash belongs to the system alone; there nothing is moved.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from urllib.parse import quote

_PRIVATE = 0o700


def has_trash(platform: str = sys.platform) -> bool:
    """Whether files can be moved to the trash of this system."""
    return platform.startswith(("linux", "freebsd", "openbsd", "netbsd"))


def move_to_trash(path: Path, environ: Mapping[str, str] | None = None) -> bool:
    """Move a file to the trash of its drive; blocks.

    Args:
        path: The file.
        environ: Where the person's folders are; the environment of the process by default.

    Returns:
        Whether it is there now. A file that cannot be moved stays where it is.
    """
    if not has_trash():
        return False
    path = path.absolute()
    for trash, told in _trashes(path, os.environ if environ is None else environ):
        try:
            if _moved(path, trash, told):
                return True
        except OSError:
            continue
    return False


def _trashes(path: Path, environ: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Trash folders of the file's drive, each with the path that its note tells."""
    data = environ.get("XDG_DATA_HOME", "")
    share = Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share"
    try:
        drive = path.lstat().st_dev
        if _drive_of(share) == drive:
            yield share / "Trash", str(path)
            return
        top = _top_of(path.parent, drive)
    except OSError:
        return
    told = str(path.relative_to(top))
    shared = top / ".Trash"
    if _is_shared_safely(shared):
        yield shared / str(os.getuid()), told
    yield top / f".Trash-{os.getuid()}", told


def _moved(path: Path, trash: Path, told: str) -> bool:
    files, notes = trash / "files", trash / "info"
    for folder in (trash, files, notes):
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    when = datetime.now().astimezone().strftime("%Y-%m-%dT%H:%M:%S")
    note = f"[Trash Info]\nPath={quote(os.fsencode(told))}\nDeletionDate={when}\n"
    for name in _names(path):
        info = notes / f"{name}.trashinfo"
        try:
            # Creating the note is what claims the name.
            with info.open("x", encoding="ascii") as stream:
                stream.write(note)
        except FileExistsError:
            continue
        try:
            if not (files / name).exists():
                path.rename(files / name)
                return True
        except OSError:
            info.unlink(missing_ok=True)
            raise
    return False


def _names(path: Path) -> Iterator[str]:
    yield path.name
    for number in count(2):
        yield f"{path.stem}.{number}{path.suffix}"


def _drive_of(folder: Path) -> int:
    """The drive where a folder is, or would be."""
    while not folder.exists():
        folder = folder.parent
    return folder.stat().st_dev


def _top_of(folder: Path, drive: int) -> Path:
    """The highest folder of a drive."""
    folder = folder.resolve()
    while folder.parent != folder and folder.parent.stat().st_dev == drive:
        folder = folder.parent
    return folder


def _is_shared_safely(folder: Path) -> bool:
    """Whether nobody can put files of others away there: no link, and sticky."""
    try:
        mode = folder.lstat().st_mode
    except OSError:
        return False
    return stat.S_ISDIR(mode) and bool(mode & stat.S_ISVTX)
