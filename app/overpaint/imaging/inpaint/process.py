"""A worker process as a `Matcher` that can be killed in the middle of a run."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import overpaint
from overpaint.domain.errors import OverpaintError
from overpaint.domain.text import say
from overpaint.imaging.inpaint.plan import MatchTask
from overpaint.imaging.inpaint.protocol import read_answer, write_task
from overpaint.imaging.inpaint.worker import WORKER_SWITCH
from overpaint.imaging.pixels import Bytes3D


class FillEndedError(OverpaintError):
    """The worker process ended before it answered: it was killed, or it crashed."""

    def __init__(self, exit_status: int | None) -> None:
        super().__init__(
            say("inpaint", "The built-in fill was interrupted."),
            remedy=say("inpaint", "Try again; if it returns, use a smaller picture."),
            details=f"fill worker ended with status {exit_status}",
        )


class FillProcess:
    """One worker process, kept warm between fills.

    `match` blocks and belongs to one thread at a time; `kill` may be called from any other one and
    ends a running `match` within milliseconds. The process ends by itself when this program does,
    however it does. Nothing in it imports Qt or asks for a console.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process id, None before `start` and after `close`."""
        return None if self._process is None else self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process unless it runs; returns before it is ready."""
        if self.is_alive:
            return
        self.close()
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def match(self, task: MatchTask) -> Bytes3D:
        """Run one task in the process that `start` started.

        It never starts one itself: a `kill` that comes a moment early would not count otherwise.

        Raises:
            FillEndedError: The process does not run, was killed or crashed meanwhile.
        """
        with self._lock:
            process = self._process
            if process is None:
                raise FillEndedError(None)
            try:
                write_task(cast("BinaryIO", process.stdin), task)
                return read_answer(cast("BinaryIO", process.stdout))
            except (EOFError, OSError, ValueError) as error:
                raise FillEndedError(process.wait()) from error

    def kill(self) -> None:
        """End the process now, whatever it does."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process, wait for it and let go of its pipes; `start` works again after it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            _close_quietly(pipe)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_SWITCH]
    return [sys.executable, "-P", "-m", "overpaint.imaging.inpaint.worker"]


def _environment() -> dict[str, str]:
    """The own environment, with our package on the path also when it runs from a checkout."""
    root = str(Path(overpaint.__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _close_quietly(pipe: object) -> None:
    """Close a pipe whose other end is gone; what was still buffered has no reader any more."""
    try:
        cast("BinaryIO", pipe).close()
    except OSError:
        return
