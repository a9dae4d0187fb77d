"""``POST /v1/images/edits``: from the request to the JSON answer or the event stream."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from overpaint.domain.catalogue import Catalogue
from overpaint.domain.choices import OutputFormat
from overpaint.domain.errors import OverpaintError
from overpaint.imaging.inpaint.plan import NothingToCopyError
from overpaint.services.endpoint import event_stream, refusals
from overpaint.services.endpoint.call import EditCall, checked_call
from overpaint.services.endpoint.deliveries import Deliveries
from overpaint.services.endpoint.disconnects import ClientGoneError, while_connected
from overpaint.services.endpoint.encoding import EncodedPicture
from overpaint.services.endpoint.faults.fault import REPAINT
from overpaint.services.endpoint.intake import received
from overpaint.services.endpoint.job import EditJob, JobStage, unchanged
from overpaint.services.endpoint.pictures import decoded_inputs
from overpaint.services.endpoint.svg_document import svg_usage
from overpaint.services.endpoint.treating import Studio
from overpaint.services.endpoint.usage import resolved_quality

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class EditsEndpoint:
    """The handler of the route.

    Attributes:
        catalogue: The models and their rules.
        studio: Who edits.
        deliveries: Where linked pictures are kept.
        draw_seed: Gives a new seed for every result.
        keep_alive_s: Longest silence of a stream, seconds.
    """

    catalogue: Catalogue
    studio: Studio
    deliveries: Deliveries
    draw_seed: Callable[[], int]
    keep_alive_s: float

    async def handle(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            Refusal: Something about it is wrong.
        """
        self.studio.warm_up()
        async with received(request) as intake:
            call = checked_call(intake, self.catalogue)
            inputs = await asyncio.to_thread(decoded_inputs, intake, call.model, call.treatment)
        job = EditJob(
            call, inputs, self.studio, self.draw_seed, request.scope.get(REPAINT, unchanged)
        )
        if call.stream:
            return EventStream(job, call, self.keep_alive_s)
        try:
            results = await while_connected(request.receive, job.results())
        except ClientGoneError:
            # Nothing can be sent any more; the status is the one that proxies log for it.
            return Response(status_code=499)
        except OverpaintError as error:
            raise refusal_for(error) from error
        return await asyncio.to_thread(self._answer, request, call, job, results)

    def _answer(
        self, request: Request, call: EditCall, job: EditJob, results: list[EncodedPicture]
    ) -> Response:
        created = int(time.time())
        if call.url_answer:
            names = [self.deliveries.add(result.content) for result in results]
            data = [{"url": str(request.url_for("delivery", name=name))} for name in names]
            return JSONResponse({"created": created, "data": data})
        fields: dict[str, object] = {"created": created}
        if call.model.formats:
            fields |= {
                "background": results[0].background,
                **_echo(call, job),
                **_identified(call),
                "usage": job.usage(0).as_json(),
            }
        if call.output.output_format is OutputFormat.SVG:
            author = call.output.svg_model or call.model.id
            fields["svg_usage"] = svg_usage(author, call.prompt)
        pictures = b",".join(b'{"b64_json":"%s"}' % result.base64() for result in results)
        head = json.dumps(fields, separators=(",", ":")).encode()
        body = b'%s,"data":[%s]}' % (head[:-1], pictures)
        return Response(body, media_type="application/json")


class EventStream(Response):
    """The answer of a streamed edit; stops the job when the client leaves."""

    media_type = event_stream.MEDIA_TYPE

    def __init__(self, job: EditJob, call: EditCall, keep_alive_s: float) -> None:
        self.status_code = 200
        self.background = None
        self.init_headers({"cache-control": "no-store"})
        self._job = job
        self._call = call
        self._keep_alive_s = keep_alive_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the events."""
        with suppress(ClientGoneError):
            await while_connected(receive, self._send_all(send))

    async def _send_all(self, send: Send) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        async with aclosing(_with_keep_alives(self._frames(), self._keep_alive_s)) as frames:
            async for frame in frames:
                await send({"type": "http.response.body", "body": frame, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _frames(self) -> AsyncGenerator[bytes, None]:
        try:
            async with aclosing(self._job.stream()) as stages:
                async for stage in stages:
                    yield await asyncio.to_thread(self._frame, stage)
        except OverpaintError as error:
            body = refusal_for(error).details.body()
            yield event_stream.frame("error", dict(body))

    def _frame(self, stage: JobStage) -> bytes:
        fields: dict[str, object] = {
            "created_at": int(time.time()),
            "background": stage.encoded.background,
            **_echo(self._call, self._job),
        }
        if stage.is_final:
            name = "image_edit.completed"
            fields["usage"] = self._job.usage(stage.index).as_json()
            fields |= _identified(self._call)
        else:
            name = "image_edit.partial_image"
            fields["partial_image_index"] = stage.index
        return event_stream.frame(name, fields, stage.encoded.base64())


def refusal_for(error: OverpaintError) -> refusals.Refusal:
    """What the engine could not do, as an answer: the caller's fault, or ours."""
    if isinstance(error, NothingToCopyError):
        return refusals.invalid_value(str(error), "mask")
    logger.error("the engine failed: %s (%s)", error.what, error.details)
    return refusals.engine_failed(str(error))


def _identified(call: EditCall) -> dict[str, object]:
    return {"safety_identifier": call.safety_identifier} if call.safety_identifier else {}


def _echo(call: EditCall, job: EditJob) -> dict[str, object]:
    return {
        "output_format": call.output.output_format,
        "quality": resolved_quality(call.quality),
        "size": str(job.size),
    }


async def _with_keep_alives(
    frames: AsyncGenerator[bytes, None], silence_s: float
) -> AsyncGenerator[bytes, None]:
    """Pass frames on, and a comment whenever there was none for ``silence_s`` seconds."""
    pending: asyncio.Future[bytes] | None = None
    try:
        while True:
            pending = pending or asyncio.ensure_future(anext(frames))
            done, _ = await asyncio.wait({pending}, timeout=silence_s)
            if not done:
                yield event_stream.KEEP_ALIVE
                continue
            frame, pending = await pending, None
            yield frame
    except StopAsyncIteration:
        pending = None
    finally:
        if pending is not None:
            pending.cancel()
            await asyncio.gather(pending, return_exceptions=True)
        await frames.aclose()
