"""How a mask of the shelf travels in a drag inside the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMimeData

from overpaint.domain.sizes import Size

MASK_TYPE = "application/x-overpaint-mask"
"""Marks a drag that began at a mask of the shelf; its data is its size and its id."""


@dataclass(frozen=True, slots=True)
class DraggedMask:
    """A mask that is dragged.

    Attributes:
        id: Of the mask on the shelf.
        size: Pictures of this size can take it.
    """

    id: str
    size: Size


def mask_mime(mask: DraggedMask) -> QMimeData:
    """What a drag of a shelf's mask carries."""
    mime = QMimeData()
    mime.setData(MASK_TYPE, f"{mask.size.width} {mask.size.height} {mask.id}".encode())
    return mime


def dragged_mask(mime: QMimeData) -> DraggedMask | None:
    """The mask in a drag; None when it brings something else."""
    if not mime.hasFormat(MASK_TYPE):
        return None
    words = bytes(mime.data(MASK_TYPE).data()).decode(errors="replace").split(" ", 2)
    if len(words) != 3 or not all(word.isdecimal() for word in words[:2]):
        return None
    return DraggedMask(words[2], Size(int(words[0]), int(words[1])))
