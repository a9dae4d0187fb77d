"""The folder with the program, its interpreter and its libraries, which every installer wraps."""

from __future__ import annotations

import compileall
import importlib.util
import os
import py_compile
import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from installers import icons, licences, sbom, windows
from installers.contents import Piece, read_record
from installers.identity import BUILD, COMMAND, NAME, SOURCES, source_date

INTERNAL = "_internal"
_ELF = b"\x7fELF"


class Kind(StrEnum):
    """Which libraries a bundle brings.

    Attributes:
        PACKAGE: Those of the system are left to the package manager of the distribution.
        PORTABLE: All but those that belong to the graphics driver and the screen.
        WHOLE: Everything that PyInstaller finds, to compare with.
    """

    PACKAGE = "package"
    PORTABLE = "portable"
    WHOLE = "whole"


class BrokenBundleError(Exception):
    """What was built cannot be right."""


def folder_of(kind: Kind) -> Path:
    """Where a bundle of that kind is made: the folder with the program."""
    return BUILD / kind.value / COMMAND


def build(kind: Kind) -> Path:
    """Make a bundle from nothing; returns its folder.

    Raises:
        BrokenBundleError: The bundle misses what it links to.
        subprocess.CalledProcessError: PyInstaller failed.
    """
    folder = folder_of(kind)
    drawn = BUILD / "icons"
    icons.write_ico(drawn / "overpaint.ico")
    icons.write_icns(drawn / "overpaint.icns")
    windows.write_version_resource(drawn / "version.txt")
    _run_pyinstaller(kind, folder.parent, drawn)
    if kind is Kind.WHOLE:
        return folder
    internal = internal_of(folder)
    _strip(folder)
    _compile(internal)
    _write_licences(kind, internal)
    _check_links(folder)
    return folder


def internal_of(folder: Path) -> Path:
    """The folder of a bundle where everything but the program is."""
    return folder / INTERNAL


def mac_app(kind: Kind) -> Path:
    """The same as a macOS program."""
    return folder_of(kind).parent / f"{NAME}.app"


def _run_pyinstaller(kind: Kind, out: Path, drawn: Path) -> None:
    environ = {
        **os.environ,
        "OVERPAINT_BUNDLE": kind.value,
        "OVERPAINT_ICONS": str(drawn),
        # Sets of names land in the archive in an order that depends on it.
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(int(source_date().timestamp())),
    }
    subprocess.run(
        [
            sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
            "--distpath", str(out), "--workpath", str(BUILD / "pyinstaller" / kind.value),
            str(SOURCES / "overpaint.spec"),
        ],
        env=environ,
        check=True,
    )  # fmt: skip


def _strip(folder: Path) -> None:
    """Take the symbols that only debuggers read out of the libraries.

    Those in ``*.libs`` were changed by the tools that make wheels and break when they are stripped
    (``ELF load command address/offset not page-aligned``).
    """
    if not sys.platform.startswith("linux") or shutil.which("strip") is None:
        return
    libraries = [
        path
        for path in elf_files(folder)
        if not any(part.endswith(".libs") for part in path.parts) and path.parent != folder
    ]
    for start in range(0, len(libraries), 100):
        some = [str(path) for path in libraries[start : start + 100]]
        subprocess.run(["strip", "--strip-unneeded", *some], check=True)


def elf_files(folder: Path) -> Iterator[Path]:
    """Programs and libraries of Linux below a folder, links left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == _ELF:
                    yield path


def _compile(internal: Path) -> None:
    """Compile the modules that lie there as files: nothing may write beside them later."""
    compileall.compile_dir(
        internal, quiet=1, force=True, stripdir=str(internal), prependdir=INTERNAL,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )  # fmt: skip


def _write_licences(kind: Kind, internal: Path) -> None:
    pieces = [*read_record(kind.value), Piece("archive:starter", _starter())]
    found = licences.components(pieces)
    where = "in the folder _internal, where the program is installed"
    licences.write(found, internal / licences.FOLDER, internal=where)
    sbom.write(found, internal, internal / licences.FOLDER / sbom.FILE)


def _starter() -> str:
    """A file of PyInstaller, for its licence: its bootloader is the program that people start."""
    found = importlib.util.find_spec("PyInstaller")
    if found is None or found.origin is None:
        raise BrokenBundleError("PyInstaller is not in the environment of the build.")
    return found.origin


def _check_links(folder: Path) -> None:
    broken = [
        str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_symlink() and not p.exists()
    ]
    if broken:
        raise BrokenBundleError(f"These links lead nowhere: {', '.join(broken)}")
