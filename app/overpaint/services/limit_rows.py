"""Limits of spending as a row of the settings, and back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from overpaint.domain.limits import MOST_USD, LimitKind, Limits


def limits_to_row(limits: Limits) -> dict[str, str]:
    """The limits that there are, US dollars as text."""
    return {kind.value: str(value) for kind in LimitKind if (value := limits.of(kind)) is not None}


def limits_from_row(row: object) -> Limits:
    """Read limits.

    Raises:
        TypeError, ValueError: They are none.
    """
    if not isinstance(row, Mapping):
        raise TypeError(row)
    return Limits(**{kind.value: _amount(row[kind.value]) for kind in LimitKind if kind in row})


def _amount(value: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(value)
    try:
        amount = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(value) from error
    if not (amount.is_finite() and 0 < amount <= MOST_USD):
        raise ValueError(value)
    return amount
