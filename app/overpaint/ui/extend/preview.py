"""Show what will lie in the new area while it is being chosen, from a small copy of the target."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import OverpaintError
from overpaint.domain.extension import Margins
from overpaint.domain.sizes import Size
from overpaint.ui.background import Background
from overpaint.ui.extend.ghost import ExtendGhost

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes3D, Picture

_EDGE_PX = 640
_LONGEST_PX = 1024


class GhostPreview(QObject):
    """Works out one picture at a time on a worker; the newest margins win.

    Args:
        ghost: Shows it.
        background: The worker.
    """

    def __init__(self, ghost: ExtendGhost, background: Background) -> None:
        super().__init__(ghost)
        self._ghost = ghost
        self._background = background
        self._target: InputImage | None = None
        self._small: Picture | None = None
        self._wanted = Margins()
        self._busy = False
        self._pixels: Bytes3D | None = None

    def open_for(self, target: InputImage) -> None:
        """Begin with a target."""
        if self._target is None or self._target.id != target.id:
            self._small = None
        self._target = target

    def close(self) -> None:
        """Nothing is to be seen any more."""
        self._target = self._small = self._pixels = None

    def show(self, margins: Margins) -> None:
        """Show what will lie in these margins, as soon as it is there."""
        self._wanted = margins
        if self._target is not None and not self._busy and not margins.is_empty:
            self._begin(self._target, margins)

    def _begin(self, target: InputImage, margins: Margins) -> None:
        self._busy = True
        small = self._small

        def work() -> tuple[Picture, Bytes3D]:
            read = small or _read(target.path, target.frame)
            return read, _continued(read, target.size, margins)

        def done(outcome: tuple[Picture, Bytes3D]) -> None:
            self._busy = False
            if self._target is not None and self._target.id == target.id:
                self._small, pixels = outcome
                self._hand_over(pixels, margins)
            if self._wanted != margins:
                self.show(self._wanted)

        def failed(_error: OverpaintError) -> None:
            # The hatched area stands for it; applying tells what is wrong with the file.
            self._busy = False

        self._background.run(work, done, failed)

    def _hand_over(self, pixels: Bytes3D, margins: Margins) -> None:
        # The image looks into the array, which has to stay as long.
        self._pixels = pixels
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, 4 * width,
                       QImage.Format.Format_ARGB32_Premultiplied)  # fmt: skip
        self._ghost.show_picture(image, margins)


def _read(path: Path, frame: int) -> Picture:
    from overpaint.imaging.load import load_reduced  # noqa: PLC0415 - on a worker, loads numpy

    return load_reduced(path, _EDGE_PX, frame)


def _continued(small: Picture, size: Size, margins: Margins) -> Bytes3D:
    """The extended picture at a small scale, shape (height, width, 4), as the canvas has it."""
    from overpaint.imaging.extend import extend_small  # noqa: PLC0415 - as above

    return extend_small(small.bgra, size, margins, _LONGEST_PX)
