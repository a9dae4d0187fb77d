"""One edit in one SQLite file: parts of JSON, and masks by tiles; each save is one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from overpaint.domain.edit_document import EditCard, EditDocument, EditId
from overpaint.domain.errors import StorageError
from overpaint.domain.text import say
from overpaint.services.edits.document_codec import (
    CARD,
    PartWriter,
    card_of,
    document_of,
    text_of,
)
from overpaint.services.edits.tiles import StoredPlane, TileChanges, TileRow, changes, tiles_from
from overpaint.services.library.transactions import transaction

FORM = 1
"""Version of the file's form; a newer file is refused, and stays as it is."""

_PATIENCE_S = 10.0
_TABLES = (
    "CREATE TABLE parts (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE planes (
        name TEXT PRIMARY KEY, width INTEGER NOT NULL, height INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE tiles (
        plane TEXT NOT NULL,
        tile_row INTEGER NOT NULL,
        tile_column INTEGER NOT NULL,
        packed BLOB NOT NULL,
        covered_px INTEGER NOT NULL,
        is_inverse INTEGER NOT NULL,
        PRIMARY KEY (plane, tile_row, tile_column)
    ) STRICT
    """,
)


@dataclass(frozen=True, slots=True)
class StoredEdit:
    """An edit as it was read.

    Attributes:
        document: Everything but its masks.
        planes: Its masks, by the names of `overpaint.services.edits.tiles.plane_name`.
    """

    document: EditDocument
    planes: Mapping[str, StoredPlane]


@dataclass(frozen=True, slots=True)
class Written:
    """What a save has put on disk.

    Attributes:
        tiles: Tiles that were written or taken away.
        byte_count: Bytes of JSON and of packed tiles.
    """

    tiles: int = 0
    byte_count: int = 0


class DocumentFile:
    """The file of one edit, open for as long as the edit is. Blocks; one thread uses it.

    Args:
        edit: Its id.
        path: The file; it and its folder are made by the first save.
    """

    def __init__(self, edit: EditId, path: Path) -> None:
        self._edit = edit
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._parts = PartWriter()
        self._planes: Mapping[str, StoredPlane] = {}
        self._is_known = False

    def read(self) -> StoredEdit:
        """Read everything; later saves write what differs from it.

        Raises:
            sqlite3.Error, KeyError, TypeError, ValueError: It is damaged, or no such file.
            StorageError: A newer program has written it.
        """
        if not self._path.is_file():
            raise FileNotFoundError(self._path)
        connection = self._opened()
        parts = dict(connection.execute("SELECT name, body FROM parts").fetchall())
        document = document_of(self._edit, parts)
        planes = _planes(connection)
        self._parts.settle(document)
        self._planes = planes
        self._is_known = True
        return StoredEdit(document, planes)

    def write(self, document: EditDocument, planes: Mapping[str, StoredPlane]) -> Written:
        """Bring the file up to date in one transaction; what is the same is not written.

        Raises:
            sqlite3.Error, OSError: It cannot be written; it is as it was.
            StorageError: A newer program has written it.
        """
        parts = self._parts.changed(document)
        tiles = changes(self._planes, planes)
        connection = self._opened()
        with transaction(connection):
            if not self._is_known:
                # Whatever an earlier save left: everything is written now.
                for table in ("parts", "planes", "tiles"):
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours
            _write_parts(connection, parts)
            _write_planes(connection, self._planes, planes)
            _write_tiles(connection, tiles)
        self._parts.settle(document)
        self._planes = planes
        self._is_known = True
        text = sum(len(body) for body in parts.values() if body is not None)
        return Written(len(tiles.put) + len(tiles.gone), text + tiles.byte_count)

    def close(self) -> None:
        """Let go of the file; what is in its log goes into it."""
        if self._connection is not None:
            # A disk that fails now fails the next reader, who is told then.
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _open(self._path)
        return self._connection


def change_card(edit: EditId, path: Path, change: Callable[[EditCard], EditCard]) -> None:
    """Change what a list of edits shows of a file, without reading all of it.

    Raises:
        sqlite3.Error, KeyError, TypeError, ValueError: It is damaged, or cannot be written.
        StorageError: A newer program has written it.
    """
    card = change(read_card(edit, path))
    connection = _open(path)
    try:
        _write_parts(connection, {CARD: text_of(CARD, card)})
    finally:
        connection.close()


def read_card(edit: EditId, path: Path) -> EditCard:
    """Read what a list of edits shows of a file.

    Raises:
        sqlite3.Error, KeyError, TypeError, ValueError: It is damaged.
        StorageError: A newer program has written it.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    connection = _open(path)
    try:
        row = connection.execute("SELECT body FROM parts WHERE name = ?", (CARD,)).fetchone()
    finally:
        connection.close()
    if row is None:
        raise KeyError(CARD)
    return card_of(edit, row[0])


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
    try:
        _bring_into_form(connection, path)
    except BaseException:
        # Nobody has the connection yet who could close it.
        connection.close()
        raise
    return connection


def _bring_into_form(connection: sqlite3.Connection, path: Path) -> None:
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    if form > FORM:
        raise _too_new(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if form == 0:
        with transaction(connection):
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {FORM}")


def _planes(connection: sqlite3.Connection) -> dict[str, StoredPlane]:
    query = "SELECT plane, tile_row, tile_column, packed, covered_px, is_inverse FROM tiles"
    rows: list[TileRow] = connection.execute(query).fetchall()
    tiles = tiles_from(rows)
    sizes = connection.execute("SELECT name, width, height FROM planes").fetchall()
    return {name: StoredPlane(wide, high, tiles.get(name, {})) for name, wide, high in sizes}


def _write_parts(connection: sqlite3.Connection, parts: Mapping[str, str | None]) -> None:
    gone = [(name,) for name, body in parts.items() if body is None]
    put = [(name, body) for name, body in parts.items() if body is not None]
    connection.executemany("DELETE FROM parts WHERE name = ?", gone)
    connection.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?)", put)


def _write_planes(
    connection: sqlite3.Connection,
    before: Mapping[str, StoredPlane],
    after: Mapping[str, StoredPlane],
) -> None:
    gone = [(name,) for name in before if name not in after]
    put = [(name, plane.width, plane.height) for name, plane in after.items() if name not in before]
    connection.executemany("DELETE FROM planes WHERE name = ?", gone)
    connection.executemany("INSERT OR REPLACE INTO planes VALUES (?, ?, ?)", put)


def _write_tiles(connection: sqlite3.Connection, tiles: TileChanges) -> None:
    connection.executemany(
        "DELETE FROM tiles WHERE plane = ? AND tile_row = ? AND tile_column = ?", tiles.gone
    )
    connection.executemany("INSERT OR REPLACE INTO tiles VALUES (?, ?, ?, ?, ?, ?)", tiles.put)


def _too_new(path: Path) -> StorageError:
    return StorageError(
        say("edits", "An edit was saved by a newer version of Overpaint."),
        why=say("edits", "{path} has a form that this version does not know.", path=str(path)),
        remedy=say("edits", "Open it with the newer version; here it stays as it is."),
    )
