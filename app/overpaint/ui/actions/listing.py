"""Everything that can have a key, in the order in which people are shown it."""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.keymap import Where
from overpaint.domain.text import Message
from overpaint.ui.actions.own_keys import FIXED_KEYS, OWN_KEYS
from overpaint.ui.actions.table import COMMANDS

PLACES: dict[str, Where] = {
    **{command.id: command.where for command in COMMANDS},
    **{own.id: own.where for own in OWN_KEYS},
}
"""Where each command works."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the lists of keys.

    Attributes:
        id: The command.
        text: What it does; as in the menu, with ampersand.
        heading: The menu or group; may have an ampersand.
        where: Where its keys work.
        icon: Name of its icon, ``""`` for none.
    """

    id: str
    text: Message
    heading: Message
    where: Where
    icon: str = ""


LISTED: tuple[Listed, ...] = (
    *(Listed(c.id, c.text, c.menu.value, c.where, c.icon) for c in COMMANDS),
    *(Listed(own.id, own.text, own.heading, own.where) for own in OWN_KEYS),
)


def fixed_use(key: str, where: Where) -> Message | None:
    """What a key does that cannot be changed, in some of these places; None for nothing.

    Args:
        key: In its normal form.
        where: The places.
    """
    return next((row.text for row in FIXED_KEYS if key in row.keys and row.where & where), None)
