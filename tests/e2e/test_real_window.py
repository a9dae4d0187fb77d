"""A person's first edit in a real window: paint with the mouse, press the shortcut, get a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.desktop import Desktop, desktop, wait_until

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "resources" / "samples"
ARTEFACTS = Path(os.environ.get("OVERPAINT_ARTEFACTS", ROOT / "artefacts"))

pytestmark = [pytest.mark.window, pytest.mark.slow]


@pytest.fixture(scope="module")
def screen() -> Iterator[Desktop]:
    with desktop() as started:
        yield started


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def program(screen: Desktop, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "overpaint", str(SAMPLES / "rocket.png")],
        env={**screen.environ, "OVERPAINT_HOME": str(home), "PYTHONPATH": str(ROOT / "app")},
        cwd=home.parent,
    )
    yield process
    process.terminate()
    process.wait(timeout=20)


def _results(home: Path) -> list[Path]:
    return sorted((home / "pictures").glob("*.png"))


def test_paint_press_the_shortcut_and_get_the_result(
    screen: Desktop, program: subprocess.Popen[bytes], home: Path
) -> None:
    screen.wait_for_window("Overpaint")
    wait_until(lambda: screen.find_window("rocket.png") is not None, "the picture is open")
    window = screen.wait_for_window("rocket.png")
    screen.xdotool("windowsize", "--sync", window, 1440, 860)
    screen.screenshot(ARTEFACTS / "1-open.png")
    x, y = 560, 300

    screen.drag([(x + dx, y + dx // 4) for dx in range(0, 121, 8)])
    screen.screenshot(ARTEFACTS / "2-painted.png")
    screen.xdotool("key", "slash")
    screen.xdotool("type", "--delay", 5, "clear evening sky")
    screen.xdotool("key", "ctrl+Return")

    wait_until(lambda: bool(_results(home)), "the result is on disk", timeout_s=90)
    screen.screenshot(ARTEFACTS / "3-result.png")
    (result,) = _results(home)
    source = np.asarray(Image.open(SAMPLES / "rocket.png").convert("RGB")).astype(int)
    answer = np.asarray(Image.open(result).convert("RGB")).astype(int)
    assert answer.shape == source.shape
    changed = np.abs(answer - source).max(axis=2) > 0
    assert 0.0005 < changed.mean() < 0.3
    assert program.poll() is None
