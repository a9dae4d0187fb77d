"""A recipe as the text chunk of a PNG.

Source:
    PNG specification, third edition, section 11.3.3.4 (iTXt), https://www.w3.org/TR/png-3/, read
    2026-11-24.
"""

from __future__ import annotations

import zlib

from overpaint.domain.recipe import Recipe
from overpaint.domain.recipe_codec import MAX_RECIPE_CHARS, recipe_to_json

KEYWORD = b"overpaint"
_HEAD = KEYWORD + b"\0\x01\0\0\0"  # packed, by deflate, in no language, without a translated name


def png_text(recipe: Recipe) -> bytes:
    """The content of the chunk."""
    return _HEAD + zlib.compress(recipe_to_json(recipe).encode(), 9)


def recipe_of(content: bytes) -> str | None:
    """The JSON in the content of an iTXt chunk; None when it holds something else."""
    if not content.startswith(_HEAD):
        return None
    try:
        data = zlib.decompressobj().decompress(content[len(_HEAD) :], MAX_RECIPE_CHARS + 1)
        return data.decode("ascii") if len(data) <= MAX_RECIPE_CHARS else None
    except (zlib.error, ValueError):
        return None
