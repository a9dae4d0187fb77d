"""A folder for the results of each edit, among other files that stay as they are."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from overpaint.domain.file_names import folder_name


def edit_folder(results: Path, name: str) -> Path:
    """Where the results of one edit go; it is made when the first of them is written.

    Edits of the same name share their folder: names of files in it never clash, see
    `overpaint.services.new_files`.

    Args:
        results: The folder for all results.
        name: What the edit, or its picture without ending, is called.

    Returns:
        A folder below ``results``: with a number where a file has its name already.
    """
    wanted = folder_name(name)
    numbered = (wanted if n == 1 else f"{wanted}-{n}" for n in count(1))
    return next(
        folder
        for folder in (results / one for one in numbered)
        if folder.is_dir() or not (folder.exists() or folder.is_symlink())
    )
