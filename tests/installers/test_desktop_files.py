"""What desktops, software centres and package managers read about the program."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import xml.etree.ElementTree as ET
from configparser import RawConfigParser
from pathlib import Path

import pytest

from installers import desktop, mac, windows
from installers.identity import (
    APP_ID,
    FILE_TYPES,
    VersionError,
    changelog_section,
    debian_version,
    numeric_version,
    version,
)
from overpaint import __version__
from overpaint.__main__ import main
from overpaint.ui.application import DESKTOP_FILE


def _entry(path: Path) -> RawConfigParser:
    entry = RawConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(path, encoding="utf-8")
    return entry


def _run(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_version_stands_in_one_place() -> None:
    assert version() == __version__


@pytest.mark.parametrize(
    ("text", "debian", "windows_number"),
    [("1.2.3", "1.2.3-1", "1.2.3.0"), ("1.2.3rc1", "1.2.3~rc1-1", "1.2.3.0")],
)
def test_a_version_is_told_to_each_system_in_its_way(
    text: str, debian: str, windows_number: str
) -> None:
    assert debian_version(text) == debian
    assert numeric_version(text) == windows_number


def test_a_version_that_nobody_could_order_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "app" / "overpaint"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "soon"\n', encoding="ascii")
    monkeypatch.setattr("installers.identity.ROOT", tmp_path)

    with pytest.raises(VersionError):
        version()


def test_a_version_that_is_not_released_is_told_under_unreleased() -> None:
    date, notes = changelog_section("99.0.0")

    assert date is None
    assert notes.startswith("The first version") or "###" in notes


@pytest.mark.packaging
def test_the_entry_is_valid_and_belongs_to_the_window(tmp_path: Path) -> None:
    path = tmp_path / f"{APP_ID}.desktop"
    desktop.write_entry(path)

    assert APP_ID == DESKTOP_FILE
    entry = _entry(path)["Desktop Entry"]
    assert entry["Exec"] == "overpaint %F"
    assert entry["MimeType"].rstrip(";").split(";") == [kind.mime for kind in FILE_TYPES]
    assert _run("desktop-file-validate", path) == ""


def test_every_action_of_the_entry_is_an_option_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "entry.desktop"
    desktop.write_entry(path)
    entry = _entry(path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    for action in entry["Desktop Entry"]["Actions"].rstrip(";").split(";"):
        command = entry[f"Desktop Action {action}"]["Exec"].split()
        said: list[str] = []
        monkeypatch.setattr("sys.stderr.write", said.append, raising=False)
        assert command[0] == "overpaint"
        assert main(command[1:]) == 2
        assert "no screen" in "".join(said)


@pytest.mark.packaging
def test_the_metadata_is_valid_and_tells_the_release(tmp_path: Path) -> None:
    path = tmp_path / f"{APP_ID}.metainfo.xml"
    desktop.write_metainfo(path)

    root = ET.parse(path).getroot()
    release = root.find("releases/release")
    assert release is not None
    assert release.get("version") == __version__
    assert root.findtext("id") == APP_ID
    assert len(root.findall("provides/mediatype")) == len(FILE_TYPES)
    assert "Validation was successful" in _run("appstreamcli", "validate", "--no-net", path)


def test_the_manual_page_reads_without_a_complaint(tmp_path: Path) -> None:
    path = tmp_path / "overpaint.1"
    desktop.write_manual(path)

    assert "--paste" in path.read_text(encoding="utf-8").replace("\\-", "-")
    if shutil.which("man") is not None:
        assert "warning" not in _run("man", "--warnings", "-l", path)


def test_the_property_list_is_one_and_offers_every_kind_of_file() -> None:
    plist = plistlib.loads(plistlib.dumps(mac.info_plist()))

    kinds = plist["CFBundleDocumentTypes"]
    assert [kind["LSItemContentTypes"] for kind in kinds] == [[kind.uti] for kind in FILE_TYPES]
    assert {kind["LSHandlerRank"] for kind in kinds} == {"Alternate"}


def test_what_windows_is_told_to_open_it_is_told_to_forget(tmp_path: Path) -> None:
    path = tmp_path / "types.nsh"
    windows.file_associations(path)

    registers, forgets = path.read_text(encoding="utf-8").split("!macro ForgetTypes")
    for kind in FILE_TYPES:
        for suffix in kind.suffixes:
            assert f'Software\\Classes\\.{suffix}\\OpenWithProgids" "${{PROGID}}"' in registers
            assert f'Software\\Classes\\.{suffix}\\OpenWithProgids" "${{PROGID}}"' in forgets
