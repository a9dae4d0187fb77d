"""The layer that lets faults strike edits."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from overpaint.services.endpoint.faults.fault import PlannedFault


class Rehearsal:
    """ASGI layer around the routes; without faults it does nothing.

    Args:
        app: The routes.
        faults: What strikes, outermost first.
    """

    def __init__(self, app: ASGIApp, faults: Sequence[PlannedFault]) -> None:
        self._app = app
        for planned in reversed(faults):
            self._app = _Struck(self._app, planned)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or the start and the end of the server."""
        await self._app(scope, receive, send)


class _Struck:
    def __init__(self, app: ASGIApp, planned: PlannedFault) -> None:
        self._app = app
        self._planned = planned
        self._struck = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        times = self._planned.times
        if is_edit(scope) and (times is None or self._struck < times):
            self._struck += 1
            await self._planned.fault.play(self._app, scope, receive, send)
        else:
            await self._app(scope, receive, send)


def is_edit(scope: Scope) -> bool:
    """Whether it is the POST of an edit."""
    return bool(
        scope["type"] == "http"
        and scope["method"] == "POST"
        and scope["path"].endswith("/images/edits")
    )
