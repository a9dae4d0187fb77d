"""Load the model catalogue: the one of the program, and a person's own rows over it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from overpaint.domain.catalogue import Catalogue, parse_catalogue
from overpaint.domain.errors import SettingsError
from overpaint.domain.text import say
from overpaint.paths import resource

CATALOGUE_RESOURCE = "models.toml"
OWN_CATALOGUE = "models.toml"
"""Name of a person's own file in the configuration folder."""


@dataclass(frozen=True, slots=True)
class LoadedCatalogue:
    """The models to work with.

    Attributes:
        catalogue: Those of the program, and a person's own where these can be used.
        trouble: Why a person's own rows are left out; None when they are not.
    """

    catalogue: Catalogue
    trouble: SettingsError | None = None


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Read the models and their rules.

    Args:
        path: A file to read instead of the one that comes with the program.

    Raises:
        SettingsError: The file cannot be read, or what it says cannot be used.
        MissingResourceError: The installation is damaged.
    """
    return parse_catalogue(_text(resource(CATALOGUE_RESOURCE) if path is None else path))


def load_own_catalogue(config: Path) -> LoadedCatalogue:
    """Read the models, with a person's own rows over those of the program.

    Args:
        config: The configuration folder; the file in it may be missing.

    Raises:
        SettingsError: The catalogue of the program cannot be used.
        MissingResourceError: The installation is damaged.
    """
    text, own = _text(resource(CATALOGUE_RESOURCE)), config / OWN_CATALOGUE
    if not own.is_file():
        return LoadedCatalogue(parse_catalogue(text))
    try:
        return LoadedCatalogue(parse_catalogue(text, overlay=_text(own)))
    except SettingsError as error:
        trouble = SettingsError(
            say("catalogue", "Your own models cannot be used; those of Overpaint are."),
            why=error.why,
            remedy=say("catalogue", "Correct or remove {path}.", path=str(own)),
        )
        return LoadedCatalogue(parse_catalogue(text), trouble)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            say("catalogue", "The model catalogue cannot be read."),
            why=say("catalogue", "{reason}.", reason=str(error)),
            remedy=say("catalogue", "Reinstall Overpaint, or undo the change to the file."),
        ) from error
