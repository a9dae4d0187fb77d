"""Each target's own mask: kept while another one is shown, cleared, brought back, told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.draft import Draft, InputImage
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore

if TYPE_CHECKING:
    # numpy takes half a second to import; at run time only workers touch these modules.
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.mask.shelf import PackedMask


class LastMask:
    """The mask as it was before it was cleared or replaced; packed by a worker.

    Attributes:
        packed: None until the worker has been there.
    """

    def __init__(self) -> None:
        self.packed: PackedMask | None = None

    def keep(self, plane: MaskPlane) -> None:
        """Pack what the mask holds, once. Runs on the worker."""
        from overpaint.imaging.mask.shelf import pack  # noqa: PLC0415 - loads numpy

        if self.packed is None and not plane.is_empty:
            self.packed = pack(plane)


class MaskSession(QObject):
    """Keeps the layers of every target and tells the draft about the mask that is shown.

    Args:
        store: Gets the facts about the mask.
        canvas: Holds the layers that are worked on.
        background: Writes to the layers of pictures that are not shown.

    Attributes:
        failed: An `OverpaintError`.
        changed: What can be done with the mask may be different now.
        other_changed: The mask of a picture that is not shown is another one.
        target_left: The target that is shown is about to change.
    """

    failed = Signal(object)
    changed = Signal()
    other_changed = Signal()
    target_left = Signal()

    def __init__(
        self,
        store: DraftStore,
        canvas: CanvasView,
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._canvas = canvas
        self._background = background
        self._layers: dict[str, MaskLayers] = {}
        self._last: dict[str, LastMask] = {}
        self._target_id: str | None = None
        store.changed.connect(self._follow_target)
        canvas.mask_changed.connect(self.tell)

    @property
    def target_id(self) -> str | None:
        """Id of the target; None while there is none."""
        return self._target_id

    @property
    def can_bring_back(self) -> bool:
        """Whether there is a last mask of this target."""
        return self._target_id in self._last and self._canvas.layers is not None

    @property
    def has_mask(self) -> bool:
        """Whether anything is masked, protected or not."""
        layers = self._canvas.layers
        return layers is not None and not layers.mask.is_empty

    @property
    def has_protect(self) -> bool:
        """Whether anything is protected."""
        layers = self._canvas.layers
        return layers is not None and not layers.protect.is_empty

    def layers_of(self, input_id: str) -> MaskLayers | None:
        """The layers that a picture had when it was the target; None for new ones."""
        return self._layers.get(input_id)

    def keep(self, input_id: str, layers: MaskLayers) -> None:
        """Remember the layers of a picture for as long as the edit lasts."""
        self._layers[input_id] = layers

    def forget(self, input_id: str) -> None:
        """Drop the mask of a picture that is not the target now."""
        if input_id != self._target_id:
            self._layers.pop(input_id, None)
            self._last.pop(input_id, None)

    def last_of(self, input_id: str) -> PackedMask | None:
        """What `bring_back` would bring for a picture; None for nothing, or not known yet."""
        last = self._last.get(input_id)
        return None if last is None else last.packed

    def note_replaced(self, last: LastMask) -> None:
        """The mask was replaced: ``last`` can be brought back."""
        if self._target_id is not None:
            self._last[self._target_id] = last
            self.changed.emit()

    def note_replaced_of(self, input_id: str, last: LastMask) -> None:
        """As `note_replaced`, for a picture that is not the target now."""
        self._last[input_id] = last
        self.changed.emit()

    def change_other(self, image: InputImage, write: Callable[[MaskLayers], None]) -> None:
        """Change the layers of a picture that is not shown, on a worker.

        Args:
            image: The input; it gets layers when it has none.
            write: Runs on the worker.
        """
        from overpaint.imaging.mask.layers import MaskLayers  # noqa: PLC0415 - loads numpy

        layers = self._layers.get(image.id)
        if layers is None:
            layers = MaskLayers(image.size.width, image.size.height)
            self._layers[image.id] = layers
        self._background.run(
            lambda: write(layers), lambda _: self.other_changed.emit(), self.failed.emit
        )

    @Slot()
    def clear(self) -> None:
        """Take the mask away; it can be brought back."""
        if not self.has_mask:
            return
        last = LastMask()

        def clear(plane: MaskPlane) -> TileDelta:
            last.keep(plane)
            return plane.clear()

        self._canvas.change_mask(self.tr("Clear mask"), clear)
        self.note_replaced(last)

    @Slot()
    def bring_back(self) -> None:
        """Put the last mask in the place of this one, which becomes the last one."""
        if self._target_id is None or not self.can_bring_back:
            return
        back, last = self._last[self._target_id], LastMask()

        def replace(plane: MaskPlane) -> TileDelta:
            last.keep(plane)
            if back.packed is None:
                return plane.clear()
            return back.packed.put_on(plane)

        replaced = self.has_mask
        self._canvas.change_mask(self.tr("Bring back the last mask"), replace)
        if replaced:
            self.note_replaced(last)

    @Slot()
    def tell(self) -> None:
        """Put the facts about the mask into the draft."""
        layers = self._canvas.layers
        facts = None if layers is None else layers.facts()
        self._store.set(mask=facts)
        self.changed.emit()

    @Slot(object, object)
    def _follow_target(self, _old: Draft, _new: Draft) -> None:
        target = self._store.draft.target
        identity = None if target is None else target.id
        if identity != self._target_id:
            self.target_left.emit()
            self._target_id = identity
            self.changed.emit()
