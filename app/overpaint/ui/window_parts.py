"""What the window is made of and gets handed by the composition root."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QClipboard

from overpaint.paths import AppPaths
from overpaint.services.connections import Connections
from overpaint.services.engine import Engine
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.bridge import EngineBridge, LibraryBridge
from overpaint.ui.dialogs.keys import Keys
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.model_list import ModelList
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.theme import Theme
from overpaint.ui.thumbnails import ThumbnailLoader


@dataclass(frozen=True, slots=True, eq=False)
class WindowParts:
    """Everything that outlives the window; its maker closes it.

    Attributes:
        key_worker: A `Background` with one thread: keys are not to be asked for side by side.
        library: All results; blocks, so workers ask it.
        library_bridge: Tells what has changed in it.
        journal: Where every attempt is written down before it is sent.
    """

    theme: Theme
    icons: Icons
    store: DraftStore
    settings: SettingsStore
    models: ModelList
    keyboard: Keyboard
    keys: Keys
    background: Background
    key_worker: Background
    loader: ThumbnailLoader
    engine: Engine
    connections: Connections
    bridge: EngineBridge
    clipboard: QClipboard
    paths: AppPaths
    library: Library
    library_bridge: LibraryBridge
    journal: Journal
