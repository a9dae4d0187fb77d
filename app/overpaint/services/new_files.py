"""Files that never take the place of another one: the first free name, complete or not there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path


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
        path = claim(directory, names, suffix)
        try:
            draft.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _sync(directory)
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
    _sync(path.parent)


def _drafted(directory: Path, data: bytes | bytearray | memoryview) -> Path:
    """Write the bytes under a name that nobody looks for."""
    draft = directory / f".overpaint-{secrets.token_hex(6)}.part"
    try:
        with draft.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _sync(directory: Path) -> None:
    """Make the new name itself survive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
