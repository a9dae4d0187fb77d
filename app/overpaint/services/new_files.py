"""Files that never take the place of another one: the first free name, complete or not there."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_DRAFT = ".overpaint-"
_PART = ".part"
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.EACCES, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}


def claim(directory: Path, names: Iterable[str], suffix: str) -> Path:
    """Create an empty file under the first free name; creating it is what keeps others away.

    Args:
        directory: Where; made when it is missing.
        names: Names without ending, to be tried in this order.
        suffix: The ending, with its dot.

    Raises:
        OSError: The directory takes nothing.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = directory / f"{name}{suffix}"
        try:
            path.open("xb").close()
        except FileExistsError:
            continue
        return path
    raise FileExistsError(str(directory))


def write_new(
    directory: Path, names: Iterable[str], suffix: str, data: bytes | bytearray | memoryview
) -> Path:
    """Write a file that did not exist before: complete under its name, or not there at all.

    Args:
        directory: Where; made when it is missing.
        names: Names without ending, to be tried in this order.
        suffix: The ending, with its dot.
        data: All of it.

    Raises:
        OSError: It cannot be written; nothing is left of it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    draft = _drafted(directory, data)
    try:
        path = _named(draft, directory, names, suffix)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _sync_name(path)
    return path


def write_over(path: Path, data: bytes | bytearray | memoryview) -> None:
    """Give a file other content: whoever opens it gets all of the old or all of the new.

    Raises:
        OSError: It cannot be written; the file is as it was.
    """
    draft = _drafted(path.parent, data)
    try:
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _sync_name(path)


def is_draft(name: str) -> bool:
    """Whether a file of that name is one that was being written when its program ended."""
    return name.startswith(_DRAFT) and name.endswith(_PART)


def _drafted(directory: Path, data: bytes | bytearray | memoryview) -> Path:
    """Write the bytes under a name that nobody looks for."""
    draft = directory / f"{_DRAFT}{secrets.token_hex(6)}{_PART}"
    try:
        with draft.open("xb") as stream:
            stream.write(data)
            stream.flush()
            sync_file(stream.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _named(draft: Path, directory: Path, names: Iterable[str], suffix: str) -> Path:
    """Give a complete file the first free name, in one step that others cannot come between."""
    for name in names:
        path = directory / f"{name}{suffix}"
        try:
            _rename_to_new(draft, path)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(str(directory))


def _rename_to_new(draft: Path, path: Path) -> None:
    """Rename a file unless the name is taken.

    Raises:
        FileExistsError: It is.
        OSError: It cannot be renamed.
    """
    if sys.platform == "win32":
        draft.rename(path)  # refuses a name that is taken, other than elsewhere
        return
    try:
        os.link(draft, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _rename_to_claimed(draft, path)
        return
    with suppress(OSError):
        draft.unlink()


def _rename_to_claimed(draft: Path, path: Path) -> None:
    """The same where a file has one name only: memory cards, some network folders."""
    path.open("xb").close()
    try:
        draft.replace(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def sync_file(handle: int) -> None:
    """Have what was written to an open file survive a power cut.

    Raises:
        OSError: The disk has failed.
    """
    if sys.platform == "darwin":
        # Apple's fsync leaves it in the drive's own memory.
        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def _sync_name(path: Path) -> None:
    """Make a new name itself survive a power cut."""
    if sys.platform == "win32":
        # Folders cannot be synced there; writing out the file takes its name along.
        with path.open("r+b") as stream:
            os.fsync(stream.fileno())
        return
    try:
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            sync_file(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # Some network folders cannot be synced, and some that can be written not be opened.
        if error.errno not in _NO_FOLDER_SYNC:
            raise
