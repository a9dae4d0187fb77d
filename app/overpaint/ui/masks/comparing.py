"""Make a mask from what differs between two pictures, tried out in the bar."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import OverpaintError
from overpaint.domain.sizes import Size
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.masks.difference_bar import DifferenceBar
from overpaint.ui.masks.joining import join
from overpaint.ui.masks.placement import Joining, size_text
from overpaint.ui.masks.session import LastMask, MaskSession
from overpaint.ui.masks.trial import Trials
from overpaint.ui.results.item import ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.widgets.option import Option

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes3D


@dataclass(frozen=True, slots=True)
class Comparable:
    """A picture that can be compared.

    Attributes:
        path: Where its bytes are.
        label: What the list calls it.
        name: What sentences call it.
        frame: 0-based number of a frame or page; None for the main one.
    """

    path: Path
    label: str
    name: str
    frame: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """Two pictures at the target's size, and those that had to be scaled."""

    first: Bytes3D
    second: Bytes3D
    sizes: tuple[Size, Size]


class MaskComparer(QObject):
    """Reads two pictures and shows where they differ.

    Args:
        store: Knows the inputs.
        results: Knows the finished results.
        canvas: Shows the mask.
        session: Keeps the mask that is replaced.
        background: Reads the pictures.
        bar: Chooses.
        trials: Makes sure that one thing is tried out at a time.

    Attributes:
        failed: An `OverpaintError`; the mask stayed as it was.
    """

    failed = Signal(object)

    def __init__(
        self,
        store: DraftStore,
        results: ResultsModel,
        canvas: CanvasView,
        session: MaskSession,
        background: Background,
        bar: DifferenceBar,
        trials: Trials,
    ) -> None:
        super().__init__(bar)
        self._store = store
        self._results = results
        self._canvas = canvas
        self._session = session
        self._background = background
        self._bar = bar
        self._trials = trials
        self._target: InputImage | None = None
        self._pair: _Pair | None = None
        self._asked = 0
        self._last = LastMask()
        self._had_mask = False
        bar.pictures_changed.connect(self._read)
        bar.changed.connect(self._show)

    def pictures(self) -> list[Comparable]:
        """The target, the references, the finished results."""
        inputs = self._store.draft.inputs
        found = [
            Comparable(image.path, self.tr("{number}: {name}").format(
                number=number, name=image.name), image.name, image.frame)
            for number, image in enumerate(inputs, start=1)
        ]  # fmt: skip
        rows = (self._results.item(row) for row in range(self._results.rowCount()))
        done = (item for item in rows if item.state is ResultState.DONE and item.file is not None)
        for number, item in enumerate(done, start=1):
            if item.file is not None:
                label = self.tr("Result {number}: {name}").format(
                    number=number, name=item.file.name)  # fmt: skip
                found.append(Comparable(item.file, label, item.file.name))
        return found

    @Slot()
    def open_bar(self) -> None:
        """Compare the target with the newest result, or with the first reference."""
        pictures, target = self.pictures(), self._store.draft.target
        if target is None or len(pictures) < 2:
            return
        self._trials.begin(self._bar, lambda: self.tr("Mask from difference"), self._on_ended)
        self._target = target
        self._last = LastMask()
        self._had_mask = self._session.has_mask
        inputs = len(self._store.draft.inputs)
        second = pictures[-1] if len(pictures) > inputs else pictures[1]
        options = [Option(picture, picture.label) for picture in pictures]
        self._bar.ask(options, pictures[0], second)
        self._read()

    @Slot()
    def _read(self) -> None:
        first, second, target = self._bar.first_box.value, self._bar.second_box.value, self._target
        if target is None or not isinstance(first, Comparable):
            return
        if not isinstance(second, Comparable):
            return
        self._pair = None
        self._asked += 1
        number, size = self._asked, target.size
        self._bar.set_busy(True)
        self._bar.set_applicable(False, self.tr("The pictures are being read."))

        def done(pair: _Pair) -> None:
            if number == self._asked and self._target is target:
                self._pair = pair
                self._explain(first, second, target)
                self._bar.set_applicable(True)
                self._show()

        def failed(error: OverpaintError) -> None:
            if number == self._asked and self._target is target:
                self._bar.set_busy(False)
                self.failed.emit(error)

        self._background.run(lambda: _read_pair(first, second, size), done, failed)

    @Slot()
    def _show(self) -> None:
        pair, last = self._pair, self._last
        if pair is None:
            return
        threshold, clean_px = self._bar.threshold, self._bar.clean_px
        joining = self._bar.joining

        def put(plane: MaskPlane, cancelled: Callable[[], bool]) -> TileDelta:
            from overpaint.imaging.select.difference import (  # noqa: PLC0415 - loads numpy
                difference_mask,
            )

            last.keep(plane)
            coverage = difference_mask(
                pair.first, pair.second, threshold, clean_px, cancelled=cancelled
            )
            return join(plane, coverage, joining, cancelled)

        self._canvas.preview_change(put, self.tr("Mask from difference"))
        self._bar.has_preview = True

    def _explain(self, first: Comparable, second: Comparable, target: InputImage) -> None:
        """Tell which pictures had to be scaled."""
        pair = self._pair
        if pair is None:
            return
        if first == second:
            self._bar.show_note(self.tr("A picture does not differ from itself."))
            return
        scaled = [
            self.tr("“{name}” is {size} and is scaled to {target}.").format(
                name=picture.name, size=size_text(size), target=size_text(target.size))
            for picture, size in zip((first, second), pair.sizes, strict=True)
            if size != target.size
        ]  # fmt: skip
        self._bar.show_note("\n".join(scaled))

    def _on_ended(self, kept: bool) -> None:  # noqa: FBT001 - a callback
        if kept and self._had_mask and self._bar.joining is Joining.REPLACE:
            self._session.note_replaced(self._last)
        self._target = self._pair = None
        self._bar.show_note("")


def _read_pair(first: Comparable, second: Comparable, size: Size) -> _Pair:
    from overpaint.imaging.load import load_picture  # noqa: PLC0415 - on a worker
    from overpaint.imaging.scaling import scaled_to  # noqa: PLC0415 - as above

    pictures = [load_picture(picture.path, picture.frame) for picture in (first, second)]
    sizes = tuple(Size(picture.width, picture.height) for picture in pictures)
    one, other = (scaled_to(picture, size) for picture in pictures)
    return _Pair(one, other, (sizes[0], sizes[1]))
