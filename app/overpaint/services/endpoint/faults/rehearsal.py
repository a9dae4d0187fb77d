"""The layer that lets faults strike edits."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from overpaint.services.endpoint.faults.fault import PlannedFault


class FaultPlan:
    """What strikes; may be changed between requests, from any thread.

    Args:
        faults: Outermost first.
    """

    def __init__(self, faults: Sequence[PlannedFault] = ()) -> None:
        self._running: tuple[_Running, ...] = ()
        self.replace(faults)

    def replace(self, faults: Sequence[PlannedFault]) -> None:
        """Strike with these from now on; their counts begin anew."""
        self._running = tuple(_Running(planned) for planned in faults)

    def around(self, app: ASGIApp) -> ASGIApp:
        """What answers one edit: the routes, seen through the faults."""
        for running in reversed(self._running):
            app = _Struck(app, running)
        return app


class Rehearsal:
    """ASGI layer around the routes; without faults it does nothing.

    Args:
        app: The routes.
        plan: What strikes.
    """

    def __init__(self, app: ASGIApp, plan: FaultPlan) -> None:
        self._app = app
        self._plan = plan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or the start and the end of the server."""
        app = self._plan.around(self._app) if is_edit(scope) else self._app
        await app(scope, receive, send)


class _Running:
    """A fault and how often it has struck."""

    def __init__(self, planned: PlannedFault) -> None:
        self.fault = planned.fault
        self._left = planned.times

    def strikes(self) -> bool:
        if self._left is None:
            return True
        self._left -= 1
        return self._left >= 0


class _Struck:
    def __init__(self, app: ASGIApp, running: _Running) -> None:
        self._app = app
        self._running = running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._running.strikes():
            await self._running.fault.play(self._app, scope, receive, send)
        else:
            await self._app(scope, receive, send)


def is_edit(scope: Scope) -> bool:
    """Whether it is the POST of an edit."""
    return bool(
        scope["type"] == "http"
        and scope["method"] == "POST"
        and scope["path"].endswith("/images/edits")
    )
