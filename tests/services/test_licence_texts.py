"""The licence texts that the About box leads to, in an installed program and in a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.samples import REPOSITORY
from installers import licences
from installers.licences import Component
from overpaint.domain.errors import StorageError
from overpaint.services import licence_texts

PARTS = ("attrs", "httpx", "numpy", "opencv-python-headless", "pi_heif", "psd-tools",
         "PySide6_Essentials", "shiboken6")  # fmt: skip


def _known(text: licence_texts.LicenceText) -> tuple[str, str]:
    return text.name.lower().replace("_", "-"), text.text


def test_a_checkout_tells_the_licence_of_all_that_is_used() -> None:
    own, *others = licence_texts.licence_texts()

    assert own.name == "Overpaint"
    assert own.text == (REPOSITORY / "LICENSE").read_text(encoding="utf-8")
    found = dict(map(_known, others))
    assert {part.lower().replace("_", "-") for part in PARTS} <= set(found)
    assert {name for name, text in found.items() if len(text) < 200} == set()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found["pyside6-essentials"]
    assert "pytest" not in found, "it is not part of the program"


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed program, as the build writes it."""
    texts = (("LICENSE.txt", "Every right"), ("NOTICE", "And thanks"))
    found = [Component("Zlib", "1.3", "Zlib", "pkg:generic/zlib", "https://zlib.net", texts)]
    licences.write(found, tmp_path / licences.FOLDER, internal="in _internal")
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    return tmp_path / licences.FOLDER


def test_an_installed_program_tells_what_was_shipped_with_it(bundle: Path) -> None:
    texts = licence_texts.licence_texts()

    assert [text.name for text in texts] == ["Overpaint", "THIRD-PARTY", "LGPL-NOTICE", "Zlib"]
    assert (
        texts[-1].text == "LICENSE.txt\n-----------\n\nEvery right\n\nNOTICE\n------\n\nAnd thanks"
    )
    assert "Using a changed library" in texts[2].text


def test_a_damaged_installation_says_so(bundle: Path) -> None:
    (bundle / "LICENSE.txt").unlink()

    with pytest.raises(StorageError, match="cannot be read"):
        licence_texts.licence_texts()
