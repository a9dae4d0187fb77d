"""Find programs on this computer that edit pictures. Reads folders: for a worker."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from overpaint.domain.programs import FILE_SIGN, Program

_OWN = "overpaint"
_FILE_CODES = {"%f", "%F", "%u", "%U"}
_ON_MAC = (
    "Adobe Photoshop*/Adobe Photoshop*.app", "Affinity*.app", "GIMP*.app", "krita*.app",
    "Pixelmator Pro.app", "Acorn*.app",
)  # fmt: skip
_ON_WINDOWS = (
    "Adobe/Adobe Photoshop*/Photoshop.exe", "Affinity/*/*Photo*.exe", "GIMP*/bin/gimp-?.*.exe",
    "GIMP*/bin/gimp-?.exe", "Krita*/bin/krita.exe", "paint.net/paintdotnet.exe",
)  # fmt: skip
_NAMES_ON_WINDOWS = {"gimp": "GIMP", "krita": "Krita", "paintdotnet": "Paint.NET"}


@cache
def installed_programs() -> tuple[Program, ...]:
    """The programs of this computer, by name; looked for once."""
    if sys.platform == "darwin":
        found = on_mac((Path("/Applications"), Path.home() / "Applications"))
    elif sys.platform == "win32":
        names = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
        found = on_windows(Path(os.environ[name]) for name in names if name in os.environ)
    else:
        found = on_linux(os.environ)
    first: dict[str, Program] = {}
    for program in found:
        first.setdefault(program.name, program)
    return tuple(sorted(first.values(), key=lambda one: one.name.casefold()))


def on_linux(environment: Mapping[str, str]) -> Iterator[Program]:
    """Programs whose desktop entries say that they edit PNG pictures.

    By the Desktop Entry Specification, https://specifications.freedesktop.org/desktop-entry-spec.
    """
    home = Path(environment.get("HOME") or "~").expanduser()
    own = environment.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    seen: set[str] = set()
    for folder in (own, *shared.split(":")):
        for file in _entries(Path(folder) / "applications"):
            if file.name not in seen:
                seen.add(file.name)
                program = read_entry(file)
                if program is not None:
                    yield program


def read_entry(file: Path) -> Program | None:
    """The program of a desktop entry; None when it is none for editing pictures."""
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    try:
        parser.read_string(file.read_text(encoding="utf-8", errors="replace"))
        entry = dict(parser["Desktop Entry"])
    except (OSError, configparser.Error, KeyError):
        return None
    if file.stem.startswith(_OWN) or not _edits_pictures(entry):
        return None
    command = _command(entry.get("Exec", ""))
    name = entry.get("Name", "").strip()
    tried = entry.get("TryExec") or (command[0] if command else "")
    if not name or not command or shutil.which(tried) is None:
        return None
    return Program(name, command)


def on_mac(folders: Iterable[Path]) -> Iterator[Program]:
    """Known programs; the system's own ``open`` starts them."""
    for folder in folders:
        for pattern in _ON_MAC:
            for app in sorted(folder.glob(pattern)):
                yield Program(app.stem, ("/usr/bin/open", "-a", str(app)))


def on_windows(folders: Iterable[Path]) -> Iterator[Program]:
    """Known programs, by where their installers put them."""
    for folder in folders:
        for pattern in _ON_WINDOWS:
            for file in sorted(folder.glob(pattern)):
                short = file.stem.partition("-")[0].lower()
                yield Program(_NAMES_ON_WINDOWS.get(short, file.stem), (str(file),))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.desktop"))
    except OSError:
        return []


def _edits_pictures(entry: Mapping[str, str]) -> bool:
    kinds = entry.get("Categories", "").split(";")
    hidden = "true" in {entry.get("NoDisplay"), entry.get("Hidden"), entry.get("Terminal")}
    takes = "image/png" in entry.get("MimeType", "").split(";")
    edits = "RasterGraphics" in kinds or ("Graphics" in kinds and "Viewer" not in kinds)
    return takes and edits and not hidden


def _command(text: str) -> tuple[str, ...]:
    """Executable and arguments, with `FILE_SIGN` for the file; empty when it cannot be read."""
    try:
        parts = shlex.split(text)
    except ValueError:
        return ()
    put = (FILE_SIGN if part in _FILE_CODES else part.replace("%%", "%") for part in parts
           if not _is_code(part))  # fmt: skip
    return tuple(put)


def _is_code(part: str) -> bool:
    """Whether it stands for something but the file: an icon, the translated name."""
    return len(part) == len("%c") and part[0] == "%" and part != "%%" and part not in _FILE_CODES
