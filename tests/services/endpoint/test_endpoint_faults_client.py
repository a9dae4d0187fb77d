"""Our own client against every failure: an answer or a known error, and one POST in any case."""

from __future__ import annotations

import asyncio

import pytest

from helpers.edits import edit_request, profile
from helpers.exchanges import send
from overpaint.domain.catalogue import Catalogue
from overpaint.domain.errors import Billing, OverpaintError
from overpaint.services.api.client import EditClient
from overpaint.services.endpoint.app import EndpointSettings
from overpaint.services.endpoint.faults.fault import PlannedFault
from overpaint.services.endpoint.faults.registry import FAULTS
from overpaint.services.endpoint.faults.streams import KeepAliveOnly, Slow
from overpaint.services.endpoint.launch import EndpointServer
from overpaint.services.protocol.answers import FinalImages, WireEvent

HARMLESS = {
    "missing-blank-line", "open-after-completed", "done-marker", "huge-event",
    "json-instead-of-stream", "wrong-content-type", "slow", "drift",
}  # fmt: skip
MAY_BE_BILLED = {
    "stall", "reset", "stall-stream", "cut-stream", "malformed-event", "error-in-stream", "500",
    "502", "504", "no-picture", "empty-body", "error-as-text", "keep-alive-only",
}  # fmt: skip
ENDLESS = {"stall", "stall-stream", "keep-alive-only"}


def quick(planned: PlannedFault) -> PlannedFault:
    faults = {"slow": Slow(pieces=3, pause_s=0.01), "keep-alive-only": KeepAliveOnly(every_s=0.05)}
    return PlannedFault(faults.get(planned.fault.name, planned.fault), planned.times)


def edited(server: EndpointServer, *, silence_s: float) -> list[WireEvent]:
    client = EditClient(profile(server.base_url, read_timeout_s=silence_s), server.key)
    request = edit_request(prompt="sepia", partial_images=1)
    return asyncio.run(asyncio.wait_for(send(client, request), 20))


@pytest.mark.parametrize(
    "name", [fault.name for fault in FAULTS if fault.name != "keep-alive-only"]
)
def test_the_client_sends_once_whatever_happens(catalogue: Catalogue, name: str) -> None:
    fault = next(fault for fault in FAULTS if fault.name == name)
    settings = EndpointSettings(1, faults=(quick(PlannedFault(fault)),))
    with EndpointServer(catalogue, settings=settings) as server:
        silence_s = 0.4 if name in ENDLESS else 15
        if name in HARMLESS:
            assert isinstance(edited(server, silence_s=silence_s)[-1], FinalImages)
        else:
            with pytest.raises(OverpaintError) as caught:
                edited(server, silence_s=silence_s)
            assert (caught.value.billing is Billing.MAYBE) == (name in MAY_BE_BILLED), name
        assert server.posts == 1
