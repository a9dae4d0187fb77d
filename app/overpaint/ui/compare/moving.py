"""The part of the comparison that moves both pictures: pan, zoom, turn and mirror, linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from overpaint.ui.canvas.sight import zoom_stepped
from overpaint.ui.compare.panes import Division
from overpaint.ui.compare.stage import CompareStage

if TYPE_CHECKING:
    from overpaint.ui.canvas.transform import Box, ViewTransform


class Moving(QWidget):
    """Both pictures share one transform: what moves one moves the other.

    Signals:
        zoom_changed: Screen pixels for one picture pixel (float).
        angle_changed: How far the view is turned, degrees clockwise (float).
        mirrored_changed: Whether left and right are swapped in the view (bool).
    """

    zoom_changed = Signal(float)
    angle_changed = Signal(float)
    mirrored_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = CompareStage(self)
        self._division = Division()

    @property
    def stage(self) -> CompareStage:
        """The caches."""
        return self._stage

    @property
    def transform(self) -> ViewTransform | None:
        """How pictures and pane relate; None without pictures."""
        return self._stage.transform

    @property
    def mirrored(self) -> bool:
        """Whether left and right are swapped in the view."""
        return self._stage.transform is not None and self._stage.transform.mirrored

    def see_as(self, transform: ViewTransform) -> None:
        """Look at the same place as another view does, when it shows a picture of this size."""
        now = self._stage.transform
        if now is not None and now.image_size == transform.image_size:
            self._move_to(transform.resized(now.view_size, now.pixel_ratio))

    def fit(self) -> None:
        """Show all of both pictures, also after the window is resized."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.fit())

    def zoom_to(self, scale: float) -> None:
        """Show ``scale`` screen pixels for a picture pixel, 0.01 to 32, around the middle."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.zoomed_to(scale))

    def zoom_in(self) -> None:
        """Go to the next larger round scale."""
        self.zoom_step(+1)

    def zoom_out(self) -> None:
        """Go to the next smaller round scale."""
        self.zoom_step(-1)

    def zoom_step(self, direction: int) -> None:
        """Go to the next round scale, larger or smaller."""
        if self._stage.transform is not None:
            self.zoom_to(zoom_stepped(self._stage.transform.scale, direction))

    def zoom_to_box(self, box: Box) -> None:
        """Show left, top, right, bottom of the pictures as large as it fits."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.fit_area(box))

    def zoom_to_mask(self) -> None:
        """Show what differs by more than the threshold; all of it when nothing is known."""
        found, amplifier = self._stage.found, self._stage.amplifier
        bounds = None if found is None else found.bounds(amplifier.steps + 1)
        if bounds is None:
            self.fit()
        else:
            edges = bounds.left, bounds.top, bounds.right, bounds.bottom
            left, top, right, bottom = map(float, edges)
            self.zoom_to_box((left, top, right, bottom))

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move both pictures by logical pixels."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.panned(dx_px, dy_px))

    def zoom_by(self, factor: float, pos: QPointF | None = None) -> None:
        """Multiply the scale around a place of the view (default: the middle of a pane)."""
        if self._stage.transform is not None:
            place = None if pos is None else self._in_pane(pos)
            self._move_to(self._stage.transform.zoomed(factor, place))

    def toggle_fit(self, pos: QPointF) -> None:
        """Show all of it, or one picture pixel on one screen pixel around a place."""
        transform = self._stage.transform
        if transform is None:
            return
        if transform.fitted:
            self._move_to(transform.zoomed_to(1.0, self._in_pane(pos)))
        else:
            self.fit()

    def turn_by(self, angle_deg: float) -> None:
        """Turn both pictures clockwise."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.turned(angle_deg))

    def reset_rotation(self) -> None:
        """Show the pictures upright."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.turned_to(0.0))

    def set_mirrored(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Swap left and right in the view, not in the pictures."""
        if self._stage.transform is not None:
            self._move_to(self._stage.transform.mirrored_to(on))

    def close_workers(self) -> None:
        """End the worker thread."""
        self._stage.close()

    def _pane_size(self) -> tuple[int, int]:
        """Width and height of what one picture is shown in, logical pixels."""
        pane = self._division.panes(self.size())[0]
        return max(1, pane.width()), max(1, pane.height())

    def _in_pane(self, pos: QPointF) -> tuple[float, float]:
        """A place of the view as one of the pane under it."""
        corner = self._division.pane_at(pos.toPoint(), self.size()).topLeft()
        return pos.x() - corner.x(), pos.y() - corner.y()

    def _adapt(self) -> None:
        """Follow the size of the panes and the screen."""
        transform = self._stage.transform
        size, ratio = self._pane_size(), self.devicePixelRatioF()
        if transform is not None and (transform.view_size, transform.pixel_ratio) != (size, ratio):
            self._move_to(transform.resized(size, ratio))

    def _move_to(self, transform: ViewTransform) -> None:
        before = self._stage.transform
        self._stage.set_transform(transform)
        self._tell_view(before, transform)

    def _tell_view(self, before: ViewTransform | None, now: ViewTransform) -> None:
        if before is None or before.scale != now.scale:
            self.zoom_changed.emit(now.scale)
        if before is None or before.angle_deg != now.angle_deg:
            self.angle_changed.emit(now.angle_deg)
        if before is None or before.mirrored != now.mirrored:
            self.mirrored_changed.emit(now.mirrored)
