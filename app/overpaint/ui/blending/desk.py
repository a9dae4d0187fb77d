"""Everything about blending, put together for the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from overpaint.domain.events import Result
from overpaint.domain.frame import Rect
from overpaint.services.result_folder import ResultFolder
from overpaint.ui.blending.controller import Blending
from overpaint.ui.blending.heat import HeatMap
from overpaint.ui.blending.heat_legend import HeatLegend
from overpaint.ui.blending.live import LiveView
from overpaint.ui.blending.painting import VariantPainting
from overpaint.ui.blending.remakes import Remakes
from overpaint.ui.blending.undo_keys import UndoKeys
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.blend_section import BlendSection
from overpaint.ui.result_preview import ResultPreview
from overpaint.ui.results.item import ResultItem
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.strip import ResultsStrip
from overpaint.ui.tool_options.variant_row import VariantRow

if TYPE_CHECKING:
    # Pixel libraries are loaded by the workers that need them.
    from overpaint.imaging.pixels import Picture


class BlendDesk(QObject):
    """Makes the parts and connects them with canvas, section and results.

    Args:
        store: Has the recipe of the next edits.
        section: Shows recipes.
        tiles: Has the results.
        strip: Tells which of them is selected.
        canvas: Shows it.
        preview: Puts pictures on the canvas.
        area: The legend floats over it.
        variants: Shows what can be painted in.
        icons: The icon family.
        folder: Tells where results go that have no file of their own yet.
        written: Is told each result whose file was made anew, on the worker.

    Attributes:
        blending: Recipes.
        heat: The heat map.
        legend: What its colours mean.
        painting: Variants painted in over each other.
        failed: An `OverpaintError`.
        told: A sentence that confirms something.
    """

    failed = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        store: DraftStore,
        section: BlendSection,
        tiles: ResultsModel,
        strip: ResultsStrip,
        canvas: CanvasView,
        preview: ResultPreview,
        *,
        area: QWidget,
        variants: VariantRow,
        icons: Icons,
        folder: Callable[[], ResultFolder],
        written: Callable[[Result], None] | None = None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._preview = preview
        self._strip = strip
        self._live = LiveView(lambda: _scale_of(canvas), self)
        remakes = Remakes(folder, self, written=written)
        self.blending = Blending(store, section, tiles, self._live, remakes, self)
        self.legend = HeatLegend(icons, area)
        self.heat = HeatMap(self._live, self.blending, self.legend, self)
        self.painting = VariantPainting(
            canvas, tiles, strip, self.blending, preview, variants, self
        )
        self.painting.failed.connect(self.failed)
        keys = UndoKeys(lambda: self.blending.undo_stack, self)
        keys.listen(section, strip.view)
        self._live.ready.connect(self._put)
        self.heat.toggled.connect(self.painting.set_paused)
        canvas.zoom_changed.connect(self._live.look_again)
        strip.selected.connect(self._select)
        strip.blend_again_requested.connect(self.blending.blend_again)
        self.blending.rewritten.connect(self._on_rewritten)
        self.blending.failed.connect(self.failed)
        self.blending.told.connect(self.told)

    def close(self) -> None:
        """Write what is not written yet, and end the workers."""
        self.painting.close()
        self.blending.close()

    @Slot(object)
    def _select(self, item: ResultItem | None) -> None:
        self.blending.select(item)
        self.heat.select(item)

    @Slot(object, object)
    def _put(self, picture: Picture, rect: Rect) -> None:
        item = self._strip.selected_item()
        if item is not None and self._preview.is_about(item):
            self._preview.put(picture, rect)

    @Slot(object)
    def _on_rewritten(self, item: ResultItem) -> None:
        self.heat.follow(item)
        if not self.heat.is_on and self.blending.is_settled:
            self._preview.reload(item)


def _scale_of(canvas: CanvasView) -> float:
    transform = canvas.transform
    return 1.0 if transform is None else transform.scale
