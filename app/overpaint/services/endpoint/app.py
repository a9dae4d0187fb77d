"""Put the endpoint together: routes, engine, front."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from overpaint.domain.catalogue import Catalogue
from overpaint.domain.models import Model
from overpaint.services.endpoint import front, refusals
from overpaint.services.endpoint.deliveries import Deliveries
from overpaint.services.endpoint.edits import EditsEndpoint
from overpaint.services.endpoint.engine import FillEngine, PictureEngine
from overpaint.services.endpoint.faults.fault import PlannedFault
from overpaint.services.endpoint.faults.rehearsal import FaultPlan, Rehearsal
from overpaint.services.endpoint.front import Traffic
from overpaint.services.endpoint.treating import Studio

_DELIVERIES = "/v1/images/deliveries"


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """How the endpoint behaves.

    Attributes:
        workers: How many fills, and how many treatments, run side by side.
        keep_alive_s: Longest silence of a stream, seconds.
        draw_seed: Gives a new seed for every result.
        faults: Failures to rehearse, see `overpaint.services.endpoint.faults`.
    """

    workers: int
    keep_alive_s: float = 5.0
    draw_seed: Callable[[], int] = lambda: secrets.randbits(32)
    faults: tuple[PlannedFault, ...] = ()


def usable_cores() -> int:
    """How many processors this program may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def create_app(
    catalogue: Catalogue,
    *,
    key: str,
    settings: EndpointSettings | None = None,
    traffic: Traffic | None = None,
    plan: FaultPlan | None = None,
) -> ASGIApp:
    """Build the ASGI application.

    Args:
        catalogue: The models and their rules.
        key: The bearer token, "" to ask for none.
        settings: How it behaves.
        traffic: Where to count requests.
        plan: Failures to rehearse instead of those of the settings, changeable while it runs.
    """
    settings = settings or EndpointSettings(workers=usable_cores())
    engine = FillEngine(settings.workers)
    studio = Studio(engine, settings.workers)
    edits = EditsEndpoint(
        catalogue, studio, Deliveries(), settings.draw_seed, settings.keep_alive_s
    )
    routes = Starlette(
        routes=_routes(edits, catalogue),
        exception_handlers={
            HTTPException: _answer_error,
            refusals.Refusal: _answer_error,
            Exception: _answer_error,
        },
        lifespan=_lifespan(engine),
    )
    return front.Front(
        Rehearsal(routes, plan or FaultPlan(settings.faults)),
        key=key,
        open_paths=(f"{_DELIVERIES}/",),
        traffic=traffic or Traffic(),
    )


def _routes(edits: EditsEndpoint, catalogue: Catalogue) -> list[Route]:
    models = [_described(model, catalogue) for model in catalogue.models]

    async def list_models(_request: Request) -> Response:
        return JSONResponse({"object": "list", "data": models})

    async def show_model(request: Request) -> Response:
        name = request.path_params["name"]
        found = next((model for model in models if model["id"] == name), None)
        if found is None:
            raise refusals.model_not_found(name)
        return JSONResponse(found)

    async def deliver(request: Request) -> Response:
        content = edits.deliveries.find(request.path_params["name"])
        if content is None:
            raise front.no_such_url(request.scope)
        return Response(content, media_type="image/png")

    async def edit(request: Request) -> Response:
        return await edits.handle(request)

    routes = [Route(f"{_DELIVERIES}/{{name}}", deliver, methods=["GET"], name="delivery")]
    for prefix in ("/v1", ""):
        routes += [
            Route(f"{prefix}/images/edits", edit, methods=["POST"]),
            Route(f"{prefix}/models", list_models, methods=["GET"]),
            Route(f"{prefix}/models/{{name}}", show_model, methods=["GET"]),
        ]
    return routes


def _described(model: Model, catalogue: Catalogue) -> dict[str, str | int | None]:
    midnight = datetime.combine(catalogue.as_of, time(), UTC)
    return {
        "id": model.id,
        "object": "model",
        "created": int(midnight.timestamp()),
        "owned_by": "overpaint",
        "shutdown_date": None if model.ends is None else model.ends.isoformat(),
    }


async def _answer_error(request: Request, error: Exception) -> Response:
    """Any error in the service's shape; Starlette raises bugs again, so they reach the log."""
    if isinstance(error, refusals.Refusal):
        refusal = error
    elif not isinstance(error, HTTPException):
        refusal = refusals.engine_failed("The server had an error while processing your request.")
    elif error.status_code == 404:
        refusal = front.no_such_url(request.scope)
    elif error.status_code == 405:
        refusal = front.wrong_method(request.scope)
    else:
        refusal = refusals.Refusal(error.detail, code=None, status=error.status_code)
    return JSONResponse(refusal.details.body(), refusal.details.status)


def _lifespan(
    engine: PictureEngine,
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            engine.close()

    return lifespan
