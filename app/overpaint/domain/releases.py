"""What is told about a version that can be downloaded, and which of two versions is the newer."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

FORMAT = 1
"""Of the file; one of another format is not read."""

NOTES_CHARS = 600
NOTES_LINES = 6

_VERSION = re.compile(r"(\d{1,5})\.(\d{1,5})\.(\d{1,5})(?:(a|b|rc)(\d{1,5}))?", re.ASCII)
_PAGE_CHARS = 500


class ReleaseFileError(ValueError):
    """A release file does not say what it has to."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version that can be downloaded.

    Attributes:
        version: Such as ``1.2.3`` or ``1.2.3rc1``.
        notes: What is new, plain text of at most `NOTES_LINES` lines; may be empty.
        page: The ``https`` address of the page with the downloads.
    """

    version: str
    notes: str
    page: str


def read_release(data: bytes, address: str) -> Release:
    """Read a release file.

    Args:
        data: Its content.
        address: Where it came from: the page with the downloads has to be on the same host.

    Raises:
        ReleaseFileError: It is no such file.
    """
    try:
        content = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReleaseFileError("is no JSON in UTF-8") from error
    if not isinstance(content, dict):
        raise ReleaseFileError("is no object")
    fields = cast("dict[str, object]", content)
    # True is equal to 1, and is no number of a format.
    if type(fields.get("format")) is not int or fields["format"] != FORMAT:
        raise ReleaseFileError(f"has not format {FORMAT}")
    version = _text(fields, "version")
    if _VERSION.fullmatch(version) is None:
        raise ReleaseFileError("has no version like 1.2.3")
    page = _text(fields, "page")
    if not is_page_of(page, address):
        raise ReleaseFileError("names a page that is not https on the same host")
    return Release(version, plain_notes(_text(fields, "notes", usual="")), page)


def is_page_of(page: str, address: str) -> bool:
    """Whether a page is an ``https`` address on the host of another address."""
    if len(page) > _PAGE_CHARS or any(c.isspace() or not c.isprintable() for c in page):
        return False
    try:
        ours, theirs = urlsplit(address), urlsplit(page)
        # A backslash or a name before the host would lead browsers elsewhere.
        strange = "\\" in page or "@" in theirs.netloc
        same = (theirs.hostname, theirs.port) == (ours.hostname, ours.port)
    except ValueError:
        return False
    return theirs.scheme == "https" and bool(theirs.hostname) and same and not strange


def plain_notes(text: str) -> str:
    """Shorten notes to what a banner holds, without anything that is not plain text."""
    lines = []
    for line in text.splitlines():
        kept = "".join(c for c in line if unicodedata.category(c)[0] != "C")
        if kept.strip():
            lines.append(kept.strip())
    short = "\n".join(lines[:NOTES_LINES])
    cut = len(lines) > NOTES_LINES or len(short) > NOTES_CHARS
    return short[: NOTES_CHARS - 1].rstrip() + "…" if cut else short


def is_newer(version: str, installed: str) -> bool:
    """Whether a version comes after the one that is installed.

    What is before a release (``1.0.0rc1``) comes before it (``1.0.0``).

    Raises:
        ReleaseFileError: One of them is no version.
    """
    return _order(version) > _order(installed)


def _order(version: str) -> tuple[tuple[int, ...], str, int]:
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ReleaseFileError("has no version like 1.2.3")
    major, minor, patch, stage, number = found.groups()
    # Sorted by their letters, stages are in their order; "z" is the release itself.
    return (int(major), int(minor), int(patch)), stage or "z", int(number or 0)


def _text(fields: dict[str, object], name: str, *, usual: str | None = None) -> str:
    value = fields.get(name, usual)
    if not isinstance(value, str):
        raise ReleaseFileError(f"has no text “{name}”")
    return value
