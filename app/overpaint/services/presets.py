"""The servers whose habits are known: profiles to start from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace

from overpaint.domain.profile_checks import checked
from overpaint.domain.profiles import ServerProfile
from overpaint.paths import resource
from overpaint.services.profile_rows import from_row

PRESETS_RESOURCE = "servers.toml"


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of server.

    Attributes:
        id: How the command line and tests call it; also the first name of its profile.
        label: What people call it.
        note: What to know of it, one English sentence.
        profile: Where it usually listens, and how it wants its edits.
    """

    id: str
    label: str
    note: str
    profile: ServerProfile


def load_presets() -> tuple[Preset, ...]:
    """Read the presets that come with the program. Reads a file.

    Raises:
        MissingResourceError: The installation is damaged.
    """
    rows = tomllib.loads(resource(PRESETS_RESOURCE).read_text(encoding="utf-8"))["server"]
    return tuple(
        Preset(row["id"], row["label"], row["note"],
               checked(replace(from_row(row), name=row["id"])))
        for row in rows
    )  # fmt: skip
