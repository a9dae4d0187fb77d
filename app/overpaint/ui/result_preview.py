"""Show the selected result in place, over the target on the canvas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage, QImageReader

from overpaint.domain.errors import ImageError, OverpaintError
from overpaint.domain.text import say
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.results.item import ResultItem, ResultState

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Picture

_JUDGED = {ResultState.PREVIEW, ResultState.DONE}


class ResultPreview(QObject):
    """Decodes on a worker; when several pictures are asked for in a row, the last one is shown.

    Args:
        canvas: Shows the picture.
        background: The worker.
    """

    def __init__(self, canvas: CanvasView, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._background = background
        self._wanted: Path | None = None

    @Slot()
    def forget(self) -> None:
        """Another target is on the canvas, so nothing is shown over it now."""
        self._wanted = None

    @Slot(object)
    def show(self, item: ResultItem | None) -> None:
        """Show the picture of a tile; the target with its mask where there is none to judge."""
        judged = item is not None and item.state in _JUDGED
        path = item.picture if item is not None and judged else None
        if path == self._wanted:
            return
        self._wanted = path
        if path is None:
            self._canvas.set_preview(None)
            return

        def done(picture: Picture) -> None:
            if self._wanted == path:
                self._canvas.set_preview(picture)

        def failed(_error: OverpaintError) -> None:
            # A preview that is being replaced on disk; the tile tells of files that are broken.
            if self._wanted == path:
                self.forget()
                self._canvas.set_preview(None)

        self._background.run(lambda: _load(path), done, failed)


def _load(path: Path) -> Picture:
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
