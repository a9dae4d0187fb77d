"""Masks of the shelf that are dragged onto the canvas or onto an input."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from overpaint.domain.draft import InputImage
from overpaint.domain.sizes import Size
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inputs.view import InputsView
from overpaint.ui.masks.mime import DraggedMask, dragged_mask
from overpaint.ui.masks.shelf_view import joining_for

_MOVES = {QEvent.Type.DragEnter, QEvent.Type.DragMove}


class MaskDrops(QObject):
    """Takes what the places themselves do not know of; everything else passes through.

    Args:
        store: Knows the inputs and their sizes.
        area: The canvas and what floats over it.
        inputs: The cards.

    Attributes:
        on_canvas: ``(mask id, Joining)``.
        on_input: ``(mask id, input id)``.
    """

    on_canvas = Signal(str, object)
    on_input = Signal(str, str)

    def __init__(self, store: DraftStore, area: QWidget, inputs: InputsView) -> None:
        super().__init__(area)
        self._store = store
        self._area = area
        self._inputs = inputs
        area.installEventFilter(self)
        inputs.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for our masks among the drags."""
        if event.type() is QEvent.Type.DragLeave:
            self._inputs.show_drop_on(None)
        elif isinstance(event, QDropEvent):
            mask = dragged_mask(event.mimeData())
            if mask is not None:
                self._take(watched, event, mask)
                return True
        return super().eventFilter(watched, event)

    def _take(self, watched: QObject, event: QDropEvent, mask: DraggedMask) -> None:
        on_canvas = watched is self._area
        image = None if on_canvas else self._image_at(event)
        fits = self._fits_target(mask.size) if on_canvas else _fits(image, mask.size)
        if event.type() is QEvent.Type.DragEnter:
            # Refused here, it would not be asked about the other cards.
            fits = fits or (not on_canvas and self._fits_any(mask.size))
        event.setDropAction(Qt.DropAction.CopyAction if fits else Qt.DropAction.IgnoreAction)
        event.setAccepted(fits)
        dropped = event.type() not in _MOVES
        if not on_canvas:
            lit = image.id if image and not dropped and _fits(image, mask.size) else None
            self._inputs.show_drop_on(lit, self.tr("Use as its mask"))
        if not dropped or not fits:
            return
        if image is not None:
            self.on_input.emit(mask.id, image.id)
        elif on_canvas:
            self.on_canvas.emit(mask.id, joining_for(event.modifiers()))

    def _fits_target(self, size: Size) -> bool:
        target = self._store.draft.target
        return target is not None and target.size == size

    def _fits_any(self, size: Size) -> bool:
        return any(image.size == size for image in self._store.draft.inputs)

    def _image_at(self, event: QDropEvent) -> InputImage | None:
        return self._inputs.image_at(event.position().toPoint())


def _fits(image: InputImage | None, size: Size) -> bool:
    return image is not None and image.size == size
