"""A screen of its own for tests that drive a real window: Xvfb, a window manager, xdotool."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("Xvfb", "openbox", "xdotool", "import")


def missing_programs() -> list[str]:
    """The programs that a window test needs and that are not installed."""
    return [name for name in NEEDED if shutil.which(name) is None]


def wait_until(condition: Callable[[], bool], what: str, timeout_s: float = 60.0) -> None:
    """Poll until the condition holds; fails with ``what`` otherwise."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout_s:.0f} s in vain until {what}")
        time.sleep(0.05)


class Desktop:
    """One X screen; every call is a real event of the X server."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.environ = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
        }

    def xdotool(self, *arguments: str | int) -> str:
        """Run xdotool and return what it prints."""
        done = subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=self.environ, check=True, capture_output=True, text=True, timeout=30,
        )  # fmt: skip
        return done.stdout.strip()

    def find_window(self, title: str) -> str | None:
        """Id of the program's visible window with these words in its title; None for none."""
        # By class: "search --name" does not see titles that are kept as UTF-8 only.
        for window in self._printed("search", "--onlyvisible", "--class", "overpaint").split():
            if title in self._printed("getwindowname", window):
                return window
        return None

    def _printed(self, *arguments: str) -> str:
        """What xdotool prints, also when it finds nothing."""
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self.environ, check=False, capture_output=True, text=True, timeout=30,
        )  # fmt: skip
        return done.stdout

    def wait_for_window(self, title: str) -> str:
        """Wait for a window and bring it to the front."""
        wait_until(lambda: self.find_window(title) is not None, f"a window “{title}” appears")
        window = self.find_window(title)
        assert window is not None
        self.xdotool("windowactivate", "--sync", window)
        return window

    def drag(self, points: list[tuple[int, int]]) -> None:
        """Press at the first point, move through the others, release at the last."""
        self.xdotool("mousemove", *points[0])
        self.xdotool("mousedown", 1)
        for x, y in points[1:]:
            self.xdotool("mousemove", "--sync", x, y)
        self.xdotool("mouseup", 1)

    def click(self, x: int, y: int) -> None:
        """Click with the left button."""
        self.xdotool("mousemove", "--sync", x, y, "click", 1)

    def screenshot(self, path: Path) -> None:
        """Save the whole screen as PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["import", "-window", "root", str(path)],
            env=self.environ, check=True, timeout=60,
        )  # fmt: skip


@contextmanager
def desktop(width: int = 1440, height: int = 900) -> Iterator[Desktop]:
    """Start a screen with a window manager, and end both afterwards."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24",
         "-nolisten", "tcp"],
        pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        number = pipe.readline().strip()
    screen = Desktop(f":{number}")
    manager = subprocess.Popen(
        ["openbox"], env=screen.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield screen
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(timeout=10)
