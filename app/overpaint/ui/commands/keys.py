"""The commands about keys and commands: the sheet, the search, the page of the preferences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from overpaint.ui.messages import render
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from overpaint.ui.actions import Actions
    from overpaint.ui.dialogs.command_palette import CommandPalette
    from overpaint.ui.dialogs.key_sheet import KeySheet


class KeyCommands(QObject):
    """Shows what can be done and with which keys; see `Commands`.

    Attributes:
        sheet: The sheet of keys that was shown last.
        palette: The search for commands; None until it is first needed.
    """

    sheet: KeySheet | None
    palette: CommandPalette | None

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._parts = parts
        self._actions: Actions | None = None
        self.sheet = None
        self.palette = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return {
            "key_sheet": self._show_sheet,
            "command_search": self._show_palette,
            "edit_keys": self._panels.preferences.show_keyboard,
        }

    def follow(self, actions: Actions) -> None:
        """Know the commands: they are made from the handlers above."""
        self._actions = actions
        self._panels.preferences.sheet_requested.connect(self._show_sheet)

    def _show_sheet(self) -> None:
        # Needed by few, and only now.
        from overpaint.ui.dialogs.key_groups import key_groups  # noqa: PLC0415
        from overpaint.ui.dialogs.key_sheet import KeySheet  # noqa: PLC0415
        from overpaint.ui.dialogs.set_names import set_title  # noqa: PLC0415

        if self._actions is None:
            return
        if self.sheet is not None:
            self.sheet.close_veil()
            self.sheet.deleteLater()
        keyboard, settings = self._parts.keyboard, self._parts.settings.settings
        title = render(set_title(settings.key_set, changed=bool(settings.keys)))
        groups = key_groups(self._actions, keyboard)
        self.sheet = KeySheet(self._parts.icons, groups, title, self._window)
        self.sheet.change_requested.connect(self._panels.preferences.show_keyboard)
        self._window.activateWindow()
        self.sheet.open()

    def _show_palette(self) -> None:
        from overpaint.ui.dialogs.command_palette import CommandPalette  # noqa: PLC0415 - as above
        from overpaint.ui.dialogs.command_search import entries  # noqa: PLC0415 - as above

        actions = self._actions
        if actions is None:
            return
        if self.palette is None:
            self.palette = CommandPalette(
                self._parts.icons,
                lambda: entries(actions),
                lambda identifier: actions[identifier].trigger(),
                self._window,
            )
        self.palette.open()
