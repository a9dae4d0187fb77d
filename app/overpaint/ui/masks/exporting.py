"""Give the mask away: as it is sent, white on black, or on the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QClipboard, QImage, QImageReader

from overpaint.domain.errors import Action, ImageError, StorageError
from overpaint.domain.profiles import MaskForm
from overpaint.domain.text import say
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes2D

_T = TypeVar("_T")


class MaskExporter(QObject):
    """Encodes on a worker what would change: the mask without what is protected.

    Args:
        canvas: Has the mask.
        background: Encodes and writes.
        clipboard: Where copies go.
        form: Tells how the chosen server reads masks.

    Attributes:
        done: A sentence that confirms it.
        failed: An `OverpaintError`.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        canvas: CanvasView,
        background: Background,
        clipboard: QClipboard,
        form: Callable[[], MaskForm],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._background = background
        self._clipboard = clipboard
        self._form = form

    def export_sent(self, place: Path) -> None:
        """Write the very file that would be sent for this mask."""
        form = self._form()
        self._export(lambda coverage: _as_sent(coverage, form), place)

    def export_white(self, place: Path) -> None:
        """Write white on black with every shade of soft edges: importing it gives the same mask."""
        self._export(_white_on_black, place)

    @Slot()
    def copy(self) -> None:
        """Put the mask on the clipboard, white on black."""

        def place(copy: tuple[bytes, QImage]) -> None:
            data, image = copy
            mime = QMimeData()
            mime.setData("image/png", QByteArray(data))
            mime.setImageData(image)
            self._clipboard.setMimeData(mime)
            self.done.emit(self.tr("Copied the mask, white on black"))

        self._run(_copied, place)

    def _export(self, encode: Callable[[Bytes2D], bytes], place: Path) -> None:
        def saved(_none: None) -> None:
            self.done.emit(self.tr("Saved “{name}”").format(name=place.name))

        self._run(lambda coverage: _write(encode(coverage), place), saved)

    def _run(self, make: Callable[[Bytes2D], _T], use: Callable[[_T], None]) -> None:
        """Make something of what would change, on a worker."""

        def work(coverage: Bytes2D | None) -> _T:
            if coverage is None:
                raise _nothing_masked()
            return make(coverage)

        self._canvas.snapshot_mask(
            lambda coverage: self._background.run(lambda: work(coverage), use, self.failed.emit)
        )


def _as_sent(coverage: Bytes2D, form: MaskForm) -> bytes:
    from overpaint.imaging.mask.png import (  # noqa: PLC0415 - loads numpy
        encode_grey_mask,
        encode_request_mask,
    )

    if form is MaskForm.DUAL:
        return encode_request_mask(coverage)
    return encode_grey_mask(coverage, form)


def _white_on_black(coverage: Bytes2D) -> bytes:
    from overpaint.imaging.mask.shades import encode_shades  # noqa: PLC0415 - loads numpy

    return encode_shades(coverage)


def _copied(coverage: Bytes2D) -> tuple[bytes, QImage]:
    """The file and its pixels: the clipboard may outlive everything that could make them later."""
    data = _white_on_black(coverage)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # Unlike what QImage offers for this, the reader lets the window's thread run.
    return data, QImageReader(buffer, QByteArray(b"png")).read()


def _write(data: bytes, place: Path) -> None:
    try:
        place.write_bytes(data)
    except OSError as error:
        raise StorageError(
            say("masks", "“{name}” could not be saved in {folder}.", name=place.name,
                folder=str(place.parent)),
            why=say("masks", "The system says: {reason}.", reason=error.strerror or str(error)),
            remedy=say("masks", "Choose another folder or make room; the mask itself is safe."),
            action=Action.CHOOSE_FOLDER,
        ) from error  # fmt: skip


def _nothing_masked() -> ImageError:
    return ImageError(
        say("masks", "The mask is empty: nothing would be sent."),
        remedy=say("masks", "Paint what should change first."),
        action=Action.EDIT_MASK,
    )
