"""The check of licences sees what is missing in a finished program."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import sys
from pathlib import Path

import pytest

import check_licences
from installers import contents, licences, sbom
from installers.licences import Component

_LIBRARY = b"\x7fELF stands for a library"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program with one library under the LGPL."""
    internal = tmp_path / "program" / "_internal"
    (internal / "Qt").mkdir(parents=True)
    (internal / "Qt" / "libQt6Core.so.6").write_bytes(_LIBRARY)
    texts = tuple(
        (f"{name}.txt", (licences.TEXTS / f"{name}.txt").read_text(encoding="utf-8"))
        for name in ("LGPL-3.0-only", "GPL-3.0-only")
    )
    found = [
        Component(
            "Qt",
            "6.11",
            "LGPL-3.0-only",
            "pkg:generic/qt@6.11",
            "https://download.qt.io",
            texts,
            files=("Qt/libQt6Core.so.6",),
        )
    ]
    folder = internal / licences.FOLDER
    licences.write(found, folder, internal="in _internal")
    sbom.write(found, internal, folder / sbom.FILE)
    return internal.parent


def test_a_program_that_keeps_its_licences_passes(program: Path) -> None:
    assert list(check_licences.problems(program)) == []


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("licences/Qt/GPL-3.0-only.txt", "GNU GENERAL PUBLIC LICENSE is not among its texts"),
        ("licences/Qt", "no text of its licence"),
        ("licences/sbom.cdx.json", "there is no list"),
        ("Qt/libQt6Core.so.6", "is not in files of its own"),
    ],
)
def test_what_is_taken_away_is_missed(program: Path, place: str, said: str) -> None:
    path = program / "_internal" / place
    shutil.rmtree(path) if path.is_dir() else path.unlink()

    assert said in " ".join(check_licences.problems(program))


def test_a_library_that_nobody_owns_is_found(program: Path) -> None:
    (program / "_internal" / "libmystery-1a.so.1.1.1k").write_bytes(_LIBRARY)

    (found,) = check_licences.problems(program)

    assert "nobody owns it" in found


def test_a_library_that_is_another_than_listed_is_found(program: Path) -> None:
    (program / "_internal" / "Qt" / "libQt6Core.so.6").write_bytes(_LIBRARY + b" changed")

    (found,) = check_licences.problems(program)

    assert "is not the file that was listed" in found


def test_a_licence_that_binds_the_whole_program_is_refused(tmp_path: Path) -> None:
    internal = tmp_path / "_internal"
    internal.mkdir()
    text = ("COPYING.txt", "GNU GENERAL PUBLIC LICENSE " * 20)
    strict = Component("x264", "", "GPL-2.0-or-later", "pkg:generic/x264", "https://a", (text,))
    licences.write([strict], internal / licences.FOLDER, internal="in _internal")
    sbom.write([strict], internal, internal / licences.FOLDER / sbom.FILE)

    (found,) = check_licences.problems(tmp_path)

    assert "does not fit a program under the MIT licence" in found


def test_packages_that_are_installed_give_their_texts() -> None:
    package = importlib.metadata.distribution("httpx")

    assert [name for name, _text in licences.package_texts(package)] == ["LICENSE.md"]


def _pinned() -> list[str]:
    """The packages of a bundle that are installed here, too; some are of other systems."""
    text = (licences.ROOT / "constraints-bundle.txt").read_text(encoding="utf-8")
    names = {line.split("==")[0] for line in text.splitlines() if re.match("[a-z]", line)}
    here = {
        re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()
        for package in importlib.metadata.distributions()
    }
    return sorted(names & here)


def test_every_package_of_a_bundle_passes_the_check(tmp_path: Path) -> None:
    names = _pinned()
    assert {"attrs", "opencv-python-headless", "pi-heif", "psd-tools"} <= set(names)
    internal = tmp_path / "_internal"
    internal.mkdir()
    # Libraries that can be replaced are of files of their own, which a bundle alone has.
    (internal / "own.so").write_bytes(_LIBRARY)

    found = [
        licences.from_package(name, ("own.so",) if "side" in name or "shiboken" in name else ())
        for name in names
    ]
    licences.write(found, internal / licences.FOLDER, internal="in _internal")
    sbom.write(found, internal, internal / licences.FOLDER / sbom.FILE)

    assert list(check_licences.problems(tmp_path)) == []


def test_every_library_that_wheels_bring_along_has_a_row_of_its_own() -> None:
    table = contents.rules()
    brought = [
        contents.Piece(str(file), str(file.locate()))
        for name in _pinned()
        for file in importlib.metadata.distribution(name).files or ()
        if ".libs/" in str(file)
    ]

    assert len(brought) > 20 or sys.platform != "linux"
    alone = {piece.place for piece in brought
             if (contents.owner_of(piece, table) or ("",))[0] != "rule"}  # fmt: skip
    assert alone == set()
