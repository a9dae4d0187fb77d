"""How the program presents itself to Linux desktops: desktop entry, metadata, manual page."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape

from installers import icons
from installers.identity import (
    APP_ID,
    COMMAND,
    FILE_TYPES,
    HOMEPAGE,
    SOURCES,
    changelog_section,
    source_date,
    version,
)

_LINUX = SOURCES / "linux"


def write_share(share: Path) -> None:
    """Write what belongs below ``share``: entry, metadata, icons, manual page."""
    write_entry(share / "applications" / f"{APP_ID}.desktop")
    write_metainfo(share / "metainfo" / f"{APP_ID}.metainfo.xml")
    icons.write_hicolor(share)


def write_entry(path: Path) -> None:
    """Write the desktop entry (https://specifications.freedesktop.org/desktop-entry-spec/latest/)."""
    types = "".join(f"{kind.mime};" for kind in FILE_TYPES)
    _fill(_LINUX / "overpaint.desktop.in", path, command=COMMAND, app_id=APP_ID, types=types)


def write_metainfo(path: Path) -> None:
    """Write what software centres show (https://www.freedesktop.org/software/appstream/docs/)."""
    types = "\n".join(f"    <mediatype>{kind.mime}</mediatype>" for kind in FILE_TYPES)
    number = version()
    told_date, notes = changelog_section(number)
    date = told_date or source_date().strftime("%Y-%m-%d")
    kind = "development" if re.search("[abc]", number) else "stable"
    _fill(
        _LINUX / "overpaint.metainfo.xml.in", path, app_id=APP_ID, homepage=HOMEPAGE, types=types,
        version=number.replace("rc", "~rc"), date=date, kind=kind, notes=_notes(notes),
    )  # fmt: skip


def write_manual(path: Path) -> None:
    """Write the manual page."""
    _fill(
        _LINUX / "overpaint.1.in", path, version=version(), homepage=HOMEPAGE,
        date=source_date().strftime("%Y-%m-%d"),
    )  # fmt: skip


def points(markdown: str) -> list[str]:
    """The points of a changelog section, each as one line of plain text."""
    found = re.findall(r"^- (.*(?:\n  .*)*)", markdown, re.M)
    return [_plain(" ".join(point.split())) for point in found]


def _notes(markdown: str) -> str:
    """The first points of a changelog section as AppStream's subset of HTML."""
    shown = "\n".join(f"          <li>{escape(point)}</li>" for point in points(markdown)[:8])
    return f"        <ul>\n{shown}\n        </ul>" if shown else "        <p>Improvements.</p>"


def _plain(text: str) -> str:
    return text.replace("`", "").replace("**", "")


def _fill(template: Path, path: Path, **values: str) -> None:
    text = template.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
