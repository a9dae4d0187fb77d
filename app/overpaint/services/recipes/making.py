"""Make the recipe of a result."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint import __version__
from overpaint.domain.charges import bill_for
from overpaint.domain.draft import Draft
from overpaint.domain.errors import RecipeError
from overpaint.domain.events import Answer, Receipt, Result
from overpaint.domain.marks import Mark
from overpaint.domain.models import Model
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.recipe import (
    Recipe,
    RecipeInput,
    RecipeMask,
    RecipeResult,
    server_name,
    settings_of,
)
from overpaint.domain.recipe_codec import recipe_from_json, recipe_to_json
from overpaint.domain.sizes import Size
from overpaint.services.recipes.finding import find_recipe

if TYPE_CHECKING:
    # numpy and Pillow: only workers touch them.
    from overpaint.imaging.placement import Masking

PROGRAM = f"Overpaint {__version__}"
_logger = logging.getLogger(__name__)


class RecipeMaker:
    """Makes the recipes of one edit; blocks, so on a worker.

    Args:
        draft: What was composed.
        model: The model that it names.
        profile: Where it went.
        edit: Names the edit.
        marks: What was drawn over the target.
    """

    def __init__(
        self,
        draft: Draft,
        model: Model,
        profile: ServerProfile,
        edit: str,
        marks: tuple[Mark, ...] = (),
    ) -> None:
        self._draft = draft
        self._edit = edit
        self._bill = bill_for(draft, model, profile)
        self._basis = Recipe(
            settings=settings_of(draft),
            server=server_name(profile.name),
            server_kind=profile.kind,
            marks=marks,
            program=PROGRAM,
        )
        self._inputs: tuple[RecipeInput, ...] | None = None
        self._parent = ""

    def text(self, answer: Answer, variant: int, receipt: Receipt, masking: Masking | None) -> str:
        """The recipe of a result, for `Result.made_by`.

        Args:
            answer: What was received.
            variant: 1-based number among the variants of the edit.
            receipt: What came with it.
            masking: The mask at the target's size; None for none.
        """
        if self._inputs is None:
            self._look()
        bill = self._bill
        result = RecipeResult(
            key=f"{receipt.job}/{variant}",
            edit=self._edit,
            time=datetime.now(UTC),
            parent=self._parent,
            variant=variant,
            size=answer.size,
            request_id=receipt.request_id,
            cost_usd=None if bill is None else bill.cost_usd(receipt.usage, receipt.images),
            usage=receipt.usage,
            elapsed_s=receipt.elapsed_s,
        )
        facts = self._draft.mask
        mask = None if facts is None or masking is None else RecipeMask(facts)
        made = replace(self._basis, inputs=self._inputs or (), mask=mask, result=result)
        return recipe_to_json(made)

    def _look(self) -> None:
        """Find out what tells the inputs from others, and of what the target was made."""
        draft = self._draft
        self._inputs = tuple(RecipeInput.of(one, _sha256(one.path)) for one in draft.inputs)
        if draft.target is not None:
            try:
                before = find_recipe(draft.target.path)
            except (OSError, RecipeError):
                return
            if before is not None and before.result is not None:
                self._parent = before.result.key


def told_recipe(result: Result) -> Recipe | None:
    """The recipe that files of a result tell; None when they are not to. Blocks."""
    return recipe_of_result(result) if result.tells_recipe else None


def recipe_of_result(result: Result, masking: Masking | None = None) -> Recipe | None:
    """The whole recipe of a result as it is now; None when it is not known. Blocks.

    Args:
        result: The result.
        masking: The mask at the target's size, for an answer that was not put into its target.
    """
    if not result.made_by:
        return None
    try:
        recipe = recipe_from_json(result.made_by)
    except RecipeError as error:
        # Files of other versions of the program are no reason to keep a result from anybody.
        _logger.warning("a recipe was not told: %s", error.details)
        return None
    if result.recipe is not None:
        recipe = recipe.as_blended(result.recipe, result.drift)
    packed = _mask_of(result, masking)
    if recipe.result is not None and result.placement is not None:
        size = result.placement.target.size
        recipe = replace(recipe, result=replace(recipe.result, size=size))
    return recipe if packed is None else replace(recipe, mask=packed)


def _mask_of(result: Result, masking: Masking | None) -> RecipeMask | None:
    from overpaint.imaging.recipes.mask_pieces import packed_mask  # noqa: PLC0415 - loads numpy

    if result.placement is not None:
        from overpaint.imaging.placement import Placement  # noqa: PLC0415 - as above

        planes, rect = Placement.unpacked(result.placement), result.placement.frame.rect
        target = result.placement.target.size
        return packed_mask(planes.coverage, planes.protect, target, rect.left, rect.top)
    if masking is None:
        return None
    height, width = masking.coverage.shape
    return packed_mask(masking.coverage, masking.protect, Size(width, height))


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
