"""Proves that what people download works for them: installed by apt, and from a folder.

In a minimal system a person edits a photograph through the real window on the built-in endpoint,
with the mouse and the keyboard, from a home folder with letters beyond ASCII; nobody can write
where the program is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from installers.clean_root import HOME, PERSON, CleanRoot, clean_root, read_only
from installers.identity import COMMAND, ROOT

sys.path.insert(0, str(ROOT / "tests"))
from helpers.desktop import Desktop, desktop, wait_until

_SAMPLE = ROOT / "resources" / "samples" / "rocket.png"
_SIZE = (1440, 860)
_X_AND_GL = (
    "libgl1", "libegl1", "libx11-6", "libx11-xcb1", "libxcb1", "libxext6", "fonts-dejavu-core",
)  # fmt: skip
"""What any desktop has, and a font, without which there is nothing to read."""


class FailedProofError(Exception):
    """What was built does not do what it should."""


@dataclass(slots=True)
class Report:
    """What was seen.

    Attributes:
        facts: One line each.
        pictures: Screenshots.
    """

    facts: list[str] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)


def prove_package(package: Path, pictures: Path) -> Report:
    """Install a .deb by apt in a minimal system, work with it, and remove it.

    Raises:
        FailedProofError: Something is not as it should be.
    """
    report = Report()
    with clean_root("package") as root:
        _must(not list(root.path.glob("usr/bin/python3*")), "this system has a Python")
        before = root.files()
        shutil.copyfile(package, root.path / "srv" / package.name)
        # Its fonts are only recommended: many systems have others.
        root.install(f"/srv/{package.name}", "fonts-dejavu-core")
        (root.path / "srv" / package.name).unlink()
        installed = root.path / "usr" / "lib" / COMMAND
        count = root.run("dpkg-query", "-W", "-f=x").count("x")
        report.facts.append(f"installed by apt; {count} packages in all")
        with read_only(installed):
            _prove_command_line(root, COMMAND, report)
            _prove_window(root, COMMAND, pictures / "package", report)
        kept = sorted(path.name for path in (root.home / "Pictures" / "Overpaint").iterdir())
        root.run("apt-get", "purge", "-y", "-q", COMMAND, DEBIAN_FRONTEND="noninteractive")
        new = root.files() - before - root.owned_files()
        left = sorted(name for name in new if not name.startswith(HOME))
        _must(not left, f"removal left {left}")
        still = sorted(path.name for path in (root.home / "Pictures" / "Overpaint").iterdir())
        _must(still == kept, "removal touched the person's pictures")
        report.facts.append(f"removed: no file left but the person's ({', '.join(kept)})")
    return report


def prove_folder(appdir: Path, pictures: Path) -> Report:
    """Run an AppDir out of its folder in a system with nothing but libraries of GL and X.

    Raises:
        FailedProofError: Something is not as it should be.
    """
    report = Report()
    with clean_root("folder", _X_AND_GL) as root:
        _must(not list(root.path.glob("usr/bin/python3*")), "this system has a Python")
        place = root.path / "opt" / "a folder" / appdir.name
        place.parent.mkdir()
        shutil.copytree(appdir, place, symlinks=True)
        with read_only(place):
            start = f"/opt/a folder/{appdir.name}/AppRun"
            _prove_command_line(root, start, report)
            _prove_window(root, start, pictures / "folder", report)
    return report


def _prove_command_line(root: CleanRoot, program: str, report: Report) -> None:
    number = root.run(program, "--version", user=PERSON).strip()
    (root.home / "rocket.png").write_bytes(_SAMPLE.read_bytes())
    mask = _SAMPLE.with_name("rocket_tower.mask.png")
    (root.home / "mask.png").write_bytes(mask.read_bytes())
    printed = root.run(
        program, "edit", "--image", "rocket.png", "--mask", "mask.png", "--prompt",
        "without the tower", "--out", f"{HOME}/von Hand", user=PERSON,
    )  # fmt: skip
    result = root.path / printed.strip().lstrip("/")
    _must(result.read_bytes().startswith(b"\x89PNG"), f"no picture: {printed}")
    report.facts.append(f"{number}: edit on the command line saved {printed.strip()}")


def _prove_window(root: CleanRoot, program: str, pictures: Path, report: Report) -> None:
    photograph = root.home / "Fotos für Zoë.png"
    photograph.write_bytes(_SAMPLE.read_bytes())
    results = root.home / "Pictures" / "Overpaint"
    with desktop() as screen:
        started = time.monotonic()
        command = root.command(
            program, photograph.name, user=PERSON, DISPLAY=screen.display, LANG="C.UTF-8"
        )
        with _running(command, pictures):
            window = screen.wait_for_window("Fotos für Zoë.png")
            report.facts.append(f"window with picture after {time.monotonic() - started:.1f} s")
            screen.xdotool("windowsize", "--sync", window, *_SIZE)
            _shoot(screen, pictures / "1-open.png", report)
            screen.drag([(538, 250 + y) for y in range(0, 161, 8)])
            screen.xdotool("key", "slash")
            screen.xdotool("type", "--delay", 5, "clear evening sky")
            _shoot(screen, pictures / "2-painted.png", report)
            screen.xdotool("key", "ctrl+Return")
            wait_until(_has_png(results), "the result is on disk", timeout_s=180)
            _shoot(screen, pictures / "3-result.png", report)
            again = subprocess.run(
                root.command(program, "rocket.png", user=PERSON, DISPLAY=screen.display),
                check=False, timeout=60,
            )  # fmt: skip
            _must(again.returncode == 0, "the second start failed")
            wait_until(lambda: screen.find_window("rocket.png") is not None, "it takes a file over")
            _shoot(screen, pictures / "4-second-start.png", report)
    (result,) = results.glob("*.png")
    _must(result.read_bytes().startswith(b"\x89PNG"), "the result is no picture")
    report.facts.append(f"edited through the window, saved as {result.relative_to(root.path)}")
    report.facts.append("a second start handed its file to the window and ended")


def _must(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise FailedProofError(otherwise)


def _has_png(folder: Path) -> Callable[[], bool]:
    return lambda: folder.is_dir() and any(folder.glob("*.png"))


def _shoot(screen: Desktop, path: Path, report: Report) -> None:
    time.sleep(1.0)  # a picture for people: the last repaint has no other sign
    screen.screenshot(path)
    report.pictures.append(path)


@contextmanager
def _running(command: list[str], pictures: Path) -> Iterator[None]:
    pictures.mkdir(parents=True, exist_ok=True)
    with (pictures / "said.txt").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            yield
            _must(process.poll() is None, "the program ended by itself")
        finally:
            process.terminate()
            process.wait(timeout=30)
