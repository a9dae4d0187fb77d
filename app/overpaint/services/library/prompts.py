"""Prompts in the library: those that were sent, and templates. Everything blocks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from overpaint.domain.errors import SettingsError, StorageError
from overpaint.domain.templates import (
    PromptTemplate,
    SentPrompt,
    checked_template,
    free_name,
    templates_from_json,
    templates_to_json,
)
from overpaint.domain.text import say
from overpaint.services.library.connection import library
from overpaint.services.library.transactions import transaction

MOST_SENT = 1_000
"""How many prompts are read at most."""

# What is between two edges of spaces is the same prompt; a bare column beside max() is that of
# its row in SQLite.
_SENT = """
    SELECT trim(prompt, char(9, 10, 13, 32)) AS text, max(time), model, count(*)
    FROM (
        SELECT prompt, started AS time, model FROM attempts WHERE number = 1
        UNION ALL
        SELECT prompt, strftime('%Y-%m-%dT%H:%M:%f+00:00', time / 1000000.0, 'unixepoch'), model
        FROM results WHERE job NOT IN (SELECT job FROM attempts) AND model <> ''
    )
    WHERE text <> '' GROUP BY text ORDER BY 2 DESC LIMIT ?
"""
_TEMPLATES = "SELECT name, text FROM prompt_templates ORDER BY place, id"
_INSERT = """
    INSERT INTO prompt_templates (name, folded, text, place)
    VALUES (?, ?, ?, (SELECT coalesce(max(place), 0) + 1 FROM prompt_templates))
"""


def read_sent(path: Path, limit: int = MOST_SENT) -> tuple[SentPrompt, ...]:
    """The prompts that were sent, each once, the last one first.

    Raises:
        StorageError: The library cannot be read.
    """
    if not path.exists():
        return ()
    with library(path) as connection:
        rows = connection.execute(_SENT, (limit,)).fetchall()
    return tuple(
        SentPrompt(text, datetime.fromisoformat(time), model, times)
        for text, time, model, times in rows
    )


def read_templates(path: Path) -> tuple[PromptTemplate, ...]:
    """The templates in their order.

    Raises:
        StorageError: The library cannot be read.
    """
    if not path.exists():
        return ()
    with library(path) as connection:
        return tuple(PromptTemplate(*row) for row in connection.execute(_TEMPLATES))


def find_template(path: Path, name: str) -> PromptTemplate:
    """The template of a name, large and small letters alike.

    Raises:
        SettingsError: There is none.
        StorageError: The library cannot be read.
    """
    templates = read_templates(path)
    for template in templates:
        if template.name.casefold() == name.strip().casefold():
            return template
    raise SettingsError(
        say("templates", "There is no template called “{name}”.", name=name),
        remedy=say("templates", "Choose one of: {names}.",
                   names=", ".join(one.name for one in templates))
        if templates
        else say("templates", "Save one in the window first."),
    )  # fmt: skip


def add_template(path: Path, template: PromptTemplate) -> PromptTemplate:
    """Add a template at the end, under the next free name when its own is taken.

    Raises:
        StorageError: The library cannot be written.
    """
    return add_templates(path, (template,))[0]


def add_templates(path: Path, templates: Iterable[PromptTemplate]) -> tuple[PromptTemplate, ...]:
    """Add several, or none of them when one cannot be written.

    Raises:
        StorageError: As `add_template`.
    """
    added: list[PromptTemplate] = []
    with library(path) as connection, transaction(connection):
        for template in templates:
            name = free_name(template.name, _names(connection))
            connection.execute(_INSERT, (name, name.casefold(), template.text))
            added.append(PromptTemplate(name, template.text))
    return tuple(added)


def change_template(path: Path, name: str, template: PromptTemplate) -> None:
    """Give a template another name or text.

    Raises:
        SettingsError: The name belongs to another one, or there is no such template.
        StorageError: The library cannot be written.
    """
    values = (template.name, template.name.casefold(), template.text, name.casefold())
    with library(path) as connection, transaction(connection):
        taken = {one.casefold() for one in _names(connection)} - {name.casefold()}
        if template.name.casefold() in taken:
            raise SettingsError(
                say("templates", "There is another template called “{name}”.", name=template.name),
                remedy=say("templates", "Choose another name."),
            )
        changed = connection.execute(
            "UPDATE prompt_templates SET name = ?, folded = ?, text = ? WHERE folded = ?", values
        ).rowcount
    if not changed:
        raise SettingsError(
            say("templates", "There is no template called “{name}”.", name=name),
            remedy=say("templates", "It was removed meanwhile; save it as a new one."),
        )


def replace_templates(path: Path, templates: Sequence[PromptTemplate]) -> None:
    """Keep exactly these, in this order: after some were removed, moved, or brought back.

    Raises:
        StorageError: The library cannot be written.
    """
    rows = [
        (one.name, one.name.casefold(), one.text, place)
        for place, one in enumerate(templates, start=1)
    ]
    with library(path) as connection, transaction(connection):
        connection.execute("DELETE FROM prompt_templates")
        connection.executemany(
            "INSERT INTO prompt_templates (name, folded, text, place) VALUES (?, ?, ?, ?)", rows
        )


def export_templates(path: Path, file: Path) -> int:
    """Write all templates into a file; returns how many.

    Raises:
        StorageError: The library cannot be read, or the file not written.
    """
    templates = read_templates(path)
    try:
        file.write_text(templates_to_json(templates), encoding="utf-8")
    except OSError as error:
        raise _not_there(file, error) from error
    return len(templates)


def import_templates(path: Path, file: Path) -> tuple[PromptTemplate, ...]:
    """Add the templates of a file; those whose text is there already are left out.

    Returns:
        Those that were added, by the names that they have now.

    Raises:
        SettingsError: The file holds no templates.
        StorageError: The file cannot be read, or the library not written.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _not_there(file, error) from error
    except UnicodeDecodeError:
        text = ""
    known = {one.text for one in read_templates(path)}
    new = [one for one in templates_from_json(text) if one.text not in known]
    return add_templates(path, new)


def save_template(path: Path, name: str, text: str) -> PromptTemplate:
    """Check what was typed and add it; see `add_template`.

    Raises:
        SettingsError: It is no template.
        StorageError: The library cannot be written.
    """
    return add_template(path, checked_template(name, text))


def _names(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM prompt_templates")]


def _not_there(file: Path, error: OSError) -> StorageError:
    return StorageError(
        say("templates", "“{name}” cannot be used.", name=file.name),
        why=say("errors", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("templates", "Choose another file."),
    )
