"""What a person has chosen for good: a small file that holds only what differs from the defaults.

Everything in it may be missing or wrong: a wrong value falls back to its default with one warning
in the log, and a key that this version does not know is kept. Secrets are never in it
(`overpaint.services.credentials`).
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import cast

from overpaint.domain.choices import Quality
from overpaint.domain.errors import Action, SettingsError, StorageError
from overpaint.domain.export import ExportChoice
from overpaint.domain.file_names import USUAL_RESULT_NAME, NameTemplate
from overpaint.domain.key_text import KeyTextError, normal
from overpaint.domain.keymap import KeyChanges
from overpaint.domain.limits import Limits
from overpaint.domain.overlay import DEFAULT_STYLE, OverlayStyle
from overpaint.domain.profile_checks import RESERVED_NAMES, checked
from overpaint.domain.profiles import (
    BUILT_IN,
    OPENAI,
    ImageFieldStyle,
    ServerKind,
    ServerProfile,
)
from overpaint.domain.programs import Program
from overpaint.domain.text import say
from overpaint.services.export_rows import export_from_row, export_to_row
from overpaint.services.keymaps import KeySet
from overpaint.services.limit_rows import limits_from_row, limits_to_row
from overpaint.services.overlay_rows import overlay_from_row, overlay_to_row
from overpaint.services.profile_rows import from_row, to_row
from overpaint.services.program_rows import programs_from_rows, programs_to_rows

VERSION = 1
"""Version of the file's form; a newer file is read as far as it is understood."""

_logger = logging.getLogger(__name__)


class Theme(StrEnum):
    """Light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Wheel(StrEnum):
    """What the wheel does over the canvas; with Ctrl it zooms in any case."""

    ZOOM = "zoom"
    SCROLL = "scroll"


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices; the defaults are those of a new installation.

    Attributes:
        server: Name of the profile that edits go to. A new installation edits on the built-in
            endpoint, so nobody is billed before having chosen to be.
        openai: OpenAI with the settings that were changed: region, project, proxy …
        servers: Servers that were added.
        results_folder: Where results go; None for ``Pictures/Overpaint``.
        result_name: Template of the names of results.
        export: What was exported last, and how.
        theme: Light, dark, or what the system says.
        model: The model of the last edit; ``""`` for the catalogue's default.
        quality: The quality of the last edit.
        show_retired: Whether models that OpenAI has ended are offered.
        key_set: The set of keys that `keys` differs from.
        keys: Commands whose keys were changed, with their keys.
        letter_keys: Whether keys that type a character are shortcuts too.
        wheel: What the wheel does over the canvas.
        overlay: How mask and protected parts are shown.
        show_rulers: Whether there are rulers beside the canvas.
        show_pixel_grid: Whether lines part the pixels when they are large.
        limits: What may be spent.
        tells_recipe: Whether files of results tell how they were made.
        show_frame: Whether the context frame is seen while its tool is not in hand.
        keep_closed_days: How long an edit is kept after its tab was closed, days; 0 for always.
        queue_paused: Whether nothing new is sent until the person resumes.
        notify: Whether the desktop tells of ended jobs while the window is not in front.
        look_for_updates: Whether the program may look for newer versions.
        folder_per_edit: Whether the results of each edit go to a folder of their own.
        programs: Programs for “Edit in” that were added.
        program: Name of the usual one; ``""`` for the first that there is.
    """

    server: str = BUILT_IN.name
    openai: ServerProfile = OPENAI
    servers: tuple[ServerProfile, ...] = ()
    results_folder: Path | None = None
    result_name: str = USUAL_RESULT_NAME
    export: ExportChoice = ExportChoice()  # noqa: RUF009 - immutable
    theme: Theme = Theme.SYSTEM
    model: str = ""
    quality: Quality = Quality.AUTO
    show_retired: bool = False
    key_set: KeySet = KeySet.PHOTOSHOP
    keys: KeyChanges = ()
    letter_keys: bool = True
    wheel: Wheel = Wheel.ZOOM
    overlay: OverlayStyle = DEFAULT_STYLE
    show_rulers: bool = False
    show_pixel_grid: bool = True
    show_frame: bool = True
    keep_closed_days: int = 90
    queue_paused: bool = False
    notify: bool = True
    look_for_updates: bool = False
    limits: Limits = Limits()  # noqa: RUF009 - immutable
    tells_recipe: bool = True
    folder_per_edit: bool = False
    programs: tuple[Program, ...] = ()
    program: str = ""

    def profiles(self) -> tuple[ServerProfile, ...]:
        """Every server that can be chosen: the built-in endpoint, OpenAI, and those added."""
        return (BUILT_IN, self.openai, *self.servers)

    def with_a_known_server(self) -> Settings:
        """The same, with the built-in endpoint where the chosen server is not known any more."""
        known = {profile.name for profile in self.profiles()}
        return self if self.server in known else replace(self, server=BUILT_IN.name)

    def profile(self, name: str | None = None) -> ServerProfile:
        """The server of that name; the chosen one without a name.

        Raises:
            SettingsError: There is none of that name.
        """
        wanted = self.server if name is None else name
        for profile in self.profiles():
            if profile.name == wanted:
                return profile
        raise SettingsError(
            say("settings", "There is no server called “{name}”.", name=wanted),
            remedy=say(
                "settings",
                "Choose one of: {names}.",
                names=", ".join(profile.name for profile in self.profiles()),
            ),
            action=Action.CHANGE_SERVER,
        )


