"""Brushes: they paint on the mask or on what is protected."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, Qt

from overpaint.imaging.mask.brush import Layer
from overpaint.ui.canvas.key_hints import with_size_keys
from overpaint.ui.canvas.tools.base import CanvasTool, ToolKind

if TYPE_CHECKING:
    from overpaint.ui.canvas.tools.base import Held, PointerSample


class BrushTool(CanvasTool):
    """Paints coverage."""

    kind = ToolKind.BRUSH
    cursor = Qt.CursorShape.BlankCursor
    shows_ring = True
    _erases: ClassVar[bool] = False
    _layer: ClassVar[Layer] = Layer.MASK

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        erase = sample.erase or self.takes_away(sample.held)
        self._host.begin_stroke(sample, erase=erase, layer=self._layer)

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        self._host.extend_stroke(sample)

    def release(self, sample: PointerSample) -> None:  # noqa: ARG002 - may repeat the last move
        """End."""
        self._host.end_stroke()

    def cancel(self) -> None:
        """Give up."""
        self._host.cancel_stroke()

    def takes_away(self, held: Held) -> bool:
        """The eraser does, and the other brushes with the modifier for the opposite."""
        return self._erases != held.opposite

    def hint(self) -> str:
        """Say what it does."""
        return with_size_keys(
            QCoreApplication.translate(
                "CanvasTool", "Drag over what should change · Alt erases · Shift+click draws a line"
            )
        )


class EraserTool(BrushTool):
    """Takes coverage away."""

    kind = ToolKind.ERASER
    _erases = True

    def hint(self) -> str:
        """Say what it does."""
        return with_size_keys(
            QCoreApplication.translate(
                "CanvasTool", "Drag over what should stay · Alt paints · Shift+click draws a line"
            )
        )


class ProtectTool(BrushTool):
    """Paints over what must never change, whatever the mask says."""

    kind = ToolKind.PROTECT
    _layer = Layer.PROTECT

    def hint(self) -> str:
        """Say what it does."""
        return QCoreApplication.translate(
            "CanvasTool",
            "Drag over what must never change, whatever the mask says · Alt takes protection away "
            "· Shift+click draws a line",
        )
