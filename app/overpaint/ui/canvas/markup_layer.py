"""The marks over the target: what there is, what is selected, and every change as an undo step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from overpaint.domain.marks import (
    Bounds,
    Colour,
    Mark,
    Pen,
    Text,
    around,
    bounds_of,
    hits,
    moved,
    restyled,
)

if TYPE_CHECKING:
    from overpaint.domain.marks import Point
    from overpaint.ui.switching_stack import SwitchingStack

RED = Colour(229, 36, 36)
LARGEST_WIDTH_PX = 200.0
LARGEST_TEXT_PX = 1000.0
_STEP = 1.15


class MarkKind(Enum):
    """What the markup tool does now."""

    SELECT = "select"
    PEN = "pen"
    ARROW = "arrow"
    BOX = "box"
    ELLIPSE = "ellipse"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """How the next mark looks.

    Attributes:
        colour: Of line and letters.
        width_px: Thickness of lines, picture pixels.
        text_px: Size of letters, picture pixels.
    """

    colour: Colour = RED
    width_px: float = 6.0
    text_px: float = 36.0


class Step(Enum):
    """Kinds of steps that melt into one when they follow each other on the same mark."""

    OTHER = -1
    NUDGE = 1
    STYLE = 2


class MarkupLayer(QObject):
    """Holds the marks, from the lowest to the topmost.

    Signals:
        changed: Other marks than before.
        selection_changed: Another mark is selected, or none.
        style_changed: Another kind, colour or size is in hand.
        damaged: `Bounds` in picture pixels that look different now; None for everything.
    """

    changed = Signal()
    selection_changed = Signal()
    style_changed = Signal()
    damaged = Signal(object)

    def __init__(
        self, undo_stack: QUndoStack | SwitchingStack, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._stack = undo_stack
        self._marks: tuple[Mark, ...] = ()
        self._selected: int | None = None
        self._ghost: Mark | None = None
        self._hidden: int | None = None
        self._style = MarkStyle()
        self._style_is_own = False
        self._kind = MarkKind.ARROW

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks, the topmost last."""
        return self._marks

    @property
    def selected(self) -> int | None:
        """Index of the selected mark."""
        return self._selected

    @property
    def selected_mark(self) -> Mark | None:
        """The selected mark as it is seen, also while it is being moved."""
        if self._selected is None:
            return None
        moving = self._hidden == self._selected and self._ghost is not None
        return self._ghost if moving else self._marks[self._selected]

    @property
    def ghost(self) -> Mark | None:
        """The mark that is being drawn or moved; not one of `marks` yet."""
        return self._ghost

    @property
    def hidden(self) -> int | None:
        """Index of the mark that the ghost or the text entry stands for."""
        return self._hidden

    @property
    def style(self) -> MarkStyle:
        """How the next mark looks."""
        return self._style

    @property
    def kind(self) -> MarkKind:
        """What the tool does now."""
        return self._kind

    def load(self, marks: tuple[Mark, ...]) -> None:
        """Show the marks of another target; the undo stack has been emptied for it."""
        self._ghost = self._hidden = None
        self._take(marks, None)

    def suit(self, image_size: tuple[int, int]) -> None:
        """Take sizes that can be seen on a picture of this size, unless the person chose some."""
        if not self._style_is_own:
            edge = max(image_size)
            self._style = replace(
                self._style, width_px=max(2.0, round(edge / 150)), text_px=max(12, round(edge / 24))
            )
            self.style_changed.emit()

    def set_kind(self, kind: MarkKind) -> None:
        """Draw something else, or select."""
        if kind is not MarkKind.SELECT:
            self.select(None)
        if kind is not self._kind:
            self._kind = kind
            self.style_changed.emit()

    def set_style(self, style: MarkStyle) -> None:
        """Draw differently; a selected mark changes too, as an undo step."""
        if style == self._style:
            return
        self._style, self._style_is_own = style, True
        self.style_changed.emit()
        if self._selected is not None:
            mark = restyled(
                self._marks[self._selected], style.colour, style.width_px, style.text_px
            )
            self.put(self._selected, mark, self.tr("Change mark"), Step.STYLE)

    def step_size(self, factor_steps: float) -> None:
        """Make lines or letters larger or smaller by steps of about a seventh."""
        factor = _STEP**factor_steps
        if self.sizes_text:
            size = min(max(self._style.text_px * factor, 6.0), LARGEST_TEXT_PX)
            self.set_style(replace(self._style, text_px=round(size)))
        else:
            least = self._style.width_px + (1 if factor > 1 else -1)
            scaled = round(self._style.width_px * factor)
            size = max(scaled, least) if factor > 1 else min(scaled, least)
            self.set_style(
                replace(self._style, width_px=min(max(float(size), 1.0), LARGEST_WIDTH_PX))
            )

    @property
    def sizes_text(self) -> bool:
        """Whether the size in hand is that of letters."""
        if self._selected is not None:
            return isinstance(self._marks[self._selected], Text)
        return self._kind is MarkKind.TEXT

    def select(self, index: int | None) -> None:
        """Select a mark; its look becomes the look in hand."""
        if index == self._selected:
            return
        self._damage_selection()
        self._selected = index
        if index is not None:
            self._adopt(self._marks[index])
        self._damage_selection()
        self.selection_changed.emit()

    def select_next(self) -> None:
        """Select the mark after the selected one, the first after the last."""
        if self._marks:
            self.set_kind(MarkKind.SELECT)
            self.select(0 if self._selected is None else (self._selected + 1) % len(self._marks))

    def at(self, point: Point, reach_px: float) -> int | None:
        """Index of the topmost mark at a point of the picture."""
        found = (i for i in reversed(range(len(self._marks))) if hits(self._marks[i], point,
                                                                     reach_px))  # fmt: skip
        return next(found, None)

    def add(self, mark: Mark, name: str) -> None:
        """Put a mark on top."""
        self._push(name, (*self._marks, mark), None)

    def put(self, index: int, mark: Mark, name: str, step: Step = Step.OTHER) -> None:
        """Put a mark in the place of another one."""
        if mark != self._marks[index]:
            marks = (*self._marks[:index], mark, *self._marks[index + 1 :])
            self._push(name, marks, self._selected, step)

    def remove_selected(self) -> bool:
        """Delete the selected mark; False when none is."""
        if self._selected is None:
            return False
        index = self._selected
        self._push(self.tr("Delete mark"), self._marks[:index] + self._marks[index + 1 :], None)
        return True

    def nudge(self, dx_px: float, dy_px: float) -> bool:
        """Move the selected mark by picture pixels; False when none is selected."""
        if self._selected is None:
            return False
        mark = moved(self._marks[self._selected], dx_px, dy_px)
        self.put(self._selected, mark, self.tr("Move mark"), Step.NUDGE)
        return True

    def clear(self) -> None:
        """Delete every mark, as one undo step."""
        if self._marks:
            self._push(self.tr("Clear markup"), (), None)

    def show_ghost(self, ghost: Mark | None, hidden: int | None = None) -> None:
        """Show a mark that is being drawn, in the place of one of the others if told."""
        if hidden != self._hidden:
            self._ghost, self._hidden = ghost, hidden
            self.damaged.emit(None)
            return
        for mark in (self._ghost, ghost):
            if mark is not None:
                self.damaged.emit(bounds_of(mark))
        self._ghost = ghost

    def extend_ghost(self, ghost: Pen) -> None:
        """Show a line that has grown by its last point: only its end looks different."""
        self._ghost = ghost
        self.damaged.emit(around(ghost.points[-2:], ghost.width_px))

    def put_all(self, name: str, marks: tuple[Mark, ...]) -> None:
        """Show other marks in the place of these, as one undo step.

        Args:
            name: Of the step.
            marks: The lowest first.
        """
        self._push(name, marks, None)

    def restore(self, marks: tuple[Mark, ...], selected: int | None) -> None:
        """Show what an undo step says (called by the step)."""
        self._take(marks, selected)

    def _push(
        self, name: str, marks: tuple[Mark, ...], selected: int | None, step: Step = Step.OTHER
    ) -> None:
        self._stack.push(_MarkupCommand(self, name, marks, selected, step))

    def _take(self, marks: tuple[Mark, ...], selected: int | None) -> None:
        self._ghost = self._hidden = None
        before, self._marks = self._selected, marks
        self._selected = selected if selected is not None and selected < len(marks) else None
        self.damaged.emit(None)
        self.changed.emit()
        if before != self._selected:
            self.selection_changed.emit()

    def _adopt(self, mark: Mark) -> None:
        style = replace(self._style, colour=mark.colour)
        if isinstance(mark, Text):
            style = replace(style, text_px=mark.size_px)
        else:
            style = replace(style, width_px=mark.width_px)
        self._style = style
        self.style_changed.emit()

    def _damage_selection(self) -> None:
        mark = self.selected_mark
        if mark is not None:
            bounds: Bounds = bounds_of(mark)
            self.damaged.emit(bounds)


class _MarkupCommand(QUndoCommand):
    """All marks before and after: tuples that share their marks, so this costs nothing."""

    def __init__(
        self,
        layer: MarkupLayer,
        name: str,
        marks: tuple[Mark, ...],
        selected: int | None,
        step: Step,
    ) -> None:
        super().__init__(name)
        self._layer = layer
        self._before = layer.marks, layer.selected
        self.after = marks, selected
        self._step = step

    def redo(self) -> None:
        """Do it."""
        self._layer.restore(*self.after)

    def undo(self) -> None:
        """Take it back."""
        self._layer.restore(*self._before)

    def id(self) -> int:
        """Tell Qt which steps may melt into one."""
        return self._step.value

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the next step of the same kind on the same mark into this one."""
        if not isinstance(other, _MarkupCommand) or other.after[1] != self.after[1]:
            return False
        self.after = other.after
        return True
