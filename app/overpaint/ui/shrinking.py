"""Make a smaller copy of an input that is too large for the model, at the person's wish."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import OverpaintError
from overpaint.services.kept_pictures import keep, not_kept
from overpaint.ui.background import Background
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inputs import texts
from overpaint.ui.inputs.history import InputsHistory
from overpaint.ui.inputs.model import InputsModel


class Shrinker(QObject):
    """Works beside the window; the copy takes the input's place as one step of undo.

    Args:
        store: The draft.
        cards: Shows that it is under way.
        history: Puts the copy in.
        background: The worker.
        folder: Where copies are kept; the original stays where it is.

    Attributes:
        failed: An `OverpaintError`; the input stayed as it was.
        told: A sentence that confirms it.
        copied: Id of the copy, before it takes the place of its original.
    """

    failed = Signal(object)
    told = Signal(str)
    copied = Signal(str)

    def __init__(
        self,
        store: DraftStore,
        cards: InputsModel,
        history: InputsHistory,
        background: Background,
        folder: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._cards = cards
        self._history = history
        self._background = background
        self._folder = folder

    @Slot(str)
    def shrink(self, image_id: str) -> None:
        """Replace an input by a copy that the model takes."""
        place = self._store.position_of(image_id)
        if place is None:
            return
        image = self._store.draft.inputs[place - 1]
        limit = self._store.model.max_image_bytes
        self._cards.set_busy(image_id, self.tr("Making a smaller copy…"))

        def done(copy: InputImage) -> None:
            self._cards.set_busy(image_id, "")
            if self._store.position_of(image_id) is not None:
                self.copied.emit(copy.id)
                self._history.replace(
                    image_id, copy, self.tr("Shrink {name}").format(name=image.name)
                )
                self.told.emit(self._sentence(image, copy))

        def failed(error: OverpaintError) -> None:
            self._cards.set_busy(image_id, "")
            self.failed.emit(error)

        # A target may have to travel as PNG, whatever its file is.
        self._background.run(
            lambda: _smaller(image, limit, self._folder, lossless=place == 1), done, failed
        )

    @Slot(str, object, int)
    def open_smaller(self, token: str, path: Path, at: int) -> None:
        """Bring in a smaller copy of a file that is too large to be opened.

        Args:
            token: Its card.
            path: The file.
            at: 0-based position where the copy goes.
        """
        self._cards.try_again(token)

        def done(copy: InputImage) -> None:
            self._cards.end_reading(token)
            self._history.add([copy], at)

        def failed(error: OverpaintError) -> None:
            self._cards.fail_reading(token, error)
            self.failed.emit(error)

        self._background.run(lambda: _readable(path, self._folder), done, failed)

    def _sentence(self, image: InputImage, copy: InputImage) -> str:
        return self.tr("{old} became {new}, {pixels} pixels").format(
            old=texts.megabytes(image.byte_count),
            new=texts.megabytes(copy.byte_count),
            pixels=texts.dimensions(copy),
        )


def _readable(path: Path, folder: Path, frame: int | None = None) -> InputImage:
    from overpaint.imaging.load import probe_input, save_smaller_copy  # noqa: PLC0415 - as below

    try:
        return probe_input(save_smaller_copy(path, folder, frame))
    except OSError as error:
        raise not_kept(folder, error.strerror or str(error)) from error


def _smaller(image: InputImage, limit_bytes: int, folder: Path, *, lossless: bool) -> InputImage:
    from overpaint.imaging.load import probe_input  # noqa: PLC0415 - loads numpy, on a worker
    from overpaint.imaging.shrink import shrink_to_fit  # noqa: PLC0415 - as above

    if image.byte_count < limit_bytes:
        return _readable(image.path, folder, image.frame)
    copy = shrink_to_fit(image, limit_bytes, lossless=lossless)
    return probe_input(keep(copy.data, f"{Path(image.name).stem} {copy.size}", folder))
