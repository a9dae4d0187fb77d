"""Put the mask in work on the shelf, and bring masks of the shelf back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from overpaint.domain.draft import InputImage
from overpaint.domain.sizes import Size
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.masks.joining import join
from overpaint.ui.masks.placement import Joining, size_text
from overpaint.ui.masks.session import LastMask, MaskSession
from overpaint.ui.masks.shelf import MaskShelf, SavedMask
from overpaint.ui.masks.trial import Trials

if TYPE_CHECKING:
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.mask.shelf import PackedMask

_THUMBNAIL_PX = 256


@dataclass(frozen=True, slots=True, eq=False)
class _Packed:
    """What the worker made of the mask."""

    mask: PackedMask
    share: float
    grey: bytes
    width: int
    height: int


class MaskStore(QObject):
    """Moves masks between canvas, shelf and the other pictures.

    Args:
        store: Knows the inputs.
        canvas: Has the mask in work.
        session: Keeps what is replaced, and the layers of other pictures.
        shelf: Keeps the named masks.
        trials: What is tried out is taken back before a mask comes back.

    Attributes:
        told: A sentence that confirms it.
        refused: A sentence that says why it cannot be done.
    """

    told = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        store: DraftStore,
        canvas: CanvasView,
        session: MaskSession,
        shelf: MaskShelf,
        trials: Trials,
    ) -> None:
        super().__init__(session)
        self._store = store
        self._canvas = canvas
        self._session = session
        self._shelf = shelf
        self._trials = trials
        store.changed.connect(self._follow_target)
        self._follow_target()

    @Slot()
    def save(self) -> None:
        """Put the mask in work on the target's shelf, under a new name."""
        owner = self._session.target_id
        if owner is None or not self._session.has_mask:
            self.refused.emit(self.tr("The mask is empty."))
            return

        def keep(packed: _Packed | None) -> None:
            if packed is not None:
                name = self._shelf.new_name(owner)
                self._shelf.add(owner, self._saved(name, packed))
                self.told.emit(self.tr("Saved as “{name}”").format(name=name))

        self._canvas.read_layers(_pack, keep)

    @Slot(object, object)
    def bring_back(self, mask: SavedMask, joining: Joining) -> None:
        """Put a mask of the shelf on the canvas; one step of undo."""
        target = self._store.draft.target
        layers = self._canvas.layers
        if target is None or layers is None:
            self.refused.emit(self.tr("There is no picture yet."))
            return
        if Size(layers.width, layers.height) != mask.size:
            self.refused.emit(self._wrong_size(mask, target))
            return
        self._trials.cancel()
        last = LastMask()

        def put(plane: MaskPlane) -> TileDelta:
            last.keep(plane)
            return join(plane, mask.packed.coverage(), joining)

        names = {
            Joining.REPLACE: self.tr("Bring back “{name}”"),
            Joining.ADD: self.tr("Add “{name}”"),
            Joining.SUBTRACT: self.tr("Subtract “{name}”"),
            Joining.INTERSECT: self.tr("Intersect with “{name}”"),
        }
        replaces = joining is Joining.REPLACE and self._session.has_mask
        self._canvas.change_mask(names[joining].format(name=mask.name), put)
        if replaces:
            self._session.note_replaced(last)

    def use_on(self, mask: SavedMask, input_id: str) -> None:
        """Use a mask on an input of its size: on the canvas when it is the target."""
        image = next((i for i in self._store.draft.inputs if i.id == input_id), None)
        if image is None:
            return
        if image.size != mask.size:
            self.refused.emit(self._wrong_size(mask, image))
        elif input_id == self._session.target_id:
            self.bring_back(mask, Joining.REPLACE)
        else:
            self._put(mask, image)
            self.told.emit(
                self.tr("“{mask}” is the mask of {name} when it becomes the target").format(
                    mask=mask.name, name=image.name)
            )  # fmt: skip

    @Slot(object)
    def use_on_all(self, mask: SavedMask) -> None:
        """Use a mask on every input of its size, and put it on their shelves."""
        images = [image for image in self._store.draft.inputs if image.size == mask.size]
        for image in images:
            if image.id == self._session.target_id:
                self.bring_back(mask, Joining.REPLACE)
            else:
                self._put(mask, image)
        self.told.emit(
            self.tr("“{mask}” is used on {count} pictures").format(
                mask=mask.name, count=len(images)
            )
        )

    @Slot()
    def use_this_on_all(self) -> None:
        """Use the mask in work on every input of its size."""

        def use(packed: _Packed | None) -> None:
            owner = self._session.target_id
            if packed is not None and owner is not None:
                self.use_on_all(self._saved(self._shelf.new_name(owner), packed))

        self._canvas.read_layers(_pack, use)

    def can_use_on_all(self) -> bool:
        """Whether another input has the target's size."""
        target = self._store.draft.target
        others = self._store.draft.inputs[1:]
        return target is not None and any(image.size == target.size for image in others)

    def _put(self, mask: SavedMask, image: InputImage) -> None:
        """Make it the mask of a picture that is not shown; its own can be brought back there."""
        shelf = self._shelf
        if mask.name not in {other.name for other in shelf.masks_of(image.id)}:
            shelf.add(image.id, replace(mask, id=shelf.new_id()))
        last = LastMask()
        packed = mask.packed

        def write(layers: MaskLayers) -> None:
            last.keep(layers.mask)
            packed.put_on(layers.mask)

        self._session.change_other(image, write)
        self._session.note_replaced_of(image.id, last)

    def _saved(self, name: str, packed: _Packed) -> SavedMask:
        grey = QImage(packed.grey, packed.width, packed.height, packed.width,
                      QImage.Format.Format_Grayscale8)  # fmt: skip
        size = Size(packed.mask.width, packed.mask.height)
        # The bytes belong to Python: a copy of its own for the shelf, a few kilobytes.
        return SavedMask(self._shelf.new_id(), name, packed.mask, size, packed.share, grey.copy())

    def _wrong_size(self, mask: SavedMask, image: InputImage) -> str:
        return self.tr("“{mask}” is {size}, {name} is {other}: it does not fit").format(
            mask=mask.name, size=size_text(mask.size), name=image.name, other=size_text(image.size)
        )

    @Slot()
    def _follow_target(self) -> None:
        target = self._store.draft.target
        self._shelf.show_for(None if target is None else target.id)


def _pack(layers: MaskLayers | None) -> _Packed | None:
    """Pack the mask and make its thumbnail. Runs on the canvas's worker."""
    from overpaint.imaging.mask.shades import thumbnail  # noqa: PLC0415 - loads numpy
    from overpaint.imaging.mask.shelf import pack  # noqa: PLC0415 - loads numpy

    if layers is None or layers.mask.is_empty:
        return None
    plane = layers.mask
    grey = thumbnail(plane.copy_coverage(), _THUMBNAIL_PX)
    height, width = grey.shape
    return _Packed(pack(plane), plane.coverage_fraction(), grey.tobytes(), width, height)
