"""The canvas for the window: one target, its mask, and everything that can be done to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from overpaint.ui.canvas.sight import Sight
from overpaint.ui.canvas.transform import ViewTransform

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack

    from overpaint.domain.edit_document import ViewPlace
    from overpaint.domain.frame import Rect
    from overpaint.domain.marks import Mark
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.pixels import Picture
    from overpaint.ui.canvas.markup_layer import MarkupLayer


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the canvas shows, in pixels of the picture.

    Attributes:
        picture: The target, or what is shown in its place.
        over: A picture over a part of it, and that part; None for none.
        marks: The marks, the last one on top.
    """

    picture: Picture
    over: tuple[Picture, Rect] | None
    marks: tuple[Mark, ...]


class CanvasView(Sight):
    """Shows one picture with its mask and lets a person paint on the mask.

    The signals are those of `CanvasSurface`; marks are changed through `markup`. Everything runs on
    the GUI thread; strokes reach the mask on a worker, in order, so read `mask` for export in a
    `when_idle` callback.
    """

    @property
    def markup(self) -> MarkupLayer:
        """The marks over the picture, and the look of the next one."""
        return self._markup

    @property
    def hint(self) -> str:
        """One line on what the tool in hand does."""
        return self._hint()

    def set_target(
        self,
        picture: Picture | None,
        layers: MaskLayers | None = None,
        marks: tuple[Mark, ...] = (),
        *,
        place: ViewPlace | None = None,
        steps: QUndoStack | None = None,
    ) -> None:
        """Show another picture and paint on other layers (new, empty ones by default).

        Args:
            picture: None for none.
            layers: Of the picture's size.
            marks: What is drawn over it.
            place: How to look at it; wholly unless told.
            steps: The undo steps of these layers and marks, as `take_steps` gave them.

        Raises:
            ValueError: The layers have another size than the picture.
        """
        from overpaint.imaging.mask.layers import MaskLayers  # noqa: PLC0415 - loads numpy

        self._input.drop()
        self.finish_typing()
        self._last_point = None
        transform = None
        if picture is not None:
            size = picture.width, picture.height
            layers = layers or MaskLayers(*size)
            if (layers.width, layers.height) != size:
                raise ValueError("the mask and the picture differ in size")
            transform = ViewTransform(size, self._view_size(), self.devicePixelRatioF()).fit()
            if place is not None:
                transform = transform.at_place(place)
        self._editor.set_layers(None if picture is None else layers, steps)
        self._selector.set_picture(picture)
        self._guides.follow(transform)
        self._stage.set_picture(picture, transform)
        self._markup.load(() if picture is None else marks)
        if transform is not None:
            self._markup.suit(transform.image_size)
        if picture is not None and not self._brush_is_own:
            self._suit_brush()
        self._describe()
        self.tool_changed()
        if transform is None:
            self.view_changed.emit()
        else:
            self._tell_view(None, transform)

    @property
    def place(self) -> ViewPlace | None:
        """How the picture is looked at; None without one."""
        return None if self._stage.transform is None else self._stage.transform.place

    def set_preview(self, picture: Picture | None, rect: Rect | None = None) -> None:
        """Show a partial or a result over the target or a part of it, or the target again.

        Mask and marks step aside until something is painted or drawn, so that the result can be
        judged.

        Args:
            picture: Of any size; what is transparent in it lets the target show through when it
                covers a part. None for the target alone.
            rect: What it covers, pixels of the target; what reaches out of the target is not
                shown. None for all of the target.
        """
        self._steps_aside = self._mask_aside = picture is not None
        # Colours are read from whole pictures only.
        self._selector.set_shown(picture if rect is None else None)
        self._stage.set_preview(picture, rect)

    def seen(self) -> Seen | None:
        """What is shown now, without the mask; None without a picture."""
        sources = self._stage.sources
        if not sources:
            return None
        from overpaint.imaging.pixels import Picture  # noqa: PLC0415 - numpy is loaded by now

        lowest, *above = (Picture(source.bgra, source.opaque) for source in sources)
        rect = sources[-1].rect
        over = (above[0], rect) if above and rect is not None else None
        return Seen(lowest, over, self._markup.marks if self._shows_marks() else ())

    def set_compare_original(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Show the untouched target while ``on``."""
        self._stage.set_comparing(on=on)

    def close_workers(self) -> None:
        """Finish the strokes under way and end the worker threads."""
        self._input.cancel()
        self._editor.close()
