"""A picture that tells how it was made, and what it was brought for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from overpaint.domain.recipe import Recipe
from overpaint.ui.payload import Use


@dataclass(frozen=True, slots=True)
class RecipeOffer:
    """Settings that can be restored.

    Attributes:
        file: The picture.
        recipe: What it tells.
        use: What the picture itself is for, if it is to be used as one.
    """

    file: Path
    recipe: Recipe
    use: Use
