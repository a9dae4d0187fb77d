"""Everything about masks as a whole, made and connected in one place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QClipboard

from overpaint.imaging.mask.brush import Layer
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.canvas_area import CanvasArea
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inputs.view import InputsView
from overpaint.ui.masks.comparing import MaskComparer
from overpaint.ui.masks.difference_bar import DifferenceBar
from overpaint.ui.masks.drops import MaskDrops
from overpaint.ui.masks.exporting import MaskExporter
from overpaint.ui.masks.import_bar import ImportBar
from overpaint.ui.masks.importing import MaskImporter
from overpaint.ui.masks.placement import Joining
from overpaint.ui.masks.protecting import mask_unprotected
from overpaint.ui.masks.refine_bar import RefineBar
from overpaint.ui.masks.refinements import RefineKind
from overpaint.ui.masks.refining import MaskRefiner
from overpaint.ui.masks.session import MaskSession
from overpaint.ui.masks.shelf import MaskShelf
from overpaint.ui.masks.shelf_panel import ShelfPanel
from overpaint.ui.masks.storing import MaskStore
from overpaint.ui.masks.trial import Trials
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.settings_store import SettingsStore


class Masks(QObject):
    """What can be done with whole masks; the window's commands and drops come here.

    Args:
        store: The draft.
        results: The finished results, to compare with.
        canvas: Has the mask in work.
        area: The bars float over its lower edge.
        background: Runs what may wait.
        settings: Tells how the chosen server reads masks.
        clipboard: Where copies go.
        icons: Tinted icons.

    Attributes:
        failed: An `OverpaintError`; the mask stayed as it was.
        told: A sentence that confirms what was done, or says why it was not.
        session: Each target's own mask.
        shelf: The named masks.
        panel: Shows the shelf.
        stored: Moves masks between canvas, shelf and other pictures.
        importer, refiner, comparer, exporter: One for each subject.
        trials: What is tried out in a bar.
    """

    failed = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        store: DraftStore,
        results: ResultsModel,
        canvas: CanvasView,
        area: CanvasArea,
        background: Background,
        settings: SettingsStore,
        clipboard: QClipboard,
        icons: Icons,
    ) -> None:
        super().__init__(area)
        self._store = store
        self._canvas = canvas
        self._area = area
        self.session = MaskSession(store, canvas, background, self)
        self.trials = Trials(canvas, self)
        self.shelf = MaskShelf(self)
        self.panel = ShelfPanel(self.shelf, icons)
        self.stored = MaskStore(store, canvas, self.session, self.shelf, self.trials)
        self.refine_bar = RefineBar(icons, area)
        self.import_bar = ImportBar(icons, area)
        self.difference_bar = DifferenceBar(icons, area)
        self.refiner = MaskRefiner(canvas, self.refine_bar, self.trials)
        self.importer = MaskImporter(
            store, canvas, self.session, background, self.import_bar, self.trials
        )
        self.comparer = MaskComparer(
            store, results, canvas, self.session, background, self.difference_bar, self.trials
        )
        self.exporter = MaskExporter(
            canvas, background, clipboard, lambda: settings.settings.profile().mask_form, self
        )
        self._connect()

    def import_file(self, path: Path) -> None:
        """Read a mask file of any format and size, show it, and ask how to take it over."""
        self.importer.import_file(path)

    def forget(self, input_ids: Iterable[str]) -> None:
        """Drop the shelves of pictures of an edit that was closed."""
        for input_id in input_ids:
            self.shelf.forget(input_id)

    def refine(self, kind: RefineKind) -> None:
        """Try an operation on the whole mask out."""
        self.refiner.open_bar(kind)

    def step(self, kind: RefineKind) -> None:
        """Grow or shrink by the usual step; one step of undo."""
        target = self._store.draft.target
        if target is not None:
            self.refiner.step(kind, target.size)

    @Slot()
    def clear_protect(self) -> None:
        """Protect nothing."""
        self._canvas.change_mask(
            self.tr("Clear protection"), lambda plane: plane.clear(), Layer.PROTECT
        )

    @Slot()
    def mask_unprotected(self) -> None:
        """Mask everything that is not protected."""
        layers = self._canvas.layers
        if layers is not None:
            self._canvas.change_mask(
                self.tr("Mask all but the protected"),
                lambda plane: mask_unprotected(plane, layers),
            )

    def _connect(self) -> None:
        for part in (self.session, self.importer, self.comparer, self.exporter):
            part.failed.connect(self.failed)
        self.exporter.done.connect(self.told)
        self.stored.told.connect(self.told)
        self.stored.refused.connect(self.told)
        self.session.target_left.connect(self.trials.cancel)
        self.trials.opened.connect(self._area.toast.stay_above)
        self.session.changed.connect(self._follow)
        self._store.changed.connect(self._follow)
        self.panel.save_requested.connect(self.stored.save)
        self.panel.chosen.connect(self.stored.bring_back)
        self.panel.spread_requested.connect(self.stored.use_on_all)
        self._follow()

    def take_drops(self, inputs: InputsView) -> None:
        """Let masks of the shelf be dropped on the canvas and on input cards."""
        drops = MaskDrops(self._store, self._area, inputs)
        drops.on_canvas.connect(self._on_dropped)
        drops.on_input.connect(self._on_dropped_on_input)

    @Slot(str, object)
    def _on_dropped(self, mask_id: str, joining: Joining) -> None:
        mask = self.shelf.find(mask_id)
        if mask is not None:
            self.stored.bring_back(mask, joining)

    @Slot(str, str)
    def _on_dropped_on_input(self, mask_id: str, input_id: str) -> None:
        mask = self.shelf.find(mask_id)
        if mask is not None:
            self.stored.use_on(mask, input_id)

    @Slot()
    def _follow(self) -> None:
        target = self._store.draft.target
        self.panel.set_mask_present(target=target is not None, mask=self.session.has_mask)
        self.panel.set_spreadable(self.stored.can_use_on_all())
