"""The pictures of the edit: reads files, shows the target, keeps every target's marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from overpaint.domain.draft import Draft, InputImage
from overpaint.domain.edit_document import ViewPlace
from overpaint.domain.errors import OverpaintError
from overpaint.domain.marks import Mark
from overpaint.domain.markup import MarkupFacts
from overpaint.domain.sizes import Size
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import Addition, DraftStore
from overpaint.ui.edits.pictures import TargetPictures
from overpaint.ui.inputs.history import InputsHistory
from overpaint.ui.inputs.model import InputsModel
from overpaint.ui.masks.session import MaskSession

if TYPE_CHECKING:
    # numpy takes half a second to import; at run time only workers touch these modules.
    from overpaint.imaging.mask.layers import MaskLayers
    from overpaint.imaging.pixels import Picture


_Use = Callable[[Sequence[InputImage]], None]


@dataclass(frozen=True, slots=True, eq=False)
class Return:
    """How a target comes back that was on the canvas before, in this start or an earlier one.

    Attributes:
        place: How it was looked at.
        steps: What can be taken back on it.
    """

    place: ViewPlace | None = None
    steps: QUndoStack | None = None


class EditSession(QObject):
    """Brings pictures into the draft and the target onto the canvas.

    Everything that reads a file runs on a worker; the outcome of each call is a change of the
    draft, or `failed`.

    Args:
        store: The draft.
        cards: Shows files on their way, and those that could not be read.
        canvas: Shows the target and holds the mask that is painted now.
        background: Runs what may wait.
        history: Changes the inputs so that it can be taken back.
        masks: Keeps every target's mask.

    Attributes:
        edit: Id of the edit at hand.
        failed: An `OverpaintError`; everything else stayed as it was.
        refused: An `Addition` with pictures for which there was no room.
        came_late: ``(edit id, images, as_target)``: pictures of an edit that is not at hand now.
        reading: Whether the target's pixels are being read.
        target_shown: An `InputImage`; its pixels are on the canvas now.
    """

    failed = Signal(object)
    refused = Signal(object)
    came_late = Signal(str, object, bool)
    reading = Signal(bool)
    target_shown = Signal(object)

    def __init__(
        self,
        store: DraftStore,
        cards: InputsModel,
        canvas: CanvasView,
        background: Background,
        history: InputsHistory,
        masks: MaskSession,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._cards = cards
        self._canvas = canvas
        self._background = background
        self._history = history
        self._masks = masks
        self._marks: dict[str, tuple[Mark, ...]] = {}
        self._shown_id: str | None = None
        self._loaded_id: str | None = None
        self._pictures = TargetPictures()
        self._returns: dict[str, Return] = {}
        self.edit = ""
        store.changed.connect(self._on_draft_changed)
        canvas.markup.changed.connect(self._on_markup_changed)

    def add(self, paths: Sequence[Path], at: int | None = None, then: _Use | None = None) -> None:
        """Read pictures and add them; the first one becomes the target when there is none.

        Args:
            paths: The files.
            at: 0-based position of the first one; at the end unless told.
            then: Is told those that are inputs now.
        """
        self._read(paths, lambda images: self._insert(images, at, then), at)

    def open_target(self, paths: Sequence[Path]) -> None:
        """Read pictures: the first takes the target's place, the others become references."""
        self._read(paths, self._put_target, as_target=True)

    def replace(self, image_id: str, path: Path) -> None:
        """Put another picture in the place of an input."""
        self._read([path], lambda images: self._history.replace(image_id, images[0]))

    @property
    def is_reading(self) -> bool:
        """Whether the target is on its way to the canvas."""
        return self._shown_id is not None and self._shown_id != self._loaded_id

    @property
    def shown_id(self) -> str | None:
        """Id of the picture that is on the canvas, ready to be painted on; None for none."""
        return self._loaded_id

    def expect(self, image_id: str, back: Return) -> None:
        """A target of before is about to be the target again."""
        self._returns[image_id] = back

    def marks_of(self, image_id: str) -> tuple[Mark, ...]:
        """What is drawn over a picture when it is the target."""
        return self._marks.get(image_id, ())

    def forget(self, image_ids: Sequence[str]) -> None:
        """Drop what belongs to pictures of an edit that was closed."""
        for image_id in image_ids:
            self._marks.pop(image_id, None)
            self._returns.pop(image_id, None)
            self._pictures.forget(image_id)
            self._masks.forget(image_id)

    def shows(self, image_id: str) -> bool:
        """Whether a picture is on the canvas, ready to be painted on."""
        return image_id == self._loaded_id

    def keep_marks(self, image_id: str, marks: tuple[Mark, ...]) -> None:
        """Draw these marks on a picture when it becomes the target."""
        self._marks[image_id] = marks

    def _read(
        self,
        paths: Sequence[Path],
        use: _Use,
        at: int | None = None,
        *,
        as_target: bool = False,
    ) -> None:
        if not paths:
            return
        chosen, edit = tuple(paths), self.edit
        tokens = self._cards.begin_reading([path.name for path in chosen], at, files=chosen)

        def done(outcomes: list[InputImage | OverpaintError]) -> None:
            images = [image for image in outcomes if isinstance(image, InputImage)]
            for token, outcome in zip(tokens, outcomes, strict=True):
                if isinstance(outcome, OverpaintError):
                    self._cards.fail_reading(token, outcome)
                    self.failed.emit(outcome)
                else:
                    self._cards.end_reading(token)
            if images and edit == self.edit:
                use(images)
            elif images:
                self.came_late.emit(edit, images, as_target)

        def failed(error: OverpaintError) -> None:
            for token in tokens:
                self._cards.fail_reading(token, error)
            self.failed.emit(error)

        self._background.run(lambda: _probe_all(chosen), done, failed)

    def _insert(
        self, images: Sequence[InputImage], at: int | None, then: _Use | None = None
    ) -> None:
        self._tell(self._history.add(images, at), then)

    def _put_target(self, images: Sequence[InputImage]) -> None:
        self._tell(self._history.put_target(images))

    def _tell(self, addition: Addition, then: _Use | None = None) -> None:
        if addition.refused:
            self.refused.emit(addition)
        if then is not None and addition.added:
            then(addition.added)

    def _on_draft_changed(self, _old: Draft, draft: Draft) -> None:
        target = draft.target
        if target is None or target.is_missing:
            if self._shown_id is not None:
                self._shown_id = self._loaded_id = None
                self.reading.emit(False)
                self._canvas.set_target(None, None)
            return
        if target.id != self._shown_id:
            self._show(target)

    def _show(self, target: InputImage) -> None:
        back = self._returns.pop(target.id, None)
        self._shown_id = target.id
        self._loaded_id = None
        if back is None:
            self._store.set(mask=None, markup=None)
        known = self._masks.layers_of(target.id)
        picture = None if back is None else self._pictures.find(target.id)
        if picture is not None and known is not None and _fits(known, picture):
            self._put(target, picture, known, back)
            return
        if back is not None:
            # Another edit comes to hand: nothing of the one before stays in view.
            self._canvas.set_target(None, None)
        self.reading.emit(True)

        def read() -> tuple[Picture, MaskLayers]:
            return _load_target(target, known)

        def done(loaded: tuple[Picture, MaskLayers]) -> None:
            if self._shown_id == target.id:
                self._put(target, *loaded, back)

        def failed(error: OverpaintError) -> None:
            if self._shown_id == target.id:
                self.reading.emit(False)
                self._canvas.set_target(None, None)
                if back is None:
                    self._history.take_out_broken(target.id)
                else:
                    self._lose(target, back)
            self.failed.emit(error)

        self._background.run(read, done, failed)

    def _put(
        self, target: InputImage, picture: Picture, layers: MaskLayers, back: Return | None
    ) -> None:
        self._masks.keep(target.id, layers)
        self._pictures.keep(target.id, picture)
        self._loaded_id = target.id
        back = back or Return()
        marks = self._marks.get(target.id, ())
        self._canvas.set_target(picture, layers, marks, place=back.place, steps=back.steps)
        self.reading.emit(False)
        self._masks.tell()
        self.target_shown.emit(target)

    def _lose(self, target: InputImage, back: Return) -> None:
        """A target of before cannot be read now: its mask and all else wait for it."""
        self._returns[target.id] = back
        self._shown_id = None
        self._store.replace_input(target.id, replace(target, is_missing=True))

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
    if known is None or not _fits(known, picture):
        known = MaskLayers(picture.width, picture.height)
    return picture, known


def _fits(layers: MaskLayers, picture: Picture) -> bool:
    return (layers.width, layers.height) == (picture.width, picture.height)
