"""How long work on a mask is told to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818 - not an error: somebody wanted it
    """The work was told to stop; the mask is as it was before."""


def never() -> bool:
    """Say that nobody wants to stop."""
    return False


def check(cancelled: Callable[[], bool]) -> None:
    """Stop here when told to.

    Raises:
        Cancelled: ``cancelled`` returns True.
    """
    if cancelled():
        raise Cancelled
