"""Selections that are built up by several gestures and seen on the mask while they grow."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from overpaint.ui.canvas.tools.selecting import StepwiseTool

if TYPE_CHECKING:
    from overpaint.imaging.mask.modes import Combine
    from overpaint.imaging.select.colour_range import Bgra
    from overpaint.ui.canvas.selector import Maker
    from overpaint.ui.canvas.tool_options import SelectOptions
    from overpaint.ui.canvas.tools.base import Held, ToolHost


class LiveTool(StepwiseTool):
    """Shows its selection as a preview: Enter or another tool accepts it, Esc discards it."""

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._heeded = replace(host.selector.options, drops=False)
        host.selector.ended.connect(self.forget)
        host.selector.options_changed.connect(self._on_options_changed)

    def mode(self, held: Held) -> Combine:  # noqa: ARG002 - here modifiers mean something else
        """The chosen mode."""
        return self._host.selector.options.mode

    def _on_options_changed(self, options: SelectOptions) -> None:
        # What the next scribble means does not change what has been cut out.
        heeded = replace(options, drops=False)
        if heeded != self._heeded:
            self._heeded = heeded
            self.refresh()

    def refresh(self) -> None:
        """Show the selection anew: a sample, a scribble or an option has changed."""
        if self.is_open:
            self.show_guide()
            mode = self._host.selector.options.mode
            self._host.selector.preview(self.maker(), self.step_name, mode)

    @property
    def colours(self) -> tuple[Bgra, ...]:
        """The colours that it selects by, to be shown and removed one by one; none here."""
        return ()

    def remove_colour(self, number: int) -> None:
        """Select by one colour less (0-based)."""

    def leave(self) -> None:
        """Keep what is selected."""
        self.accept()

    def accept(self) -> None:
        """Make a step of what is selected."""
        if self.is_open:
            self.forget()
            self._host.selector.accept(self.step_name)

    def drop(self) -> None:
        """Take everything back."""
        if self.is_open:
            self.forget()
            self._host.selector.discard()

    def conclude(self) -> None:
        """Keep what is selected."""
        self.accept()

    def give_up(self) -> None:
        """Take everything back."""
        self.drop()

    @abstractmethod
    def maker(self) -> Maker:
        """Return what works the selection out; it runs on a thread."""

    @abstractmethod
    def show_guide(self) -> None:
        """Show what the selection is made of."""

    @abstractmethod
    def forget(self) -> None:
        """Begin anew: the selection has become a step, or is gone."""
