"""Small pictures of results: kept with them, and made anew from the file when they are damaged."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.errors import OverpaintError
from overpaint.services.library.values import to_path

if TYPE_CHECKING:
    import sqlite3

_READ = """
    SELECT results.id, picture, crc32, file, answer
    FROM json_each(?) AS wanted JOIN results ON results.id = wanted.value
    LEFT JOIN thumbnails ON thumbnails.result = results.id
"""
_KEEP = """
    INSERT INTO thumbnails (result, picture, crc32) SELECT id, ?, ? FROM results WHERE id = ?
    ON CONFLICT (result) DO UPDATE SET picture = excluded.picture, crc32 = excluded.crc32
"""
_logger = logging.getLogger(__name__)


def read(
    connection: sqlite3.Connection, numbers: Sequence[int]
) -> tuple[dict[int, bytes], dict[int, tuple[Path, ...]]]:
    """The small pictures that are whole, and for the others the files that they can be made of."""
    whole: dict[int, bytes] = {}
    others: dict[int, tuple[Path, ...]] = {}
    for number, picture, crc32, *files in connection.execute(_READ, (json.dumps(list(numbers)),)):
        if picture is not None and zlib.crc32(picture) == crc32:
            whole[number] = picture
        else:
            others[number] = tuple(to_path(file) for file in files if file is not None)
    return whole, others


def keep(connection: sqlite3.Connection, pictures: Mapping[int, bytes]) -> None:
    """Keep small pictures; those of results that are gone by now are left out."""
    connection.executemany(
        _KEEP, [(picture, zlib.crc32(picture), number) for number, picture in pictures.items()]
    )


def forget(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Forget small pictures, so that they are made anew."""
    connection.executemany(
        "DELETE FROM thumbnails WHERE result = ?", [(number,) for number in numbers]
    )


def made(files: Sequence[Path]) -> bytes | None:
    """A small picture of the first file that can be read; None when none can. Decodes."""
    from overpaint.imaging.thumbnail import make_thumbnail  # noqa: PLC0415 - loads Pillow

    for file in files:
        try:
            return make_thumbnail(file)
        except OverpaintError as error:
            _logger.info("no thumbnail of %s: %s %s", file, error.what, error.details)
    return None
