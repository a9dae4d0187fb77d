"""Undo of painting in: one step for each stroke, among the steps of the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from overpaint.imaging.mix import MixChange


class MixStep(QUndoCommand):
    """A stroke that is in the mix already when the step is pushed.

    Args:
        text: What the menu calls it.
        change: What it changed.
        turn: Brings a change back (True) or takes it back (False).
    """

    def __init__(
        self, text: str, change: MixChange, turn: Callable[[MixChange, bool], None]
    ) -> None:
        super().__init__(text)
        self._change = change
        self._turn = turn
        self._is_done = True

    def redo(self) -> None:
        """Paint it in again."""
        if not self._is_done:
            self._turn(self._change, True)
        self._is_done = True

    def undo(self) -> None:
        """Take it back."""
        self._turn(self._change, False)
        self._is_done = False
