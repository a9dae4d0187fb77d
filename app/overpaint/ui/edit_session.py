"""The pictures of the edit: reads files, shows the target, keeps every target's mask and marks."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from overpaint.domain.draft import Draft, InputImage, MaskFacts
from overpaint.domain.errors import Action, ImageError, OverpaintError, StorageError
from overpaint.domain.marks import Mark
from overpaint.domain.markup import MarkupFacts
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.drop_targets import DropRole
from overpaint.ui.inputs.model import InputsModel
from overpaint.ui.payload import Payload

if TYPE_CHECKING:
    # numpy takes half a second to import; at run time only workers touch these modules.
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.pixels import Bytes2D, Picture


_Use = Callable[[Sequence[InputImage]], None]


class EditSession(QObject):
    """Brings pictures into the draft and the target onto the canvas.

    Everything that reads a file runs on a worker; the outcome of each call is a change of the
    draft, or `failed`.

    Args:
        store: The draft.
        cards: Shows files on their way, and those that could not be read.
        canvas: Shows the target and holds the mask that is painted now.
        background: Runs what may wait.
        pasted_folder: Where pictures without a file are kept.

    Attributes:
        failed: An `OverpaintError`; everything else stayed as it was.
        refused: An `Addition` with pictures for which there was no room.
        reading: Whether the target's pixels are being read.
        target_shown: An `InputImage`; its pixels are on the canvas now.
    """

    failed = Signal(object)
    refused = Signal(object)
    reading = Signal(bool)
    target_shown = Signal(object)

    def __init__(
        self,
        store: DraftStore,
        cards: InputsModel,
        canvas: CanvasView,
        background: Background,
        pasted_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._cards = cards
        self._canvas = canvas
        self._background = background
        self._pasted_folder = pasted_folder
        self._layers: dict[str, MaskLayers] = {}
        self._marks: dict[str, tuple[Mark, ...]] = {}
        self._shown_id: str | None = None
        self._loaded_id: str | None = None
        store.changed.connect(self._on_draft_changed)
        canvas.mask_changed.connect(self._on_mask_changed)
        canvas.markup.changed.connect(self._on_markup_changed)

    def add(self, paths: Sequence[Path], at: int | None = None) -> None:
        """Read pictures and add them; the first one becomes the target when there is none."""
        self._read(paths, lambda images: self._insert(images, at), at)

    def open_target(self, paths: Sequence[Path]) -> None:
        """Read pictures: the first takes the target's place, the others become references."""
        self._read(paths, self._put_target)

    def replace(self, image_id: str, path: Path) -> None:
        """Put another picture in the place of an input."""
        self._read([path], lambda images: self._store.replace_input(image_id, images[0]))

    def take(self, role: DropRole, payload: Payload) -> None:
        """Use what was dropped or pasted in the role that was asked for."""
        if payload.files:
            self._use(role, payload.files)
        elif payload.image is not None:
            image = payload.image
            self._background.run(
                lambda: _save_pasted(image, self._pasted_folder),
                lambda path: self._use(role, (path,)),
                self.failed.emit,
            )

    def import_mask(self, path: Path) -> None:
        """Read a mask file and put it in the place of the mask; one undo step."""
        target = self._store.draft.target
        if target is None:
            self.failed.emit(_no_target_for_mask())
            return

        def read() -> Bytes2D:
            from overpaint.imaging.load import load_mask  # noqa: PLC0415 - on a worker, see above

            coverage = load_mask(path)
            size = Size(coverage.shape[1], coverage.shape[0])
            if size != target.size:
                raise _mask_size_error(path, size, target.size)
            return coverage

        self._background.run(
            read,
            lambda coverage: self._canvas.replace_mask(coverage, self.tr("Import mask")),
            self.failed.emit,
        )

    def start_over(self) -> None:
        """Empty the edit: no pictures, no mask, no marks, no prompt; the parameters stay."""
        self._layers.clear()
        self._marks.clear()
        self._store.set(inputs=(), mask=None, markup=None, prompt="")

    def _use(self, role: DropRole, files: Sequence[Path]) -> None:
        if role is DropRole.MASK:
            self.import_mask(files[0])
        elif role is DropRole.TARGET:
            self.open_target(files)
        else:
            self.add(files)

    def _read(self, paths: Sequence[Path], use: _Use, at: int | None = None) -> None:
        if not paths:
            return
        chosen = tuple(paths)
        tokens = self._cards.begin_reading([path.name for path in chosen], at)

        def done(outcomes: list[InputImage | OverpaintError]) -> None:
            images = [image for image in outcomes if isinstance(image, InputImage)]
            for token, outcome in zip(tokens, outcomes, strict=True):
                if isinstance(outcome, OverpaintError):
                    self._cards.fail_reading(token, outcome)
                    self.failed.emit(outcome)
                else:
                    self._cards.end_reading(token)
            if images:
                use(images)

        def failed(error: OverpaintError) -> None:
            for token in tokens:
                self._cards.fail_reading(token, error)
            self.failed.emit(error)

        self._background.run(lambda: _probe_all(chosen), done, failed)

    def _insert(self, images: Sequence[InputImage], at: int | None) -> None:
        addition = self._store.add_inputs(images, at)
        if addition.refused:
            self.refused.emit(addition)

    def _put_target(self, images: Sequence[InputImage]) -> None:
        target = self._store.draft.target
        if target is None:
            self._insert(images, None)
            return
        self._store.replace_input(target.id, images[0])
        self._insert(images[1:], None)

    def _on_draft_changed(self, _old: Draft, draft: Draft) -> None:
        target = draft.target
        if target is None:
            if self._shown_id is not None:
                self._shown_id = self._loaded_id = None
                self.reading.emit(False)
                self._canvas.set_target(None, None)
            return
        if target.id != self._shown_id:
            self._show(target)

    def _show(self, target: InputImage) -> None:
        self._shown_id = target.id
        self._loaded_id = None
        self._store.set(mask=None, markup=None)
        known = self._layers.get(target.id)
        self.reading.emit(True)

        def read() -> tuple[Picture, MaskLayers]:
            return _load_target(target, known)

        def done(loaded: tuple[Picture, MaskLayers]) -> None:
            if self._shown_id != target.id:
                return
            self.reading.emit(False)
            picture, layers = loaded
            self._layers[target.id] = layers
            self._loaded_id = target.id
            self._canvas.set_target(picture, layers, self._marks.get(target.id, ()))
            self._on_mask_changed()
            self.target_shown.emit(target)

        def failed(error: OverpaintError) -> None:
            if self._shown_id == target.id:
                self.reading.emit(False)
                self._canvas.set_target(None, None)
                self._store.remove_input(target.id)
            self.failed.emit(error)

        self._background.run(read, done, failed)

    def _on_mask_changed(self) -> None:
        layers = self._canvas.layers
        if layers is None or layers.is_effectively_empty:
            self._store.set(mask=None)
            return
        size = Size(layers.width, layers.height)
        self._store.set(mask=MaskFacts(size, layers.effective_fraction()))

    def _on_markup_changed(self) -> None:
        transform, marks = self._canvas.transform, self._canvas.markup.marks
        if self._loaded_id is None or transform is None:
            return
        self._marks[self._loaded_id] = marks
        facts = MarkupFacts(Size(*transform.image_size), len(marks)) if marks else None
        self._store.set(markup=facts)


