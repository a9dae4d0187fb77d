"""A picture made by Overpaint comes in: restore its settings, use it as a picture, or both?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import OverpaintError
from overpaint.domain.recipe import Recipe, RecipeInput
from overpaint.domain.sizes import Size
from overpaint.services.recipes.finding import find_recipe
from overpaint.services.recipes.restoring import RestoredMask, find_inputs, restored_mask
from overpaint.ui.notices import error_notice
from overpaint.ui.payload import DropRole, Use
from overpaint.ui.restoring.offer import RecipeOffer
from overpaint.ui.restoring.texts import told_by
from overpaint.ui.widgets.banner import Notice, NoticeAction, NoticeKind

if TYPE_CHECKING:
    from overpaint.imaging.mask.delta import TileDelta
    from overpaint.imaging.mask.plane import MaskPlane
    from overpaint.imaging.pixels import Bytes2D
    from overpaint.ui.panels import Panels
    from overpaint.ui.window_parts import WindowParts

_RESTORE, _PICTURE, _BOTH = "restore-settings", "use-as-picture", "restore-and-use"
_OPEN, _FIND = "open-inputs-of-recipe", "find-inputs-of-recipe"


class RestoreDesk(QObject):
    """Asks without stopping anybody, and restores.

    Args:
        panels: The parts of the window.
        parts: The draft, the workers and the folders.
        window: Owner.
    """

    def __init__(self, panels: Panels, parts: WindowParts, window: QWidget) -> None:
        # The commands are made of the panels, which this is one of.
        from overpaint.ui.commands.choosers import PictureChooser  # noqa: PLC0415

        super().__init__(window)
        self._ask = PictureChooser(window).ask
        self._store = parts.store
        self._intake = panels.intake
        self._session = panels.session
        self._canvas = panels.canvas
        self._banner = panels.area.banner
        self._restorer = panels.restorer
        self._background = parts.background
        self._answers = parts.paths.data / "answers"
        self._offer: RecipeOffer | None = None
        self._due: Recipe | None = None
        self._missing: tuple[RecipeInput, ...] = ()
        self._found: tuple[Path | None, ...] = ()
        self._intake.asks_for_recipes = True
        self._intake.recipe_found.connect(self.ask)
        self._session.target_shown.connect(self._on_target_shown)
        self._banner.action_chosen.connect(self._act)

    @property
    def waits_for_target(self) -> bool:
        """Whether a mask is kept until a target of its size is there."""
        return self._due is not None

    @Slot(object)
    def ask(self, offer: RecipeOffer) -> None:
        """Ask what is to become of a picture."""
        self._offer = offer
        self._banner.present(
            Notice(
                NoticeKind.INFO,
                self.tr("“{name}” tells how it was made").format(name=offer.file.name),
                told_by(offer.recipe),
                actions=(
                    NoticeAction(_RESTORE, self.tr("Restore settings")),
                    NoticeAction(_PICTURE, self.tr("Use as picture")),
                    NoticeAction(_BOTH, self.tr("Both")),
                ),
            )
        )

    def choose(self) -> None:
        """Ask for a picture, and restore what it tells."""
        self._ask(self.tr("Restore settings from a picture"), lambda paths: self.read(paths[0]))

    def read(self, file: Path) -> None:
        """Restore what a picture tells; say so when it tells nothing."""

        def found(recipe: Recipe | None) -> None:
            if recipe is None:
                self._say_nothing(file)
            else:
                self._restore(RecipeOffer(file, recipe, Use(DropRole.TARGET)))

        self._background.run(lambda: find_recipe(file, self._answers), found, self._fail)

    @Slot(str)
    def _act(self, identifier: str) -> None:
        offer = self._offer
        if identifier in {_RESTORE, _PICTURE, _BOTH} and offer is not None:
            self._offer = None
            self._banner.clear()
            if identifier != _RESTORE:
                self._intake.take_files(offer.use, [offer.file])
            if identifier != _PICTURE:
                self._restore(offer)
        elif identifier == _OPEN:
            self._banner.clear()
            self._open([path for path in self._found if path is not None])
        elif identifier == _FIND:
            self._banner.clear()
            self._ask(self.tr("Find the inputs of this edit"), self._open)

    def _restore(self, offer: RecipeOffer) -> None:
        recipe = offer.recipe
        self._restorer.restore(recipe, f"“{offer.file.name}”")
        self._due = recipe if recipe.mask is not None or recipe.marks else None
        target = self._store.draft.target
        if target is not None and self._session.shows(target.id):
            self._on_target_shown(target)
        folder = offer.file.parent
        self._background.run(
            lambda: find_inputs(recipe, folder),
            lambda found: self._tell_inputs(offer, found),
            self._fail,
        )

    @Slot(object)
    def _on_target_shown(self, target: InputImage) -> None:
        """Bring mask and marks back onto a target of the size that they were made for."""
        recipe = self._due
        if recipe is None or target.size != _size_of(recipe):
            return
        self._due = None
        if recipe.marks and not self._canvas.markup.marks:
            self._canvas.markup.put_all(self.tr("Restore marks"), recipe.marks)
        if recipe.mask is not None:
            self._background.run(
                lambda: restored_mask(recipe),
                lambda mask: self._put_mask(mask, target.id),
                self._fail,
            )

    def _put_mask(self, mask: RestoredMask, target: str) -> None:
        if not self._session.shows(target):
            return
        from overpaint.imaging.mask.layers import Layer  # noqa: PLC0415 - loads numpy

        text = self.tr("Restore mask")
        for plane, layer in ((mask.painted, Layer.MASK), (mask.protected, Layer.PROTECT)):
            if plane is not None:
                self._canvas.change_mask(text, partial(_replace, plane), layer)

    def _tell_inputs(self, offer: RecipeOffer, found: Sequence[Path | None]) -> None:
        """Name the pictures that belonged to the edit, but for those that are there."""
        there = {(one.name, one.size) for one in self._store.draft.inputs}
        missing = [
            (one, path)
            for one, path in zip(offer.recipe.inputs, found, strict=True)
            if (one.name, one.size) not in there
        ]
        self._missing = tuple(one for one, _ in missing)
        self._found = tuple(path for _, path in missing)
        if not missing or self._banner.notice is not None:
            return
        near = [path for path in self._found if path is not None]
        complete, one_only = len(near) == len(missing), len(missing) == 1
        find = self.tr("Find it…") if one_only else self.tr("Find them…")
        actions = [NoticeAction(_FIND, find)]
        if near and (self._found[0] is not None or there):
            label = self.tr("Open it") if one_only else self.tr("Open them")
            label = label if complete else self.tr("Open those found")
            actions = [NoticeAction(_OPEN, label), *([] if complete else actions)]
        names = ", ".join(f"{one.name} ({_dimensions(one)})" for one in self._missing)
        title = self.tr("These pictures belonged to the edit: {names}")
        if one_only:
            title = self.tr("This picture belonged to the edit: {names}")
        where = self._where(len(near), len(missing))
        text = f"{where} {self._mask_words(offer.recipe)}".rstrip()
        self._banner.present(
            Notice(NoticeKind.INFO, title.format(names=names), text, actions=tuple(actions))
        )

    def _where(self, near: int, wanted: int) -> str:
        """How many of the pictures were found."""
        if 0 < near < wanted:
            text = self.tr("{near} of {wanted} lie beside the picture, unchanged.")
            return text.format(near=near, wanted=wanted)
        if wanted == 1:
            return (
                self.tr("It lies beside the picture, unchanged.")
                if near
                else self.tr("It does not lie beside the picture.")
            )
        if near:
            return self.tr("They lie beside the picture, unchanged.")
        return self.tr("They do not lie beside the picture.")

    def _mask_words(self, recipe: Recipe) -> str:
        mask = recipe.mask
        if mask is None:
            return ""
        if mask.is_left_out:
            return self.tr("The mask had no room in the file.")
        if not self.waits_for_target:
            return ""
        size = str(mask.facts.size).replace("x", "×")
        return self.tr("Its mask comes back with a target of {size}.").format(size=size)

    def _open(self, files: Sequence[Path]) -> None:
        """Open inputs in the order of the recipe; the first of them is the target."""
        order = {one.name: place for place, one in enumerate(self._missing)}
        ordered = sorted(files, key=lambda path: order.get(path.name, len(order)))
        if not ordered:
            return
        draft = self._store.draft
        only_references = draft.target is not None and order.get(ordered[0].name, 0) > 0
        role = DropRole.REFERENCE if only_references else DropRole.TARGET
        self._intake.take_files(Use(role), ordered)

    def _say_nothing(self, file: Path) -> None:
        self._banner.present(
            Notice(
                NoticeKind.INFO,
                self.tr("“{name}” does not tell how it was made").format(name=file.name),
                self.tr("Choose a result or an export of Overpaint that tells its recipe."),
            )
        )

    def _fail(self, error: OverpaintError) -> None:
        self._banner.present(error_notice(error))


def _replace(plane: Bytes2D, onto: MaskPlane) -> TileDelta:
    return onto.replace(plane)


def _size_of(recipe: Recipe) -> Size | None:
    if recipe.mask is not None:
        return recipe.mask.facts.size
    return recipe.inputs[0].size if recipe.inputs else None


def _dimensions(one: RecipeInput) -> str:
    return f"{one.size.width}×{one.size.height}"
