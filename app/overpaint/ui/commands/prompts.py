"""The commands around the prompt: earlier ones, templates, the keep list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from overpaint.domain.errors import OverpaintError
from overpaint.ui.notices import error_notice
from overpaint.ui.panels import Panels


class PromptCommands(QObject):
    """Brings texts into the prompt; see `Commands`."""

    def __init__(self, panels: Panels) -> None:
        super().__init__(panels.inspector)
        self._panels = panels
        panels.prompts.told.connect(panels.area.toast.say)
        panels.prompts.failed.connect(self._show_error)
        panels.runs.started.connect(panels.prompts.on_sent)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command id."""
        prompts, inspector = self._panels.prompts, self._panels.inspector
        return {
            "older_prompt": prompts.older,
            "newer_prompt": prompts.newer,
            "prompt_history": prompts.show_history,
            "prompt_templates": prompts.show_templates,
            "save_template": prompts.save,
            "keep_words": inspector.keep.add_selected,
        }

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        self._panels.area.banner.present(error_notice(error))
