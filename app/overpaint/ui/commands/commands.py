"""What each command of the action table does, put together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from overpaint.ui.actions import Actions
from overpaint.ui.commands.collecting import CollectingCommands
from overpaint.ui.commands.editing import EditCommands
from overpaint.ui.commands.exporting import ExportCommands
from overpaint.ui.commands.files import FileCommands
from overpaint.ui.commands.help import HelpCommands
from overpaint.ui.commands.image import ImageCommands
from overpaint.ui.commands.keys import KeyCommands
from overpaint.ui.commands.ladder import LadderCommands
from overpaint.ui.commands.masking import MaskCommands
from overpaint.ui.commands.masks import WholeMaskCommands
from overpaint.ui.commands.prompts import PromptCommands
from overpaint.ui.commands.queue import QueueCommands
from overpaint.ui.commands.results import ResultCommands
from overpaint.ui.commands.sight import SightCommands
from overpaint.ui.commands.spending import SpendingCommands
from overpaint.ui.commands.viewing import ViewCommands
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts


class Commands(QObject):
    """Carries out what menus, shortcuts and buttons ask for.

    Args:
        window: Owner of dialogs.
        panels: What the commands act on.
        parts: Settings and clipboard.

    Attributes:
        files: Opening, saving, preferences, leaving.
        editing: Undo, clipboard, generating.
        image: The target as a whole.
        masking: Tools, and whether the mask is seen.
        masks: What is done with the whole mask.
        viewing: Zoom and theme.
        sight: How mask and picture are shown.
        results: What is done with the selected result.
        queue: What is done with jobs.
        exporting: Exporting, and copying what is seen.
        keys: The sheet of keys, the search for commands.
        help: What the program is.
        spending: Limits, and what was spent.
        collecting: Finding results in folders.
        prompts: Earlier prompts, templates, the keep list.
        ladder: From sketch to final.
    """

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self.files = FileCommands(window, panels, parts)
        self.editing = EditCommands(window, panels, parts)
        self.image = ImageCommands(panels)
        self.masking = MaskCommands(window, panels, parts)
        self.masks = WholeMaskCommands(window, panels, parts)
        self.viewing = ViewCommands(panels, parts)
        self.sight = SightCommands(window, panels, parts, self.masking)
        self.results = ResultCommands(panels)
        self.queue = QueueCommands(panels)
        self.exporting = ExportCommands(window, panels, parts)
        self.keys = KeyCommands(window, panels, parts)
        self.help = HelpCommands(window, panels, parts)
        self.spending = SpendingCommands(window, panels, parts)
        self.collecting = CollectingCommands(window, panels, parts)
        self.prompts = PromptCommands(panels)
        self.ladder = LadderCommands(panels)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return {
            **self.files.handlers(),
            **self.editing.handlers(),
            **self.image.handlers(),
            **self.masking.handlers(),
            **self.masks.handlers(),
            **self.viewing.handlers(),
            **self.sight.handlers(),
            **self.results.handlers(),
            **self.queue.handlers(),
            **self.exporting.handlers(),
            **self.keys.handlers(),
            **self.help.handlers(),
            **self.spending.handlers(),
            **self.collecting.handlers(),
            **self.prompts.handlers(),
            **self.ladder.handlers(),
        }

    def follow(self, actions: Actions) -> None:
        """Know the actions, which are made from the handlers."""
        self.keys.follow(actions)
        self.masks.follow(actions)
        self.ladder.follow(actions)
