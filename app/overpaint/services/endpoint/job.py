"""One checked edit at work: pictures in, encoded previews and results out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from PIL import Image

from overpaint.domain.sizes import Size
from overpaint.services.endpoint import usage
from overpaint.services.endpoint.call import EditCall
from overpaint.services.endpoint.canvas import Canvas, laid_out
from overpaint.services.endpoint.encoding import EncodedPicture, Encoder
from overpaint.services.endpoint.engine import EngineStage
from overpaint.services.endpoint.pictures import Inputs
from overpaint.services.endpoint.treating import Order, Studio

SEEDS = 2**32

Repaint = Callable[[Image.Image], Image.Image]
"""Changes a finished picture: RGB or RGBA to the same mode and size."""


def unchanged(picture: Image.Image) -> Image.Image:
    """The repainting that does nothing."""
    return picture


@dataclass(frozen=True, slots=True)
class JobStage:
    """An encoded preview or result.

    Attributes:
        index: Number of the preview, from 0.
        is_final: Whether it is the result.
    """

    index: int
    is_final: bool
    encoded: EncodedPicture


class EditJob:
    """Runs one request.

    Args:
        call: What is asked for.
        inputs: The decoded pictures.
        studio: Who edits.
        draw_seed: Gives a new seed for every result, so that asking again brings another one.
        repaint: Applied to every picture before it is written.
    """

    def __init__(
        self,
        call: EditCall,
        inputs: Inputs,
        studio: Studio,
        draw_seed: Callable[[], int],
        repaint: Repaint,
    ) -> None:
        self._call = call
        self._inputs = inputs
        self._studio = studio
        self._draw_seed = draw_seed
        self._repaint = repaint
        self._encoder = Encoder(call.output, call.background, inputs.icc_profile)

    @property
    def size(self) -> Size:
        """Pixel size of the results."""
        return self._encoder.fitted(self._call.size or self._inputs.sizes[0])

    async def stream(self) -> AsyncGenerator[JobStage, None]:
        """The previews that were asked for, then the result."""
        canvas = await self._canvas()
        order = self._order(self._call.partial_images, self._draw_seed() % SEEDS)
        async with aclosing(self._studio.stages(canvas, order)) as stages:
            index = 0
            async for stage in stages:
                encoded = await asyncio.to_thread(self._written, canvas, stage)
                yield JobStage(index, stage.is_final, encoded)
                index += 1

    async def results(self) -> list[EncodedPicture]:
        """All results, side by side as far as there are workers."""
        canvas = await self._canvas()
        first = self._draw_seed()
        tasks = [
            asyncio.ensure_future(self._result(canvas, (first + number) % SEEDS))
            for number in range(self._call.n)
        ]
        try:
            return await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def usage(self, partials: int) -> usage.Usage:
        """What the service would count for this answer."""
        return usage.measure(
            self._call.model,
            prompt=self._call.prompt,
            inputs=self._inputs.sizes,
            output=self.size,
            quality=self._call.quality,
            fidelity=self._call.fidelity,
            results=self._call.n,
            partials=partials,
        )

    async def _canvas(self) -> Canvas:
        inputs = self._inputs
        return await asyncio.to_thread(laid_out, inputs.target, inputs.place, self._call.size)

    async def _result(self, canvas: Canvas, seed: int) -> EncodedPicture:
        async with aclosing(self._studio.stages(canvas, self._order(0, seed))) as stages:
            async for stage in stages:
                if stage.is_final:
                    return await asyncio.to_thread(self._written, canvas, stage)
        raise RuntimeError("the engine ended without a result")

    def _order(self, previews: int, seed: int) -> Order:
        return Order(self._call.treatment, self._inputs.insert, previews, seed)

    def _written(self, canvas: Canvas, stage: EngineStage) -> EncodedPicture:
        picture = self._repaint(stage.picture)
        return self._encoder.encode(picture, before=canvas.picture, quick=not stage.is_final)
