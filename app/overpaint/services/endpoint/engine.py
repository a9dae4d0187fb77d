"""The picture engine behind the endpoint: a few worker processes that take fills in turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from overpaint.imaging.inpaint.layers import join, split
from overpaint.imaging.inpaint.plan import FillPlan, plan_fill
from overpaint.imaging.inpaint.process import FillProcess
from overpaint.services.endpoint.canvas import Canvas


@dataclass(frozen=True, slots=True, eq=False)
class EngineStage:
    """One state of a picture: previews first, the result last."""

    is_final: bool
    picture: Image.Image


class PictureEngine(Protocol):
    """Whatever edits pictures for the endpoint; lives on the server's event loop."""

    def warm_up(self) -> None:
        """Get ready while a request is still being received; returns at once."""

    def stages(
        self, canvas: Canvas, *, previews: int, seed: int
    ) -> AsyncGenerator[EngineStage, None]:
        """Edit one picture; closing the iterator, or cancelling its task, stops the work."""

    def close(self) -> None:
        """Stop everything now."""


class FillEngine:
    """`PictureEngine` by content-aware fill.

    Args:
        workers: How many fills run side by side; further ones wait for their turn.
    """

    def __init__(self, workers: int) -> None:
        self._idle = [FillProcess() for _ in range(workers)]
        self._all = tuple(self._idle)
        self._turns = asyncio.Semaphore(workers)

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that run now."""
        return tuple(worker.pid for worker in self._all if worker.is_alive and worker.pid)

    def warm_up(self) -> None:
        """Start one worker, so that its start overlaps with receiving and decoding."""
        if self._idle:
            self._idle[-1].start()

    async def stages(
        self, canvas: Canvas, *, previews: int, seed: int
    ) -> AsyncGenerator[EngineStage, None]:
        """Fill the hole of a canvas.

        Raises:
            NothingToCopyError: The hole leaves nothing to continue.
            FillEndedError: The worker died under the work.
        """
        plan = await asyncio.to_thread(_plan, canvas, previews)
        if plan is None:
            yield EngineStage(is_final=True, picture=canvas.picture)
            return
        async with self._borrowed() as worker:
            for stage in range(len(plan.sizes)):
                picture = await _run(worker, plan, stage, seed, canvas)
                yield EngineStage(stage == len(plan.sizes) - 1, picture)

    @asynccontextmanager
    async def _borrowed(self) -> AsyncIterator[FillProcess]:
        async with self._turns:
            worker = self._idle.pop()
            try:
                worker.start()
                yield worker
            finally:
                self._idle.append(worker)

    def close(self) -> None:
        """Kill all workers and wait until they are gone."""
        for worker in self._all:
            worker.close()


async def _run(
    worker: FillProcess, plan: FillPlan, stage: int, seed: int, canvas: Canvas
) -> Image.Image:
    def work() -> Image.Image:
        filled = worker.match(plan.task(stage, seed=seed))
        return join(plan.compose(filled), canvas.picture, canvas.hole)

    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        # The thread waits for the process, so it ends with it; waiting for the thread keeps the
        # worker from being lent out while its pipes are still in use.
        worker.kill()
        await asyncio.wait({running})
        running.exception()
        raise


def _plan(canvas: Canvas, previews: int) -> FillPlan | None:
    colours, usable = split(canvas.picture)
    return plan_fill(colours, canvas.hole, usable=usable, previews=previews)
