"""Find the recipe of a picture: in its file, or in the note that lies beside an answer."""

from __future__ import annotations

import json
from pathlib import Path

from overpaint.domain.recipe import Recipe
from overpaint.domain.recipe_codec import recipe_from_json

_MOST_NOTE_BYTES = 64 * 1024 * 1024


def find_recipe(path: Path, answers: Path | None = None) -> Recipe | None:
    """Read the recipe of a picture; None when there is none. Blocks.

    Args:
        path: The picture.
        answers: Where notes of answers lie, see `overpaint.services.lineage_files`; None to look
            beside the picture alone.

    Raises:
        OSError: The file cannot be read.
        RecipeError: It holds a recipe that is damaged.
    """
    # Loads no pixels and none of the libraries for them.
    from overpaint.imaging.recipes.carried import read_carried  # noqa: PLC0415 - needed here only

    text = read_carried(path).recipe or _noted(path, answers)
    return recipe_from_json(text) if text else None


def _noted(path: Path, answers: Path | None) -> str:
    """The recipe in the note of an answer that is a result as it is; ``""`` for none."""
    for folder in (path.parent, answers):
        if folder is not None and (text := _in_note(folder / f"{path.stem}.json", path)):
            return text
    return ""


def _in_note(note: Path, picture: Path) -> str:
    try:
        if note.stat().st_size > _MOST_NOTE_BYTES:
            return ""
        told = json.loads(note.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ""
    if not isinstance(told, dict) or not isinstance(told.get("recipe"), dict):
        return ""
    names = {Path(str(told.get(name))).name for name in ("answer", "result")}
    return json.dumps(told["recipe"]) if picture.name in names else ""
