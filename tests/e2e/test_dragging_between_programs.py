"""Real drags between this program and another one, both on one X screen."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers.desktop import Desktop, desktop, wait_until
from helpers.samples import Samples

ROOT = Path(__file__).parents[2]
PEER = ROOT / "tests" / "helpers" / "drag_peer.py"
WIDTH, HEIGHT = 1600, 1000
INPUTS = (120, 560)
"""Below the target's card."""

FIRST_FIELD = (340, 260)
"""The left third of the canvas."""

FIRST_TILE = (330, 800)
"""The original, in the results."""

pytestmark = [pytest.mark.window, pytest.mark.slow]


@pytest.fixture(scope="module")
def screen() -> Iterator[Desktop]:
    with desktop(WIDTH, HEIGHT) as started:
        yield started


@contextmanager
def running(screen: Desktop, *command: str | Path, home: Path) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, *map(str, command)],
        env={**screen.environ, "OVERPAINT_HOME": str(home), "PYTHONPATH": str(ROOT / "app")},
        cwd=home.parent,
    )
    try:
        yield
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def program(screen: Desktop, tmp_path: Path, samples: Samples) -> Iterator[str]:
    """The program with one picture; its window leaves the corner to the other one."""
    with running(screen, "-m", "overpaint", samples.rocket, home=tmp_path / "home"):
        wait_until(lambda: screen.find_window("rocket.png") is not None, "the picture is open")
        window = screen.wait_for_window("rocket.png")
        screen.xdotool("windowsize", "--sync", window, 1300, 900)
        screen.xdotool("windowmove", "--sync", window, WIDTH - 1300, 60)
        yield window


def _origin(screen: Desktop, window: str) -> tuple[int, int]:
    shell = screen.xdotool("getwindowgeometry", "--shell", window)
    known = dict(line.split("=") for line in shell.splitlines())
    return int(known["X"]), int(known["Y"])


def _peer_at(screen: Desktop) -> tuple[int, int]:
    window = screen.xdotool("search", "--sync", "--onlyvisible", "--name", "^drag peer$")
    x, y = _origin(screen, window.split()[0])
    return x + 110, y + 110


def _drag(screen: Desktop, start: tuple[int, int], end: tuple[int, int]) -> None:
    steps = 12
    way = [
        (start[0] + (end[0] - start[0]) * n // steps, start[1] + (end[1] - start[1]) * n // steps)
        for n in range(steps + 1)
    ]
    screen.xdotool("mousemove", *way[0])
    screen.xdotool("mousedown", 1)
    for x, y in [*way[1:], (end[0] + 2, end[1] + 2), end]:
        screen.xdotool("mousemove", x, y, "sleep", "0.08")
    screen.xdotool("mouseup", 1)


def test_a_tile_gives_its_file_and_its_pixels_to_another_program(
    screen: Desktop, program: str, tmp_path: Path, samples: Samples
) -> None:
    report = tmp_path / "report.json"
    with running(screen, PEER, "take", report, home=tmp_path / "peer"):
        to = _peer_at(screen)
        x, y = _origin(screen, program)

        _drag(screen, (x + FIRST_TILE[0], y + FIRST_TILE[1]), to)

        wait_until(report.exists, "the other program got something", timeout_s=20)
    got = json.loads(report.read_text(encoding="utf-8"))
    assert got["files"] == [str(samples.rocket)]
    assert base64.b64decode(got["png"]) == samples.rocket.read_bytes()
    assert got["image"] == [640, 427]
    assert got["bmp"] > 640 * 427 * 3


def test_a_file_of_another_program_replaces_the_target_in_its_field(
    screen: Desktop, program: str, tmp_path: Path, samples: Samples
) -> None:
    with running(screen, PEER, "give", "files", samples.coffee, home=tmp_path / "peer"):
        start = _peer_at(screen)
        x, y = _origin(screen, program)

        _drag(screen, start, (x + FIRST_FIELD[0], y + FIRST_FIELD[1]))

        wait_until(lambda: screen.find_window("coffee.png") is not None, "the target is another")


def test_pixels_of_another_program_become_a_reference(
    screen: Desktop, program: str, tmp_path: Path, samples: Samples
) -> None:
    kept = tmp_path / "home" / "data" / "pasted"
    with running(screen, PEER, "give", "pixels", samples.coffee, home=tmp_path / "peer"):
        start = _peer_at(screen)
        x, y = _origin(screen, program)

        _drag(screen, start, (x + INPUTS[0], y + INPUTS[1]))

        wait_until(lambda: any(kept.glob("*.png")), "the pixels are kept", timeout_s=20)
    (path,) = kept.glob("*.png")
    assert path.read_bytes() == samples.coffee.read_bytes()
