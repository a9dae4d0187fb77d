"""Treatments as a stream of stages, previews first, like those of the fill."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from PIL import Image

from overpaint.imaging.treatments.apply import treated
from overpaint.imaging.treatments.treatment import Treatment
from overpaint.services.endpoint.canvas import Canvas
from overpaint.services.endpoint.engine import EngineStage, PictureEngine


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """What to do to one canvas.

    Attributes:
        treatment: What the prompt asks for.
        insert: RGB, for the treatment that puts another input in.
        previews: How many coarse stages come before the result.
        seed: 0 … 2³²-1.
    """

    treatment: Treatment
    insert: Image.Image | None
    previews: int
    seed: int


class Studio:
    """Does what a prompt asks for, on the server's event loop.

    A treatment takes a second at most, so it runs on threads; it does not end before its time when
    the client leaves, but nothing waits for it.

    Args:
        engine: Fills what has to be filled.
        workers: How many treatments run side by side.
    """

    def __init__(self, engine: PictureEngine, workers: int) -> None:
        self._engine = engine
        self._turns = asyncio.Semaphore(workers)

    def warm_up(self) -> None:
        """See `PictureEngine.warm_up`."""
        self._engine.warm_up()

    async def stages(self, canvas: Canvas, order: Order) -> AsyncGenerator[EngineStage, None]:
        """Edit one picture; closing the iterator, or cancelling its task, stops the work.

        Raises:
            OverpaintError: The engine could not fill it.
        """
        filling = order.treatment.needs_mask
        base = canvas if filling else canvas.without_place()
        async with aclosing(self._filled(base, order)) as stages:
            index = 0
            async for stage in stages:
                if filling:
                    yield stage
                else:
                    yield await self._treated(canvas, stage, order, index)
                index += 1

    async def _filled(self, canvas: Canvas, order: Order) -> AsyncGenerator[EngineStage, None]:
        if canvas.hole.any():
            async with aclosing(
                self._engine.stages(canvas, previews=order.previews, seed=order.seed)
            ) as stages:
                async for stage in stages:
                    yield stage
            return
        for index in range(order.previews + 1):
            yield EngineStage(is_final=index == order.previews, picture=canvas.picture)

    async def _treated(
        self, canvas: Canvas, stage: EngineStage, order: Order, index: int
    ) -> EngineStage:
        def work() -> Image.Image:
            return treated(
                stage.picture,
                canvas.place,
                order.treatment,
                insert=order.insert,
                seed=order.seed,
                reduction=1 if stage.is_final else 2 ** max(1, order.previews - index),
            )

        async with self._turns:
            return EngineStage(stage.is_final, await asyncio.to_thread(work))
