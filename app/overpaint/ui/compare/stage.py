"""What the comparison shows: both pictures and their differences at view size.

Like the canvas, it draws with cheap filters while the view moves, and once it rests a worker
renders smoothly; so a picture of a hundred megapixels moves like a small one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QImage

from overpaint.domain.comparison import STEPS_PER_DELTA_E, Amplifier, Common
from overpaint.domain.frame import Rect
from overpaint.ui.canvas.worker import CanvasWorker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from overpaint.imaging.compare import DifferenceMap
    from overpaint.imaging.pixels import Bytes3D, Picture
    from overpaint.ui.canvas.picture import PictureLayer, Source
    from overpaint.ui.canvas.resample import Window
    from overpaint.ui.canvas.transform import ViewTransform
    from overpaint.ui.compare.difference_layer import DifferenceLayer

_REST_MS = 120
_Layers = dict[int, "PictureLayer"]


class CompareStage(QObject):
    """Two layers on one sheet, each as large as a viewport.

    Attributes:
        damaged: Something is to be painted anew.
    """

    damaged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = CanvasWorker(self)
        self._sources: tuple[Source, Source] | None = None
        self._layers: _Layers = {}
        self._found: DifferenceMap | None = None
        self._difference: DifferenceLayer | None = None
        self._amplifier = Amplifier()
        self._surround = QColor(128, 128, 128)
        self._transform: ViewTransform | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._render_smooth)

    @property
    def has_pictures(self) -> bool:
        """Whether there is something to show."""
        return self._sources is not None

    @property
    def found(self) -> DifferenceMap | None:
        """The differences; None until they are known."""
        return self._found

    @property
    def amplifier(self) -> Amplifier:
        """What of the differences is shown."""
        return self._amplifier

    @property
    def transform(self) -> ViewTransform | None:
        """Where the pictures lie in their viewport; None without pictures."""
        return self._transform

    @property
    def is_moving(self) -> bool:
        """True until the view has stood still for a moment."""
        return self._rest.isActive()

    def delta_e_at(self, x: int, y: int) -> float | None:
        """How far a pixel differs, in steps of a quarter; None while that is not known."""
        if self._found is None:
            return None
        return float(self._found.levels[0][y, x]) / STEPS_PER_DELTA_E

    def set_pictures(
        self, pictures: tuple[Picture, Picture] | None, common: Common | None,
        transform: ViewTransform | None,
    ) -> None:  # fmt: skip
        """Show two other pictures, or none."""
        if pictures is None or common is None:
            self._sources = None
        else:
            from overpaint.ui.canvas.picture import Source  # noqa: PLC0415 - loads numpy

            first, second = (
                Source.from_picture(picture, _part(rect, common))
                for picture, rect in zip(pictures, common.rects, strict=True)
            )
            self._sources = (first, second)
        self._layers.clear()
        self._found = self._difference = None
        self._transform = transform
        self._move(0)

    def set_found(self, found: DifferenceMap | None) -> None:
        """Take the differences of these pictures."""
        self._found = found
        self._difference = None
        self._move(0)

    def set_amplifier(self, amplifier: Amplifier) -> None:
        """Show other differences, or the same more strongly."""
        if amplifier != self._amplifier:
            self._amplifier = amplifier
            self._difference = None
            self._move(0)

    def set_surround(self, colour: QColor) -> None:
        """Take the theme's grey."""
        if colour != self._surround:
            self._surround = colour
            self._layers.clear()
            self._difference = None
            self._move(0)

    def set_transform(self, transform: ViewTransform) -> None:
        """Pan, zoom, turn or resize."""
        if transform != self._transform:
            self._transform = transform
            self._move(_REST_MS)

    def image(self, side: int) -> QImage:
        """One picture on its sheet, up to date; 0 is the first. Needs pictures."""
        assert self._transform is not None  # noqa: S101 - the caller asked for pictures
        assert self._sources is not None  # noqa: S101 - as above
        from overpaint.ui.canvas.picture import PictureLayer  # noqa: PLC0415 - loads numpy

        sheet, older = self._transform.sheet, self._layers.get(side)
        if older is None or older.sheet != sheet:
            layer = PictureLayer(sheet, (self._sources[side],), self._surround)
            if older is None or not layer.scroll_from(older):
                layer.draw_fast()
            self._layers[side] = layer
            if not self._rest.isActive():
                # Not looked at before in this view, which rests.
                self._rest.start(0)
        return self._layers[side].image

    def difference_image(self) -> QImage | None:
        """The differences on their sheet, up to date; None until they are known."""
        if self._found is None or self._transform is None:
            return None
        from overpaint.ui.compare.difference_layer import DifferenceLayer  # noqa: PLC0415 - numpy

        sheet, smooth = self._transform.sheet, not self.is_moving
        layer = older = self._difference
        if layer is None or layer.sheet != sheet:
            layer = DifferenceLayer(sheet, self._found, self._amplifier, self._surround)
            if older is None or smooth or not layer.scroll_from(older):
                layer.draw(smooth=smooth)
            self._difference = layer
        elif smooth and not layer.is_smooth:
            layer.draw(smooth=True)
        return layer.image

    def close(self) -> None:
        """End the worker."""
        self._rest.stop()
        self._worker.close()

    def _move(self, rest_ms: int) -> None:
        self._rest.start(rest_ms)
        self.damaged.emit()

    def _render_smooth(self) -> None:
        # Turned views and differences were drawn fast while they moved.
        self.damaged.emit()
        for side, layer in self._layers.items():
            wanted = layer.smoothed
            if wanted and self._transform is not None and layer.sheet == self._transform.sheet:
                self._render(side, layer, wanted)

    def _render(self, side: int, layer: PictureLayer, wanted: list[tuple[Bytes3D, Window]]) -> None:
        def render() -> list[Bytes3D | None] | None:
            from overpaint.ui.canvas.resample import smooth_picture  # noqa: PLC0415 - loads Pillow

            if layer is not self._layers.get(side):
                return None
            return [
                None if window.area.is_empty else smooth_picture(bgra, window)
                for bgra, window in wanted
            ]

        self._worker.submit(render, lambda pixels: self._put(side, layer, pixels))

    def _put(self, side: int, layer: PictureLayer, pixels: Sequence[Bytes3D | None] | None) -> None:
        if pixels is not None and layer is self._layers.get(side):
            layer.put(pixels)
            self.damaged.emit()


def _part(rect: Rect, common: Common) -> Rect | None:
    return None if rect == Rect.of(common.size) else rect
