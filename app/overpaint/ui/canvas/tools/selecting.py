"""What all selection tools share: the mode that modifiers choose, and how it is shown."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt

from overpaint.domain.text import Message, say
from overpaint.imaging.mask.modes import Combine
from overpaint.ui.canvas.cursors import select_cursor
from overpaint.ui.canvas.tools.base import CanvasTool, Held
from overpaint.ui.messages import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCursor, QKeyEvent

    from overpaint.imaging.mask.patch import Patch
    from overpaint.ui.canvas.tools.base import PointerSample
    from overpaint.ui.canvas.transform import Position

_Key = Qt.Key
_ENTER = {_Key.Key_Return, _Key.Key_Enter}
CLICK_PX = 3.0  # a shorter drag was a click; logical pixels
SIGNS = {Combine.ADD: "", Combine.SUBTRACT: "− ", Combine.INTERSECT: "∩ "}

_SAID = {
    Combine.SUBTRACT: say("CanvasTool", "Subtracts"),
    Combine.INTERSECT: say("CanvasTool", "Keeps what is in both"),
}


def mode_for(held: Held, chosen: Combine) -> Combine:
    """Return what a selection does: the modifiers decide, else what is chosen."""
    if held.straight and held.opposite:
        return Combine.INTERSECT
    if held.opposite:
        return Combine.SUBTRACT
    return Combine.ADD if held.straight else chosen


class SelectTool(CanvasTool):
    """Selects something and puts it together with the mask."""

    cursor = Qt.CursorShape.CrossCursor
    icon: ClassVar[str] = ""
    step: ClassVar[Message]
    says: ClassVar[Message]

    _mode: Combine = Combine.ADD
    _is_pressed = False

    def begin(self, sample: PointerSample) -> None:
        """Fix the mode by the modifiers at the press."""
        self._mode = self.mode(sample.held)
        if sample.erase:
            self._mode = Combine.SUBTRACT
        self._is_pressed = True
        self._host.tool_changed()

    def end(self) -> None:
        """Let modifiers choose the mode again."""
        if self._is_pressed:
            self._is_pressed = False
            self._host.tool_changed()

    def cancel(self) -> None:
        """Give up."""
        self._host.guides.show(None)
        self.end()

    def mode(self, held: Held) -> Combine:
        """Return what a selection does now."""
        return self._mode if self._is_pressed else mode_for(held, self._host.selector.options.mode)

    def cursor_with(self, held: Held) -> QCursor:
        """A cross that tells tool and mode."""
        return select_cursor(self.mode(held), self.icon, precise=self._host.is_precise)

    def hint(self) -> str:
        """Say what it does and, if it does not simply add, what that does to the mask."""
        said = _SAID.get(self.mode(self._host.held))
        says = self.told()
        return says if said is None else f"{render(said)} · {says}"

    def select_polygon(self, points: Sequence[Position], mode: Combine) -> None:
        """Put what a closed line encloses on the mask."""
        selector = self._host.selector
        within, antialias = selector.area, selector.options.antialias
        corners = tuple(points)

        def make(_is_off: object) -> Patch:
            from overpaint.imaging.mask.shapes import polygon  # noqa: PLC0415 - loads numpy

            return polygon(corners, within, antialias=antialias)

        selector.select(make, self.step_name, mode)

    def told(self) -> str:
        """Say what the tool does now."""
        return render(self.says)

    @property
    def step_name(self) -> str:
        """What its undo steps are called."""
        return render(self.step)


class DragTool(SelectTool):
    """Selects by one drag."""

    _start: Position = (0.0, 0.0)
    _start_view: Position = (0.0, 0.0)

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        self.begin(sample)
        self._start_view = sample.view_pos
        self._start = self._host.image_pos(sample.view_pos)

    def release(self, sample: PointerSample) -> None:
        """Select."""
        self._host.guides.show(None)
        self.select(sample)
        self.end()

    @abstractmethod
    def select(self, sample: PointerSample) -> None:
        """Put what was drawn on the mask."""

    def is_drag(self, sample: PointerSample) -> bool:
        """Whether the pointer has moved far enough to mean it."""
        dx, dy = (a - b for a, b in zip(sample.view_pos, self._start_view, strict=True))
        return max(abs(dx), abs(dy)) > CLICK_PX


class Constraint:
    """Reads Shift and Alt while a shape is dragged, although both also chose the mode at the press.

    A modifier that was down at the press and changed the mode counts only after it was let go once.
    """

    def __init__(self, sample: PointerSample, chosen: Combine) -> None:
        held = sample.held
        shift_chose = held.straight and (held.opposite or chosen is not Combine.ADD)
        self._waits_for = Held(shift_chose, held.opposite)

    def read(self, sample: PointerSample) -> Held:
        """Return what counts now: ``straight`` for equal sides, ``opposite`` from the middle."""
        held, waits = sample.held, self._waits_for
        self._waits_for = Held(waits.straight and held.straight, waits.opposite and held.opposite)
        return Held(
            held.straight and not self._waits_for.straight,
            held.opposite and not self._waits_for.opposite,
        )


class StepwiseTool(SelectTool):
    """Selects by several gestures: Enter ends, Backspace takes one back, Esc gives up."""

    def wants_key(self, event: QKeyEvent) -> bool:
        """Those three, while something is open."""
        return self.is_open and event.key() in {*_ENTER, _Key.Key_Backspace, _Key.Key_Escape}

    def key_press(self, event: QKeyEvent) -> bool:
        """Handle them."""
        if not self.wants_key(event):
            return False
        if event.key() in _ENTER:
            self.conclude()
        elif event.key() == _Key.Key_Backspace:
            self.take_back()
        else:
            self.give_up()
        return True

    @abstractmethod
    def conclude(self) -> None:
        """Select what is there."""

    @abstractmethod
    def give_up(self) -> None:
        """Leave it; nothing of it stays on the mask."""
