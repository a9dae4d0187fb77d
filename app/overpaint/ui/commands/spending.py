"""The commands about money: limits, and what was spent as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from overpaint.domain.errors import Action, OverpaintError
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.ui.commands.choosers import ask_where_to_save
from overpaint.ui.notices import error_notice
from overpaint.ui.panels import Panels
from overpaint.ui.widgets.toast import ToastAction
from overpaint.ui.window_parts import WindowParts


class SpendingCommands(QObject):
    """Shows limits and writes sums; see `Commands`."""

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._parts = parts
        preferences = panels.preferences
        panels.spending.limits_wanted.connect(preferences.show_spending)
        preferences.export_spending_requested.connect(self.export)
        panels.batch.sheet.banner.action_chosen.connect(self._act)
        panels.ledger.failed.connect(self._show_error)
        panels.batch.runs.running_changed.connect(lambda _runs: panels.ledger.refresh())

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return {
            "spending": self._panels.preferences.show_spending,
            "export_spending": self.export,
        }

    @Slot()
    def export(self) -> None:
        """Ask where, and write every sum."""
        now = datetime.now(UTC).astimezone()
        name = self.tr("Spending {day}.csv").format(day=f"{now:%Y-%m-%d}")
        title = self.tr("Export spending as CSV")
        ask_where_to_save(self._window, title, name, self.write, suffix="csv")

    def write(self, path: Path) -> None:
        """Write every sum into a table."""
        library = self._parts.paths.data / LIBRARY_NAME

        def work() -> Path:
            from overpaint.services.library.spending import write_table  # noqa: PLC0415 - SQLite

            write_table(library, path)
            return path

        self._parts.background.run(work, self._say_written, self._show_error)

    def _say_written(self, path: Path) -> None:
        text = self.tr("Exported “{name}”").format(name=path.name)
        show = ToastAction(self.tr("Show in folder"), lambda: self._panels.files.reveal(path))
        self._panels.area.toast.say(text, action=show)

    def _show_error(self, error: OverpaintError) -> None:
        self._panels.area.banner.present(error_notice(error))

    @Slot(str)
    def _act(self, identifier: str) -> None:
        if identifier == Action.RAISE_LIMIT.value:
            self._panels.preferences.show_spending()
