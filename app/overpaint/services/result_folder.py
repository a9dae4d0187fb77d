"""Writes received pictures to disk, untouched, under a name of their own.

Nothing is ever overwritten, and nothing that was received is lost because a folder is full, gone or
read-only: there is a second folder, and after that the bytes travel on inside the error.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

from overpaint.domain.errors import Action, Billing, ImageError, StorageError
from overpaint.domain.events import Answer
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.services.edit_folders import edit_folder
from overpaint.services.new_files import write_new
from overpaint.services.result_names import ResultNames
from overpaint.services.svg_header import HEAD_BYTES, is_svg, svg_size

_STEM_BYTES = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_SUFFIXES = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif",
    "image/svg+xml": ".svg", "image/tiff": ".tif",
}  # fmt: skip
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_UNKNOWN = ".bin"
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "TIFF")


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer that is safe on disk.

    Attributes:
        answer: The file.
        warning: Why it is not in the folder that was meant; None when it is.
    """

    answer: Answer
    warning: StorageError | None = None


class ResultFolder:
    """A folder for answers, and where to turn when it fails. Its methods block.

    Args:
        directory: Where answers go; made when it is missing.
        fallback: Where they go when that fails: a folder of the program's own.
        previews: Where partial images go; None for ``directory``.
        names: How answers are called; None for the stem and a number.
        per_edit: Whether they go to a folder in ``directory`` that is called like their stem.
    """

    def __init__(
        self,
        directory: Path,
        fallback: Path,
        previews: Path | None = None,
        names: ResultNames | None = None,
        *,
        per_edit: bool = False,
    ) -> None:
        self._per_edit = per_edit
        self._names = names
        self.directory = directory
        self.fallback = fallback
        self.previews = previews if previews is not None else directory

    def save(self, data: bytes | bytearray, stem: str, variant: int = 1) -> SavedAnswer:
        """Write an answer under a free name: ``{stem}-{n}`` where no other names were given.

        Args:
            data: The bytes as received; they are written unchanged.
            stem: What the name begins with; characters that a file system refuses are replaced.
            variant: 1-based number among the variants of the edit.

        Raises:
            StorageError: Neither folder takes it; ``unsaved`` holds the bytes.
            ImageError: The bytes are not a picture; they are kept in a file nevertheless.
        """
        media_type = sniff(data)

        def called() -> Iterator[str]:
            # Asked for once the bytes are on disk: nothing is decoded before.
            if self._names is None:
                return _numbered(_safe(stem))
            return self._names.names(variant, read_size(io.BytesIO(data)))

        path, warning = self._write(data, called, suffix_of(media_type), self._place(stem))
        with path.open("rb") as stream:
            size = read_size(stream)
        if size is None:
            raise _not_a_picture(path)
        return SavedAnswer(Answer(path, media_type, size), warning)

    def save_partial(self, data: bytes | bytearray, stem: str) -> Path:
        """Write a preview as ``{stem}-preview-{n}`` with the first free number.

        Raises:
            StorageError: It cannot be written. Nothing paid is lost by that.
        """
        suffix = suffix_of(sniff(data))
        try:
            return write_new(self.previews, _numbered(f"{_safe(stem)}-preview"), suffix, data)
        except OSError as error:
            raise StorageError(
                say(
                    "errors", "A preview could not be saved in {folder}.", folder=str(self.previews)
                ),
                why=_reason(error),
                remedy=say("errors", "Choose another folder, or make room in this one."),
                action=Action.CHOOSE_FOLDER,
            ) from error

    def _place(self, stem: str) -> Path:
        return edit_folder(self.directory, stem) if self._per_edit else self.directory

    def _write(
        self,
        data: bytes | bytearray,
        called: Callable[[], Iterator[str]],
        suffix: str,
        directory: Path,
    ) -> tuple[Path, StorageError | None]:
        try:
            return write_new(directory, _later(called), suffix, data), None
        except OSError as first:
            try:
                path = write_new(self.fallback, _later(called), suffix, data)
            except OSError as second:
                raise self._unsaved(data, second) from second
            return path, self._moved(first)

    def _moved(self, error: OSError) -> StorageError:
        return StorageError(
            say("errors", "The result could not be saved in {folder}.", folder=str(self.directory)),
            why=_reason(error),
            remedy=say(
                "errors",
                "It is in {folder} instead. Choose another folder for the next ones.",
                folder=str(self.fallback),
            ),
            action=Action.CHOOSE_FOLDER,
        )

    def _unsaved(self, data: bytes | bytearray, error: OSError) -> StorageError:
        failure = StorageError(
            say(
                "errors",
                "The result arrived but could be saved neither in {folder} nor in {fallback}.",
                folder=str(self.directory),
                fallback=str(self.fallback),
            ),
            why=_reason(error),
            remedy=say("errors", "Save it in another folder before you close Overpaint."),
            action=Action.CHOOSE_FOLDER,
            billing=Billing.MAYBE,
        )
        failure.unsaved = (bytes(data),)
        return failure


def sniff(data: bytes | bytearray) -> str:
    """Media type by the first bytes, ``application/octet-stream`` for what is no known picture."""
    for start, media_type in _STARTS:
        if data.startswith(start):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/svg+xml" if is_svg(data) else "application/octet-stream"


def suffix_of(media_type: str) -> str:
    """The ending of files of this kind, with its dot."""
    return _SUFFIXES.get(media_type, _UNKNOWN)


def read_size(stream: IO[bytes]) -> Size | None:
    """Pixel size from the header, without decoding a pixel; None when there is no such header."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - 60 ms, needed by answers only

    try:
        drawn = svg_size(stream.read(HEAD_BYTES))
        if drawn is not None:
            return drawn
        stream.seek(0)
        with Image.open(stream, formats=_FORMATS) as image:
            return Size(*image.size)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None


def _later(called: Callable[[], Iterator[str]]) -> Iterator[str]:
    yield from called()


def _numbered(stem: str) -> Iterator[str]:
    return (f"{stem}-{number}" for number in count(1))


def _safe(stem: str) -> str:
    # A file name that is not UTF-8 reaches us with surrogates, which cannot be encoded.
    text = stem.encode(errors="replace").decode()
    cleaned = _UNSAFE.sub("_", text).strip(" .")
    return cleaned.encode()[:_STEM_BYTES].decode(errors="ignore") or "result"


def _reason(error: OSError) -> Message:
    return say("errors", "The system says: {reason}.", reason=error.strerror or str(error))


def _not_a_picture(path: Path) -> ImageError:
    return ImageError(
        say("errors", "The server's answer is not a picture."),
        why=say("errors", "It has no header of PNG, JPEG, WebP, GIF or SVG."),
        remedy=say("errors", "What arrived is kept in {path}.", path=str(path)),
        billing=Billing.MAYBE,
        details=str(path),
    )
