"""Show the selected result in place, over the target on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage, QImageReader

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.draft import InputImage
from overpaint.domain.errors import ImageError, OverpaintError
from overpaint.domain.events import JobId
from overpaint.domain.frame import Rect
from overpaint.domain.text import say
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.run_controller import Submission

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Picture
    from overpaint.imaging.placement import Masking

_JUDGED = {ResultState.PREVIEW, ResultState.DONE}


def _nobody(_job: JobId) -> None:
    return None


class ResultPreview(QObject):
    """Decodes on a worker; when several pictures are asked for in a row, the last one is shown.

    A finished result covers the target. What has the frame's part only, a partial image mostly, is
    shown in its place: inside the mask, with the target around it.

    Args:
        canvas: Shows the picture.
        background: The worker.
        parent: Owner.
        submission_of: What a job was about; None when it is not known.
    """

    def __init__(
        self,
        canvas: CanvasView,
        background: Background,
        parent: QObject,
        submission_of: Callable[[JobId], Submission | None] = _nobody,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._background = background
        self._submission_of = submission_of
        self._target_id: str | None = None
        self._wanted: Path | None = None
        self._loading = 0

    @Slot(object)
    def follow_target(self, target: InputImage) -> None:
        """Another target is on the canvas, so nothing is shown over it now."""
        self._target_id = target.id
        self._wanted = None

    def is_about(self, item: ResultItem) -> bool:
        """Whether a result belongs into the target that is on the canvas."""
        placement = None if item.result is None else item.result.placement
        return placement is not None and placement.target.id == self._target_id

    def put(self, picture: Picture, rect: Rect) -> None:
        """Show what was worked out for the selected tile, in the place of its file."""
        self._loading += 1  # what is still being read is older
        self._canvas.set_preview(picture, rect)

    def reload(self, item: ResultItem) -> None:
        """Show the file of a tile once more: it was written anew."""
        if item.picture is not None and item.picture == self._wanted:
            self._wanted = None
            self.show(item)

    @Slot(object)
    def show(self, item: ResultItem | None) -> None:
        """Show the picture of a tile; the target with its mask where there is none to judge."""
        judged = item is not None and item.state in _JUDGED
        path = item.picture if item is not None and judged else None
        if path == self._wanted:
            return
        self._wanted = path
        if item is None or path is None:
            self._canvas.set_preview(None)
            return
        part = self._part(item)
        self._loading += 1
        loading = self._loading

        def done(picture: Picture) -> None:
            if self._wanted == path and self._loading == loading:
                self._canvas.set_preview(picture, None if part is None else part.rect)

        def failed(_error: OverpaintError) -> None:
            # A preview that is being replaced on disk; the tile tells of files that are broken.
            if self._wanted == path:
                self._wanted = None
                self._canvas.set_preview(None)

        self._background.run(lambda: _load(path, part), done, failed)

    def _part(self, item: ResultItem) -> _Part | None:
        """Where in the target a picture belongs that shows a part of it; None for all of it."""
        submission = None if item.job is None else self._submission_of(item.job)
        target = None if submission is None else submission.draft.target
        if item.frame is None or submission is None or target is None:
            return None
        if target.id != self._target_id or item.size == target.size:
            return None
        recipe = None if item.result is None else item.result.recipe
        recipe = recipe or submission.draft.blend
        masking = submission.masking if recipe.keep_outside else None
        return _Part(item.frame.rect, masking, recipe)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What is shown of a picture that has only a part of the target.

    Attributes:
        rect: The part, target pixels.
        masking: What shows through; None for all of it.
        recipe: How soft its edge is.
    """

    rect: Rect
    masking: Masking | None
    recipe: BlendRecipe


def _load(path: Path, part: _Part | None) -> Picture:
    picture = decoded(path)
    if part is None or part.masking is None:
        return picture
    from overpaint.imaging.in_place import seen_through  # noqa: PLC0415 - as below

    return seen_through(picture, part.rect, part.masking, part.recipe)


def decoded(path: Path) -> Picture:
    """Decode a result of any kind for the canvas; not on the window's thread.

    Raises:
        ImageError: It cannot be read.
    """
    # Pillow and numpy stay off the start of the program.
    from overpaint.imaging.load import load_last_frame, load_picture  # noqa: PLC0415

    if path.suffix == ".svg":
        return _drawn(path)
    return load_last_frame(path) if path.suffix == ".gif" else load_picture(path)


def _drawn(path: Path) -> Picture:
    """Let Qt draw an SVG; Pillow does not know the format."""
    import numpy as np  # noqa: PLC0415 - as above

    from overpaint.imaging.pixels import Picture  # noqa: PLC0415

    image = QImageReader(str(path)).read()
    if image.isNull():
        raise ImageError(
            say("results", "“{name}” cannot be drawn.", name=path.name),
            remedy=say("results", "Open it in another program; the file is as it was received."),
        )
    image.convertTo(QImage.Format.Format_ARGB32_Premultiplied)
    bgra = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return Picture(bgra.copy(), opaque=False)
