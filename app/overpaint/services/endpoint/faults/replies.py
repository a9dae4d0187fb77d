"""Faults that answer instead of the endpoint: with an error, or with something useless.

Source of statuses, codes and types: https://platform.openai.com/docs/guides/error-codes, read
2026-11-22; the other shapes are those of gateways and compatible servers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from overpaint.services.endpoint.faults.fault import body_message, drained, start_message

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_QUOTA = "insufficient_quota"
_PAGE = (
    "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>"
    "\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """Reads the request and answers the same thing every time.

    Attributes:
        name: See `Fault`.
        summary: See `Fault`.
        status: HTTP status.
        body: What to say.
        media_type: What it says it is.
        headers: Further headers.
    """

    name: str
    summary: str
    status: int
    body: bytes
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - what every fault gets
        """Answer; the endpoint never sees the request."""
        if not await drained(receive):
            return
        headers = {
            "content-type": self.media_type, "content-length": str(len(self.body)), **self.headers
        }  # fmt: skip
        await send(start_message(self.status, headers))
        await send(body_message(self.body))


def _error(
    message: str, kind: str, code: str | None, param: str | None = None, **more: object
) -> bytes:
    details = {"message": message, "type": kind, "param": param, "code": code, **more}
    return json.dumps({"error": details}).encode()


def _page(title: str) -> bytes:
    return _PAGE.format(title=title).encode()


def _quota(name: str, summary: str, code: str, message: str) -> Reply:
    return Reply(name, summary, 429, _error(message, _QUOTA, code))


MODERATION = {
    "message": "Your request was rejected by the safety system. If you believe this is an error,"
    " contact us and include the request ID.",
    "type": "image_generation_user_error",
    "param": None,
    "code": "moderation_blocked",
    "moderation_details": {"moderation_stage": "input", "categories": ["violence"]},
}
"""The refusal for content, in an answer or inside a stream."""

SERVER_ERROR = {
    "message": "The server had an error processing your request. Sorry about that!",
    "type": "server_error",
    "param": None,
    "code": None,
}
"""The failure of the service itself."""

REPLIES: tuple[Reply, ...] = (
    Reply(
        "rate-limit", "429 with Retry-After: too many requests", 429,
        _error("Rate limit reached for images per minute: Limit 5, Used 5, Requested 1. Please try"
               " again in 2s.", "requests", "rate_limit_exceeded"),
        headers={
            "retry-after": "2", "x-ratelimit-limit-requests": "5",
            "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2s",
        },
    ),
    Reply(
        "slow-down", "429 slow_down: traffic rose too fast", 429,
        _error("Your request rate increased too quickly. Reduce it and raise it again slowly.",
               "requests", "slow_down"),
        headers={"retry-after": "2"},
    ),
    _quota("insufficient-quota", "429 that waiting does not heal: the old form of no credit",
           _QUOTA, "You exceeded your current quota, please check your plan and billing details."),
    _quota("credit-exhausted", "429 that waiting does not heal: no credit",
           "credit_balance_exhausted", "Your credit balance is exhausted."),
    _quota("organization-spend-limit", "429 that waiting does not heal: spending limit reached",
           "organization_spend_limit_exceeded", "Your organization reached its spend limit."),
    _quota("project-spend-limit", "429 that waiting does not heal: the project's spending limit",
           "project_spend_limit_exceeded", "Your project reached its spend limit."),
    _quota("usage-limit", "429 that waiting does not heal: usage limit reached",
           "organization_usage_limit_exceeded", "Your organization reached its usage limit."),
    Reply("billing-limit", "400: the hard limit of billing is reached", 400,
          _error("Billing hard limit has been reached.", "invalid_request_error",
                 "billing_hard_limit_reached")),
    Reply("billing-inactive", "400: the account's billing is not active", 400,
          _error("Your account is not active, please check your billing details on our website.",
                 "billing_not_active", "billing_not_active")),
    Reply("wrong-key", "401: the key is not accepted", 401,
          _error("Incorrect API key provided.", "invalid_request_error", "invalid_api_key")),
    Reply("not-a-member", "401: the key belongs to no organization", 401,
          _error("You must be a member of an organization to use the API.",
                 "invalid_request_error", None)),
    Reply("unverified-org", "403: the organization has to be verified for the model", 403,
          _error("Your organization must be verified to use the model `gpt-image-2`. Please go to:"
                 " https://platform.openai.com/settings/organization/general and click on Verify"
                 " Organization. If you just verified, it can take up to 15 minutes for access to"
                 " propagate.", "invalid_request_error", None)),
    Reply("country", "403: the country is not served", 403,
          _error("Country, region, or territory not supported", "request_forbidden",
                 "unsupported_country_region_territory")),
    Reply("model-not-found", "404: there is no such model for this key", 404,
          _error("The model `gpt-image-2` does not exist or you do not have access to it.",
                 "invalid_request_error", "model_not_found", "model")),
    Reply("unknown-parameter", "400: a parameter that the model does not take", 400,
          _error("Unknown parameter: 'quality'.", "invalid_request_error", "unknown_parameter",
                 "quality")),
    Reply("moderation", "400: refused because of the content", 400,
          json.dumps({"error": MODERATION}).encode()),
    Reply("408", "408: the upload took too long", 408,
          _error("Request timed out.", "timeout", None)),
    Reply("409", "409: a conflict with another request", 409,
          _error("The resource was updated by another process.", "conflict_error", None)),
    Reply("html-413", "413 as a web page, from something before the service", 413,
          _page("413 Request Entity Too Large"), "text/html"),
    Reply("field-name-422", "422 of a compatible server that knows images by another name", 422,
          json.dumps({"detail": [{"type": "missing", "loc": ["body", "image"],
                                  "msg": "Field required"}]}).encode()),
    Reply("500", "500: the service failed; it may have been charged", 500,
          json.dumps({"error": SERVER_ERROR}).encode()),
    Reply("502", "502 as a web page, from a gateway", 502, _page("502 Bad Gateway"), "text/html"),
    Reply("503", "503: overloaded", 503,
          _error("The server is overloaded or not ready yet.", "service_unavailable_error",
                 "server_is_overloaded")),
    Reply("504", "504 as a web page: a gateway gave up waiting", 504,
          _page("504 Gateway Time-out"), "text/html"),
    Reply("empty-body", "502 without a body", 502, b"", "text/plain"),
    Reply("error-as-text", "500 whose error is a plain text, as stable-diffusion.cpp says it", 500,
          b'{"error":"the model could not be loaded"}'),
    Reply("azure-filter", "400 of Azure's content filter, without a type", 400,
          b'{"created":1795000000,"error":{"code":"contentFilter","message":"Your task failed as a'
          b' result of our safety system."}}'),
    Reply("no-picture", "200 without a picture", 200, b'{"created":1795000000,"data":[]}'),
)  # fmt: skip
"""In the order in which they are listed."""
