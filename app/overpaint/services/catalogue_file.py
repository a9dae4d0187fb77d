"""Load the model catalogue that comes with the program."""

from __future__ import annotations

from pathlib import Path

from overpaint.domain.catalogue import Catalogue, parse_catalogue
from overpaint.domain.errors import SettingsError
from overpaint.domain.text import say
from overpaint.paths import resource

CATALOGUE_RESOURCE = "models.toml"


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Read the models and their rules.

    Args:
        path: A file to read instead of the one that comes with the program.

    Raises:
        SettingsError: The file cannot be read, or what it says cannot be used.
        MissingResourceError: The installation is damaged.
    """
    source = resource(CATALOGUE_RESOURCE) if path is None else path
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            say("catalogue", "The model catalogue cannot be read."),
            why=say("catalogue", "{reason}.", reason=str(error)),
            remedy=say("catalogue", "Reinstall Overpaint, or undo the change to the file."),
        ) from error
    return parse_catalogue(text)