def compatible_server(
    name: str, base_url: str, *, image_field: ImageFieldStyle = ImageFieldStyle.AUTO
) -> ServerProfile:
    """Check and build the profile of a server that speaks the same interface.

    Args:
        name: What people call it.
        base_url: ``http`` or ``https`` address up to and including ``/v1``.
        image_field: The multipart name of the inputs.

    Raises:
        SettingsError: The name is empty or taken, or the address cannot be one.
    """
    return checked(ServerProfile(name, ServerKind.COMPATIBLE, base_url, image_field))


class SettingsFile:
    """The file in the configuration folder. Reads and writes disk: call it off the GUI thread."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Settings:
        """Read the choices; whatever is missing or wrong is its default."""
        values = {}
        wrong = []
        stored = self._stored()
        for name, read in _READERS.items():
            if name in stored:
                try:
                    values[name] = read(stored[name])
                except (ValueError, TypeError, KeyError, SettingsError):
                    wrong.append(name)
        if wrong:
            _logger.warning(
                "settings: not usable, default taken: %s (%s)", ", ".join(wrong), self._path
            )
        return Settings(**values)  # type: ignore[arg-type]  # each reader returns its field's type

    def save(self, settings: Settings) -> None:
        """Write what differs from the defaults, beside the old file first, then in its place.

        Raises:
            StorageError: The folder or the file cannot be written; the old file is untouched.
        """
        stored = self._stored()
        unknown = {key: value for key, value in stored.items() if key not in _READERS}
        version = stored.get("version", VERSION)
        newest = max(VERSION, version) if isinstance(version, int) else VERSION
        content = unknown | {"version": newest} | _overrides(settings)
        text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        try:
            self._replace(text)
        except OSError as error:
            raise StorageError(
                say("settings", "The settings could not be saved."),
                why=say("settings", "{reason}.", reason=str(error)),
                remedy=say("settings", "Check that the folder can be written to."),
            ) from error

    def _stored(self) -> dict[str, object]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            _logger.warning("settings: cannot be read, defaults taken: %s (%s)", self._path, error)
            return {}
        if not isinstance(content, dict):
            _logger.warning("settings: not an object, defaults taken: %s", self._path)
            return {}
        return cast("dict[str, object]", content)

    def _replace(self, text: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _overrides(settings: Settings) -> dict[str, object]:
    defaults = Settings()
    return {
        field.name: _WRITERS.get(field.name, _plain)(getattr(settings, field.name))
        for field in fields(Settings)
        if getattr(settings, field.name) != getattr(defaults, field.name)
    }


def _plain(value: object) -> object:
    if isinstance(value, int):  # a switch, too
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, OverlayStyle):
        return overlay_to_row(value)
    if isinstance(value, ServerProfile):
        return to_row(value, OPENAI) if value.name == OPENAI.name else to_row(value)
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    if value < 0:
        raise ValueError(value)
    return value


def _folder(value: object) -> Path:
    folder = Path(_text(value))
    if not folder.is_absolute():
        raise ValueError(value)
    return folder


def _openai(value: object) -> ServerProfile:
    profile = checked(from_row(value, OPENAI))
    if (profile.name, profile.kind) != (OPENAI.name, OPENAI.kind):
        raise ValueError(value)
    return profile


def _server(value: object) -> ServerProfile:
    profile = checked(from_row(value))
    if profile.name in RESERVED_NAMES:
        raise ValueError(value)
    return profile


def _servers(value: object) -> tuple[ServerProfile, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    servers = tuple(_server(item) for item in value)
    if len({server.name for server in servers}) < len(servers):
        raise ValueError(value)
    return servers


def _keys(value: object) -> KeyChanges:
    """Read what can be understood: one wrong key must not cost a person all others."""
    if not isinstance(value, dict):
        raise TypeError(value)
    found: dict[str, tuple[str, ...]] = {}
    for command, keys in cast("dict[str, object]", value).items():
        try:
            held = keys if isinstance(keys, list) else [keys]
            found[command] = tuple(normal(_text(key)) for key in held)
        except (KeyTextError, TypeError):
            _logger.warning("settings: no keys, left out: %s = %r", command, keys)
    return tuple(sorted(found.items()))


_WRITERS: dict[str, Callable[[object], object]] = {
    "export": lambda value: export_to_row(cast("ExportChoice", value)),
    "programs": lambda value: programs_to_rows(cast("tuple[Program, ...]", value)),
    "limits": lambda value: limits_to_row(cast("Limits", value)),
    "keys": lambda value: {name: list(keys) for name, keys in cast("KeyChanges", value)},
}

_READERS: dict[str, Callable[[object], object]] = {
    "tells_recipe": _switch,
    "folder_per_edit": _switch,
    "programs": programs_from_rows,
    "program": _text,
    "server": _text,
    "openai": _openai,
    "servers": _servers,
    "results_folder": _folder,
    "export": export_from_row,
    "result_name": lambda value: NameTemplate.read(_text(value)).text,
    "theme": lambda value: Theme(_text(value)),
    "model": _text,
    "quality": lambda value: Quality(_text(value)),
    "show_retired": _switch,
    "key_set": lambda value: KeySet(_text(value)),
    "keys": _keys,
    "letter_keys": _switch,
    "wheel": lambda value: Wheel(_text(value)),
    "overlay": overlay_from_row,
    "show_rulers": _switch,
    "show_pixel_grid": _switch,
    "show_frame": _switch,
    "keep_closed_days": _count,
    "queue_paused": _switch,
    "notify": _switch,
    "look_for_updates": _switch,
    "limits": limits_from_row,
}