def _probe_all(paths: Sequence[Path]) -> list[InputImage | OverpaintError]:
    from overpaint.imaging.load import probe_input  # noqa: PLC0415 - on a worker, see above

    outcomes: list[InputImage | OverpaintError] = []
    for path in paths:
        try:
            outcomes.append(probe_input(path))
        except OverpaintError as error:
            outcomes.append(error)
    return outcomes


def _load_target(target: InputImage, known: MaskLayers | None) -> tuple[Picture, MaskLayers]:
    from overpaint.imaging.load import load_picture  # noqa: PLC0415 - on a worker, see above
    from overpaint.imaging.mask.layers import MaskLayers  # noqa: PLC0415

    picture = load_picture(target.path, target.frame)
    fits = known is not None and (known.width, known.height) == (
        picture.width,
        picture.height,
    )
    if known is None or not fits:
        known = MaskLayers(picture.width, picture.height)
    return picture, known


def _save_pasted(image: QImage, folder: Path) -> Path:
    path = folder / f"pasted-{os.urandom(4).hex()}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        saved = image.save(str(path))
    except OSError as error:
        raise _pasted_error(folder, str(error)) from error
    if not saved:
        raise _pasted_error(folder, "QImage.save failed")
    return path


def _pasted_error(folder: Path, details: str) -> StorageError:
    return StorageError(
        say("session", "The pasted picture could not be kept in {folder}.", folder=str(folder)),
        remedy=say("session", "Make room on the disk or save the picture as a file and open it."),
        details=details,
    )


def _no_target_for_mask() -> ImageError:
    return ImageError(
        say("session", "There is no picture that the mask could belong to."),
        remedy=say("session", "Open the target first, then its mask."),
    )


def _mask_size_error(path: Path, size: Size, target: Size) -> ImageError:
    return ImageError(
        say("session", "“{name}” is {mask} and the target is {target}.", name=path.name,
            mask=str(size), target=str(target)),
        remedy=say("session", "Use a mask of the same size, or scale it to {target}.",
                   target=str(target)),
        action=Action.EDIT_MASK,
    )  # fmt: skip
