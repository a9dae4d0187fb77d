"""What the inspector of a request shows, worked out on a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from overpaint.domain.frame import Rect
from overpaint.ui.money import PriceNote, price_note
from overpaint.ui.run_controller import Submission

if TYPE_CHECKING:
    # numpy, Pillow and httpx: only workers touch them.
    from overpaint.imaging.pixels import Picture
    from overpaint.services.connections import Foreseen
    from overpaint.services.edit_work import EditWork
    from overpaint.services.outgoing import Outgoing, SentFile

_EDGE_PX = 1280


@dataclass(frozen=True, slots=True, eq=False)
class ShownPart:
    """One file of the request.

    Attributes:
        sent: What is known of it.
        picture: It, reduced; with its transparency.
        luminance: The same without transparency and colour.
    """

    sent: SentFile
    picture: QImage
    luminance: QImage


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One request.

    Attributes:
        outgoing: Everything that is sent.
        parts: The files, with pictures.
        price: What it is expected to cost.
        target: The file of the target.
        frame: The part of the target that is sent; None for all of it.
        is_same: Whether the files are those that were sent then; None when nothing was yet.
    """

    outgoing: Outgoing
    parts: tuple[ShownPart, ...]
    price: PriceNote
    target: Path | None
    frame: Rect | None
    is_same: bool | None = None


def show_work(
    submission: Submission, work: EditWork, foreseen: Foreseen, former: str = ""
) -> Shown:
    """Prepare an edit as sending it does, and make its pictures small. Blocks.

    Args:
        submission: The edit.
        work: What prepares it.
        foreseen: The server with its address.
        former: The `fingerprint` of what was sent then; ``""`` when nothing was.

    Raises:
        OverpaintError: What would keep the edit from being sent.
    """
    from overpaint.services.outgoing import outgoing  # noqa: PLC0415 - see above

    told = outgoing(work, foreseen.profile, has_key=foreseen.has_key)
    draft = submission.draft
    return Shown(
        outgoing=told,
        parts=tuple(_part(file) for file in told.files),
        price=price_note(draft, submission.rules.model(draft), submission.profile),
        target=None if draft.target is None else draft.target.path,
        frame=None if work.placement is None else work.placement.frame.rect,
        is_same=told.fingerprint == former if former else None,
    )


def _part(sent: SentFile) -> ShownPart:
    from overpaint.imaging.part_views import part_views  # noqa: PLC0415 - see above

    views = part_views(sent.file.content, _EDGE_PX)
    return ShownPart(sent, _image(views.whole), _image(views.luminance))


def _image(picture: Picture) -> QImage:
    opaque = QImage.Format.Format_RGB32
    kind = opaque if picture.opaque else QImage.Format.Format_ARGB32_Premultiplied
    # The copy owns its pixels; those of the array end with this function.
    return QImage(picture.bgra.data, picture.width, picture.height, picture.width * 4, kind).copy()
