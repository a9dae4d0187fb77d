"""Requests, plans and collectors for the tests of sending."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from overpaint.domain.choices import Background, OutputFormat, Quality
from overpaint.domain.events import Cancelled, Completed, Failed, JobEvent, JobId
from overpaint.domain.profiles import ServerKind, ServerProfile
from overpaint.domain.request import Attachment, EditRequest
from overpaint.domain.sizes import Size

KEY = "sk-planted-0123456789-KEY"


def png(width: int = 8, height: int = 6, colour: str = "teal") -> bytes:
    """A small real picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def attachment(content: bytes | Path, name: str = "image-1.png") -> Attachment:
    """A file of a request."""
    count = len(content) if isinstance(content, bytes) else content.stat().st_size
    return Attachment(name, "image/png", content, count, Size(8, 6))


def edit_request(**changes: Any) -> EditRequest:
    """A small streamed edit, changed where told."""
    request = EditRequest(
        prompt="Remove the tower.",
        model="gpt-image-2",
        images=(attachment(png()),),
        mask=None,
        size=None,
        sends_size=True,
        quality=Quality.AUTO,
        background=Background.AUTO,
        input_fidelity=None,
        output_format=OutputFormat.PNG,
        output_compression=None,
        n=1,
        stream=True,
        partial_images=2,
        response_format=None,
        user="",
    )
    return replace(request, **changes)


def profile(base_url: str, **changes: Any) -> ServerProfile:
    """A compatible server at an address."""
    return replace(ServerProfile("test", ServerKind.COMPATIBLE, base_url), **changes)


class Told:
    """Collects events from any thread and lets a test wait for what it needs."""

    def __init__(self) -> None:
        self.events: list[JobEvent] = []
        self._changed = threading.Condition()

    def __call__(self, event: JobEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def of(self, job: JobId) -> list[JobEvent]:
        """What was told about one job."""
        return [event for event in self.events if event.job == job]

    def end_of(self, job: JobId) -> Completed | Failed | Cancelled:
        """The one terminal event of a job; fails when there is another number or another place."""
        events = self.of(job)
        ends = [event for event in events if isinstance(event, Completed | Failed | Cancelled)]
        assert len(ends) == 1, ends
        assert events[-1] is ends[0]
        return ends[0]

    def wait_until(
        self, condition: Callable[[list[JobEvent]], bool], timeout_s: float = 10
    ) -> None:
        """Block until the events satisfy the condition."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self.events), timeout_s), self.events

    def wait_for_end(self, *jobs: JobId) -> None:
        """Block until these jobs have ended."""
        wanted = set(jobs)
        self.wait_until(
            lambda events: (
                wanted
                <= {
                    event.job
                    for event in events
                    if isinstance(event, Completed | Failed | Cancelled)
                }
            )
        )
