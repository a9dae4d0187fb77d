"""The ways in which a server refuses, as data: what to say, what to do, what it may cost.

Source: https://developers.openai.com/api/docs/guides/error-codes, read 2026-11-22, and the answers
of compatible servers. Rows are found by the server's code, then by its type, then by a phrase of
its message, then by the HTTP status.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from overpaint.domain.errors import Action, Billing
from overpaint.domain.text import Message, say


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of refusal.

    Attributes:
        what: What happened; may use ``{param}``, ``{host}`` and ``{status}``.
        remedy: What to do; may use the same.
        action: The step to offer.
        billing: Whether the attempt may have been charged.
        quotes: Whether the server's own sentence helps a person.
    """

    what: Message
    remedy: Message
    action: Action
    billing: Billing = Billing.NO
    quotes: bool = True


_MODERATION = Row(
    say("errors", "The service refused the edit because of its content rules."),
    say("errors", "Change the prompt, the painted area or the pictures."),
    Action.EDIT_PROMPT,
    quotes=False,
)
_IMAGE = Row(
    say("errors", "The server cannot read one of the pictures."),
    say("errors", "Save it again as PNG or JPEG, or use another picture."),
    Action.REPLACE_IMAGE,
)
_MASK = Row(
    say("errors", "The server does not accept the mask."),
    say("errors", "Paint the mask anew and send the edit again."),
    Action.EDIT_MASK,
)
_PARAMETER = Row(
    say("errors", "The server does not take the parameter “{param}” for this model."),
    say("errors", "Choose another model, or set that parameter back to automatic."),
    Action.CHANGE_MODEL,
)
_VALUE = Row(
    say("errors", "The server does not accept the value of “{param}”."),
    say("errors", "Choose another value, or another model."),
    Action.CHANGE_MODEL,
)
_BUDGET = Row(
    say("errors", "The account has no credit left, or has reached its spending limit."),
    say("errors", "Add credit or raise the limit on the account's billing page."),
    Action.CHECK_BILLING,
)
_RATE = Row(
    say("errors", "The server received too many requests in a short time."),
    say("errors", "Wait a moment, then try again."),
    Action.RETRY,
)
_KEY = Row(
    say("errors", "The server did not accept the key."),
    say("errors", "Check the key of this server, or enter another one."),
    Action.ENTER_KEY,
)
_MEMBER = Row(
    say("errors", "The key's owner does not belong to the organization."),
    say("errors", "Enter a key of the organization, or correct its id in the server's settings."),
    Action.ENTER_KEY,
)
_PLACE = Row(
    say("errors", "The account does not allow this computer's network address."),
    say("errors", "Ask the account's owner to allow the address, or enter another key."),
    Action.ENTER_KEY,
)
_VERIFY = Row(
    say("errors", "The organization must be verified before it may use this model."),
    say(
        "errors",
        "Verify it at platform.openai.com/settings/organization/general; it takes up to 15 minutes "
        "to be noticed.",
    ),
    Action.VERIFY_ORGANIZATION,
)
_REGION = Row(
    say("errors", "The service is not offered in this country or region."),
    say("errors", "Use another server."),
    Action.CHANGE_SERVER,
)
_MODEL = Row(
    say("errors", "The server does not have the model, or the key may not use it."),
    say("errors", "Choose another model."),
    Action.CHANGE_MODEL,
)
_ADDRESS = Row(
    say("errors", "{host} has no image edits at this address."),
    say("errors", "Check the address of the server; it usually ends in “/v1”."),
    Action.CHANGE_SERVER,
)
_FORM = Row(
    say("errors", "The server does not understand the form of the edit."),
    say("errors", "Choose the other name for picture fields in the settings of this server."),
    Action.CHANGE_SERVER,
)
_TOO_LARGE = Row(
    say("errors", "The edit is too large for the server, or for something before it."),
    say("errors", "Use smaller or fewer pictures."),
    Action.REPLACE_IMAGE,
)
_BUSY = Row(
    say("errors", "The server is overloaded."),
    say("errors", "Wait a minute, then try again."),
    Action.RETRY,
)
_SERVER = Row(
    say("errors", "The server failed (status {status})."),
    say("errors", "Try again later. The edit may have been charged although it failed."),
    Action.RETRY,
    Billing.MAYBE,
)
_GATEWAY = Row(
    say("errors", "Something between here and the server gave up waiting (status {status})."),
    say("errors", "Try again with previews on. This attempt may have been charged."),
    Action.RETRY,
    Billing.MAYBE,
)

