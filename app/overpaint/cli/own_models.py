"""The catalogue that a command works with: a person's own rows count, broken ones are told."""

from __future__ import annotations

from overpaint.cli import console
from overpaint.domain.catalogue import Catalogue
from overpaint.paths import AppPaths
from overpaint.services.catalogue_file import load_own_catalogue


def own_catalogue(paths: AppPaths | None = None) -> Catalogue:
    """Read the catalogue; a broken file of a person's own is told and left out."""
    folders = AppPaths.find() if paths is None else paths
    loaded = load_own_catalogue(folders.config)
    if loaded.trouble is not None:
        console.note(f"warning: {loaded.trouble}")
    return loaded.catalogue
