"""The brush that brings another variant in over the one that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from overpaint.ui.canvas.tools.base import CanvasTool, ToolKind

if TYPE_CHECKING:
    from PySide6.QtGui import QCursor, QKeyEvent

    from overpaint.ui.canvas.tools.base import Held, PointerSample

_FIRST, _LAST = Qt.Key.Key_1.value, Qt.Key.Key_9.value


class PaintInTool(CanvasTool):
    """Paints a variant in; with the modifier for the opposite the one below comes back."""

    kind = ToolKind.PAINT_IN
    cursor = Qt.CursorShape.BlankCursor
    shows_ring = True

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        erase = sample.erase or self.takes_away(sample.held)
        self._host.reveal.press(sample, erase=erase)

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        self._host.reveal.move(sample)

    def release(self, sample: PointerSample) -> None:  # noqa: ARG002 - may repeat the last move
        """End."""
        self._host.reveal.release()

    def cancel(self) -> None:
        """Give up."""
        self._host.reveal.drop()

    def takes_away(self, held: Held) -> bool:
        """With the modifier for the opposite."""
        return held.opposite

    def cursor_with(self, held: Held) -> Qt.CursorShape | QCursor:  # noqa: ARG002 - the same for all
        """The ring; a sign where nothing can be painted in."""
        ready = self._host.reveal.is_ready
        return self.cursor if ready else Qt.CursorShape.ForbiddenCursor

    def wants_key(self, event: QKeyEvent) -> bool:
        """Digits choose a variant."""
        return _FIRST <= event.key() <= _LAST

    def key_press(self, event: QKeyEvent) -> bool:
        """Choose the variant of a digit."""
        if not self.wants_key(event):
            return False
        self._host.reveal.ask(event.key() - _FIRST + 1)
        return True

    def hint(self) -> str:
        """Say what it does, or why it does nothing."""
        reveal = self._host.reveal
        if not reveal.is_ready:
            return reveal.reason or QCoreApplication.translate(
                "CanvasTool", "Select one of several finished variants to paint another one in"
            )
        return QCoreApplication.translate(
            "CanvasTool",
            "Drag to paint {above} in · Alt brings {below} back · 1 to 9 choose · "
            "hold O for the original",
        ).format(above=reveal.names[0], below=reveal.names[1])
