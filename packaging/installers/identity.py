"""Who the program is to a desktop, to a package manager and to the person who installs it."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""

SOURCES = ROOT / "packaging"
BUILD = ROOT / "build" / "packaging"
"""Whatever can be made again."""

DIST = ROOT / "dist"
"""What people download."""

NAME = "Overpaint"
COMMAND = "overpaint"
APP_ID = "io.github.overpaint.Overpaint"
"""Name of desktop file, icon, metadata and Flatpak, and identifier of the macOS bundle."""

SUMMARY = "Paint over what should change, keep every other pixel"
MAINTAINER = "Overpaint maintainers <maintainers@overpaint.invalid>"

_VERSION = re.compile(r'^__version__ = "([0-9]+\.[0-9]+\.[0-9]+(?:(?:a|b|rc)[0-9]+)?)"$', re.M)
_ADDRESS = re.compile(r'^(?P<name>HOMEPAGE|RELEASE_FILE) = "(?P<address>https://[^"]+)"$', re.M)
_HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<date>\d{4}-\d\d-\d\d))?$", re.M)

_ADDRESSES = {
    found["name"]: found["address"]
    for found in _ADDRESS.finditer(
        (ROOT / "app" / "overpaint" / "__init__.py").read_text(encoding="utf-8")
    )
}

HOMEPAGE = _ADDRESSES["HOMEPAGE"]
"""The page of the program, where the program itself has it from, too."""

RELEASE_FILE = _ADDRESSES["RELEASE_FILE"]
"""Where installed programs look for the newest version."""


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that the program opens.

    Attributes:
        mime: Its name on Linux.
        uti: Its name on macOS.
        suffixes: What its files end with, without the dot; the usual one first.
    """

    mime: str
    uti: str
    suffixes: tuple[str, ...]


FILE_TYPES = (
    FileType("image/png", "public.png", ("png",)),
    FileType("image/jpeg", "public.jpeg", ("jpg", "jpeg")),
    FileType("image/webp", "org.webmproject.webp", ("webp",)),
    FileType("image/tiff", "public.tiff", ("tif", "tiff")),
    FileType("image/bmp", "com.microsoft.bmp", ("bmp",)),
    FileType("image/gif", "com.compuserve.gif", ("gif",)),
    FileType("image/avif", "public.avif", ("avif",)),
    FileType("image/heif", "public.heif", ("heif", "heic")),
    FileType("image/vnd.adobe.photoshop", "com.adobe.photoshop-image", ("psd",)),
    FileType("image/openraster", "org.openraster.ora", ("ora",)),
    FileType("application/x-krita", "org.krita.kra", ("kra",)),
)
"""Whatever `overpaint.imaging.files.kinds` reads and people keep pictures in."""


class VersionError(ValueError):
    """The version in the program is none that can be released."""


def version() -> str:
    """The version, from the one place where it stands: ``overpaint/__init__.py``."""
    text = (ROOT / "app" / "overpaint" / "__init__.py").read_text(encoding="utf-8")
    found = _VERSION.search(text)
    if found is None:
        raise VersionError("app/overpaint/__init__.py has no __version__ like 1.2.3 or 1.2.3rc1")
    return found[1]


def debian_version(text: str) -> str:
    """The same for dpkg, where what is before a release sorts before it: ``1.2.3~rc1-1``."""
    return re.sub(r"(a|b|rc)([0-9]+)$", r"~\1\2", text) + "-1"


def numeric_version(text: str) -> str:
    """The same for Windows: four numbers; what is before a release counts as the release."""
    return re.sub(r"(a|b|rc)[0-9]+$", "", text) + ".0"


def changelog_section(text: str) -> tuple[str | None, str]:
    """Date and text of a version in CHANGELOG.md; None when it has no section of its own.

    A version that is not released yet is told under ``[Unreleased]``.
    """
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = list(_HEADING.finditer(changelog))
    ends = [found.start() for found in headings[1:]] + [len(changelog)]
    sections = {
        found["version"]: (found["date"], changelog[found.end() : end].strip())
        for found, end in zip(headings, ends, strict=True)
    }
    return sections.get(text) or sections.get("Unreleased") or (None, "")


def source_date() -> datetime:
    """When this version was made, the same for everybody who builds it.

    ``SOURCE_DATE_EPOCH`` where it is set (https://reproducible-builds.org/specs/source-date-epoch/),
    else the time of the last commit, else now.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not told:
        done = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        told = done.stdout.strip()
    return datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)
