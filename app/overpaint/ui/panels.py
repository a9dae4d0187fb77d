"""The widgets of the window and the controllers behind them, made in the order they need."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from overpaint.domain.edit_document import EditId
from overpaint.services.export_source import ExportSource
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.services.result_folder import ResultFolder
from overpaint.ui.batch.desk import BatchDesk
from overpaint.ui.blending.desk import BlendDesk
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.canvas_area import CanvasArea
from overpaint.ui.compare.desk import CompareDesk
from overpaint.ui.compare.sources import CompareSources
from overpaint.ui.dialogs.preferences import PreferencesDialog
from overpaint.ui.edit_column import EditColumn
from overpaint.ui.edit_session import EditSession
from overpaint.ui.edits.desk import EditsDesk
from overpaint.ui.edits.tabs import EditPage, EditTabs
from overpaint.ui.export.desk import ExportDesk
from overpaint.ui.export.sources import ExportSources
from overpaint.ui.extend.bar import ExtendBar
from overpaint.ui.extend.extender import Extender
from overpaint.ui.inputs.model import InputsModel
from overpaint.ui.inputs.strip import InputsStrip
from overpaint.ui.inputs_column import InputsColumn
from overpaint.ui.inspector.inspector import Inspector
from overpaint.ui.intake import Intake
from overpaint.ui.ladder.desk import LadderDesk
from overpaint.ui.library.exporting import export_sources
from overpaint.ui.library.workspace import LibraryWorkspace
from overpaint.ui.lineage.column import ResultsColumn
from overpaint.ui.lineage.desk import LineageDesk
from overpaint.ui.lineage.family_desk import FamilyDesk
from overpaint.ui.lineage.finder import FamilyFinder
from overpaint.ui.lineage.kinship import Kinship
from overpaint.ui.lineage.restoring import SettingsRestorer
from overpaint.ui.lineage.strip import LineageStrip
from overpaint.ui.lineage.tree_page import LineagePage
from overpaint.ui.masks.masks import Masks
from overpaint.ui.open_requests.adopting import Adoption
from overpaint.ui.open_requests.desk import OpenRequests
from overpaint.ui.prompts.desk import PromptDesk
from overpaint.ui.prompts.store import PromptStore
from overpaint.ui.queue.bottom import BottomDock
from overpaint.ui.queue.desk import QueueDesk
from overpaint.ui.restoring.desk import RestoreDesk
from overpaint.ui.result_files import ResultFiles
from overpaint.ui.result_preview import ResultPreview
from overpaint.ui.results.details import ResultDetails
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.strip import ResultsStrip
from overpaint.ui.run_controller import RunController
from overpaint.ui.sent.desk import SentDesk
from overpaint.ui.spending.desk import SpendingDesk
from overpaint.ui.spending.ledger import SpendLedger
from overpaint.ui.status import StatusLine
from overpaint.ui.tool_options.bar import ToolOptionsBar
from overpaint.ui.undo_steps import UndoSteps
from overpaint.ui.updates.desk import UpdateDesk
from overpaint.ui.window_parts import WindowParts
from overpaint.ui.workspaces import Workspace, Workspaces
from overpaint.ui.zoom_bar import ZoomBar


class Panels:
    """Makes the parts; what they say to each other is in `overpaint.ui.wiring`."""

    def __init__(self, parts: WindowParts, window: QMainWindow) -> None:
        icons, store = parts.icons, parts.store
        self.canvas = CanvasView()
        self.area = CanvasArea(self.canvas, icons)
        self.edit_tabs = EditTabs(icons)
        self.cards = InputsModel(store, parts.loader, window)
        self.inputs = InputsStrip(self.cards, store, icons)
        self.inspector = Inspector(store, icons)
        self.tiles = ResultsModel(parts.loader, parent=window)
        self.results = ResultsStrip(self.tiles, icons)
        self.options = ToolOptionsBar(icons, self.canvas.markup)
        self.zoom = ZoomBar(icons)
        self.status = StatusLine(icons, window)
        self.masks = Masks(store, self.tiles, self.canvas, self.area, parts.background,
                           parts.settings, parts.clipboard, icons)  # fmt: skip
        self.masks.take_drops(self.inputs.view)
        self.left = InputsColumn(self.inputs, self.masks.panel)
        self.session = EditSession(store, self.cards, self.canvas, parts.background,
                                   self.inputs.history, self.masks.session, window)  # fmt: skip
        self._add_target_changes(parts, window)
        self.intake = Intake(store, self.session, self.inputs.history, parts.background,
                             parts.paths.data / "pasted", window)  # fmt: skip
        self._add_runs(parts, window)
        self._add_results(parts, window)
        self.preferences = _preferences(parts, window, self.ledger)
        self._add_batch(parts, window)
        self._add_prompts_and_money(parts, window)
        self.edits = EditsDesk(self, parts, window)
        self.edit_tabs.follow(self.edits)
        self._add_open_requests(parts, window)
        self.restoring = RestoreDesk(self, parts, window)
        self._add_updates(parts, window)

    def _add_prompts_and_money(self, parts: WindowParts, window: QMainWindow) -> None:
        """What stands around the prompt and at the price."""
        store, icons = parts.store, parts.icons
        prompts = PromptStore(parts.paths.data / LIBRARY_NAME, parts.background, window)
        self.prompts = PromptDesk(self.inspector, prompts, icons, window)
        self.ladder = LadderDesk(
            store, parts.settings, self.runs, self.tiles, self.results, ledger=self.ledger,
            background=parts.background, icons=icons, host=self.area,
        )  # fmt: skip
        self.spending = SpendingDesk(store, parts.settings, self.ledger, self.inspector, self.runs,
                                     self.area.banner)  # fmt: skip

    def _add_runs(self, parts: WindowParts, window: QMainWindow) -> None:
        """What happens after Generate is pressed."""
        self.ledger = SpendLedger(parts.paths.data / LIBRARY_NAME, parts.settings,
                                  parts.background, window)  # fmt: skip
        self.runs = RunController(
            parts.store,
            parts.settings,
            self.canvas,
            self.tiles,
            parts.engine,
            parts.connections,
            pictures=parts.paths.pictures,
            data=parts.paths.data,
            journal=parts.journal,
            library=parts.library,
            ledger=self.ledger,
            parent=window,
        )

    def _add_updates(self, parts: WindowParts, window: QMainWindow) -> None:
        """Who tells of newer versions."""
        self.updates = UpdateDesk(
            parts.settings, parts.engine, parts.background, self.area.banner,
            parts.paths.config / "updates.json", window,
        )  # fmt: skip
        self.updates.told.connect(self.area.toast.say)

    def _add_open_requests(self, parts: WindowParts, window: QMainWindow) -> None:
        """What an earlier session has left."""
        self.open_requests = OpenRequests(
            parts.journal, parts.library, parts.background, self.area.banner, parts.clipboard,
            parts.icons, window,
        )  # fmt: skip
        self.open_requests.open_edit = lambda edit: self.edits.open(EditId(edit))
        Adoption(self.open_requests, self.edits, self.tiles)

    def _add_batch(self, parts: WindowParts, window: QMainWindow) -> None:
        """The further pages in the middle of the window."""
        self.batch = BatchDesk(parts, self.inspector.prompt, window)
        sources = CompareSources(parts.store, self.tiles, self.runs, window.tr("Original"))
        self.compare = CompareDesk(
            parts.icons,
            parts.background,
            sources,
            self.tiles,
            self.results,
            self.finder.look_up,
            window,
        )
        self.library = LibraryWorkspace(
            parts.library, parts.icons, parts.loader, parts.paths.config / "window.ini", window
        )
        self.workspaces = Workspaces(
            {
                Workspace.EDIT: EditPage(self.edit_tabs, self.area),
                Workspace.COMPARE: self.compare.page,
                Workspace.BATCH: self.batch.sheet,
                Workspace.LIBRARY: self.library.page,
            }
        )

    def _add_target_changes(self, parts: WindowParts, window: QMainWindow) -> None:
        """What takes the target's place, and brings it back."""
        self.undo_steps = UndoSteps(
            self.canvas.undo_stack, self.inputs.history, parts.store, window
        )
        self.extender = Extender(
            parts.store,
            parts.settings,
            self.canvas,
            self.inputs.history,
            self.masks.session,
            self.session.keep_marks,
            parts.background,
            ExtendBar(parts.icons, self.area),
            folder=parts.paths.data / "extended",
        )

    def _add_lineage(self, parts: WindowParts, window: QMainWindow) -> None:
        """Where the selected result came from, above the results."""
        self.lineage = LineageDesk(parts.store, self.runs, self.tiles, self.masks.shelf, window)
        self.finder = FamilyFinder(parts.library, parts.library_bridge, parts.background, window)
        settings = parts.settings
        self.restorer = SettingsRestorer(
            parts.store, self.canvas.undo_stack.push,
            lambda: (settings.settings.profiles(), settings.settings.profile().name), window,
        )  # fmt: skip
        strip, page = LineageStrip(parts.icons), LineagePage(parts.icons, parts.loader)
        self.family = FamilyDesk(
            self.lineage, Kinship(self.tiles, self.runs), self.results,
            self.preview.show, self.finder, self.restorer, strip, page,
        )  # fmt: skip
        self.results_column = ResultsColumn(strip, self.results, page)
        self.queue = QueueDesk(parts, self.runs, self.area.banner, window)
        self.bottom = BottomDock(self.results_column, self.queue.panel, parts.icons)

    def _add_results(self, parts: WindowParts, window: QMainWindow) -> None:
        """What is done with results once they are there."""
        icons, store = parts.icons, parts.store
        self.details = ResultDetails(icons, parts.clipboard)
        self.right = EditColumn(self.inspector, self.details)
        self.sent = SentDesk(parts, self.canvas, self.runs, window)
        self.files = ResultFiles(parts.background, parts.clipboard, window)
        sources = ExportSources(
            store, self.tiles, self.results, self.runs, window.tr("Result {number}")
        )
        self.exports = ExportDesk(
            icons,
            parts.settings,
            lambda: self._export_sources(sources),
            lambda: parts.settings.settings.results_folder or parts.paths.pictures,
            window,
        )
        self.preview = ResultPreview(self.canvas, parts.background, window, self.runs.submission)
        self.options.variants.set_loader(parts.loader)
        self._add_lineage(parts, window)
        self.blending = BlendDesk(
            store, self.inspector.parameters.blend, self.tiles, self.results, self.canvas,
            self.preview, area=self.area, icons=icons, parent=window,
            folder=lambda: _result_folder(parts), variants=self.options.variants,
            written=self.runs.recorder.follow,
        )  # fmt: skip

    def _export_sources(self, strip: ExportSources) -> tuple[ExportSource, ...]:
        """What is selected where the person is."""
        if self.workspaces.current is Workspace.LIBRARY:
            return export_sources(self.library.results)
        return strip.selected()


def _result_folder(parts: WindowParts) -> ResultFolder:
    folder = parts.settings.settings.results_folder or parts.paths.pictures
    per_edit = parts.settings.settings.folder_per_edit
    return ResultFolder(folder, parts.paths.data / "answers", per_edit=per_edit)


def _preferences(parts: WindowParts, window: QMainWindow, ledger: SpendLedger) -> PreferencesDialog:
    return PreferencesDialog(
        parts.settings,
        parts.keys,
        parts.paths.pictures,
        parts.key_worker,
        parts.icons,
        parts.engine,
        parts.connections.open,
        window,
        keyboard=parts.keyboard,
        ledger=ledger,
    )
