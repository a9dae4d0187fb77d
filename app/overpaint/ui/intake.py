"""Bring in what was dropped, pasted or chosen: one way for pictures of every origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from overpaint.domain.recipe import Recipe
from overpaint.ui import gathering
from overpaint.ui.background import Background
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.edit_session import EditSession
from overpaint.ui.inputs.history import InputsHistory
from overpaint.ui.payload import DropRole, Payload, Use
from overpaint.ui.restoring.offer import RecipeOffer


@dataclass(frozen=True, slots=True)
class TooMany:
    """More pictures than there is room for: which of them come in?

    Attributes:
        files: All of them, in their order.
        room: How many can come in, at least 1.
        limit: How many pictures the model takes in all.
        use: What they are for.
    """

    files: tuple[Path, ...]
    room: int
    limit: int
    use: Use


class Intake(QObject):
    """Finds the files behind a payload and hands them to the session.

    Args:
        store: Tells how much room there is.
        session: Reads the files.
        history: Moves inputs that were dragged to another use.
        background: Looks into folders and keeps pictures that have no file.
        folder: Where those are kept.

    Attributes:
        failed: An `OverpaintError`.
        nothing_found: What was pasted is no picture after all.
        too_many: A `TooMany`: somebody has to choose; `take_files` goes on with the choice.
        download_wanted: ``(addresses, Use)``: to be asked before anything is fetched.
        new_edit_wanted: The pictures are there: the present edit ends now.
        mask_given: `Path` of a picture that is to be the mask.
        recipe_found: A `RecipeOffer`: the picture tells how it was made; `take_files` uses it.
        asks_for_recipes: Whether somebody listens to that.
        told: A sentence that confirms it.
    """

    failed = Signal(object)
    nothing_found = Signal()
    too_many = Signal(object)
    download_wanted = Signal(object, object)
    new_edit_wanted = Signal()
    told = Signal(str)
    mask_given = Signal(object)
    recipe_found = Signal(object)

    def __init__(
        self,
        store: DraftStore,
        session: EditSession,
        history: InputsHistory,
        background: Background,
        folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._session = session
        self._history = history
        self._background = background
        self._folder = folder
        self.asks_for_recipes = False

    def take(self, role: DropRole, payload: Payload) -> None:
        """Use what was dropped or pasted in the role that was asked for."""
        self.use(Use(role), payload)

    def use(self, use: Use, payload: Payload) -> None:
        """Use what was dropped or pasted as told."""
        if payload.input_id:
            self._use_input(use, payload)
        elif payload.files or payload.typed:
            self._gather(use, payload.files, payload.typed, asks=not payload.is_result)
        elif payload.addresses and not (payload.data or payload.image):
            self.download_wanted.emit(payload.addresses, use)
        else:
            self._keep(use, payload)

    def take_new(self, payload: Payload) -> None:
        """Begin a new edit with what was pasted, as soon as its pictures are there."""
        self.use(Use(DropRole.TARGET, is_new_edit=True), payload)

    def open(self, files: Sequence[Path]) -> None:
        """Open files and folders: the first picture is the target, the others references."""
        self._gather(Use(DropRole.TARGET), tuple(files), ())

    def add(self, files: Sequence[Path], at: int | None = None) -> None:
        """Add files and folders; the first becomes the target when there is none."""
        self._gather(Use(DropRole.REFERENCE, at), tuple(files), ())

    def replace(self, image_id: str, files: Sequence[Path]) -> None:
        """Put a file in the place of an input."""
        self._gather(Use(DropRole.REFERENCE, instead_of=image_id), tuple(files), ())

    def take_files(self, use: Use, files: Sequence[Path]) -> None:
        """Use picture files; asks which when there are more than there is room for."""
        if not files:
            return
        if use.role is DropRole.MASK:
            self._take_mask(files)
            return
        limit = self._store.model.max_images
        takes_a_place = bool(use.instead_of) or self._replaces_target(use)
        taken = 0 if use.is_new_edit else len(self._store.draft.inputs) - takes_a_place
        room = limit - taken
        if 0 < room < len(files):
            self.too_many.emit(TooMany(tuple(files), room, limit, use))
            return
        self._hand_over(use, files)

    def _hand_over(self, use: Use, files: Sequence[Path]) -> None:
        if use.is_new_edit:
            self.new_edit_wanted.emit()
        if use.instead_of:
            self._session.replace(use.instead_of, files[0])
            if files[1:]:
                self._session.add(files[1:])
        elif use.role is DropRole.TARGET:
            self._session.open_target(files)
        else:
            self._session.add(files, use.at, use.then)

    def _replaces_target(self, use: Use) -> bool:
        return use.role is DropRole.TARGET and self._store.draft.target is not None

    def _take_mask(self, files: Sequence[Path]) -> None:
        self.mask_given.emit(files[0])
        if files[1:]:
            told = self.tr("“{name}” is used as the mask; an edit has one")
            self.told.emit(told.format(name=files[0].name))

    def _gather(
        self, use: Use, files: Sequence[Path], typed: Sequence[Path], *, asks: bool = True
    ) -> None:
        looks = asks and self._looks_for_recipe(use)

        def look() -> tuple[list[Path], Recipe | None]:
            paths = gathering.gather(files, typed)
            return paths, gathering.recipe_in(paths) if looks else None

        def found(both: tuple[list[Path], Recipe | None]) -> None:
            paths, recipe = both
            if not paths:
                self.nothing_found.emit()
            elif recipe is not None:
                self.recipe_found.emit(RecipeOffer(paths[0], recipe, use))
            else:
                self.take_files(use, paths)

        self._background.run(look, found, self.failed.emit)

    def _looks_for_recipe(self, use: Use) -> bool:
        return self.asks_for_recipes and use.role is not DropRole.MASK and not use.instead_of

    def _keep(self, use: Use, payload: Payload) -> None:
        folder, source = self._folder, payload.source

        def kept(path: Path) -> None:
            # What was copied in another program may be a result of ours.
            self._gather(use, [path], ())

        def save() -> Path:
            if payload.data:
                return gathering.save_bytes(payload.data, source, folder)
            if payload.image is not None:
                return gathering.save_image(payload.image, source, folder)
            return gathering.save_data_url(payload.data_url, folder)

        self._background.run(save, kept, self.failed.emit)

    def _use_input(self, use: Use, payload: Payload) -> None:
        """An input of this edit was dragged to another use."""
        if use.role is DropRole.MASK and payload.files:
            self._take_mask(payload.files)
        elif use.role is DropRole.TARGET:
            self._history.move(payload.input_id, 1)
