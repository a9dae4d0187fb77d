"""Find the system libraries and programs that Qt and the tests need; install them by apt.

``offscreen`` is what Qt needs to start at all; ``window`` adds what drives a real window on a
virtual screen; ``keyring`` is a Secret Service of one's own for the tests of keys; ``packaging``
checks what desktops read; ``all`` is all of it. With --install, or as root, what is missing is
installed; otherwise the command for it is printed. Only the standard library: this runs before
anything is installed.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
_FONT_SUFFIXES = {".ttf", ".otf", ".ttc", ".pfb"}


@dataclass(frozen=True)
class Need:
    """One thing that must be there: how to see it, and the Debian package that brings it."""

    package: str
    is_there: Callable[[], bool]


def _library(name: str) -> Callable[[], bool]:
    def is_there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_there


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _has_font() -> bool:
    folders = [*map(Path, _FONT_FOLDERS), Path.home() / ".local/share/fonts"]
    files = (path for folder in folders if folder.is_dir() for path in folder.rglob("*"))
    return any(path.suffix.lower() in _FONT_SUFFIXES for path in files)


OFFSCREEN = (
    Need("libgl1", _library("libGL.so.1")),
    Need("libegl1", _library("libEGL.so.1")),
    Need("libxkbcommon0", _library("libxkbcommon.so.0")),
    Need("libdbus-1-3", _library("libdbus-1.so.3")),
    Need("libfontconfig1", _library("libfontconfig.so.1")),
    Need("libglib2.0-0", _library("libglib-2.0.so.0")),
    Need("fonts-dejavu-core", _has_font),
)
WINDOW = (
    Need("xvfb", _program("Xvfb")),
    Need("openbox", _program("openbox")),
    Need("xdotool", _program("xdotool")),
    Need("imagemagick", _program("import")),
    Need("x11-utils", _program("xprop")),
    Need("dbus", _program("dbus-run-session")),
    Need("libx11-xcb1", _library("libX11-xcb.so.1")),
    Need("libxcb-randr0", _library("libxcb-randr.so.0")),
    Need("libxcb-shape0", _library("libxcb-shape.so.0")),
    Need("libxcb-sync1", _library("libxcb-sync.so.1")),
    Need("libxcb-xfixes0", _library("libxcb-xfixes.so.0")),
    Need("libxcb-xkb1", _library("libxcb-xkb.so.1")),
    Need("libxcb-cursor0", _library("libxcb-cursor.so.0")),
    Need("libxcb-icccm4", _library("libxcb-icccm.so.4")),
    Need("libxcb-image0", _library("libxcb-image.so.0")),
    Need("libxcb-keysyms1", _library("libxcb-keysyms.so.1")),
    Need("libxcb-render-util0", _library("libxcb-render-util.so.0")),
    Need("libxcb-xinerama0", _library("libxcb-xinerama.so.0")),
    Need("libxkbcommon-x11-0", _library("libxkbcommon-x11.so.0")),
)
KEYRING = (
    Need("dbus", _program("dbus-run-session")),
    Need("gnome-keyring", _program("gnome-keyring-daemon")),
)
PACKAGING = (
    Need("desktop-file-utils", _program("desktop-file-validate")),
    Need("appstream", _program("appstreamcli")),
)
GROUPS = {
    "offscreen": OFFSCREEN,
    "window": (*OFFSCREEN, *WINDOW),
    "keyring": KEYRING,
    "packaging": PACKAGING,
    "all": (*OFFSCREEN, *WINDOW, *KEYRING, *PACKAGING),
}


def missing(group: str) -> Iterator[str]:
    """The packages whose things are not there."""
    packages = (need.package for need in GROUPS[group] if not need.is_there())
    return iter(dict.fromkeys(packages))


def install(packages: list[str]) -> bool:
    """Install by apt; say whether it went well."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Stale lists name releases that are gone; fresh ones cost half a minute. Try without first.
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    for refresh in (False, True):
        if refresh:
            subprocess.run(["apt-get", "update"], env=environ, stdout=sys.stderr, check=False)
        if subprocess.run(command, env=environ, stdout=sys.stderr, check=False).returncode == 0:
            return True
    return False


def main() -> int:
    """Look, install or explain; 0 when everything is there in the end."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--install", action="store_true", help="install also when not root")
    arguments = parser.parse_args()
    if not sys.platform.startswith("linux"):
        return 0
    packages = list(missing(arguments.group))
    if not packages:
        return 0
    by_apt = shutil.which("apt-get") is not None
    if by_apt and (os.geteuid() == 0 or arguments.install):
        print(f"Installing {' '.join(packages)}", file=sys.stderr)
        if install(packages) and not list(missing(arguments.group)):
            return 0
    command = f"sudo apt-get install {' '.join(packages)}"
    print("The system lacks things that Qt needs. On Debian and Ubuntu:", file=sys.stderr)
    print(f"  {command}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
