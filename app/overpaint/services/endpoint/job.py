"""One checked edit at work: pictures in, encoded previews and results out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from overpaint.domain.sizes import Size
from overpaint.services.endpoint import usage
from overpaint.services.endpoint.call import EditCall
from overpaint.services.endpoint.canvas import Canvas, laid_out
from overpaint.services.endpoint.encoding import EncodedPicture, Encoder
from overpaint.services.endpoint.engine import PictureEngine
from overpaint.services.endpoint.pictures import Inputs

SEEDS = 2**32


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
        engine: Who edits.
        draw_seed: Gives a new seed for every result, so that asking again brings another one.
    """

    def __init__(
        self,
        call: EditCall,
        inputs: Inputs,
        engine: PictureEngine,
        draw_seed: Callable[[], int],
    ) -> None:
        self._call = call
        self._inputs = inputs
        self._engine = engine
        self._draw_seed = draw_seed
        self._encoder = Encoder(
            call.output_format, call.output_compression, call.background, inputs.icc_profile
        )

    @property
    def size(self) -> Size:
        """Pixel size of the results."""
        return self._call.size or self._inputs.sizes[0]

    async def stream(self) -> AsyncGenerator[JobStage, None]:
        """The previews that were asked for, then the result."""
        canvas = await self._canvas()
        stages = self._engine.stages(
            canvas, previews=self._call.partial_images, seed=self._draw_seed() % SEEDS
        )
        async with aclosing(stages) as opened:
            index = 0
            async for stage in opened:
                encoded = await asyncio.to_thread(
                    self._encoder.encode, stage.picture, quick=not stage.is_final
                )
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
            model_id=self._call.model.id,
            prompt=self._call.prompt,
            inputs=self._inputs.sizes,
            output=self.size,
            quality=self._call.quality,
            results=self._call.n,
            partials=partials,
        )

    async def _canvas(self) -> Canvas:
        inputs = self._inputs
        return await asyncio.to_thread(laid_out, inputs.target, inputs.hole, self._call.size)

    async def _result(self, canvas: Canvas, seed: int) -> EncodedPicture:
        async with aclosing(self._engine.stages(canvas, previews=0, seed=seed)) as stages:
            async for stage in stages:
                if stage.is_final:
                    return await asyncio.to_thread(self._encoder.encode, stage.picture)
        raise RuntimeError("the engine ended without a result")
