"""Take a mask over from a file: shown first, then asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import Action, ImageError, OverpaintError
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.masks.import_bar import ImportBar
from overpaint.ui.masks.joining import join
from overpaint.ui.masks.placement import Joining
from overpaint.ui.masks.session import LastMask, MaskSession
from overpaint.ui.masks.trial import Trials

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.imported import ImportedMask
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D


@dataclass(slots=True, eq=False)
class _Offer:
    """A mask that was read and is shown, but not taken over yet."""

    mask: ImportedMask
    target: InputImage
    last: LastMask
    fitted: dict[bool, Bytes2D]
    had_mask: bool
    replaces: bool = False

    @property
    def size(self) -> Size:
        height, width = self.mask.coverage.shape
        return Size(width, height)


class MaskImporter(QObject):
    """Reads a mask, shows it on the canvas, and lets the bar ask how to take it over.

    Args:
        store: Knows the target.
        canvas: Shows the mask.
        session: Keeps the mask that is replaced.
        background: Reads files.
        bar: Asks.
        trials: Makes sure that one thing is tried out at a time.

    Attributes:
        failed: An `OverpaintError`; the mask stayed as it was.
    """

    failed = Signal(object)

    def __init__(
        self,
        store: DraftStore,
        canvas: CanvasView,
        session: MaskSession,
        background: Background,
        bar: ImportBar,
        trials: Trials,
    ) -> None:
        super().__init__(bar)
        self._store = store
        self._canvas = canvas
        self._session = session
        self._background = background
        self._bar = bar
        self._trials = trials
        self._offer: _Offer | None = None
        bar.changed.connect(self._show)

    def import_file(self, path: Path) -> None:
        """Read a mask file of any format and size, and ask."""
        self._read(path.name, lambda: _read_file(path))

    def take_file(self, path: Path) -> None:
        """Put a mask file of the target's size in the place of the mask, without asking."""
        target = self._store.draft.target
        if target is None:
            self.failed.emit(no_target_for_mask())
            return

        def done(mask: ImportedMask) -> None:
            size = Size(mask.coverage.shape[1], mask.coverage.shape[0])
            if size != target.size:
                self.failed.emit(_size_error(path, size, target.size))
            elif self._still(target):
                self._canvas.replace_mask(mask.coverage, self.tr("Import mask"))

        self._background.run(lambda: _read_file(path), done, self.failed.emit)

    def _read(self, name: str, read: Callable[[], ImportedMask]) -> None:
        target = self._store.draft.target
        if target is None:
            self.failed.emit(no_target_for_mask())
            return

        def done(mask: ImportedMask) -> None:
            # Another picture may have become the target meanwhile: the mask was not for that one.
            if self._still(target):
                self._ask(name, mask, target)

        self._background.run(read, done, self._fail)

    def _fail(self, error: OverpaintError) -> None:
        self.failed.emit(error)

    def _still(self, target: InputImage) -> bool:
        return self._store.draft.target == target and self._canvas.layers is not None

    def _ask(self, name: str, mask: ImportedMask, target: InputImage) -> None:
        from overpaint.imaging.mask.imported import MaskSource  # noqa: PLC0415 - loads numpy

        self._trials.begin(self._bar, lambda: self.tr("Import mask"), self._on_ended)
        offer = _Offer(mask, target, LastMask(), {}, self._session.has_mask)
        self._offer = offer
        self._bar.ask(
            name,
            transparency=mask.source is MaskSource.ALPHA,
            size=offer.size,
            target=target.size,
        )
        self._show()

    @Slot()
    def _show(self) -> None:
        offer = self._offer
        if offer is None:
            return
        bar = self._bar
        scales, inverted, joining = bar.scales, bar.inverted, bar.joining
        offer.replaces = offer.had_mask and joining is Joining.REPLACE

        def put(plane: MaskPlane, cancelled: Callable[[], bool]) -> TileDelta:
            offer.last.keep(plane)
            coverage = _fitted(offer, Size(plane.width, plane.height), scales=scales)
            return join(plane, 255 - coverage if inverted else coverage, joining, cancelled)

        self._canvas.preview_change(put, self.tr("Import mask"))
        bar.has_preview = True

    def _on_ended(self, kept: bool) -> None:  # noqa: FBT001 - a callback
        offer, self._offer = self._offer, None
        if kept and offer is not None and offer.replaces:
            self._session.note_replaced(offer.last)


def no_target_for_mask() -> ImageError:
    """There is nothing to mask."""
    return ImageError(
        say("session", "There is no picture that the mask could belong to."),
        remedy=say("session", "Open the target first, then its mask."),
    )


def _size_error(path: Path, size: Size, target: Size) -> ImageError:
    return ImageError(
        say("session", "“{name}” is {mask} and the target is {target}.", name=path.name,
            mask=str(size), target=str(target)),
        remedy=say("session", "Use a mask of the same size, or scale it to {target}.",
                   target=str(target)),
        action=Action.EDIT_MASK,
    )  # fmt: skip


def _fitted(offer: _Offer, size: Size, *, scales: bool) -> Bytes2D:
    """The coverage at the picture's size; scaled once, however often the bar is changed."""
    from overpaint.imaging.mask.imported import Fit, fitted  # noqa: PLC0415 - loads numpy

    if offer.size == size:
        return offer.mask.coverage
    if scales not in offer.fitted:
        fit = Fit.SCALE if scales else Fit.CENTRE
        offer.fitted[scales] = fitted(offer.mask.coverage, size, fit)
    return offer.fitted[scales]


def _read_file(path: Path) -> ImportedMask:
    from overpaint.imaging.load import read_mask  # noqa: PLC0415 - on a worker

    return read_mask(path)
