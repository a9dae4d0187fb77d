"""The worker process: waits for tasks on standard input, fills them, ends with its parent.

A run of PatchMatch cannot be interrupted from inside its process, so cancelling means killing
this one. The reading thread notices at once when the parent is gone, even in the middle of a run.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
from contextlib import suppress
from typing import BinaryIO

from overpaint.imaging.inpaint.fill import match_here
from overpaint.imaging.inpaint.plan import MatchTask
from overpaint.imaging.inpaint.protocol import read_task, write_answer

WORKER_SWITCH = "--overpaint-fill-worker"
"""First argument of the packaged program when it has to be a worker."""


def main() -> None:
    """Serve tasks until standard input ends; never returns normally."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks, answers = _claim_streams()
    waiting: queue.SimpleQueue[MatchTask] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(tasks, waiting), daemon=True).start()
    # Loaded while nobody waits for it, so that the first fill does not pay for it.
    import patchmatch  # noqa: F401, PLC0415

    with suppress(BrokenPipeError):
        while True:
            write_answer(answers, match_here(waiting.get()))


def _claim_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take the pipes away from standard input and output, which libraries may read or print to."""
    tasks, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return os.fdopen(tasks, "rb"), os.fdopen(answers, "wb")


def _receive(tasks: BinaryIO, waiting: queue.SimpleQueue[MatchTask]) -> None:
    try:
        while True:
            waiting.put(read_task(tasks))
    except EOFError:
        # The main thread may be inside native code for seconds; nobody wants its answer any more.
        os._exit(0)


if __name__ == "__main__":
    main()
