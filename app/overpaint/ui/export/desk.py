"""Runs exports beside the window: the dialog, the same once more, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from overpaint.domain.errors import Action, OverpaintError
from overpaint.domain.export import ExportChoice, ExportPart, LayerNames
from overpaint.domain.file_names import NameFacts
from overpaint.services.export_source import ExportSource
from overpaint.services.exports import Estimate, Exporter
from overpaint.ui.background import Background
from overpaint.ui.icons import Icons
from overpaint.ui.messages import render
from overpaint.ui.notices import error_notice
from overpaint.ui.settings_store import SettingsStore

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Picture
    from overpaint.ui.export.dialog import ExportDialog

_REST_MS = 150
"""How long the person has to leave the controls alone before a size is worked out."""

_FOR_EACH = {ExportPart.RESULT, ExportPart.PATCH, ExportPart.ANSWER}


class ExportDesk(QObject):
    """Owns the dialog and the worker; whoever makes one closes it.

    Args:
        icons: The icon family.
        settings: What was exported last, and how.
        sources: What is selected in the window, the current result first; empty for nothing.
        results: The folder of results.
        window: Owner of the dialog.

    Signals:
        exported (list[Path], bool): Files that were written, and whether to show the folder.
        failed (OverpaintError): Nothing was written, and the dialog is not there to say so.

    Attributes:
        dialog: None until it is first needed.
    """

    exported = Signal(list, bool)
    failed = Signal(object)

    def __init__(
        self,
        icons: Icons,
        settings: SettingsStore,
        sources: Callable[[], tuple[ExportSource, ...]],
        results: Callable[[], Path],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._icons = icons
        self._settings = settings
        self._sources = sources
        self._results = results
        self._window = window
        self._worker = Background(self, workers=1)
        self._exporters: list[Exporter] = []
        self._known: Estimate | None = None
        self._looking = False
        self._stale = False
        self._running = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._look_again)
        self.dialog: ExportDialog | None = None

    def close(self) -> None:
        """Finish the file under way and end the worker."""
        self._rest.stop()
        self._worker.close()

    def show(self) -> None:
        """Open the dialog for what is selected."""
        # Twenty widgets that the first paint of the program does not need.
        from overpaint.ui.export.dialog import ExportDialog  # noqa: PLC0415

        if not self._gather():
            return
        if self.dialog is None:
            self.dialog = ExportDialog(self._icons, self._facts, self._window)
            self.dialog.changed.connect(self._on_changed)
            self.dialog.export_requested.connect(self._on_export_requested)
            self.dialog.banner.action_chosen.connect(self._act)
        self.dialog.banner.clear()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Something else is selected in the window: show that, if the dialog is open."""
        if self.dialog is None or not self.dialog.isVisible():
            return
        if not self._gather():
            self.dialog.close()
            return
        source = self._exporters[0].source
        choice = _possible(self._settings.settings.export, source)
        self.dialog.present(source, self._count(choice), choice, self._results())
        self.dialog.look.set_picture(None)
        self.dialog.look.set_busy(True)
        self._refresh()

    def again(self) -> None:
        """Export what is selected as the last time, without asking."""
        if self._running:
            return
        exporters = [Exporter(source, self._names()) for source in self._sources()]
        if exporters:
            self._start(exporters, self._settings.settings.export)

    def _gather(self) -> bool:
        """Take what is selected now; tells whether there is anything."""
        self._exporters = [Exporter(source, self._names()) for source in self._sources()]
        self._known = None
        return bool(self._exporters)

    def _on_changed(self, choice: ExportChoice) -> None:
        self._settings.set(export=choice)
        if self.dialog is not None and self._exporters:
            self.dialog.banner.clear()
        self._refresh()

    def _refresh(self) -> None:
        self._stale = True
        self._rest.start()

    def _look_again(self) -> None:
        """Ask for the newest state; one question at a time."""
        dialog = self.dialog
        if self._looking or self._running or dialog is None or not self._exporters:
            return
        self._looking, self._stale = True, False
        exporter, choice = self._exporters[0], dialog.choice
        dialog.show_estimate(None)

        def look() -> tuple[Estimate, Picture]:
            return exporter.estimate(choice.part, choice.options), exporter.look(choice.part)

        def done(seen: tuple[Estimate, Picture]) -> None:
            self._looking = False
            if self._stale:
                self._rest.start()
            elif self._exporters[:1] == [exporter]:
                self._known = seen[0]
                dialog.show_estimate(seen[0])
                dialog.show_look(seen[1])

        def failed(error: OverpaintError) -> None:
            self._looking = False
            if self._stale:
                self._rest.start()
            else:
                dialog.show_problem(render(error.what))

        self._worker.run(look, done, failed)

    def _on_export_requested(self) -> None:
        if self.dialog is not None and not self._running:
            self.dialog.banner.clear()
            self._start(list(self._exporters), self.dialog.choice)

    def _start(self, exporters: list[Exporter], choice: ExportChoice) -> None:
        wanted = exporters if choice.part in _FOR_EACH else exporters[:1]
        self._running = True
        self._next(wanted, 0, choice, [])

    def _next(
        self, exporters: list[Exporter], place: int, choice: ExportChoice, written: list[Path]
    ) -> None:
        """One file after the other, so that progress can be told and an error stops the rest."""
        if self.dialog is not None:
            several = self.tr("{number} of {count}").format(number=place + 1, count=len(exporters))
            self.dialog.set_busy(True, several if len(exporters) > 1 else "")
        folder = choice.folder or self._results()

        def done(path: Path) -> None:
            written.append(path)
            if place + 1 < len(exporters):
                self._next(exporters, place + 1, choice, written)
            else:
                self._finish(written, choice)

        def failed(error: OverpaintError) -> None:
            self._finish(written, choice, error)

        exporter = exporters[place]
        self._worker.run(lambda: exporter.export(choice, folder), done, failed)

    def _finish(
        self, written: list[Path], choice: ExportChoice, error: OverpaintError | None = None
    ) -> None:
        self._running = False
        dialog = self.dialog
        if dialog is not None:
            dialog.set_busy(False)
        if written:
            self.exported.emit(written, choice.open_after and error is None)
        if error is not None and dialog is not None and dialog.isVisible():
            dialog.banner.present(error_notice(error))
        elif error is not None:
            self.failed.emit(error)
        if self._stale:
            self._rest.start()

    def _act(self, identifier: str) -> None:
        if identifier == Action.CHOOSE_FOLDER.value and self.dialog is not None:
            self.dialog.banner.clear()
            self.dialog.choose_folder()

    def _facts(self) -> NameFacts:
        facts = self._exporters[0].source.facts if self._exporters else None
        if facts is None:
            raise AssertionError("the dialog is shown without a source")
        size = self._known.size if self._known is not None else self._exporters[0].source.size
        return replace(facts, size=size)

    def _count(self, choice: ExportChoice) -> int:
        return len(self._exporters) if choice.part in _FOR_EACH else 1

    def _names(self) -> LayerNames:
        return LayerNames(self.tr("Original"), self.tr("Mask"), self.tr("Protected"))


def _possible(choice: ExportChoice, source: ExportSource) -> ExportChoice:
    """What was chosen last, or the first part that there is."""
    if source.objection(choice.part) is None:
        return choice
    part = next((p for p in ExportPart if source.objection(p) is None), choice.part)
    return replace(choice, part=part)
