"""Files of results: known again, and written anew only while nobody else has changed them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from overpaint.domain.putting_back import FileStamp
from overpaint.services.new_files import write_new, write_over

_FIRST_NUMBER = 2


def stamp_of(path: Path, data: bytes | bytearray) -> FileStamp:
    """How a file was left that was just written with these bytes.

    Raises:
        OSError: It is not there any more.
    """
    facts = path.stat()
    return FileStamp(len(data), facts.st_mtime_ns, hashlib.sha256(data).hexdigest())


def is_untouched(path: Path, stamp: FileStamp) -> bool:
    """Whether a file is still exactly what was written; reads it, so not on the window's thread."""
    try:
        facts = path.stat()
        if (facts.st_size, facts.st_mtime_ns) != (stamp.byte_count, stamp.modified_ns):
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == stamp.sha256
    except OSError:
        return False


def write_anew(
    path: Path, stamp: FileStamp | None, data: bytes, suffix: str
) -> tuple[Path, FileStamp]:
    """Put other content in the place of a file that we wrote, or beside it.

    Args:
        path: The file.
        stamp: How we left it; None for a file that is not ours.
        data: The new content.
        suffix: The ending that suits the content, with its dot.

    Returns:
        Where it is now, and how it was left. A file that somebody changed, moved or replaced stays
        as it is; the new one then has the next free name.

    Raises:
        OSError: It cannot be written; everything is as it was.
    """
    ours = stamp is not None and is_untouched(path, stamp)
    if ours and path.suffix.lower() == suffix:
        write_over(path, data)
        return path, stamp_of(path, data)
    names = _beside(path.stem) if path.suffix.lower() == suffix else _from(path.stem)
    written = write_new(path.parent, names, suffix, data)
    if ours:
        # Another kind of file takes its place: the old one would only look like a second result.
        path.unlink(missing_ok=True)
    return written, stamp_of(written, data)


def _beside(stem: str) -> Iterator[str]:
    return (f"{stem}-{number}" for number in count(_FIRST_NUMBER))


def _from(stem: str) -> Iterator[str]:
    yield stem
    yield from _beside(stem)
