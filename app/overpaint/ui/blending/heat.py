"""The heat map on the canvas: on or off for whatever result is selected."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.ui.blending.controller import Blending, is_blendable
from overpaint.ui.blending.heat_legend import HeatLegend
from overpaint.ui.blending.live import LiveView
from overpaint.ui.results import drift_texts
from overpaint.ui.results.item import ResultItem


class HeatMap(QObject):
    """Shows drift in the place of the result, as long as it is switched on.

    Args:
        live: Paints it.
        blending: Knows recipes that are not written yet.
        legend: Says what the colours mean.

    Attributes:
        toggled: Whether it is switched on.
    """

    toggled = Signal(bool)

    def __init__(
        self, live: LiveView, blending: Blending, legend: HeatLegend, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._live = live
        self._blending = blending
        self._legend = legend
        self._item: ResultItem | None = None

    @property
    def is_on(self) -> bool:
        """Whether it is switched on."""
        return self._live.is_heat

    @Slot()
    def toggle(self) -> None:
        """Switch it on or off."""
        self.set_on(not self.is_on)

    def set_on(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Switch it; the result is shown again when it goes off."""
        if on == self.is_on:
            return
        self._live.set_heat(on)
        self._show(was_on=not on)
        self.toggled.emit(on)

    @Slot(object)
    def select(self, item: ResultItem | None) -> None:
        """Show that of another result."""
        self._item = item
        self._show(was_on=False)

    @Slot(object)
    def follow(self, item: ResultItem) -> None:
        """Take over news about the selected result."""
        if self._item is not None and self._item.key == item.key:
            self._item = item

    def _show(self, *, was_on: bool) -> None:
        item, result = self._item, None if self._item is None else self._item.result
        if item is None or result is None or not is_blendable(item):
            self._legend.hide()
            return
        if self.is_on:
            self._legend.present(_figures(item))
        else:
            self._legend.hide()
        if self.is_on or was_on:
            self._live.show(result, self._blending.recipe_of(item))


def _figures(item: ResultItem) -> str:
    drift = None if item.result is None else item.result.drift
    return "" if drift is None else drift_texts.model_changed(drift)
