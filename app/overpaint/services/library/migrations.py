"""How the library's tables came to be: named steps, done wholly or not at all.

A new step is appended to `MIGRATIONS` and never changed after it was released.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.errors import StorageError
from overpaint.domain.text import say
from overpaint.services.library.attempt_rows import ATTEMPT_TABLES
from overpaint.services.library.prompt_schema import PROMPT_TEMPLATES
from overpaint.services.library.results_schema import RESULTS
from overpaint.services.library.transactions import transaction

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step.

    Attributes:
        name: Number and subject; the order is that of the numbers.
        statements: What is done.
    """

    name: str
    statements: tuple[str, ...]


MIGRATIONS = (
    Migration(
        "0001_statistics",
        (
            """
            CREATE TABLE result_statistics (
                id INTEGER PRIMARY KEY,
                time TEXT NOT NULL,
                model TEXT NOT NULL,
                server TEXT NOT NULL,
                changed REAL,
                delta_e REAL,
                shift_x REAL,
                shift_y REAL,
                scale REAL,
                pixels INTEGER NOT NULL,
                elapsed_s REAL NOT NULL,
                cost_usd TEXT
            ) STRICT
            """,
            "CREATE INDEX result_statistics_by_model ON result_statistics (model, server)",
        ),
    ),
    Migration("0002_results", RESULTS),
    Migration("0003_journal", ATTEMPT_TABLES),
    Migration("0004_prompts", PROMPT_TEMPLATES),
    Migration(
        "0007_rescues",
        (
            """
            CREATE TABLE rescues (
                id INTEGER PRIMARY KEY,
                time TEXT NOT NULL,
                moved TEXT NOT NULL,
                rows INTEGER NOT NULL,
                is_told INTEGER NOT NULL DEFAULT 0
            ) STRICT
            """,
        ),
    ),
    Migration(
        "0006_times",
        (
            "ALTER TABLE result_statistics ADD COLUMN quality TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE result_statistics ADD COLUMN first_preview_s REAL",
        ),
    ),
)

_JOURNAL = "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, time TEXT NOT NULL)"


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: tuple[Migration, ...] = MIGRATIONS
) -> None:
    """Bring a library to the newest form; does nothing when it has it.

    Before a library that holds something is changed, it is copied beside itself. All that is
    missing is done in one transaction: another process sees the old form or the new one.

    Args:
        connection: In autocommit mode.
        path: Its file.
        migrations: All steps, in their order.

    Raises:
        StorageError: A newer program has changed it; nothing was done.
        sqlite3.Error: It cannot be changed; every step is there wholly or not at all.
    """
    done = _done(connection)
    unknown = done - {migration.name for migration in migrations}
    if unknown:
        raise _too_new(path, max(unknown))
    missing = [migration for migration in migrations if migration.name not in done]
    if not missing:
        return
    if done:
        _copy(connection, path, missing[0].name)
    with transaction(connection):
        connection.execute(_JOURNAL)
        # Another process may have been there while this one waited for its turn.
        done = _done(connection)
        for migration in missing:
            if migration.name not in done:
                _apply(connection, migration)


def _apply(connection: sqlite3.Connection, migration: Migration) -> None:
    for statement in migration.statements:
        connection.execute(statement)
    now = datetime.now(UTC).isoformat()
    connection.execute("INSERT INTO migrations VALUES (?, ?)", (migration.name, now))
    _logger.info("library: %s", migration.name)


def _done(connection: sqlite3.Connection) -> set[str]:
    journal = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"
    if connection.execute(journal).fetchone() is None:
        return set()
    return {str(name) for (name,) in connection.execute("SELECT name FROM migrations")}


def _copy(connection: sqlite3.Connection, path: Path, name: str) -> None:
    copy = path.with_name(f"{path.name}.before-{name}")
    if copy.exists():
        return
    draft = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}.part")
    try:
        with closing(sqlite3.connect(draft)) as target:
            connection.backup(target)
        # Another process that copied too was first, before anything was changed.
        if not copy.exists():
            draft.replace(copy)
    finally:
        draft.unlink(missing_ok=True)


def _too_new(path: Path, name: str) -> StorageError:
    return StorageError(
        say("library", "The library was changed by a newer version of Overpaint."),
        why=say("library", "{path} has the step {name}, which this version does not know.",
                path=str(path), name=name),
        remedy=say("library", "Use the newer version; results are saved without the library."),
    )  # fmt: skip
