"""Which failed attempts are tried again without asking, and after how long.

An edit costs money and a repeated POST is another paid job, so only what is free to repeat is
repeated: a connection that never came about, and a refusal that says that nothing was begun.
Everything else is for a person to decide. The times are those of the official client
(https://github.com/openai/openai-python, ``_base_client.py``, 3.54).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from overpaint.domain.errors import Action, ApiError, Billing, ConnectionFailure, OverpaintError
from overpaint.domain.text import Message, say

MOST_RETRIES = 2
LONGEST_WAIT_S = 120.0
"""A server that asks for more is told to the person instead."""

_FIRST_WAIT_S = 0.5
_LONGEST_OWN_WAIT_S = 8.0
_LEAST_JITTER = 0.75

_TOO_MANY = 429
_OVERLOADED = "server_is_overloaded"

_BUSY = say("jobs", "the server is busy")
_LIMITED = say("jobs", "too many requests")
_UNREACHABLE = say("jobs", "no connection yet")


@dataclass(frozen=True, slots=True)
class Wait:
    """How long to wait before the next attempt, and why."""

    seconds: float
    reason: Message


def wait_before_retry(
    error: OverpaintError, retries: int, chance: Callable[[], float] = random.random
) -> Wait | None:
    """Decide what becomes of a failed attempt.

    Args:
        error: How it failed.
        retries: How often the job has been tried again already.
        chance: Gives numbers from 0 to 1, so that many jobs do not return all at once.

    Returns:
        How long to wait before the same edit is sent again; None when it must not be.
    """
    reason = _reason(error)
    if reason is None or retries >= MOST_RETRIES:
        return None
    asked_s = error.retry_after_s if isinstance(error, ApiError) else None
    if asked_s is not None and asked_s > LONGEST_WAIT_S:
        return None
    return Wait(asked_s if asked_s else _own_wait_s(retries, chance), reason)


def _reason(error: OverpaintError) -> Message | None:
    """Why the failure is free to repeat; None when it is not."""
    if error.billing is not Billing.NO:
        return None
    if isinstance(error, ConnectionFailure):
        return _UNREACHABLE if error.unreached else None
    # An answer whose status was 200 had begun: something may have been made.
    if not isinstance(error, ApiError) or error.status < 400 or error.should_retry is False:
        return None
    if error.status == _TOO_MANY:
        return None if error.action is Action.CHECK_BILLING else _LIMITED
    if error.code == _OVERLOADED or error.should_retry:
        return _BUSY
    return None


def _own_wait_s(retries: int, chance: Callable[[], float]) -> float:
    longest_s = min(_FIRST_WAIT_S * (1 << retries), _LONGEST_OWN_WAIT_S)
    return longest_s * (_LEAST_JITTER + (1 - _LEAST_JITTER) * chance())
