"""The context frame over the picture: what is shown, what a drag makes of it, every change a step.

The draft holds the frame; this only shows it and asks for another one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from overpaint.domain.frame import FrameChoice, FramePlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from overpaint.domain.frame import ContextFrame
    from overpaint.domain.frame_drag import Dragged, FrameLimits
    from overpaint.ui.switching_stack import SwitchingStack

_NUDGE, _CONTEXT = 7301, 7302  # tell Qt which steps may melt into one


@dataclass(frozen=True, slots=True)
class FrameLabel:
    """What is written at the frame.

    Attributes:
        size: The pixels that are sent: “1536 × 1024”.
        scale: How large that is beside the target: “1:1”.
        is_reduced: Whether detail is lost.
        price: What it costs; ``""`` where that is not known.
    """

    size: str
    scale: str
    is_reduced: bool = False
    price: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FrameSight:
    """A frame as it is shown.

    Attributes:
        frame: What would be sent now.
        plan: How it came about.
        limits: What it keeps to when it is dragged.
        label: Says what a frame means, also one that is dragged; takes well under a millisecond.
    """

    frame: ContextFrame
    plan: FramePlan
    limits: FrameLimits
    label: Callable[[ContextFrame], FrameLabel]


class FrameLayer(QObject):
    """Holds what is shown of the frame.

    Args:
        stack: Takes the steps.

    Signals:
        changed: Another frame is shown, or none.
        plan_wanted: A `FramePlan` for the draft.
        extend_wanted: `Margins`: an edge was dragged out of the picture.
    """

    changed = Signal()
    plan_wanted = Signal(object)
    extend_wanted = Signal(object)

    def __init__(self, stack: QUndoStack | SwitchingStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = stack
        self._sight: FrameSight | None = None
        self._reason = ""
        self._dragged: Dragged | None = None
        self._label: FrameLabel | None = None

    @property
    def sight(self) -> FrameSight | None:
        """The frame of the draft; None when the whole picture is sent as it is."""
        return self._sight

    @property
    def reason(self) -> str:
        """Why there is no frame, one sentence; ``""`` when there is one."""
        return self._reason

    @property
    def shown(self) -> ContextFrame | None:
        """The frame that is seen: the dragged one during a drag."""
        if self._sight is None:
            return None
        return self._sight.frame if self._dragged is None else self._dragged.frame

    @property
    def label(self) -> FrameLabel | None:
        """What is written at the frame that is seen."""
        shown = self.shown
        if self._label is None and self._sight is not None and shown is not None:
            self._label = self._sight.label(shown)
        return self._label

    @property
    def is_stopped(self) -> bool:
        """Whether the drag under way is held back by the mask."""
        return self._dragged is not None and self._dragged.stopped

    @property
    def is_automatic(self) -> bool:
        """Whether the frame follows the mask."""
        return self._sight is None or self._sight.plan.choice is FrameChoice.AUTO

    def show(self, sight: FrameSight | None, reason: str = "") -> None:
        """Show the frame of the draft, or say why there is none; a drag under way ends."""
        self._sight, self._reason = sight, reason
        self._dragged = self._label = None
        self.changed.emit()

    def hold(self, dragged: Dragged) -> None:
        """Show what a drag has made of it so far."""
        self._dragged, self._label = dragged, None
        self.changed.emit()

    def drop(self) -> None:
        """Give a drag up."""
        if self._dragged is not None:
            self._dragged = self._label = None
            self.changed.emit()

    def keep(self) -> None:
        """Place the frame where the drag has brought it."""
        dragged = self._dragged
        if dragged is not None:
            self._place(dragged.frame, self.tr("Place the frame"))

    def nudge(self, dragged: Dragged) -> None:
        """Place the frame a step further; steps that follow each other are one."""
        self._place(dragged.frame, self.tr("Move the frame"), mark=_NUDGE)

    def reset(self) -> None:
        """Let the frame follow the mask again."""
        self.choose(FrameChoice.AUTO)

    def choose(self, choice: FrameChoice) -> None:
        """Let it follow the mask, take the whole picture, or stay where it is, as a step."""
        names = {
            FrameChoice.AUTO: self.tr("Frame around the mask"),
            FrameChoice.WHOLE: self.tr("Frame of the whole picture"),
            FrameChoice.PLACED: self.tr("Place the frame"),
        }
        sight = self._sight
        if sight is not None and sight.plan.choice is not choice:
            placed = sight.frame.rect if choice is FrameChoice.PLACED else None
            self._push(names[choice], replace(sight.plan, choice=choice, placed=placed))

    def surround(self, context: float) -> None:
        """Send more or less of what lies around the mask; steps that follow each other are one."""
        sight = self._sight
        if sight is not None and sight.plan.context != context:
            plan = replace(sight.plan, context=context)
            self._push(self.tr("Surroundings of the mask"), plan, _CONTEXT)

    def take(self, plan: FramePlan) -> None:
        """Ask for a plan (called by the steps)."""
        self.plan_wanted.emit(plan)

    def _place(self, frame: ContextFrame, name: str, mark: int = -1) -> None:
        sight = self._sight
        if sight is None or frame == sight.frame:
            self.drop()
            return
        plan = replace(sight.plan, choice=FrameChoice.PLACED, placed=frame.rect)
        self._push(name, plan, mark)

    def _push(self, name: str, plan: FramePlan, mark: int = -1) -> None:
        if self._sight is not None:
            self._stack.push(_FrameStep(self, name, self._sight.plan, plan, mark))
        self.drop()


class _FrameStep(QUndoCommand):
    """The plan before and after: two small values."""

    def __init__(
        self, layer: FrameLayer, name: str, before: FramePlan, after: FramePlan, mark: int
    ) -> None:
        super().__init__(name)
        self._layer = layer
        self._before = before
        self.after = after
        self._mark = mark

    def redo(self) -> None:
        """Do it."""
        self._layer.take(self.after)

    def undo(self) -> None:
        """Take it back."""
        self._layer.take(self._before)

    def id(self) -> int:
        """Tell Qt which steps may melt into one."""
        return self._mark

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the next nudge into this one."""
        if not isinstance(other, _FrameStep):
            return False
        self.after = other.after
        return True
