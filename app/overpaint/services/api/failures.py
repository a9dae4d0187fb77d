"""Turns a server's refusals and useless answers into errors that a person understands.

No error keeps the exception it came from: that one holds the request, and with it the key and the
pictures, for as long as the error is on the screen.
"""

from __future__ import annotations

import email.utils
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from overpaint.domain.errors import Action, ApiError, Billing
from overpaint.domain.text import Message, say
from overpaint.services.api.failure_table import find_row
from overpaint.services.protocol.complaints import Complaint, read_complaint_body, shortened

_REQUEST_ID_HEADERS = ("x-request-id", "apim-request-id", "x-ms-request-id", "cf-ray")
_SHOULD_RETRY = {"true": True, "false": False}
_LEAST_SECRET_CHARS = 6
"""Shorter keys are dummies for local servers; hiding them would garble ordinary words."""


@dataclass(frozen=True, slots=True, repr=False)
class Peer:
    """Whom we talk to.

    Attributes:
        host: What to call it in sentences.
        key: What must not appear in any of them; None when none is sent.
    """

    host: str
    key: str | None

    def __repr__(self) -> str:
        return f"Peer({self.host!r})"

    def hide(self, text: str) -> str:
        """The text without the key, should the server have repeated it."""
        if self.key is None or len(self.key) < _LEAST_SECRET_CHARS:
            return text
        return text.replace(self.key, "[key]")


def request_id(headers: Mapping[str, str], peer: Peer) -> str:
    """The id to quote to the service's support, ``""`` when there is none."""
    return peer.hide(next((headers[name] for name in _REQUEST_ID_HEADERS if name in headers), ""))


def refusal(status: int, headers: Mapping[str, str], body: bytes, peer: Peer) -> ApiError:
    """The error for an answer whose status is not 2xx.

    Args:
        status: HTTP status.
        headers: Response headers, looked up without regard to case.
        body: The body or its beginning: JSON of any shape, a page, text or nothing.
        peer: Who answered.
    """
    complaint = read_complaint_body(body)
    text = body.decode("utf-8", "replace")
    return _api_error(status, headers, complaint, peer, text)


def refusal_in_stream(headers: Mapping[str, str], complaint: Complaint, peer: Peer) -> ApiError:
    """The error for a complaint inside an answer whose status was 200."""
    return _api_error(200, headers, complaint, peer, "")


def _api_error(
    status: int, headers: Mapping[str, str], complaint: Complaint, peer: Peer, text: str
) -> ApiError:
    said = Complaint(
        peer.hide(complaint.message),
        peer.hide(complaint.code),
        peer.hide(complaint.kind),
        peer.hide(complaint.param),
        complaint.stage,
        tuple(peer.hide(category) for category in complaint.categories),
    )
    row = find_row(status, said.code, said.kind, said.message, keyed=peer.key is not None)
    error = ApiError(
        _filled(row.what, status, said, peer),
        why=_why(said, quotes=row.quotes),
        remedy=_filled(row.remedy, status, said, peer),
        action=row.action,
        # A picture that was made and then held back has been worked on.
        billing=Billing.MAYBE if said.stage == "output" else row.billing,
        status=status,
        code=said.code,
        param=said.param,
        request_id=request_id(headers, peer),
        retry_after_s=_retry_after_s(headers),
        details=_details(status, said, shortened(peer.hide(text)), peer),
    )
    error.should_retry = _SHOULD_RETRY.get(headers.get("x-should-retry", "").strip().lower())
    error.stage, error.categories = said.stage, said.categories
    return error


_OBJECTIONS: Mapping[str, Message] = {
    "input": say("errors", "It objects to the prompt or to a picture that was sent."),
    "output": say("errors", "It holds back the picture that it made."),
}
_OBJECTIONS_NAMED: Mapping[str, Message] = {
    "input": say("errors", "It objects to the prompt or to a picture that was sent: {named}."),
    "output": say("errors", "It holds back the picture that it made: {named}."),
    "": say("errors", "It names: {named}."),
}


def _why(said: Complaint, *, quotes: bool) -> Message | None:
    """The server's own sentence, or what it tells of broken content rules."""
    if quotes:
        if not said.message:
            return None
        return say("errors", "The server says: “{message}”", message=said.message)
    if not said.categories:
        return _OBJECTIONS.get(said.stage)
    named = (("named", ", ".join(said.categories)),)
    return replace(_OBJECTIONS_NAMED[said.stage], values=named)


def _filled(message: Message, status: int, said: Complaint, peer: Peer) -> Message:
    values = (("param", said.param or "?"), ("host", peer.host), ("status", status))
    return replace(message, values=values)


def _details(status: int, said: Complaint, text: str, peer: Peer) -> str:
    facts = {
        "host": peer.host,
        "code": said.code,
        "type": said.kind,
        "param": said.param,
        "stage": said.stage,
        "categories": ", ".join(said.categories),
        "message": said.message,
        "body": "" if said.message else text,
    }
    return f"HTTP {status}" + "".join(f"; {name}: {fact}" for name, fact in facts.items() if fact)


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait: its own header, a number, or a date."""
    exact_ms = _number(headers.get("retry-after-ms", ""))
    if exact_ms is not None:
        return exact_ms / 1000
    value = headers.get("retry-after", "")
    seconds = _number(value)
    if seconds is not None:
        return seconds
    try:
        moment = email.utils.parsedate_to_datetime(value)
        return max(moment.timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return None


def _number(text: str) -> float | None:
    """A number from 0 on; None when it is none, or no number of seconds."""
    try:
        number = float(text)
    except ValueError:
        return None
    return max(number, 0.0) if math.isfinite(number) else None


def no_picture(headers: Mapping[str, str], peer: Peer, *, found: str) -> ApiError:
    """The error for an answer that is complete but brings nothing to look at.

    Args:
        headers: Response headers.
        peer: Who answered.
        found: What was there instead, for support.
    """
    return ApiError(
        say("errors", "{host} answered, but without a picture.", host=peer.host),
        why=say("errors", "The answer is empty or not in a form that Overpaint knows."),
        remedy=say("errors", "Try again, or check the server. This attempt may have been charged."),
        action=Action.RETRY,
        billing=Billing.MAYBE,
        status=200,
        request_id=request_id(headers, peer),
        details=shortened(peer.hide(found)),
    )


def web_page(headers: Mapping[str, str], peer: Peer, page: bytes) -> ApiError:
    """The error for a web page in place of an answer: a log-in page, a wrong address."""
    title = read_complaint_body(page).message
    return ApiError(
        say("errors", "{host} sent a web page instead of a picture.", host=peer.host),
        why=say("errors", "The address is wrong, or a network log-in page is in the way."),
        remedy=say("errors", "Open the address in a browser, and check it in the settings."),
        action=Action.CHANGE_SERVER,
        billing=Billing.MAYBE,
        status=200,
        request_id=request_id(headers, peer),
        details=peer.hide(title),
    )


def answer_too_large(headers: Mapping[str, str], peer: Peer) -> ApiError:
    """The error for an answer that passes every sensible size."""
    return ApiError(
        say("errors", "The answer of {host} is larger than any picture.", host=peer.host),
        why=say("errors", "Overpaint stopped reading to protect this computer's memory."),
        remedy=say("errors", "Ask for a smaller size or fewer variants, or check the server."),
        action=Action.CHANGE_SERVER,
        billing=Billing.MAYBE,
        status=200,
        request_id=request_id(headers, peer),
    )
