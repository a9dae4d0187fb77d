"""What restoring a recipe needs from disk: its inputs, and its mask as pixels."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.recipe import Recipe, RecipeInput

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes2D


@dataclass(frozen=True, slots=True, eq=False)
class RestoredMask:
    """The planes of a recipe, shape (height, width) of the target.

    Attributes:
        painted: The mask; None for none.
        protected: What never changes; None for nothing.
    """

    painted: Bytes2D | None
    protected: Bytes2D | None


def find_inputs(recipe: Recipe, folder: Path) -> tuple[Path | None, ...]:
    """Look for the inputs of a recipe in a folder, by name and content. Blocks.

    Returns:
        The file of each input, in their order; None for those that are not there.
    """
    return tuple(_found(one, folder) for one in recipe.inputs)


def restored_mask(recipe: Recipe) -> RestoredMask:
    """Unpack the mask of a recipe. Blocks.

    Raises:
        RecipeError: It is damaged.
    """
    from overpaint.imaging.recipes.mask_pieces import unpacked_piece  # noqa: PLC0415 - loads numpy

    mask = recipe.mask
    if mask is None:
        return RestoredMask(None, None)
    size = mask.facts.size
    return RestoredMask(
        None if mask.painted is None else unpacked_piece(mask.painted, size),
        None if mask.protected is None else unpacked_piece(mask.protected, size),
    )


def _found(one: RecipeInput, folder: Path) -> Path | None:
    if not one.name or not one.sha256:
        return None
    path = folder / one.name
    try:
        if not path.is_file() or (one.byte_count and path.stat().st_size != one.byte_count):
            return None
        with path.open("rb") as stream:
            same = hashlib.file_digest(stream, "sha256").hexdigest() == one.sha256
    except (OSError, ValueError):
        return None
    return path if same else None
