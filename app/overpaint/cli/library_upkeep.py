"""Keep the library whole: empty the bin, add what is missing, look for damage."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.domain.errors import SettingsError
from overpaint.domain.text import say
from overpaint.paths import AppPaths
from overpaint.services.settings import SettingsFile

if TYPE_CHECKING:
    from overpaint.services.library.library import Library

_TOLD_EVERY = 250


def empty(library: Library, arguments: argparse.Namespace) -> Exit:
    """Empty the bin, and tell what became of the files.

    Raises:
        StorageError: The library cannot be written; nothing was done.
    """
    emptied = library.empty_bin()
    if arguments.json:
        told = {
            "removed": list(emptied.removed),
            "trashed": [str(path) for path in emptied.trashed],
            "kept": [str(path) for path in emptied.kept],
        }
        console.result(json.dumps(told, indent=2))
        return Exit.OK
    if not emptied.removed:
        console.note("The bin is empty.")
        return Exit.OK
    trashed = _counted(len(emptied.trashed), "file")
    console.note(f"{_counted(len(emptied.removed), 'result')} forgotten, {trashed} in the trash.")
    for path in emptied.kept:
        console.note(f"left where it is: {path}")
    return Exit.OK


def rebuild(library: Library, arguments: argparse.Namespace) -> Exit:
    """Look at the files of some folders.

    Raises:
        StorageError: The library cannot be written.
        SettingsError: A folder is not there.
    """
    folders = [Path(folder).absolute() for folder in arguments.folders] or usual_folders()
    for folder in folders:
        if arguments.folders and not folder.exists():
            raise SettingsError(
                say("library", "There is no folder {path}.", path=str(folder)),
                remedy=say("library", "Name the folder where results lie."),
            )
    # Everything that is read now is told here: nothing is left to be told.
    told = library.recover([], _quiet)
    for rescue in told:
        console.note(f"warning: {rescue.told()}")
    rebuilt = library.rebuild(folders, _quiet if arguments.json else _progress())
    if arguments.json:
        facts = {"files": rebuilt.files, "added": rebuilt.added, "moved": rebuilt.moved}
        console.result(json.dumps(facts, indent=2))
    else:
        added = _counted(len(rebuilt.added), "result")
        moved = _counted(len(rebuilt.moved), "result")
        console.note(f"{_counted(rebuilt.files, 'file')}: {added} added, {moved} moved.")
    return Exit.OK


def check(library: Library, arguments: argparse.Namespace) -> Exit:
    """Look whether the library is whole, and mend it when told.

    Raises:
        StorageError: The library cannot be opened.
    """
    from overpaint.services.library.checking import check_library  # noqa: PLC0415 - loads SQLite

    health = check_library(library.path, repair=arguments.repair)
    if arguments.json:
        facts = {
            "problems": health.problems,
            "repaired": health.repaired,
            "results": health.results,
            "missing_files": [str(path) for path in health.missing],
        }
        console.result(json.dumps(facts, indent=2))
    else:
        console.result(_verdict(health.problems, repaired=health.repaired))
        console.result(f"{_counted(health.results, 'result')}, {len(health.missing)} without file")
        for path in health.missing:
            console.result(f"missing: {path}")
    for rescue in library.rescues():
        console.note(f"warning: {rescue.told()}")
    return Exit.DISK if health.problems and not health.repaired else Exit.OK


def usual_folders() -> list[Path]:
    """Where results and answers lie unless somebody says otherwise."""
    paths = AppPaths.find()
    chosen = SettingsFile(paths.config / "settings.json").load().results_folder
    return [paths.data / "answers", paths.data / "results", chosen or paths.pictures]


def _verdict(problems: tuple[str, ...], *, repaired: bool) -> str:
    if not problems:
        return "The library is whole."
    head = "The library was damaged and is mended:" if repaired else "The library is damaged:"
    advice = [] if repaired else ["overpaint library check --repair mends it."]
    return "\n".join([head, *(f"  {problem}" for problem in problems), *advice])


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _quiet(_done: int, _files: int) -> None:
    """Nobody watches."""


def _progress() -> Callable[[int, int], None]:
    watched = sys.stderr.isatty()

    def tell(done: int, files: int) -> None:
        if watched and done % _TOLD_EVERY == 0:
            console.note(f"{done} of {files} files")

    return tell
