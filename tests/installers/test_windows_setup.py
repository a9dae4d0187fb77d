"""The installer of Windows at work: install, update in place, uninstall, all silent, under wine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from helpers import wine
from helpers.desktop import wait_until
from helpers.wine import Wine
from installers import windows
from installers.identity import FILE_TYPES

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.slow,
    pytest.mark.skipif(bool(wine.why_not()), reason=wine.why_not()),
]

_TOOLS = r"C:\My tools"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    """A Windows where the person has a PATH of their own."""
    made = Wine(tmp_path_factory.mktemp("wine"))
    made.run("reg", "add", r"HKCU\Environment", "/v", "Path", "/t", "REG_EXPAND_SZ", "/d", _TOOLS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installer of the first version."""
    folder = tmp_path_factory.mktemp("first")
    return _setup(folder, "1.0.0", "_internal/old.dll", "_internal/inside/für.txt")


def _setup(folder: Path, version: str, *files: str) -> Path:
    """An installer of a program that is made of files which only stand for one."""
    tree = folder / version
    for name in ("Overpaint.exe", "overpaint-cli.exe", *files):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(f"{name} of {version}".encode())
    icon = folder / "icon.ico"
    Image.new("RGBA", (64, 64)).save(icon)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "version", lambda: version)
        return windows.build_installer(tree, folder / "work", icon, folder / "out")


def _files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _path(registry: str) -> str:
    """The PATH of the person: regedit writes text that can be expanded as UTF-16 in hexadecimal."""
    joined = registry.replace("\\\r\n  ", "").replace("\\\n  ", "")
    (line,) = (x for x in joined.splitlines() if x.lower().startswith('"path"=hex(2):'))
    data = bytes(int(number, 16) for number in line.split(":")[1].split(","))
    return data.decode("utf-16-le").rstrip("\0")


def test_it_installs_updates_in_place_and_leaves_only_what_is_the_persons(
    system: Wine, first: Path, tmp_path: Path
) -> None:
    second = _setup(tmp_path, "1.1.0", "_internal/new.dll", "_internal/inside/für.txt")
    home = system.person / "AppData" / "Local" / "Programs" / "Overpaint"
    link = (system.person / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu"
            / "Programs" / "Overpaint.lnk")  # fmt: skip
    own = [
        system.person / "Pictures" / "Overpaint" / "poster-1.png",
        system.person / "AppData" / "Local" / "Overpaint" / "settings.json",
    ]
    for path in own:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"mine")
    before = set(_files(system.drive / "users"))

    assert system.run(first, "/S") == 0

    assert _files(home) == [
        "Overpaint.exe", "_internal/inside/für.txt", "_internal/old.dll", "bin/overpaint.cmd",
        "installed.txt", "overpaint-cli.exe", "uninstall.exe",
    ]  # fmt: skip
    assert link.is_file()
    registry = system.registry()
    _check_registered(registry, "1.0.0")
    bin_folder = f"C:\\users\\{system.person.name}\\AppData\\Local\\Programs\\Overpaint\\bin"
    assert _path(registry) == f"{_TOOLS};{bin_folder}"

    assert system.run(second, "/S") == 0

    assert "_internal/old.dll" not in _files(home), "an update leaves nothing of the one before"
    assert (home / "_internal" / "new.dll").read_bytes().endswith(b"of 1.1.0")
    assert (home / "installed.txt").read_text(encoding="ascii").strip() == "1.1.0"
    registry = system.registry()
    _check_registered(registry, "1.1.0")
    assert _path(registry) == f"{_TOOLS};{bin_folder}", "once"

    assert system.run(home / "uninstall.exe", "/S") == 0
    # What was started works from a copy of itself, which goes on to the PATH.
    wait_until(lambda: not home.exists(), "the program is gone", timeout_s=60)
    wait_until(lambda: _path(system.registry()) == _TOOLS, "PATH is as it was", timeout_s=60)

    left = set(_files(system.drive / "users")) - before
    assert [name for name in left if "overpaint" in name.lower()] == []
    assert [path.read_bytes() for path in own] == [b"mine", b"mine"]
    registry = system.registry()
    assert "overpaint" not in registry.lower()


def _check_registered(registry: str, version: str) -> None:
    lines = [line.strip() for line in registry.splitlines()]
    uninstall = "\\CurrentVersion\\Uninstall\\Overpaint]"
    (start,) = (n for n, line in enumerate(lines) if line.endswith(uninstall))
    entry = lines[start : lines.index("", start)]
    assert f'"DisplayVersion"="{version}"' in entry
    assert any(line.startswith('"QuietUninstallString"=') and "/S" in line for line in entry)
    for kind in FILE_TYPES:
        for suffix in kind.suffixes:
            assert f"[HKEY_CURRENT_USER\\Software\\Classes\\.{suffix}\\OpenWithProgids]" in lines


def test_a_folder_of_choice_is_taken_and_a_file_of_the_persons_stays_in_it(
    system: Wine, first: Path
) -> None:
    folder = system.drive / "Programme" / "Overpaint"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_bytes(b"mine")

    assert system.run(first, "/S", r"/D=C:\Programme\Overpaint") == 0
    assert (folder / "_internal" / "old.dll").is_file()
    assert system.run(folder / "uninstall.exe", "/S") == 0
    wait_until(lambda: not (folder / "uninstall.exe").exists(), "it is gone", timeout_s=60)

    assert _files(folder) == ["notes.txt"]
