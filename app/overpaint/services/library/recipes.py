"""What results were made with, packed: a recipe may hold a mask."""

from __future__ import annotations

import logging
import zlib
from typing import TYPE_CHECKING

from overpaint.domain.errors import OverpaintError

if TYPE_CHECKING:
    import sqlite3

    from overpaint.domain.recipe import Recipe

_WRITE = """
    INSERT INTO result_recipes (result, recipe) VALUES (?, ?)
    ON CONFLICT (result) DO UPDATE SET recipe = excluded.recipe
"""
_logger = logging.getLogger(__name__)


def write_recipe(connection: sqlite3.Connection, number: int, recipe: Recipe) -> None:
    """Keep the recipe of a result, in the place of an earlier one."""
    from overpaint.domain.recipe_codec import recipe_to_json  # noqa: PLC0415 - not at the start

    connection.execute(_WRITE, (number, zlib.compress(recipe_to_json(recipe).encode())))


def unpacked(packed: bytes | None) -> Recipe | None:
    """The recipe that was kept; None when there is none, or when it is damaged."""
    from overpaint.domain.recipe_codec import recipe_from_json  # noqa: PLC0415 - as above

    if packed is None:
        return None
    try:
        return recipe_from_json(zlib.decompress(packed).decode())
    except (OverpaintError, zlib.error, UnicodeDecodeError):
        _logger.warning("a recipe in the library is damaged", exc_info=True)
        return None
