"""What a drop or the clipboard brings, in the best of its forms; nothing is decoded here."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from overpaint.domain.batch_table import SUFFIXES as TABLE_SUFFIXES
from overpaint.domain.draft import InputImage
from overpaint.services.picture_folders import PICTURE_SUFFIXES

RESULT_TYPE = "application/x-overpaint-result"
"""Marks a drag that began at a result of this program."""

INPUT_TYPE = "application/x-overpaint-input"
"""Marks a drag that began at an input; its data is the id of the input."""

_ENCODED = (
    "image/png", 'application/x-qt-windows-mime;value="PNG"', "image/webp", "image/jpeg",
    "image/avif", "image/tiff", "image/gif", "image/bmp",
)  # fmt: skip
_IMAGE_SOURCE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s>]+))", re.I)
_DATA_URL = re.compile(r"data:image/[\w.+-]+[;,]", re.I)
_LINES = 64
_LINE_CHARS = 4096


class DropRole(Enum):
    """What becomes of a dropped picture."""

    TARGET = "target"
    REFERENCE = "reference"
    MASK = "mask"
    BATCH = "batch"


class Origin(Enum):
    """Where a drag began."""

    OUTSIDE = "outside"
    RESULT = "result"
    INPUT = "input"


@dataclass(frozen=True, slots=True)
class Payload:
    """Pictures that came from outside; the first form that is there is used.

    Attributes:
        input_id: An input of this edit that is dragged to another use.
        files: Local files and folders, in their order.
        data: A picture as encoded by its source.
        image: A decoded picture, where the system has no other form.
        data_url: A picture inside an address, ``data:image/…``.
        addresses: Where pictures can be downloaded, ``http`` and ``https``.
        typed: Paths and ``file:`` addresses found in text; they need not exist.
        source: The address that `data` or `image` came from; ``""`` when unknown.
        is_result: Whether it is a result of this program that was dragged inside of it.
    """

    input_id: str = ""
    files: tuple[Path, ...] = ()
    data: bytes = b""
    image: QImage | None = None
    data_url: str = ""
    addresses: tuple[str, ...] = ()
    typed: tuple[Path, ...] = ()
    source: str = ""
    is_result: bool = False

    def __bool__(self) -> bool:
        forms = (
            self.input_id, self.files, self.data, self.image is not None, self.data_url,
            self.addresses, self.typed,
        )  # fmt: skip
        return any(forms)


@dataclass(frozen=True, slots=True)
class Use:
    """What pictures are for.

    Attributes:
        role: What becomes of them.
        at: 0-based position of the first reference; at the end unless told.
        instead_of: Id of the input whose place the first one takes; ``""`` for none.
        is_new_edit: Whether the present edit ends when the pictures are there.
        then: Is told the pictures that were added.
    """

    role: DropRole
    at: int | None = None
    instead_of: str = ""
    is_new_edit: bool = False
    then: Callable[[Sequence[InputImage]], None] | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What is known of a drag before it is dropped.

    Attributes:
        origin: Where it began.
        count: How many files it brings, a folder counting as one; 1 for a picture without a file.
        host: The computer that has the picture; ``""`` when nothing needs to be downloaded.
        input_id: The input that is dragged, for `Origin.INPUT`.
        is_text: Whether it is a text file: something for the prompt, not a picture.
        is_table: Whether it is a table: something for a batch only.
        may_be_batch: Whether it is, or may be, more than one picture: files, a folder, a table.
    """

    origin: Origin = Origin.OUTSIDE
    count: int = 1
    host: str = ""
    input_id: str = ""
    is_text: bool = False
    is_table: bool = False
    may_be_batch: bool = False


TEXT_SUFFIXES = frozenset({".txt", ".md", ".text"})
"""Files whose text goes into the prompt."""


