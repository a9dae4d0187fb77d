"""What is in a bundle and whose it is: every file, traced to where the build took it from."""

from __future__ import annotations

import fnmatch
import importlib.metadata
import json
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from installers.identity import BUILD, NAME, ROOT, SOURCES

PYTHON = "Python"
STARTER = "PyInstaller"
"""Its bootloader is what the person starts, and is in the bundle; the rest of it is not."""


class UnclaimedFileError(Exception):
    """Files of the bundle whose owner, and so whose licence, nobody knows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file or module of the bundle.

    Attributes:
        place: Where it is in the bundle; for a module in the archive ``archive:name``.
        source: The file on the machine of the build that it was taken from.
    """

    place: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of components.toml: a library that a wheel or the interpreter brings along."""

    name: str
    licence: str
    files: tuple[str, ...]
    texts: tuple[str, ...]
    source: str
    version_of: str = ""
    copyright: tuple[str, ...] = ()

    def fits(self, place: str) -> bool:
        """Whether a file belongs to it."""
        base = place.rsplit("/", 1)[-1]
        return any(
            fnmatch.fnmatch(place if "/" in pattern else base, pattern)
            or fnmatch.fnmatch(base.lower(), pattern)
            for pattern in self.files
        )


@dataclass(slots=True)
class Owned:
    """The pieces of one owner.

    Attributes:
        kind: ``rule``, ``package`` (of Python), ``system`` (of Debian), ``python``, ``starter``,
            ``own``.
        name: What its kind calls it.
    """

    kind: str
    name: str
    pieces: list[Piece] = field(default_factory=list)


def record_path(kind: str) -> Path:
    """Where the spec writes what a bundle of a kind is made of."""
    return BUILD / f"contents-{kind}.json"


def record(kind: str, tables: Iterable[Sequence[tuple[str, str | None, str]]]) -> None:
    """Write down what PyInstaller collected; called by the spec.

    Args:
        kind: Of bundle.
        tables: PyInstaller's tables of ``(place, source, type)``.
    """
    rows = [
        {"place": f"archive:{place}" if type_ == "PYMODULE" else place, "source": source}
        for table in tables
        for place, source, type_ in table
        # A link has the owner of what it leads to; modules without a file are made by PyInstaller.
        if source and type_ != "SYMLINK" and source != "-"
    ]
    path = record_path(kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def read_record(kind: str) -> list[Piece]:
    """What `record` wrote."""
    rows = json.loads(record_path(kind).read_text(encoding="utf-8"))
    return [Piece(row["place"].replace("\\", "/"), row["source"]) for row in rows]


def rules() -> tuple[Rule, ...]:
    """The rows of components.toml."""
    with (SOURCES / "licences" / "components.toml").open("rb") as file:
        rows = tomllib.load(file)["component"]
    return tuple(
        Rule(
            row["name"], row["licence"], tuple(row["files"]), tuple(row["texts"]), row["source"],
            row.get("version_of", ""), tuple(row.get("copyright", ())),
        )
        for row in rows
    )  # fmt: skip


def owners(pieces: Iterable[Piece]) -> list[Owned]:
    """Sort pieces by owner.

    Raises:
        UnclaimedFileError: Some have none.
    """
    found: dict[tuple[str, str], Owned] = {}
    unclaimed = []
    table = rules()
    for piece in pieces:
        owner = owner_of(piece, table)
        if owner is None:
            unclaimed.append(f"{piece.place} (from {piece.source})")
        else:
            found.setdefault(owner, Owned(*owner)).pieces.append(piece)
    if unclaimed:
        raise UnclaimedFileError("Nobody claims: " + ", ".join(sorted(unclaimed)))
    return sorted(found.values(), key=lambda owned: (owned.kind, owned.name.lower()))


def owner_of(piece: Piece, table: Sequence[Rule]) -> tuple[str, str] | None:
    """Kind and name of the owner; None when there is none."""
    if not piece.place.startswith("archive:"):
        for rule in table:
            if rule.fits(piece.place):
                return "rule", rule.name
    source = Path(piece.source)
    package = _packages().get(str(source)) or _packages().get(str(_real(source)))
    if package is not None:
        return (
            ("starter", STARTER)
            if package.lower().startswith("pyinstaller")
            else ("package", package)
        )
    if _is_within(source, (ROOT,)) and ".venv" not in source.parts and "venv" not in source.parts:
        return "own", NAME
    if _is_within(source, _python_folders()):
        return "python", PYTHON
    system = _debian_package(str(_real(source)))
    return None if system is None else ("system", system)


@cache
def _packages() -> dict[str, str]:
    """Every file of every installed package, with the name of the package."""
    found = {}
    for package in importlib.metadata.distributions():
        # The metadata are parsed whenever they are asked for.
        name = package.metadata["Name"]
        found.update({str(file.locate()): name for file in package.files or ()})
    return found


@cache
def _python_folders() -> tuple[Path, ...]:
    names = ("stdlib", "platstdlib")
    folders = {Path(sysconfig.get_path(name)) for name in names}
    folders |= {Path(sys.base_prefix) / "lib", Path(sys.base_prefix) / "DLLs"}
    if Path(sys.base_prefix) not in {Path("/usr"), Path("/usr/local"), Path("/")}:
        folders.add(Path(sys.base_prefix))
    return tuple(_real(folder) for folder in folders)


def _is_within(path: Path, folders: Iterable[Path]) -> bool:
    real = _real(path)
    return any(folder in (*path.parents, *real.parents) for folder in folders)


@cache
def _real(path: Path) -> Path:
    return path.resolve()


@cache
def _debian_package(path: str) -> str | None:
    """The Debian package that a library of the system comes from."""
    for candidate in (path, path.removeprefix("/usr")):
        done = subprocess.run(
            ["dpkg", "-S", candidate], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return done.stdout.split(":", 1)[0]
    return None
