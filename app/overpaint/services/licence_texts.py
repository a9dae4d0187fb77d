"""The licence texts that come with the program: its own, and those of all that it uses."""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from overpaint.domain.errors import StorageError
from overpaint.domain.text import say

OWN = "Overpaint"
_FOLDER = "licences"
_TEXT_NAME = re.compile(r"LICEN[CS]E|COPYING|NOTICE|AUTHORS|COPYRIGHT", re.IGNORECASE)
_CODE = {".py", ".pyc", ".pyi", ".so", ".pyd"}
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_CHECKOUT = Path(__file__).resolve().parents[3]
_FIRST = ("THIRD-PARTY.txt", "LGPL-NOTICE.txt")


@dataclass(frozen=True, slots=True)
class LicenceText:
    """The licence of one part.

    Attributes:
        name: What the part is called.
        text: All that has to be told of it.
    """

    name: str
    text: str


def licence_texts() -> tuple[LicenceText, ...]:
    """Every text, the program's own first; reads many files, so call it on a worker.

    An installed program has them in a folder. In a checkout they are those of the packages that
    are installed.

    Raises:
        StorageError: The program's own licence is not there: the installation is damaged.
    """
    bundle = getattr(sys, "_MEIPASS", None)
    try:
        if bundle is not None and (Path(bundle) / _FOLDER).is_dir():
            return tuple(texts_in(Path(bundle) / _FOLDER))
        return (LicenceText(OWN, _own_text()), *_of_packages())
    except (OSError, ImportError) as error:
        raise StorageError(
            say("licences", "The licence texts cannot be read."),
            why=say("licences", "{reason}.", reason=str(error)),
            remedy=say("licences", "Install Overpaint again to repair it."),
        ) from error


def texts_in(folder: Path) -> Iterator[LicenceText]:
    """The texts in the folder of an installed program.

    Raises:
        OSError: A file is missing or cannot be read.
    """
    yield LicenceText(OWN, _read(folder / "LICENSE.txt"))
    for name in _FIRST:
        yield LicenceText(name.removesuffix(".txt"), _read(folder / name))
    parts = sorted((path for path in folder.iterdir() if path.is_dir()), key=_as_sorted)
    for part in parts:
        files = sorted(path for path in part.iterdir() if path.is_file())
        yield LicenceText(part.name, _joined([(path.name, _read(path)) for path in files]))


def _of_packages() -> Iterator[LicenceText]:
    found = {}
    waiting = _own_requirements()
    while waiting:
        name = waiting.pop()
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system, or of an extra that nobody asked for
        called = package.metadata["Name"]
        if called not in found:
            found[called] = _joined(list(_texts_of(package)))
            waiting += _names(package.requires or ())
    for called in sorted(found, key=str.lower):
        yield LicenceText(called, found[called])


def _texts_of(package: importlib.metadata.Distribution) -> Iterator[tuple[str, str]]:
    told = package.metadata.get_all("License-Expression") or package.metadata.get_all("License")
    line = next(iter(told or ()), "")
    if line and "\n" not in line:
        yield "", f"{package.metadata['Name']} {package.version}: {line}"
    if "LGPL-3.0-only" in line:
        # Qt for Python names the licence in its package and has the text on its page only.
        for name in ("LGPL-3.0-only.txt", "GPL-3.0-only.txt"):
            path = _CHECKOUT / "packaging" / "licences" / "texts" / name
            if path.is_file():
                yield name, _read(path)
    for file in sorted(package.files or (), key=str):
        in_metadata = any(part.endswith(".dist-info") for part in file.parts)
        if in_metadata and file.suffix not in _CODE and _TEXT_NAME.search(file.name):
            yield file.name, _read(Path(str(file.locate())))


def _own_requirements() -> list[str]:
    """From the checkout, which may have changed since it was installed, else from the package."""
    project = _CHECKOUT / "pyproject.toml"
    if project.is_file():
        return _names(tomllib.loads(_read(project))["project"]["dependencies"])
    return _names(importlib.metadata.requires("overpaint") or ())


def _names(requirements: Iterable[str]) -> list[str]:
    found = (_NAME.match(need) for need in requirements if "extra ==" not in need)
    return [name[0] for name in found if name is not None]


def _own_text() -> str:
    """From the package's metadata, or from the checkout."""
    ours = _CHECKOUT / "LICENSE"
    if ours.is_file():
        return _read(ours)
    for file in importlib.metadata.files("overpaint") or ():
        if file.name == "LICENSE":
            return _read(Path(str(file.locate())))
    raise FileNotFoundError(str(ours))


def _joined(texts: list[tuple[str, str]]) -> str:
    heads = [f"{name}\n{'-' * len(name)}\n" if name else "" for name, _text in texts]
    return "\n\n".join(
        f"{head}\n{text.strip()}" if head else text.strip()
        for head, (_name, text) in zip(heads, texts, strict=True)
    )


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _as_sorted(path: Path) -> str:
    return path.name.lower()
