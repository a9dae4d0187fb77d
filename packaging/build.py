"""Build what people install: one command for each target, from a clean checkout.

``python packaging/build.py TARGET``; without a target it lists them. An environment with exactly
what constraints-bundle.txt pins is made in build/packaging/venv first; results go to dist/, those
of flatpak to build/flatpak/.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from installers import environment
from installers.identity import BUILD, DIST, ROOT


def _bundle(kind: str) -> Callable[[], list[Path]]:
    def make() -> list[Path]:
        from installers import bundle  # noqa: PLC0415 - the environment is made first

        return [bundle.build(bundle.Kind(kind))]

    return make


def _deb() -> list[Path]:
    from installers import bundle, deb  # noqa: PLC0415 - as above

    return [deb.build(bundle.build(bundle.Kind.PACKAGE))]


def _appdir() -> list[Path]:
    from installers import appdir, bundle  # noqa: PLC0415 - as above

    return appdir.build(bundle.build(bundle.Kind.PORTABLE))


def _windows() -> list[Path]:
    from installers import bundle, windows  # noqa: PLC0415 - as above

    tree = bundle.build(bundle.Kind.PORTABLE)
    return [windows.build_installer(tree, BUILD / "nsis", BUILD / "icons" / "overpaint.ico")]


def _macos() -> list[Path]:
    from installers import bundle, mac  # noqa: PLC0415 - as above

    bundle.build(bundle.Kind.PORTABLE)
    return [mac.build_image(bundle.mac_app(bundle.Kind.PORTABLE))]


def _flatpak() -> list[Path]:
    from installers import flatpak  # noqa: PLC0415 - as above

    return [flatpak.gather()]


TARGETS: dict[str, tuple[str, Callable[[], list[Path]]]] = {
    "bundle": ("the folder that needs only what every desktop has", _bundle("portable")),
    "package-bundle": (
        "the folder that leaves the system's libraries to the system",
        _bundle("package"),
    ),
    "whole-bundle": ("everything that PyInstaller finds, to compare with", _bundle("whole")),
    "deb": ("the package for Debian and Ubuntu", _deb),
    "windows": ("the installer for Windows; only there, with NSIS", _windows),
    "macos": ("the disk image for macOS; only there", _macos),
    "appdir": ("the AppDir and its squashfs, of which an AppImage is made", _appdir),
    "flatpak": ("what flatpak-builder reads: the wheels and the whole manifest", _flatpak),
}


def main() -> int:
    """Build what was asked for."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").splitlines()[0],
        epilog="\n".join(f"  {name:16} {text}" for name, (text, _make) in TARGETS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("target", choices=TARGETS, nargs="+")
    chosen = parser.parse_args().target
    environment.be_in_it(Path(__file__).resolve(), sys.argv[1:])
    DIST.mkdir(exist_ok=True)
    for name in chosen:
        for path in TARGETS[name][1]():
            print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
