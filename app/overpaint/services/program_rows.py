"""Programs for “Edit in” as rows of the settings file."""

from __future__ import annotations

from overpaint.domain.programs import Program


def programs_to_rows(programs: tuple[Program, ...]) -> list[dict[str, object]]:
    """What the file holds."""
    return [{"name": one.name, "command": list(one.command)} for one in programs]


def programs_from_rows(value: object) -> tuple[Program, ...]:
    """Read them back; of two with one name the first counts.

    Raises:
        TypeError: It is no list of programs.
        ValueError: One has no name, or no command.
        KeyError: One is not whole.
    """
    if not isinstance(value, list):
        raise TypeError(value)
    found: dict[str, Program] = {}
    for row in value:
        if not isinstance(row, dict):
            raise TypeError(row)
        name, command = row["name"], row["command"]
        if not isinstance(name, str) or not isinstance(command, list):
            raise TypeError(row)
        if not all(isinstance(part, str) for part in command):
            raise TypeError(command)
        if not name.strip() or not command or not command[0]:
            raise ValueError(row)
        found.setdefault(name, Program(name, tuple(command)))
    return tuple(found.values())
