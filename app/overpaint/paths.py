"""Where things are: the files that come with the program and the folders it may write to."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOME_VARIABLE = "OVERPAINT_HOME"
"""Environment variable that puts every folder below one place: portable copies, tests."""

_APP_NAME = "Overpaint"


class MissingResourceError(FileNotFoundError):
    """A file that belongs to the program is not there: the installation is damaged."""

    def __init__(self, name: str, searched: tuple[Path, ...]) -> None:
        places = ", ".join(str(folder) for folder in searched)
        super().__init__(
            f"The program file “{name}” is missing (looked in {places}). "
            "Install Overpaint again to repair it."
        )
        self.name = name
        self.searched = searched


@dataclass(frozen=True, slots=True)
class AppPaths:
    """The folders of one person on one machine. None of them needs to exist yet.

    Attributes:
        config: Settings; small, worth a backup.
        data: The library, answers, masks and the journal.
        cache: Thumbnails and the like; may be deleted at any time.
        pictures: Results as plain picture files.
    """

    config: Path
    data: Path
    cache: Path
    pictures: Path

    @classmethod
    def find(cls, environ: Mapping[str, str] | None = None) -> AppPaths:
        """Ask the platform, or `HOME_VARIABLE` where it is set. Creates nothing.

        Args:
            environ: The environment to read; that of the process by default.
        """
        home = (os.environ if environ is None else environ).get(HOME_VARIABLE, "").strip()
        if home:
            return cls.below(Path(home).expanduser().absolute())
        import platformdirs  # noqa: PLC0415 - portable copies do not need it

        return cls(
            config=platformdirs.user_config_path(_APP_NAME, appauthor=False),
            data=platformdirs.user_data_path(_APP_NAME, appauthor=False),
            cache=platformdirs.user_cache_path(_APP_NAME, appauthor=False),
            pictures=platformdirs.user_pictures_path() / _APP_NAME,
        )

    @classmethod
    def below(cls, home: Path) -> AppPaths:
        """Everything under one folder."""
        return cls(
            config=home / "config",
            data=home / "data",
            cache=home / "cache",
            pictures=home / "pictures",
        )


def resource(name: str) -> Path:
    """Find a file or folder that comes with the program.

    Args:
        name: Path below ``resources``, with forward slashes: ``"icons/brush.svg"``.

    Raises:
        MissingResourceError: There is no such file, or the name leads outside the folder.
    """
    roots = _resource_roots(getattr(sys, "_MEIPASS", None))
    if ".." not in Path(name).parts and not Path(name).is_absolute():
        for root in roots:
            candidate = root / name
            if candidate.exists():
                return candidate
    raise MissingResourceError(name, roots)


@cache
def _resource_roots(bundle: str | None) -> tuple[Path, ...]:
    """Frozen bundle, installed package, checkout: the first that has the file wins."""
    package = Path(__file__).resolve().parent
    frozen = (Path(bundle) / "resources",) if bundle else ()
    return (*frozen, package / "resources", package.parents[1] / "resources")
