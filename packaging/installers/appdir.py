"""The AppDir, a folder that runs wherever it lies, and its squashfs, of which an AppImage is made.

The AppImage itself is the official runtime in front of that squashfs; appimagetool puts them
together where it can be had (https://docs.appimage.org/packaging-guide/manual.html).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from installers import desktop
from installers.identity import APP_ID, BUILD, COMMAND, DIST, NAME, SOURCES, source_date, version

FOLDER = BUILD / f"{NAME}.AppDir"


def build(bundle: Path) -> list[Path]:
    """Wrap a bundle of `Kind.PORTABLE`; returns the squashfs, beside which the AppDir stays.

    Raises:
        subprocess.CalledProcessError: mksquashfs failed.
    """
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    usr = FOLDER / "usr"
    (usr / "lib").mkdir(parents=True)
    (usr / "bin").mkdir()
    shutil.copytree(bundle, usr / "lib" / COMMAND, symlinks=True)
    (usr / "bin" / COMMAND).symlink_to(f"../lib/{COMMAND}/{COMMAND}")
    share = usr / "share"
    desktop.write_share(share)
    # appimagetool asks for these three in the first folder.
    shutil.copyfile(share / "applications" / f"{APP_ID}.desktop", FOLDER / f"{APP_ID}.desktop")
    picture = share / "icons" / "hicolor" / "256x256" / "apps" / f"{APP_ID}.png"
    shutil.copyfile(picture, FOLDER / f"{APP_ID}.png")
    (FOLDER / ".DirIcon").symlink_to(f"{APP_ID}.png")
    start = FOLDER / "AppRun"
    shutil.copyfile(SOURCES / "linux" / "AppRun", start)
    start.chmod(0o755)
    return [squash(FOLDER, DIST / f"{NAME}-{version()}-{os.uname().machine}.squashfs")]


def squash(folder: Path, target: Path) -> Path:
    """Pack a folder as the runtime of AppImages reads it."""
    target.parent.mkdir(exist_ok=True)
    # mksquashfs takes every time from there, and refuses to be told another besides.
    environ = {**os.environ, "SOURCE_DATE_EPOCH": str(int(source_date().timestamp()))}
    subprocess.run(
        [
            "mksquashfs", str(folder), str(target), "-root-owned", "-noappend", "-comp", "zstd",
            "-Xcompression-level", "19", "-b", "1M", "-quiet", "-no-progress",
        ],
        env=environ,
        check=True,
    )  # fmt: skip
    return target
