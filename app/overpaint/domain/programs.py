"""Other programs that a picture can be edited in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE_SIGN = "%f"
"""Stands for the file among the arguments."""

EXTERNAL_KEY = "external/"
"""What the keys of results begin with that another program made."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program, and how it is started; no shell is ever asked.

    Attributes:
        name: What people call it.
        command: The executable and its arguments; `FILE_SIGN` is where the file stands, and
            without one the file comes last.
    """

    name: str
    command: tuple[str, ...]

    def arguments(self, file: str) -> list[str]:
        """Executable and arguments that open a file."""
        if FILE_SIGN in self.command:
            return [file if part == FILE_SIGN else part for part in self.command]
        return [*self.command, file]


@dataclass(frozen=True, slots=True)
class Source:
    """What is handed over.

    Attributes:
        path: The picture.
        name: What people call it, without ending.
        key: How the library calls the result; ``""`` for a picture that is none.
        tile: Key of its tile, behind which what comes back is put.
        document: The open edit; ``""`` for none.
    """

    path: Path
    name: str
    key: str = ""
    tile: str = ""
    document: str = ""


def program_of(executable: Path) -> Program:
    """The program of a file that a person has chosen."""
    if executable.suffix == ".app":  # a folder that macOS shows as a program
        return Program(executable.stem, ("/usr/bin/open", "-a", str(executable)))
    return Program(executable.stem, (str(executable),))


def usual_program(programs: tuple[Program, ...], name: str) -> Program | None:
    """The program of a name; the first when it is not there, None when there are none."""
    first = programs[0] if programs else None
    return next((one for one in programs if one.name == name), first)
