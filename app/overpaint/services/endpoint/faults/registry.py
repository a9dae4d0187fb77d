"""All faults by name, and the text that switches them on."""

from __future__ import annotations

from overpaint.domain.errors import SettingsError
from overpaint.domain.text import say
from overpaint.services.endpoint.faults.drift import Drift
from overpaint.services.endpoint.faults.fault import Fault, PlannedFault
from overpaint.services.endpoint.faults.replies import REPLIES
from overpaint.services.endpoint.faults.streams import STREAMS

FAULTS: tuple[Fault, ...] = (*REPLIES, *STREAMS, Drift())
"""Every fault, in the order in which they are listed."""


def parse_faults(text: str) -> tuple[PlannedFault, ...]:
    """Read ``"rate-limit:2,drift"``: names in the order in which they strike, with their counts.

    Of several faults that answer themselves, the first one answers until its count is used up,
    then the next one.

    Raises:
        SettingsError: A name is unknown, or a count is not a number above 0.
    """
    return tuple(_planned(item.strip()) for item in text.split(",") if item.strip())


def _planned(item: str) -> PlannedFault:
    name, colon, count = item.partition(":")
    fault = next((fault for fault in FAULTS if fault.name == name), None)
    if fault is None:
        raise SettingsError(
            say("endpoint", "There is no fault “{name}”.", name=name),
            remedy=say(
                "endpoint",
                "Choose among: {names}.",
                names=", ".join(fault.name for fault in FAULTS),
            ),
        )
    if not colon:
        return PlannedFault(fault)
    if not (count.isascii() and count.isdecimal() and 0 < int(count) < 10**6):
        raise SettingsError(
            say("endpoint", "“{count}” requests cannot be struck.", count=count),
            remedy=say("endpoint", "Write a number from 1 on, as in “{name}:2”.", name=name),
        )
    return PlannedFault(fault, int(count))
