"""Keeps pictures that came without a file of their own: pasted, downloaded, made smaller.

They lie in the data folder under names that people can read; nothing is ever overwritten.
"""

from __future__ import annotations

import re
import tempfile
from itertools import count
from pathlib import Path

from overpaint.domain.errors import StorageError
from overpaint.domain.text import say
from overpaint.services.new_files import claim

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|%&#=+\s]+')
_STEM_BYTES = 100
_SUFFIXES = {
    "image/jpeg": ".jpg", "image/svg+xml": ".svg", "image/tiff": ".tif", "image/x-icon": ".ico",
    "image/vnd.adobe.photoshop": ".psd",
}  # fmt: skip


def keep(data: bytes, stem: str, folder: Path) -> Path:
    """Write a picture under the first free name; blocks.

    Args:
        data: The picture as it came; written unchanged.
        stem: What its name begins with; characters that a file system refuses are replaced.
        folder: Where; made when it is missing.

    Returns:
        The file, with the extension of what the bytes are.

    Raises:
        ImageError: The bytes are no picture that can be read; nothing is kept.
        StorageError: The folder takes nothing.
    """
    # numpy and Pillow are loaded on the worker that comes here, not at the start.
    from overpaint.imaging.load import probe  # noqa: PLC0415 - as above

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".incoming-", dir=folder) as place:
            # What is no picture is told by this name.
            draft = Path(place) / safe_stem(stem)
            draft.write_bytes(data)
            media_type = probe(draft).media_type
            path = free_name(folder, stem, _suffix(media_type))
            draft.replace(path)
            return path
    except OSError as error:
        raise not_kept(folder, error.strerror or str(error)) from error


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """Create an empty file under the first free name: nobody else can take it then.

    Raises:
        OSError: The folder takes nothing.
    """
    name = safe_stem(stem)
    return claim(folder, (name if n == 1 else f"{name} {n}" for n in count(1)), suffix)


def safe_stem(text: str) -> str:
    """A name that every file system takes, at most 100 bytes long, never empty."""
    cleaned = _UNSAFE.sub(" ", text.encode(errors="replace").decode()).strip(" .")
    return cleaned.encode()[:_STEM_BYTES].decode(errors="ignore").strip(" .") or "picture"


def not_kept(folder: Path, reason: str) -> StorageError:
    """The error for a folder that takes no pictures."""
    return StorageError(
        say("pictures", "The picture could not be kept in {folder}.", folder=str(folder)),
        why=say("pictures", "The system says: {reason}.", reason=reason),
        remedy=say("pictures", "Make room on the disk, or save the picture as a file and open it."),
    )


def _suffix(media_type: str) -> str:
    known = _SUFFIXES.get(media_type)
    return (
        known if known is not None else f".{media_type.removeprefix('image/').removeprefix('x-')}"
    )
