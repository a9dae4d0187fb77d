"""The check of licences sees what is missing in a finished program."""

from __future__ import annotations

import importlib.metadata
import shutil
from pathlib import Path

import pytest

import check_licences
from installers import licences, sbom
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
