"""The exit codes of the command line, and which error means which."""

from __future__ import annotations

from enum import IntEnum

from overpaint.domain.errors import (
    Action,
    ApiError,
    Billing,
    ConnectionFailure,
    ImageError,
    OverpaintError,
    RecipeError,
    RequestError,
    SettingsError,
    SpendingError,
    StorageError,
)


class Exit(IntEnum):
    """What a script can tell from the exit code; part of the interface."""

    OK = 0
    BUG = 1
    INVALID = 2
    IMAGE = 3
    ACCESS = 4
    SERVER = 5
    NETWORK = 6
    DISK = 7
    CAP = 8
    LIMIT = 9
    CANCELLED = 130


MEANINGS = {
    Exit.OK: "everything that was asked for is on disk",
    Exit.BUG: "an error of Overpaint's own",
    Exit.INVALID: "wrong use, or an edit that its model does not take; nothing was sent",
    Exit.IMAGE: "a picture or mask cannot be read; nothing was sent",
    Exit.ACCESS: "the key is missing or refused",
    Exit.SERVER: "the server refused the edit or failed",
    Exit.NETWORK: "the server could not be reached, or the connection broke",
    Exit.DISK: "a result could not be saved where it should be",
    Exit.CAP: "a batch stopped at its spend cap; rows are left",
    Exit.LIMIT: "a spending limit stands in the way; see --over-limit",
    Exit.CANCELLED: "called off with Ctrl+C",
}

_NO_ACCESS = {401, 403}
_ACCESS_ACTIONS = {Action.ENTER_KEY, Action.VERIFY_ORGANIZATION}
_KINDS: dict[type[OverpaintError], Exit] = {
    ApiError: Exit.SERVER,
    ImageError: Exit.IMAGE,
    RecipeError: Exit.IMAGE,
    RequestError: Exit.INVALID,
    SettingsError: Exit.INVALID,
    ConnectionFailure: Exit.NETWORK,
    StorageError: Exit.DISK,
    SpendingError: Exit.LIMIT,
}


def exit_code(error: OverpaintError) -> Exit:
    """The code for an error that ended the command."""
    if error.action in _ACCESS_ACTIONS:
        return Exit.ACCESS
    if isinstance(error, ApiError) and error.status in _NO_ACCESS:
        return Exit.ACCESS
    if isinstance(error, ImageError) and error.billing is not Billing.NO:
        return Exit.SERVER  # what cannot be read after the edit was sent is the answer
    return next((code for kind, code in _KINDS.items() if isinstance(error, kind)), Exit.BUG)
