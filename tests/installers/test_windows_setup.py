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


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Wine]:
    """A Windows of its own."""
    folder = tmp_path / "wine"
    folder.mkdir()
    made = Wine(folder)
    yield made
    made.close()


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


def test_it_updates_in_place_and_leaves_only_what_is_the_persons(
    system: Wine, tmp_path: Path
) -> None:
    home = system.person / "AppData" / "Local" / "Programs" / "Overpaint"
    link = (system.person / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu"
            / "Programs" / "Overpaint.lnk")  # fmt: skip
    own = [
        home / "notes.txt",
        system.person / "Pictures" / "Overpaint" / "poster-1.png",
        system.person / "AppData" / "Local" / "Overpaint" / "settings.json",
    ]
    before = [home / "Overpaint.exe", home / "installed.txt", home / "_internal" / "old.dll"]
    for path in own + before:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"mine" if path in own else b"1.0.0")
    bin_folder = f"C:\\users\\{system.person.name}\\AppData\\Local\\Programs\\Overpaint\\bin"
    system.run(
        "reg", "add", r"HKCU\Environment", "/v", "Path", "/t", "REG_EXPAND_SZ",
        "/d", f"{bin_folder};{_TOOLS}",
    )  # fmt: skip

    setup = _setup(tmp_path, "1.1.0", "_internal/new.dll", "_internal/inside/für.txt")
    assert system.run(setup, "/S") == 0

    assert _files(home) == [
        "Overpaint.exe", "_internal/inside/für.txt", "_internal/new.dll", "bin/overpaint.cmd",
        "installed.txt", "notes.txt", "overpaint-cli.exe", "uninstall.exe",
    ]  # fmt: skip
    assert (home / "Overpaint.exe").read_bytes() == b"Overpaint.exe of 1.1.0"
    assert (home / "installed.txt").read_text(encoding="ascii").strip() == "1.1.0"
    assert link.is_file()
    registry = system.registry()
    _check_registered(registry, "1.1.0")
    assert _path(registry) == f"{_TOOLS};{bin_folder}", "once"

    assert system.run(home / "uninstall.exe", "/S") == 0
    # What was started works from a copy of itself, which goes on to the PATH.
    wait_until(lambda: _path(system.registry()) == _TOOLS, "PATH is as it was")

    assert _files(home) == ["notes.txt"]
    assert not link.exists()
    assert [path.read_bytes() for path in own] == [b"mine"] * len(own)
    assert "overpaint" not in system.registry().lower()


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
