"""The pictures of a folder, in the order in which people list them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from overpaint.domain.batch import MaskPlan, MaskRule
from overpaint.domain.errors import ImageError
from overpaint.domain.text import say
from overpaint.imaging.files.kinds import SUFFIXES

PICTURE_SUFFIXES = frozenset(f".{suffix}" for suffix in SUFFIXES)
"""What counts as a picture inside a folder, where nobody pointed at the file itself."""

_DIGITS = re.compile(r"(\d+)")


def pictures_in(folder: Path) -> list[Path]:
    """The picture files that lie directly in a folder, by name; numbers count as numbers.

    Raises:
        ImageError: The folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.is_file()]
    except OSError as error:
        raise ImageError(
            say("pictures", "The folder “{name}” cannot be read.", name=folder.name),
            remedy=say("pictures", "Check that you may open it."),
            details=str(error),
        ) from error
    chosen = (
        name
        for name in names
        if not name.startswith(".") and Path(name).suffix.lower() in PICTURE_SUFFIXES
    )
    return [folder / name for name in sorted(chosen, key=_natural)]


def split_masks(paths: Sequence[Path], masks: MaskPlan) -> tuple[list[Path], list[Path]]:
    """Part pictures from masks that belong to one of them.

    Args:
        paths: Files of folders.
        masks: Its pattern tells masks, whatever its rule is; the usual one does so too.

    Returns:
        The pictures, and the masks among them.
    """
    patterns = (masks, MaskPlan(MaskRule.BESIDE))
    belonging = {pattern.beside(path) for path in paths for pattern in patterns}
    if masks.path is not None:
        belonging.add(masks.path)
    pictures = [path for path in paths if path not in belonging]
    return pictures, [path for path in paths if path in belonging]


def gathered(paths: Iterable[Path]) -> list[Path]:
    """Put the pictures of a folder in its place; files stay, whatever they are.

    Raises:
        ImageError: A folder cannot be read.
    """
    found: list[Path] = []
    for path in paths:
        found += pictures_in(path) if path.is_dir() else [path]
    return found


def _natural(name: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() else (0, part.casefold())
        for part in _DIGITS.split(name)
    ]
