"""The commands of the results menu."""

from __future__ import annotations

from collections.abc import Callable

from overpaint.domain.comparison import CompareMode
from overpaint.ui.lineage.uses import RATINGS
from overpaint.ui.panels import Panels
from overpaint.ui.results.actions import ResultAction
from overpaint.ui.workspaces import Workspace


class ResultCommands:
    """Chooses results and uses them; see `Commands`."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        results = self._panels.results
        return {
            "previous_result": lambda: results.step(-1),
            "next_result": lambda: results.step(+1),
            "use_as_target": lambda: results.perform(ResultAction.USE_AS_TARGET),
            "add_as_reference": lambda: results.perform(ResultAction.ADD_AS_REFERENCE),
            "show_drift": self._panels.blending.heat.toggle,
            "use_settings": self._panels.family.use_settings,
            "use_prompt": self._panels.family.use_prompt,
            "jump_lineage": self._panels.family.focus,
            "star_result": self._panels.family.star_selected,
            **{name: self._rating(stars) for name, stars in RATINGS.items()},
            "compare_slider": lambda: self._compare(CompareMode.SLIDER),
            "compare_side_by_side": lambda: self._compare(CompareMode.SIDE_BY_SIDE),
            "open_requests": self._panels.open_requests.open_list,
            "copy_path": lambda: results.perform(ResultAction.COPY_PATH),
        }

    def _rating(self, stars: int) -> Callable[[], None]:
        return lambda: self._panels.family.rate_selected(stars)

    def _compare(self, mode: CompareMode) -> None:
        """Compare what is selected; in the comparison, look at it in another way."""
        compare = self._panels.compare
        if self._panels.workspaces.current is Workspace.COMPARE:
            compare.set_mode(mode)
        else:
            compare.compare_selected(mode, self._panels.canvas.transform)
