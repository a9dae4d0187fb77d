"""Look at a picture file: its facts, its recipe, its content credentials."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import ImageError, OverpaintError, RecipeError
from overpaint.domain.recipe import Recipe
from overpaint.domain.text import say
from overpaint.services.recipes.finding import find_recipe

if TYPE_CHECKING:
    from overpaint.imaging.recipes.credentials import Claimed


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file tells.

    Attributes:
        path: The file.
        picture: Its facts; None for what holds no pixels, such as an SVG.
        recipe: How it was made; None when it does not tell.
        problem: Why its recipe cannot be read; None when it can, or when there is none.
        has_credentials: Whether it holds content credentials (C2PA). They are never verified.
        claimed: What these claim; None when they cannot be read.
    """

    path: Path
    picture: InputImage | None
    recipe: Recipe | None
    problem: OverpaintError | None
    has_credentials: bool
    claimed: Claimed | None


def inspect_file(path: Path, answers: Path | None = None) -> Inspected:
    """Look at a file. Blocks.

    Args:
        path: The file.
        answers: Where notes of answers lie; None to look beside the file alone.

    Raises:
        ImageError: It cannot be read, or is neither a picture nor tells a recipe.
    """
    from overpaint.imaging.load import probe_input  # noqa: PLC0415 - numpy and Pillow
    from overpaint.imaging.recipes.carried import read_carried  # noqa: PLC0415 - as above
    from overpaint.imaging.recipes.credentials import read_claims  # noqa: PLC0415 - as above

    try:
        carried = read_carried(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    recipe, problem = None, None
    try:
        recipe = find_recipe(path, answers)
    except RecipeError as error:
        problem = error
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        picture = probe_input(path)
    except ImageError:
        if recipe is None and not carried.credentials:
            raise
        picture = None
    claimed = read_claims(carried.credentials) if carried.credentials else None
    return Inspected(path, picture, recipe, problem, bool(carried.credentials), claimed)


def _unreadable(path: Path, error: OSError) -> ImageError:
    return ImageError(
        say("recipe", "“{name}” cannot be read.", name=path.name),
        why=say("recipe", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("recipe", "Look whether the file was moved or deleted."),
    )
