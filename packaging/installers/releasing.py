"""What a release is checked for, and the files beside its installers."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from installers import desktop, identity
from installers.identity import HOMEPAGE, RELEASE_FILE, changelog_section, debian_version

sys.path.insert(0, str(identity.ROOT / "app"))
from overpaint.domain.releases import FORMAT, read_release

SUMS = "SHA256SUMS"
RELEASE_JSON = "release.json"
PAGE = f"{HOMEPAGE}/download"
_OWN = (SUMS, RELEASE_JSON)
_SIGNATURE = ".asc"


class UnfitReleaseError(Exception):
    """Something is not ready to be released; every line says what."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done for a release.

    Attributes:
        says: What it is, for people.
        does: Does it.
    """

    says: str
    does: Callable[[], object]


def version_problems(version: str) -> Iterator[str]:
    """What does not fit the version that the program tells of itself."""
    date, notes = changelog_section(version)
    if date is None:
        yield f"CHANGELOG.md has no heading “## [{version}] - YYYY-MM-DD”"
    elif not desktop.points(notes):
        yield f"CHANGELOG.md tells nothing of {version}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "metainfo.xml"
        desktop.write_metainfo(path)
        release = ET.parse(path).getroot().find("releases/release")  # noqa: S314 - our own
    told = {} if release is None else release.attrib
    if told.get("version", "").replace("~", "") != version:
        yield f"the AppStream data name {told.get('version')}, not {version}"
    if date is not None and told.get("date") != date:
        yield f"the AppStream data name {told.get('date')}, CHANGELOG.md {date}"


def tree_problems(version: str) -> Iterator[str]:
    """What keeps the checkout from being exactly what is released."""
    if _git("status", "--porcelain"):
        yield "there are changes that are not committed"
    tagged = _git("rev-list", "-n1", f"refs/tags/v{version}")
    if tagged and tagged != _git("rev-parse", "HEAD"):
        yield f"the tag v{version} is on another commit"


def foreign_files(folder: Path, version: str) -> list[str]:
    """Files in the folder of the installers that are not of this version."""
    # A pre-release has a sign in its Debian version that others have not.
    names = (version, debian_version(version))
    return [
        path.name
        for path in _files(folder)
        if not any(re.search(rf"[-_]{re.escape(name)}[-_.]", path.name) for name in names)
    ]


def write_release_file(folder: Path, version: str) -> Path:
    """Write what installed programs read about this version (docs/RELEASING.md).

    Raises:
        UnfitReleaseError: The program would not accept it.
    """
    path = folder / RELEASE_JSON
    path.write_text(release_text(version), encoding="utf-8")
    return path


def release_text(version: str) -> str:
    """The content of the release file.

    Raises:
        UnfitReleaseError: The program would not accept it.
    """
    date, notes = changelog_section(version)
    content = {
        "format": FORMAT,
        "version": version,
        "date": date,
        "page": PAGE,
        "notes": "\n".join(desktop.points(notes)[:6]),
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    try:
        read_release(text.encode("utf-8"), RELEASE_FILE)
    except ValueError as error:
        raise UnfitReleaseError(f"the release file {error}") from error
    return text


def write_sums(folder: Path) -> Path:
    """Write the checksums of everything in a folder, in the form of ``sha256sum``."""
    path = folder / SUMS
    lines = []
    for file in sorted([*_files(folder), folder / RELEASE_JSON]):
        with file.open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {file.name}\n")
    path.write_text("".join(lines), encoding="utf-8")
    return path


def sign(folder: Path, key: str) -> list[Path]:
    """Sign everything in a folder, each file by a signature of its own beside it.

    Args:
        folder: With the installers, the checksums and the release file.
        key: Name of a secret key of gpg.

    Raises:
        subprocess.CalledProcessError: gpg refused.
    """
    made = []
    for file in sorted([*_files(folder), *(folder / name for name in _OWN)]):
        signature = file.with_name(file.name + _SIGNATURE)
        subprocess.run(
            ["gpg", "--batch", "--yes", "--armor", "--local-user", key,
             "--output", str(signature), "--detach-sign", str(file)],
            check=True,
        )  # fmt: skip
        subprocess.run(
            ["gpg", "--batch", "--quiet", "--verify", str(signature), str(file)], check=True
        )
        made.append(signature)
    return made


def refuse(problems: Sequence[str]) -> None:
    """Stop where something is not ready.

    Raises:
        UnfitReleaseError: There are problems.
    """
    if problems:
        raise UnfitReleaseError("\n".join(problems))


def _files(folder: Path) -> list[Path]:
    """The installers: what is there beside what a release adds."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.name not in _OWN and path.suffix != _SIGNATURE
    )


def has_installers(folder: Path) -> bool:
    """Whether there is anything to release."""
    return bool(_files(folder))


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=identity.ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
