"""Where program files and personal folders are found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from overpaint.paths import HOME_VARIABLE, AppPaths, MissingResourceError, resource


def test_resource_is_found_in_a_checkout() -> None:
    assert resource("icons/overpaint.svg").is_file()
    assert resource("themes").is_dir()


def test_frozen_bundle_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = tmp_path / "resources" / "icons" / "overpaint.svg"
    bundled.parent.mkdir(parents=True)
    bundled.write_text("<svg/>")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert resource("icons/overpaint.svg") == bundled
    assert resource("icons/brush.svg").is_file()


@pytest.mark.parametrize("name", ["icons/no-such.svg", "../pyproject.toml", "/etc/hostname"])
def test_missing_resource_says_which(name: str) -> None:
    with pytest.raises(MissingResourceError, match=name) as raised:
        resource(name)

    assert isinstance(raised.value, FileNotFoundError)


def test_one_variable_moves_every_folder(tmp_path: Path) -> None:
    home = tmp_path / "portable"

    paths = AppPaths.find({HOME_VARIABLE: str(home)})

    folders = (paths.config, paths.data, paths.cache, paths.pictures)
    assert len(set(folders)) == 4
    assert all(folder.parent == home for folder in folders)


def test_asking_creates_nothing(tmp_path: Path) -> None:
    AppPaths.find({HOME_VARIABLE: str(tmp_path / "portable")})

    assert list(tmp_path.iterdir()) == []


def test_without_the_variable_the_platform_decides() -> None:
    paths = AppPaths.find({})

    assert "overpaint" in str(paths.config).lower()
    assert paths.pictures.name == "Overpaint"
    assert paths.pictures.parent != paths.data.parent
