"""An environment of the build's own: exactly what constraints-bundle.txt pins, and nothing else."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from installers.identity import BUILD, ROOT

CONSTRAINTS = ROOT / "constraints-bundle.txt"
FOLDER = BUILD / "venv"
_MARK = "installed-from"


class UnfitPythonError(Exception):
    """This Python cannot be put into a bundle."""


def python() -> Path:
    """The environment's interpreter; the environment is made when it is missing or out of date.

    Raises:
        UnfitPythonError: This Python has no shared library.
        subprocess.CalledProcessError: Something could not be installed.
    """
    _check_python()
    found = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    mark = FOLDER / _MARK
    wanted = hashlib.sha256(CONSTRAINTS.read_bytes() + sys.version.encode()).hexdigest()
    if mark.is_file() and mark.read_text(encoding="ascii") == wanted:
        return found
    print(f"Making the environment of the build in {FOLDER}", file=sys.stderr)
    venv.create(FOLDER, clear=True, with_pip=True)
    pip = [str(found), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run(
        [*pip, "--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(CONSTRAINTS)],
        check=True,
    )
    mark.write_text(wanted, encoding="ascii")
    return found


def be_in_it(script: Path, arguments: list[str]) -> None:
    """Run a script again with the environment's interpreter and end; returns if this is it."""
    interpreter = python()
    if Path(sys.prefix).resolve() == FOLDER.resolve():
        return
    done = subprocess.run([str(interpreter), str(script), *arguments], check=False)
    sys.exit(done.returncode)


def _check_python() -> None:
    if sys.platform == "win32" or sysconfig.get_config_var("Py_ENABLE_SHARED"):
        return
    if sysconfig.get_config_var("PYTHONFRAMEWORK") or sysconfig.get_config_var("LIBPL"):
        library = Path(str(sysconfig.get_config_var("LIBDIR") or "/")) / str(
            sysconfig.get_config_var("INSTSONAME") or "none"
        )
        if library.exists() or sysconfig.get_config_var("PYTHONFRAMEWORK"):
            return
    raise UnfitPythonError(
        f"{sys.executable} was built without a shared library, which a bundle needs. "
        "Use a Python that was configured with --enable-shared."
    )