BY_CODE: Mapping[str, Row] = {
    **dict.fromkeys(
        (
            "moderation_blocked",
            "content_policy_violation",
            "content_filter",
            "contentFilter",
            "safety_violation",
        ),
        _MODERATION,
    ),
    **dict.fromkeys(
        ("invalid_image_file", "unsupported_file_mimetype", "invalid_image", "image_parse_error"),
        _IMAGE,
    ),
    "invalid_mask_image_format": _MASK,
    **dict.fromkeys(("unknown_parameter", "unsupported_parameter"), _PARAMETER),
    **dict.fromkeys(("invalid_value", "invalid_type", "unsupported_value"), _VALUE),
    **dict.fromkeys(
        (
            "insufficient_quota",
            "billing_hard_limit_reached",
            "billing_not_active",
            "credit_balance_exhausted",
            "organization_spend_limit_exceeded",
            "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded",
        ),
        _BUDGET,
    ),
    **dict.fromkeys(("rate_limit_exceeded", "slow_down"), _RATE),
    "invalid_api_key": _KEY,
    "unsupported_country_region_territory": _REGION,
    **dict.fromkeys(("model_not_found", "DeploymentNotFound"), _MODEL),
    "server_is_overloaded": _BUSY,
}
"""Rows by the server's ``code``, or by its ``type`` when the code says nothing."""

_UNVERIFIED = "must be verified"

BY_PHRASE: tuple[tuple[str, Row], ...] = (
    ("member of an organization", _MEMBER),
    ("ip not authorized", _PLACE),
    ("ip is not authorized", _PLACE),
    ("exceeded your current quota", _BUDGET),
    ("hard limit has been reached", _BUDGET),
    ("safety_violations", _MODERATION),
    ("safety system", _MODERATION),
    ("duplicate parameter: 'image'", _FORM),
)
"""Rows by a part of the server's message, lower case, for reasons without a code of their own."""

BY_STATUS: Mapping[int, Row] = {
    400: Row(
        say("errors", "The server refused the edit."),
        say("errors", "Change what it names, and send it again."),
        Action.NONE,
    ),
    401: _KEY,
    402: _BUDGET,
    403: Row(
        say("errors", "The server does not allow this edit with this key."),
        say("errors", "Check what the key may do, or choose another model or server."),
        Action.ENTER_KEY,
    ),
    404: _ADDRESS,
    405: _ADDRESS,
    407: Row(
        say("errors", "The proxy of this computer wants a user name and a password."),
        say("errors", "Put them into the system's proxy settings."),
        Action.CHANGE_SERVER,
    ),
    408: Row(
        say("errors", "The server waited too long for the edit to arrive."),
        say("errors", "Try again; smaller pictures arrive sooner."),
        Action.RETRY,
    ),
    409: Row(
        say("errors", "The server is busy with something that gets in the way."),
        say("errors", "Try again in a moment."),
        Action.RETRY,
    ),
    413: _TOO_LARGE,
    415: _FORM,
    422: _FORM,
    429: _RATE,
    501: _ADDRESS,
    503: _BUSY,
    **dict.fromkeys((502, 504, 522, 524), _GATEWAY),
}
"""Rows by HTTP status."""

REDIRECTED = Row(
    say("errors", "{host} sends the edit on to another address."),
    say("errors", "Enter the final address of the server; a key is never sent on."),
    Action.CHANGE_SERVER,
)
REFUSED = Row(
    say("errors", "The server refused the edit (status {status})."),
    say("errors", "Look at the details, or ask whoever runs the server."),
    Action.NONE,
)
FAILED = _SERVER
IN_STREAM = Row(
    say("errors", "The server gave up while it was making the picture."),
    say("errors", "Try again. This attempt may have been charged."),
    Action.RETRY,
    Billing.MAYBE,
)
NO_KEY = Row(
    say("errors", "The server wants a key."),
    say("errors", "Enter the key of this server."),
    Action.ENTER_KEY,
)


def find_row(status: int, code: str, kind: str, message: str, *, keyed: bool) -> Row:
    """The row for a refusal.

    Args:
        status: HTTP status; 200 for an error inside a stream.
        code: The server's code, ``""`` for none.
        kind: The server's error type, ``""`` for none.
        message: The server's sentence.
        keyed: Whether a key was sent.
    """
    spoken = message.lower()
    if _UNVERIFIED in spoken:
        return _VERIFY  # told under several codes, that of a missing model among them
    phrase = next((row for part, row in BY_PHRASE if part in spoken), None)
    if status < 300 and code.isdigit() and 400 <= int(code[:4]) < 600:
        status = int(code)  # proxies put the status of their own server into the stream
    row = BY_CODE.get(code) or BY_CODE.get(kind) or phrase or _by_status(status)
    return NO_KEY if row is _KEY and not keyed else row


def _by_status(status: int) -> Row:
    if status in BY_STATUS:
        return BY_STATUS[status]
    if status < 300:
        return IN_STREAM
    if status < 400:
        return REDIRECTED
    return REFUSED if status < 500 else FAILED
