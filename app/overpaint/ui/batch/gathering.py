"""Turn what is dropped on the sheet into rows: folders, pictures and tables. Runs on a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from overpaint.domain.batch import BatchRow, MaskPlan
from overpaint.domain.batch_table import SUFFIXES, read_table
from overpaint.domain.errors import ImageError, SettingsError
from overpaint.domain.text import say
from overpaint.services.picture_folders import pictures_in, split_masks

_MOST_TABLE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Gathered:
    """New rows.

    Attributes:
        rows: In their order.
        names: Variables of the tables among the files.
        has_masks: Whether there are masks beside the pictures, by the usual pattern.
    """

    rows: tuple[BatchRow, ...]
    names: tuple[str, ...] = ()
    has_masks: bool = False


def gather_rows(paths: Sequence[Path], masks: MaskPlan, first: int) -> Gathered:
    """Read folders and tables.

    Args:
        paths: Files and folders, in their order.
        masks: Tells masks from pictures inside folders.
        first: Number of the first row.

    Raises:
        OverpaintError: A folder or a table cannot be read, or there is no picture in any of them.
    """
    rows: list[BatchRow] = []
    names: list[str] = []
    has_masks = False
    for path in paths:
        if path.suffix.lower() in SUFFIXES and not path.is_dir():
            table = read_table(_bytes(path), path.parent, name=path.name, first=first + len(rows))
            rows += table.rows
            names += [name for name in table.names if name not in names]
            continue
        found = pictures_in(path) if path.is_dir() else [path]
        pictures, beside = split_masks(found, masks)
        has_masks = has_masks or bool(beside) or _has_usual_mask(path)
        rows += [BatchRow(first + len(rows) + n, picture) for n, picture in enumerate(pictures)]
    if not rows:
        raise _nothing(paths[0])
    return Gathered(tuple(rows), tuple(names), has_masks)


def renumbered(rows: Sequence[BatchRow], first: int) -> tuple[BatchRow, ...]:
    """The rows with numbers from ``first`` on."""
    return tuple(replace(row, number=first + place) for place, row in enumerate(rows))


def _has_usual_mask(path: Path) -> bool:
    return path.is_file() and MaskPlan().beside(path).exists()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_TABLE_BYTES:
            raise _too_large(path)
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(
            say("batch", "The table “{name}” cannot be read.", name=path.name),
            why=say("batch", "The system says: {reason}.", reason=error.strerror or str(error)),
            remedy=say("batch", "Check that you may open it."),
        ) from error


def _too_large(path: Path) -> SettingsError:
    return SettingsError(
        say("batch", "The table “{name}” is too large.", name=path.name),
        remedy=say("batch", "Part it into tables of some thousand rows."),
    )


def _nothing(path: Path) -> ImageError:
    return ImageError(
        say("batch", "There are no pictures in “{name}”.", name=path.name),
        remedy=say("batch", "Choose a folder that holds picture files itself, or a table."),
    )
