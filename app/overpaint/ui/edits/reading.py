"""Read edits from disk for the window; everything here runs on a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from overpaint.domain.draft import InputImage
from overpaint.domain.edit_document import EditCard, EditDocument, EditId
from overpaint.domain.errors import OverpaintError
from overpaint.ui.edits.saver import EditsDisk

if TYPE_CHECKING:
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.mask.shelf import PackedMask

SHELF, LAST = "shelf-", "last"
"""Names of the planes beside mask and protected parts: named masks, and the one before."""

THUMBNAIL_PX = 256


@dataclass(frozen=True, slots=True, eq=False)
class ShelfMask:
    """A named mask, ready to be shown.

    Attributes:
        owner: Id of the input that it belongs to.
        id: Names it.
        name: What a person calls it.
        packed: Its coverage.
        share: Of the picture that it covers.
        grey: Thumbnail, one byte a pixel, white is masked.
        width: Of the thumbnail.
        height: Of the thumbnail.
    """

    owner: str
    id: str
    name: str
    packed: PackedMask
    share: float
    grey: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class ReadEdit:
    """An edit, ready for the window.

    Attributes:
        document: With inputs marked whose files are gone.
        layers: Masks by the ids of their inputs.
        last: The masks before those, by the same.
        shelf: The named masks.
    """

    document: EditDocument
    layers: Mapping[str, MaskLayers]
    last: Mapping[str, PackedMask]
    shelf: tuple[ShelfMask, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ReadTabs:
    """What was open when the program ended.

    Attributes:
        cards: The tabs in their order.
        current: The one that was at hand, read; None when there is none.
        errors: Why others cannot be opened.
    """

    cards: tuple[EditCard, ...]
    current: ReadEdit | None
    errors: tuple[OverpaintError, ...]


def read_tabs(disk: EditsDisk) -> ReadTabs:
    """Read which edits were open, and the one that was at hand."""
    from overpaint.services.edits.open_tabs import read_open_tabs  # noqa: PLC0415 - on the worker

    tabs = read_open_tabs(disk.folder)
    cards: list[EditCard] = []
    errors: list[OverpaintError] = []
    for edit in tabs.edits:
        try:
            cards.append(disk.store.card(edit))
        except OverpaintError as error:
            errors.append(error)
    order = [card.id for card in cards]
    wishes = [edit for edit in (tabs.current, *reversed(order)) if edit in order]
    current = None
    while wishes and current is None:
        try:
            current = read_edit(disk, wishes[0])
        except OverpaintError as error:
            errors.append(error)
            cards = [card for card in cards if card.id != wishes[0]]
            wishes = [edit for edit in wishes if edit != wishes[0]]
    return ReadTabs(tuple(cards), current, tuple(errors))


def read_edit(disk: EditsDisk, edit: EditId) -> ReadEdit:
    """Read one edit, with its masks unpacked.

    Raises:
        StorageError: It cannot be read, or is damaged and was put aside.
    """
    from overpaint.services.edits.tiles import layers_of, plane_name  # noqa: PLC0415 - numpy

    stored = disk.store.load(edit)
    document, planes = stored.document, stored.planes
    inputs = tuple(_looked_for(image) for image in document.draft.inputs)
    ids = [image.id for image in inputs]
    found = ((image_id, layers_of(planes, image_id)) for image_id in ids)
    last = ((image_id, planes.get(plane_name(image_id, LAST))) for image_id in ids)
    shelf = []
    for mask in document.shelf:
        plane = planes.get(plane_name(mask.owner, SHELF + mask.id))
        if plane is not None:
            shelf.append(_shelf_mask(mask.owner, mask.id, mask.name, plane.packed(), mask.share))
    return ReadEdit(
        replace(document, draft=replace(document.draft, inputs=inputs)),
        {image_id: layers for image_id, layers in found if layers is not None},
        {image_id: plane.packed() for image_id, plane in last if plane is not None},
        tuple(shelf),
    )


def _looked_for(image: InputImage) -> InputImage:
    is_missing = not image.path.is_file()
    return image if is_missing == image.is_missing else replace(image, is_missing=is_missing)


def _shelf_mask(owner: str, mask_id: str, name: str, packed: PackedMask, share: float) -> ShelfMask:
    from overpaint.imaging.mask.shades import thumbnail  # noqa: PLC0415 - numpy

    grey = thumbnail(packed.coverage(), THUMBNAIL_PX)
    height, width = grey.shape
    return ShelfMask(owner, mask_id, name, packed, share, grey.tobytes(), width, height)
