"""A fault of the model rather than of the network: what should stay the same drifts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overpaint.services.endpoint.faults.fault import REPAINT

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Drift:
    """Shifts, scales, recolours and noises all of every picture, as image models do."""

    name: str = "drift"
    summary: str = "pictures come back shifted, scaled, recoloured and noisy everywhere"

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the endpoint with pictures that drift."""
        from overpaint.imaging.treatments.drifting import drifted  # noqa: PLC0415 - heavy

        await app({**scope, REPAINT: drifted}, receive, send)
