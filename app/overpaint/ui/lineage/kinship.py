"""What this session knows of the results of an edit, in the words of the library."""

from __future__ import annotations

from overpaint.domain.family import Family
from overpaint.domain.lineage import Lineage
from overpaint.domain.recipe import Recipe, RecipeInput, RecipeMask, server_name, settings_of
from overpaint.ui.results.item import ResultItem
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.run_controller import RunController, Submission


class Kinship:
    """Translates between tiles and results of the library.

    Args:
        tiles: The results.
        runs: Knows what each job was about.
    """

    def __init__(self, tiles: ResultsModel, runs: RunController) -> None:
        self.tiles = tiles
        self._runs = runs

    def family(self, edit: str, lineage: Lineage) -> Family:
        """The results of an open edit."""
        items = self.tiles.items_of(edit)
        names = {item.key: key_of(item) for item in items}
        recipes: dict[str, Recipe] = {}
        for item in items:
            submission = None if item.job is None else self._runs.submission(item.job)
            if submission is not None:
                recipes[item.key] = recipe_of(submission)
        return Family.of_session(lineage, recipes, names)

    def tile(self, key: str) -> ResultItem | None:
        """The tile that shows a result now; None when there is none."""
        items = (self.tiles.item(row) for row in range(self.tiles.rowCount()))
        return next((item for item in items if key in {item.key, key_of(item)}), None)


def key_of(item: ResultItem) -> str:
    """How the library calls a tile's result; a mix is none of an edit's own."""
    return item.key if item.job is None or item.is_mix else f"{item.job}/{item.variant}"


def recipe_of(submission: Submission) -> Recipe:
    """How a result of this session was made."""
    draft = submission.draft
    return Recipe(
        settings_of(draft),
        server_name(submission.profile.name),
        tuple(RecipeInput.of(image) for image in draft.inputs),
        None if draft.mask is None else RecipeMask(draft.mask),
        submission.marks,
    )
