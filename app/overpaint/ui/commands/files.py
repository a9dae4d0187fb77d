"""The commands of the file menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from overpaint.paths import resource
from overpaint.ui.commands.choosers import PictureChooser
from overpaint.ui.frames.choice import FrameChoice
from overpaint.ui.frames.chooser import FrameChooser
from overpaint.ui.notices import error_notice
from overpaint.ui.panels import Panels
from overpaint.ui.results.actions import ResultAction
from overpaint.ui.window_parts import WindowParts

_SAMPLE = "samples/rocket.png"
_SAMPLE_MASK = "samples/rocket_tower.mask.png"


class FileCommands(QObject):
    """Opens and saves; see `Commands`.

    Attributes:
        frames: Asks which frame or page of a file is used.
    """

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._parts = parts
        self._chooser = PictureChooser(window)
        self.frames = FrameChoice(
            parts.store,
            panels.inputs.history,
            FrameChooser(parts.icons, parts.loader, panels.area),
            parts.background,
            self,
        )
        panels.inputs.frame_requested.connect(self.frames.ask_for)
        self.frames.failed.connect(lambda e: panels.area.banner.present(error_notice(e)))

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        results = self._panels.results
        return {
            "new_edit": self.new_edit,
            "close_edit": self._panels.edits.close_edit,
            "reopen_edit": self._panels.edits.reopen,
            "next_edit": lambda: self._panels.edits.step(+1),
            "previous_edit": lambda: self._panels.edits.step(-1),
            "open_target": self.open_target,
            "open_references": self.add_pictures,
            "open_folder": self._open_folder,
            "open_mask": self._open_mask,
            "restore_settings": self._panels.restoring.choose,
            "open_sample": self.open_sample,
            "choose_frame": self.frames.ask,
            "save_copy": lambda: results.perform(ResultAction.SAVE_COPY),
            "reveal": lambda: results.perform(ResultAction.SHOW_IN_FOLDER),
            "preferences": self.preferences,
            "quit": self._quit,
        }

    def open_target(self) -> None:
        """Ask for pictures; the first becomes the target."""
        self._chooser.ask(self.tr("Open pictures"), self._panels.intake.open)

    def _open_folder(self) -> None:
        """Ask for a folder; its pictures come in like dropped ones."""
        self._chooser.ask_folder(
            self.tr("Open a folder of pictures"), lambda folder: self._panels.intake.open([folder])
        )

    def add_pictures(self) -> None:
        """Ask for pictures to add; they are references when there is a target."""
        self._chooser.ask(self.tr("Add pictures"), self._panels.intake.add)

    def replace_picture(self, image_id: str) -> None:
        """Ask for the picture that takes an input's place."""
        self._chooser.ask(
            self.tr("Replace picture"),
            lambda paths: self._panels.intake.replace(image_id, paths),
        )

    def open_sample(self) -> None:
        """Open the sample session: a photograph, a painted mask and a prompt."""
        session, store = self._panels.session, self._parts.store

        def mask(target: object) -> None:
            session.target_shown.disconnect(mask)
            if target == store.draft.target:
                self._panels.masks.importer.take_file(resource(_SAMPLE_MASK))

        self.new_edit()
        session.target_shown.connect(mask)
        session.open_target([resource(_SAMPLE)])
        store.set(prompt=self.tr("The same launch at dusk, without the tower beside the rocket."))

    def preferences(self) -> None:
        """Show the preferences."""
        self._panels.preferences.show()
        self._panels.preferences.raise_()
        self._panels.preferences.activateWindow()

    def _open_mask(self) -> None:
        self._chooser.ask(
            self.tr("Open a mask"), lambda paths: self._panels.masks.import_file(paths[0])
        )

    def new_edit(self) -> None:
        """Begin an empty edit in a tab of its own; the present one stays open."""
        self._panels.edits.new()

    def _quit(self) -> None:
        self._window.close()
