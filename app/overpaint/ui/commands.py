"""What each command of the action table does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication, QUndoStack
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from overpaint import __version__
from overpaint.domain.choices import Field
from overpaint.paths import resource
from overpaint.services.settings import Theme
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.dialogs.key_sheet import KeySheet
from overpaint.ui.drop_targets import DropRole
from overpaint.ui.panels import Panels
from overpaint.ui.payload import read_payload
from overpaint.ui.results.actions import ResultAction
from overpaint.ui.window_parts import WindowParts

_PICTURES = "*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp *.gif *.avif"
_SAMPLE = "samples/rocket.png"
_SAMPLE_MASK = "samples/rocket_tower.mask.png"


class Commands(QObject):
    """Carries out what menus, shortcuts and buttons ask for.

    Args:
        window: Owner of dialogs.
        panels: What the commands act on.
        parts: Settings and clipboard.

    Attributes:
        mask_shown: Whether the mask is shown now.
    """

    mask_shown = Signal(bool)

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._parts = parts
        self._folder = str(Path.home())
        self._key_sheet: KeySheet | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        return {**self._file(), **self._edit(), **self._tools(), **self._view(), **self._others()}

    def open_target(self) -> None:
        """Ask for pictures; the first becomes the target."""
        self._ask_for_pictures(self.tr("Open pictures"), self._panels.session.open_target)

    def add_pictures(self) -> None:
        """Ask for pictures to add; they are references when there is a target."""
        self._ask_for_pictures(self.tr("Add pictures"), self._panels.session.add)

    def replace_picture(self, image_id: str) -> None:
        """Ask for the picture that takes an input's place."""
        self._ask_for_pictures(
            self.tr("Replace picture"),
            lambda paths: self._panels.session.replace(image_id, paths[0]),
        )

    def open_sample(self) -> None:
        """Open the sample session: a photograph, a painted mask and a prompt."""
        session, store = self._panels.session, self._parts.store

        def mask(target: object) -> None:
            session.target_shown.disconnect(mask)
            if target == store.draft.target:
                session.import_mask(resource(_SAMPLE_MASK))

        session.start_over()
        session.target_shown.connect(mask)
        session.open_target([resource(_SAMPLE)])
        store.set(prompt=self.tr("The same launch at dusk, without the tower beside the rocket."))

    def paste(self) -> None:
        """Paste: the target when there is none, else a reference."""
        empty = self._parts.store.draft.target is None
        self._paste(DropRole.TARGET if empty else DropRole.REFERENCE)

    def show_mask(self, visible: bool) -> None:  # noqa: FBT001 - a slot
        """Show or hide the mask on the canvas, in the menu and in the options bar alike."""
        self._panels.canvas.set_overlay_visible(visible)
        self._panels.brush.set_overlay_visible(visible)
        self.mask_shown.emit(visible)

    def preferences(self) -> None:
        """Show the preferences."""
        self._panels.preferences.show()
        self._panels.preferences.raise_()
        self._panels.preferences.activateWindow()

    def _file(self) -> dict[str, Callable[[], None]]:
        results = self._panels.results
        return {
            "new_edit": self._new_edit,
            "open_target": self.open_target,
            "open_references": self.add_pictures,
            "open_mask": self._open_mask,
            "open_sample": self.open_sample,
            "save_copy": lambda: results.perform(ResultAction.SAVE_COPY),
            "reveal": lambda: results.perform(ResultAction.SHOW_IN_FOLDER),
            "preferences": self.preferences,
            "quit": self._quit,
        }

    def _edit(self) -> dict[str, Callable[[], None]]:
        runs = self._panels.runs
        results, inspector = self._panels.results, self._panels.inspector
        return {
            "undo": lambda: self._undo_stack().undo(),
            "redo": lambda: self._undo_stack().redo(),
            "copy": lambda: results.perform(ResultAction.COPY),
            "paste": self.paste,
            "paste_reference": lambda: self._paste(DropRole.REFERENCE),
            "paste_mask": lambda: self._paste(DropRole.MASK),
            "focus_prompt": lambda: inspector.focus_field(Field.PROMPT),
            "generate": inspector.submit,
            "generate_again": inspector.submit,
            "cancel_job": lambda: results.perform(ResultAction.CANCEL),
            "cancel_all": runs.cancel_all,
        }

    def _tools(self) -> dict[str, Callable[[], None]]:
        canvas = self._panels.canvas
        return {
            "tool_brush": lambda: canvas.set_tool(ToolKind.BRUSH),
            "tool_eraser": lambda: canvas.set_tool(ToolKind.ERASER),
            "tool_pan": lambda: canvas.set_tool(ToolKind.PAN),
            "tool_zoom": lambda: canvas.set_tool(ToolKind.ZOOM),
            "swap_erase": canvas.swap_erase,
            "default_brush": canvas.default_brush,
            "fill_mask": canvas.fill_mask,
            "clear_mask": canvas.clear_mask,
            "invert_mask": canvas.invert_mask,
            "export_mask": self._export_mask,
        }

    def _view(self) -> dict[str, Callable[[], None]]:
        canvas, settings = self._panels.canvas, self._parts.settings
        return {
            "zoom_fit": canvas.fit,
            "zoom_actual": lambda: canvas.zoom_to(1.0),
            "zoom_double": lambda: canvas.zoom_to(2.0),
            "zoom_in": canvas.zoom_in,
            "zoom_out": canvas.zoom_out,
            "theme_system": lambda: settings.set(theme=Theme.SYSTEM),
            "theme_light": lambda: settings.set(theme=Theme.LIGHT),
            "theme_dark": lambda: settings.set(theme=Theme.DARK),
        }

    def _others(self) -> dict[str, Callable[[], None]]:
        results = self._panels.results
        return {
            "previous_result": lambda: results.step(-1),
            "next_result": lambda: results.step(+1),
            "use_as_target": lambda: results.perform(ResultAction.USE_AS_TARGET),
            "add_as_reference": lambda: results.perform(ResultAction.ADD_AS_REFERENCE),
            "copy_path": lambda: results.perform(ResultAction.COPY_PATH),
            "about": self._about,
        }

    def show_key_sheet(self, sheet: Callable[[], KeySheet]) -> None:
        """Show the shortcuts; the page is made anew, so that it names what Undo would undo."""
        if self._key_sheet is not None:
            self._key_sheet.close()
            self._key_sheet.deleteLater()
        self._key_sheet = sheet()
        self._key_sheet.show()
        self._key_sheet.raise_()

    def _ask_for_pictures(self, title: str, use: Callable[[list[Path]], None]) -> None:
        chooser = QFileDialog(self._window, title, self._folder)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chooser.setNameFilters(
            [f"{self.tr('Pictures')} ({_PICTURES})", f"{self.tr('All files')} (*)"]
        )

        def chosen(names: list[str]) -> None:
            self._folder = str(Path(names[0]).parent)
            use([Path(name) for name in names])

        chooser.filesSelected.connect(chosen)
        chooser.open()

    def _open_mask(self) -> None:
        self._ask_for_pictures(
            self.tr("Open a mask"), lambda paths: self._panels.session.import_mask(paths[0])
        )

    def _export_mask(self) -> None:
        chooser = QFileDialog(self._window, self.tr("Export the mask as it is sent"), self._folder)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("png")
        chooser.selectFile("mask.png")
        chooser.fileSelected.connect(
            lambda name: self._panels.canvas.snapshot_mask(
                lambda coverage: self._panels.files.export_mask(coverage, Path(name))
            )
        )
        chooser.open()

    def _paste(self, role: DropRole) -> None:
        payload = read_payload(self._parts.clipboard.mimeData())
        if payload:
            self._panels.session.take(role, payload)
        else:
            self._panels.area.toast.say(
                self.tr("There is no picture on the clipboard"), icon="info"
            )

    def _undo_stack(self) -> QUndoStack:
        """The steps of what has the focus: the inputs strip has its own."""
        inputs = self._panels.inputs
        return inputs.undo_stack if inputs.view.hasFocus() else self._panels.canvas.undo_stack

    def _new_edit(self) -> None:
        self._panels.session.start_over()
        self._panels.tiles.clear_ended()
        self._panels.inspector.forget_touched()

    def _quit(self) -> None:
        self._window.close()

    def _about(self) -> None:
        box = QMessageBox(self._window)
        box.setWindowModality(box.windowModality().NonModal)
        box.setIconPixmap(QGuiApplication.windowIcon().pixmap(64, 64))
        box.setWindowTitle(self.tr("About Overpaint"))
        box.setText(f"<b>Overpaint {__version__}</b>")
        box.setInformativeText(
            self.tr("Paint over what should change, keep every other pixel.")
            + "<br><br>"
            + QCoreApplication.translate(
                "Commands", "Free under the MIT licence; uses Qt under the LGPL."
            )
        )
        box.show()
