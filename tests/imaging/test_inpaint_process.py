"""The worker process answers, can be killed in the middle, and never outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from overpaint.imaging.inpaint.fill import match_here
from overpaint.imaging.inpaint.plan import MatchTask
from overpaint.imaging.inpaint.process import FillEndedError, FillProcess

SRC = Path(__file__).parents[2] / "app"


def noise_task(edge: int, *, blocked: bool = False) -> MatchTask:
    pixels = np.random.default_rng(3).integers(0, 255, (edge, edge, 3), dtype=np.uint8)
    hole = np.zeros((edge, edge), bool)
    hole[edge // 4 : -edge // 4, edge // 4 : -edge // 4] = True
    shut = np.zeros_like(hole)
    shut[:, : edge // 8] = True
    return MatchTask(pixels, hole, shut if blocked else None, patch_radius_px=3, seed=7)


@pytest.fixture
def worker() -> Iterator[FillProcess]:
    with FillProcess() as process:
        yield process


@pytest.mark.parametrize("blocked", [False, True])
def test_the_process_fills_like_the_library_here(worker: FillProcess, blocked: bool) -> None:
    task = noise_task(40, blocked=blocked)
    assert np.array_equal(worker.match(task), match_here(task))


def test_the_process_stays_warm_for_the_next_task(worker: FillProcess) -> None:
    first = worker.pid
    worker.match(noise_task(24))
    worker.match(noise_task(32))
    assert worker.pid == first


def test_killing_ends_a_running_match_at_once(worker: FillProcess) -> None:
    worker.match(noise_task(24))
    caught: list[float] = []

    def run() -> None:
        with pytest.raises(FillEndedError):
            worker.match(noise_task(900))
        caught.append(time.perf_counter())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.3)
    assert thread.is_alive()
    killed = time.perf_counter()
    worker.kill()
    thread.join(5)
    assert caught
    assert caught[0] - killed < 0.25
    assert not worker.is_alive


def test_a_match_without_a_process_says_so() -> None:
    with pytest.raises(FillEndedError):
        FillProcess().match(noise_task(16))


def test_it_can_be_started_again_after_a_kill(worker: FillProcess) -> None:
    worker.kill()
    worker.close()
    worker.start()
    assert worker.match(noise_task(16)).shape == (16, 16, 3)


def test_the_worker_imports_no_window_toolkit_and_no_server() -> None:
    probe = (
        "import sys, overpaint.imaging.inpaint.worker as w;"
        "bad=[m for m in ('PySide6','uvicorn','starlette','httpx') if m in sys.modules];"
        "assert not bad, bad"
    )
    subprocess.run(
        [sys.executable, "-c", probe], check=True, env={**os.environ, "PYTHONPATH": str(SRC)}
    )


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX matter")
def test_a_worker_in_the_middle_of_a_run_dies_with_a_killed_parent() -> None:
    script = (
        "import sys, threading; sys.path.insert(0, sys.argv[1]);"
        "from test_inpaint_process import noise_task;"
        "from overpaint.imaging.inpaint.process import FillProcess;"
        "p = FillProcess(); p.start(); p.match(noise_task(16)); print(p.pid, flush=True);"
        "p.match(noise_task(1500))"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    assert parent.stdout is not None
    worker_pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while _runs(worker_pid) and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert not _runs(worker_pid)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
