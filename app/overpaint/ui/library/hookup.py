"""What leads from the library into the other parts of the window, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from overpaint.domain.edit_document import EditId
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import JobId
from overpaint.domain.library import LibraryResult
from overpaint.domain.programs import EXTERNAL_KEY
from overpaint.ui.actions import Actions, Need, that_need
from overpaint.ui.commands.choosers import PictureChooser
from overpaint.ui.library.actions import RATING_COMMANDS, LibraryAction
from overpaint.ui.lineage.kinship import key_of, recipe_of
from overpaint.ui.panels import Panels
from overpaint.ui.results.item import ORIGINAL_KEY
from overpaint.ui.window_parts import WindowParts
from overpaint.ui.workspaces import Workspace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

_A = LibraryAction
SHARED = (
    *(
        action.value
        for action in (
            _A.USE_AS_TARGET, _A.ADD_AS_REFERENCE, _A.USE_SETTINGS, _A.USE_PROMPT,
            _A.JUMP_LINEAGE, _A.EXPORT, _A.SAVE_COPY, _A.COPY, _A.COPY_PATH, _A.REVEAL, _A.STAR,
        )
    ),
    *RATING_COMMANDS,
)  # fmt: skip
"""Commands that act on the results strip, and on the library while that is shown."""


class LibraryHookup(QObject):
    """Connects; see `overpaint.ui.wiring` for the rest of the window.

    Args:
        window: Owner.
        panels: The parts.
        parts: Draft, library and what else outlives the window.

    Attributes:
        left: The library is not shown any more: commands act on the strip again.
    """

    left = Signal()

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._panels = panels
        self._background = parts.background
        self._library = parts.library
        self._actions: Actions | None = None
        self._chooser = PictureChooser(window)
        self._was_shown = False
        self._waits: tuple[str, Callable[[], None]] | None = None
        library = panels.library
        parts.library_bridge.changed.connect(
            library.follow_change, Qt.ConnectionType.QueuedConnection
        )
        library.shown_requested.connect(lambda: panels.workspaces.show_workspace(Workspace.LIBRARY))
        library.used.connect(self._use)
        library.start_requested.connect(self._start)
        library.limits_requested.connect(panels.preferences.show_spending)
        library.export_spending_requested.connect(self._export_spending)
        library.nobody_took.connect(self._say_nobody_took)
        library.selection_changed.connect(self._tell_commands)
        for source in (panels.files, panels.exports):
            source.failed.connect(self._show_error)
        panels.files.done.connect(self._say_done)
        panels.exports.exported.connect(self._say_exported)
        panels.workspaces.changed.connect(self._on_workspace)
        panels.edits.switched.connect(self._on_edit)

    def handlers(self, others: Mapping[str, Callable[[], None]]) -> dict[str, Callable[[], None]]:
        """The commands of the library, and those that it shares with the strip.

        Args:
            others: What the shared ones do elsewhere.
        """
        library = self._panels.library
        return {
            **{name: self._shared(name, others[name]) for name in SHARED},
            "search_library": library.find,
            "add_to_library": self._add_pictures,
            "statistics": library.show_statistics,
            "workspace_library": library.shown_requested.emit,
        }

    def follow(self, actions: Actions) -> None:
        """Know the actions, which are made from the handlers."""
        self._actions = actions

    @Slot(str)
    def _start(self, card: str) -> None:
        if card == "add":
            self._add_pictures()
        elif self._actions is not None:
            self._actions["find_results"].trigger()

    @Slot()
    def _add_pictures(self) -> None:
        library = self._panels.library
        self._chooser.ask(self.tr("Add pictures to the library"), library.bring_in)

    @Slot()
    def _export_spending(self) -> None:
        if self._actions is not None:
            self._actions["export_spending"].trigger()

    @Slot()
    def _say_nobody_took(self) -> None:
        """Some programs take no files: then the path helps."""
        said = self.tr("Nothing was taken there. “Copy” or “Copy file path” may work instead.")
        self._panels.library.say(said, icon="info")

    @Slot(list, bool)
    def _say_exported(self, paths: list[Path], _opens: bool) -> None:  # noqa: FBT001 - a Qt slot
        one = self.tr("Exported “{name}”").format(name=paths[-1].name)
        many = self.tr("Exported {count} files").format(count=len(paths))
        self._say_done(one if len(paths) == 1 else many)

    @Slot(str)
    def _say_done(self, text: str) -> None:
        if self._is_shown:
            self._panels.library.say(text)

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        if self._is_shown:
            self._panels.library.show_error(error)

    @property
    def _is_shown(self) -> bool:
        return self._panels.workspaces.current is Workspace.LIBRARY

    def _shared(self, name: str, elsewhere: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            if self._is_shown:
                self._panels.library.command(name)
            else:
                elsewhere()

        return run

    @Slot(object)
    def _on_workspace(self, workspace: Workspace) -> None:
        shown = workspace is Workspace.LIBRARY
        if shown:
            self._panels.library.shown()
            self._tell_commands()
        elif self._was_shown:
            self.left.emit()
        self._was_shown = shown

    @Slot()
    def tell_commands(self) -> None:
        """Something else has just switched commands on or off."""
        self._tell_commands()

    @Slot()
    def _tell_commands(self) -> None:
        """While the library is shown, its selection decides what can be done."""
        if self._actions is None or not self._is_shown:
            return
        some = bool(self._panels.library.results)
        reason = self.tr("No result is selected.")
        self._actions.enable(SHARED, enabled=some, reason=reason)
        others = tuple(name for name in that_need(Need.RESULT) if name not in SHARED)
        away = self.tr("That is done in the Edit workspace.")
        self._actions.enable(others, enabled=False, reason=away)

    @Slot(object, list)
    def _use(self, action: LibraryAction, rows: list[LibraryResult]) -> None:
        uses: dict[LibraryAction, Callable[[list[LibraryResult]], None]] = {
            _A.OPEN: self._open,
            _A.OPEN_EDIT: self._open_edit,
            _A.USE_AS_TARGET: self._use_as_target,
            _A.ADD_AS_REFERENCE: self._add_as_reference,
            _A.USE_SETTINGS: self._use_settings,
            _A.USE_PROMPT: self._use_prompt,
            _A.COMPARE: lambda rows: self._panels.compare.compare_files(rows[0].file, rows[1].file),
            _A.JUMP_LINEAGE: self._jump,
            _A.EXPORT: lambda _rows: self._panels.exports.show(),
            _A.SAVE_COPY: self._save_copy,
            _A.COPY: lambda rows: self._panels.files.copy_all([row.file for row in rows]),
            _A.COPY_PATH: lambda rows: self._panels.files.copy_paths([row.file for row in rows]),
            _A.REVEAL: lambda rows: self._panels.files.reveal(rows[0].file),
        }
        uses[action](rows)

    def _show_edit(self) -> None:
        self._panels.workspaces.show_workspace(Workspace.EDIT)

    def _open(self, rows: list[LibraryResult]) -> None:
        self._panels.edits.new()
        self._panels.session.open_target([rows[0].file])

    def _open_edit(self, rows: list[LibraryResult]) -> None:
        row = rows[0]
        self._in_edit(row, lambda: self._panels.results.select(self._tile_of(row)))

    def _in_edit(self, row: LibraryResult, then: Callable[[], None]) -> None:
        """Bring the edit of a result to hand, and go on when it is there."""
        edits = self._panels.edits
        self._waits = (row.document, then)
        edits.open(EditId(row.document))
        self._on_edit()

    @Slot()
    def _on_edit(self) -> None:
        if self._waits is not None and self._panels.edits.current.id == self._waits[0]:
            then, self._waits = self._waits[1], None
            then()

    def _tile_of(self, row: LibraryResult) -> str:
        """The key of its tile, else that of the original."""
        tiles = self._panels.tiles
        items = (tiles.item(place) for place in range(tiles.rowCount()))
        return next((item.key for item in items if key_of(item) == row.key), ORIGINAL_KEY)

    def _use_as_target(self, rows: list[LibraryResult]) -> None:
        self._show_edit()
        self._panels.session.open_target([rows[0].file])

    def _add_as_reference(self, rows: list[LibraryResult]) -> None:
        self._show_edit()
        self._panels.session.add([row.file for row in rows])

    def _use_prompt(self, rows: list[LibraryResult]) -> None:
        if rows[0].key.startswith(EXTERNAL_KEY):
            said = self.tr("Another program made it, without a prompt or settings of Overpaint.")
            self._panels.library.say(said, icon="info")
            return
        self._panels.restorer.restore_prompt(rows[0].prompt, f"“{rows[0].file.stem}”")
        self._show_edit()

    def _use_settings(self, rows: list[LibraryResult]) -> None:
        """Read the recipe on a worker: pages leave it out."""
        row, library = rows[0], self._library

        def use(found: LibraryResult | None) -> None:
            recipe = None if found is None else found.recipe
            made = self._panels.runs.submission(JobId(row.job))
            if recipe is None and made is not None:
                recipe = recipe_of(made)
            if recipe is None:
                # Of a picture that was brought in, or of an early version's.
                self._use_prompt([row])
                return
            self._show_edit()
            self._panels.restorer.restore(recipe, f"“{row.file.stem}”")

        self._background.run(lambda: library.find(row.key), use, self._panels.files.failed.emit)

    def _jump(self, rows: list[LibraryResult]) -> None:
        """Show the tree, in the edit that the result came from when there is one."""
        row = rows[0]

        def show() -> None:
            self._panels.family.show_of(row.key, row.file)

        if row.document:
            self._in_edit(row, show)
        else:
            self._show_edit()
            show()

    def _save_copy(self, rows: list[LibraryResult]) -> None:
        files = [row.file for row in rows]
        if len(files) == 1:
            self._panels.files.save_copy(files[0])
        else:
            self._panels.files.save_copies(files)
