"""What a drop or the clipboard brings: files, or a picture without a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


@dataclass(frozen=True, slots=True)
class Payload:
    """Pictures that came from outside.

    Attributes:
        files: Local files, in their order.
        image: A picture without a file, only looked at when there are no files.
    """

    files: tuple[Path, ...] = ()
    image: QImage | None = None

    def __bool__(self) -> bool:
        return bool(self.files) or self.image is not None


def brings_pictures(mime: QMimeData) -> bool:
    """Whether `read_payload` would find something; cheap enough for every drag move."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def read_payload(mime: QMimeData) -> Payload:
    """Take local files first: they keep name and quality; else picture data, else a typed path."""
    files = tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    if files:
        return Payload(files)
    if mime.hasImage():
        image = QImage(mime.imageData())
        if not image.isNull():
            return Payload(image=image)
    return Payload(_typed_paths(mime.text()) if mime.hasText() else ())


def _typed_paths(text: str) -> tuple[Path, ...]:
    """File paths copied as text, one a line, quoted or not; only those that exist."""
    lines = (line.strip().strip("\"'") for line in text.splitlines()[:64])
    paths = (Path(line).expanduser() for line in lines if line and len(line) < 4096)
    return tuple(path for path in paths if path.is_absolute() and path.is_file())