def look_at(mime: QMimeData) -> Offer | None:
    """What a drag brings; None when there is no picture in it. For the moment it enters."""
    if mime.hasFormat(INPUT_TYPE):
        return Offer(Origin.INPUT, input_id=_input_id(mime))
    origin = Origin.RESULT if mime.hasFormat(RESULT_TYPE) else Origin.OUTSIDE
    files = _files(mime)
    if files:
        is_text = all(path.suffix.lower() in TEXT_SUFFIXES for path in files)
        is_table = all(path.suffix.lower() in TABLE_SUFFIXES for path in files)
        batch = is_table or len(files) > 1 or _may_be_folder(files[0])
        several = batch and not is_text and origin is Origin.OUTSIDE
        return Offer(origin, len(files), is_text=is_text, is_table=is_table, may_be_batch=several)
    if mime.hasImage() or any(mime.hasFormat(kind) for kind in _ENCODED):
        return Offer(origin)
    addresses = _addresses(mime)
    if addresses:
        hosts = (urlsplit(address).hostname or "" for address in addresses)
        return Offer(origin, len(addresses), next(hosts))
    text = mime.text() if mime.hasText() else ""
    typed = _typed_paths(text)
    return Offer(origin, max(len(typed), 1)) if typed or _data_url(mime) else None


def _may_be_folder(path: Path) -> bool:
    """By its name alone: to ask the disk of a drag could take seconds on a network."""
    return path.suffix.lower() not in PICTURE_SUFFIXES


def brings_pictures(mime: QMimeData) -> bool:
    """Whether `read_payload` would find something."""
    return look_at(mime) is not None


def read_payload(mime: QMimeData) -> Payload:
    """Take the best form: a file keeps name and quality, encoded bytes keep quality and alpha."""
    if mime.hasFormat(INPUT_TYPE):
        return Payload(input_id=_input_id(mime), files=_files(mime))
    files = _files(mime)
    if files:
        return Payload(files=files, is_result=mime.hasFormat(RESULT_TYPE))
    addresses = _addresses(mime)
    picture = _picture(mime, addresses[0] if addresses else "")
    if picture is not None:
        return picture
    found = _data_url(mime)
    if found or addresses:
        return Payload(data_url=found) if found else Payload(addresses=addresses)
    return Payload(typed=_typed_paths(mime.text() if mime.hasText() else ""))


def _picture(mime: QMimeData, source: str) -> Payload | None:
    """Picture data, as encoded where that can be had: then nothing is decoded here."""
    for kind in _ENCODED:
        data = bytes(mime.data(kind).data()) if mime.hasFormat(kind) else b""
        if data:
            return Payload(data=data, source=source)
    image = QImage(mime.imageData()) if mime.hasImage() else QImage()
    return None if image.isNull() else Payload(image=image, source=source)


def _input_id(mime: QMimeData) -> str:
    return bytes(mime.data(INPUT_TYPE).data()).decode("ascii", errors="replace")


def _files(mime: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def _addresses(mime: QMimeData) -> tuple[str, ...]:
    """Addresses to download from; the picture of a page goes before what it links to."""
    shown = [address for address in _sources(mime) if _is_web(address)]
    if shown:
        return (shown[0],)
    linked = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in mime.urls()]
    web = [address for address in linked if _is_web(address)]
    if not web and mime.hasText():
        web = [line for line in _lines(mime.text()) if _is_web(line)]
    return tuple(dict.fromkeys(web))


def _data_url(mime: QMimeData) -> str:
    text = mime.text().strip() if mime.hasText() else ""
    linked = (url.toString() for url in mime.urls() if url.scheme() == "data")
    candidates = (text, *linked, *_sources(mime))
    return next((found for found in candidates if _DATA_URL.match(found)), "")


def _sources(mime: QMimeData) -> Iterator[str]:
    """The addresses of pictures in a piece of a page."""
    page = mime.html() if mime.hasHtml() else ""
    for found in _IMAGE_SOURCE.finditer(page):
        yield html.unescape(next(group for group in found.groups() if group))


def _is_web(address: str) -> bool:
    if not address.lower().startswith(("http://", "https://")):
        return False
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _typed_paths(text: str) -> tuple[Path, ...]:
    """File paths copied as text, one a line, quoted or not, or as ``file:`` addresses."""
    return tuple(path for line in _lines(text) if (path := _typed(line)) is not None)


def _typed(line: str) -> Path | None:
    if line.lower().startswith("file:"):
        url = QUrl(line)
        return Path(url.toLocalFile()) if url.isLocalFile() and url.toLocalFile() else None
    if line.startswith("~"):
        try:
            return Path(line).expanduser()
        except RuntimeError:  # there is no such person
            return None
    path = Path(line)
    return path if path.is_absolute() and path.name else None


def _lines(text: str) -> list[str]:
    lines = (line.strip().strip("\"'").strip() for line in text.splitlines()[:_LINES])
    return [line for line in lines if line and len(line) < _LINE_CHARS]
