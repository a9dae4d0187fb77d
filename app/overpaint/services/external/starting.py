"""Start another program with a file, without a shell, and let it go its own way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from overpaint.domain.errors import SettingsError
from overpaint.domain.programs import Program
from overpaint.domain.text import say

_running: list[subprocess.Popen[bytes]] = []


def start(program: Program, file: Path) -> None:
    """Start a program; it lives on when this one ends.

    Args:
        program: Which one.
        file: What it opens; handed over as one argument, whatever signs are in its name.

    Raises:
        SettingsError: It is not there, or may not be run.
    """
    # Those that have ended meanwhile leave nothing behind once they are asked.
    _running[:] = [one for one in _running if one.poll() is None]
    try:
        started = subprocess.Popen(  # noqa: S603 - no shell; the person has chosen the program
            program.arguments(str(file)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
            cwd=file.parent,
            env=_environment(),
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingsError(
            say("external", "“{name}” could not be started.", name=program.name),
            why=say("external", "{command}: {reason}.", command=program.command[0], reason=reason),
            remedy=say("external", "Install it, or choose another one: Edit in › Choose a"
                       " program…."),
        ) from error  # fmt: skip
    _running.append(started)


def _environment() -> dict[str, str]:
    """What the program would see without us: an installed Overpaint has libraries of its own."""
    environment = dict(os.environ)
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = environment.pop(f"{name}_ORIG", None)
        if getattr(sys, "frozen", False):
            environment.pop(name, None)
        if before is not None:
            environment[name] = before
    return environment
