"""What is tried out on the mask in a bar over the canvas: one at a time, kept or taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.widgets.floating_bar import FloatingBar


class Trials(QObject):
    """Opens bars, and ends what is tried out when something else happens to the mask.

    Applying makes one step of undo. Cancelling, or opening another bar, leaves the mask as it was.
    Painting while a bar is open keeps what is seen (the canvas makes a step of it) and closes the
    bar; so does another target, which takes its mask along.

    Attributes:
        opened: The `FloatingBar` that is open now, or None.
    """

    opened = Signal(object)

    def __init__(self, canvas: CanvasView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._bar: FloatingBar | None = None
        self._name: Callable[[], str] = str
        self._on_end: Callable[[bool], None] = _ignore
        self._steps_before = 0
        canvas.installEventFilter(self)
        canvas.preview_busy.connect(self._show_busy)
        canvas.undo_stack.indexChanged.connect(self._look)
        canvas.undo_stack.undoTextChanged.connect(self._look)

    @property
    def is_open(self) -> bool:
        """Whether a bar is open."""
        return self._bar is not None

    def begin(
        self,
        bar: FloatingBar,
        name: Callable[[], str],
        ended: Callable[[bool], None] | None = None,
    ) -> None:
        """Let a bar try something out; what another bar tries out is taken back first.

        Args:
            bar: Shown by the caller, after this.
            name: Tells what the step of undo is called.
            ended: Called when the bar is closed, with whether what was seen is kept.
        """
        if bar is not self._bar:
            self.cancel()
            bar.applied.connect(self.apply)
            bar.cancelled.connect(self.cancel)
        self._bar = bar
        self._name = name
        self._on_end = ended or _ignore
        self._steps_before = self._canvas.undo_stack.index()
        bar.has_preview = False
        self.opened.emit(bar)

    @Slot()
    def apply(self) -> None:
        """Keep what is seen, as one step of undo."""
        if self._bar is not None:
            name = self._name()
            self._close(kept=True)
            self._canvas.accept_preview(name)

    @Slot()
    def cancel(self) -> None:
        """Leave the mask as it was."""
        if self._bar is not None:
            self._close(kept=False)
            self._canvas.discard_preview()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape end it also while the canvas has the focus."""
        if self._bar is not None and watched is self._canvas and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and self._bar.wants_key(event):
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and self._bar.take_key(event):
                return True
        return super().eventFilter(watched, event)

    def _close(self, *, kept: bool) -> None:
        bar, self._bar = self._bar, None
        ended, self._on_end = self._on_end, _ignore
        if bar is not None:
            bar.applied.disconnect(self.apply)
            bar.cancelled.disconnect(self.cancel)
            focused = QApplication.focusWidget()
            had_focus = focused is not None and bar.isAncestorOf(focused)
            bar.hide()
            if had_focus:
                self._canvas.setFocus()
            ended(kept)
            self.opened.emit(None)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        if self._bar is not None:
            self._bar.set_busy(busy)

    @Slot()
    def _look(self) -> None:
        """Something else has made a step of the preview, or has taken it back."""
        if self._bar is not None and self._bar.has_preview and not self._canvas.is_previewing:
            self._close(kept=self._canvas.undo_stack.index() > self._steps_before)


def _ignore(_kept: bool) -> None:  # noqa: FBT001 - a callback
    """Nobody wants to know."""
