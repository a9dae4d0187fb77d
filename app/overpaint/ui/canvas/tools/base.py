"""What every tool is: its kind, what it hears of the pointer, and what it can have done."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QCursor, QKeyEvent

    from overpaint.imaging.mask.brush import Layer
    from overpaint.ui.canvas.guides import Guides
    from overpaint.ui.canvas.reveal import Reveal
    from overpaint.ui.canvas.selector import Selector
    from overpaint.ui.canvas.transform import Position


class ToolKind(Enum):
    """The tools that a person can choose."""

    BRUSH = "brush"
    ERASER = "eraser"
    PROTECT = "protect"
    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    LASSO = "lasso"
    POLYGON = "polygon"
    SCISSORS = "scissors"
    WAND = "wand"
    COLOUR_RANGE = "colour_range"
    SMART_SCRIBBLE = "smart_scribble"
    SMART_BOX = "smart_box"
    BUCKET = "bucket"
    PAINT_IN = "paint_in"
    MARKUP = "markup"
    FRAME = "frame"
    PAN = "pan"
    ZOOM = "zoom"
    ROTATE = "rotate"


class Held(NamedTuple):
    """Modifiers that are down.

    Attributes:
        straight: Shift.
        opposite: Alt, on Linux also Ctrl: window managers there move windows by Alt and drag.
    """

    straight: bool = False
    opposite: bool = False


@dataclass(frozen=True, slots=True)
class PointerSample:
    """One report of mouse or pen.

    Attributes:
        view_pos: Position in the widget, logical pixels.
        straight: Shift is down: draw a line from where the last stroke ended.
        opposite: The modifier for the opposite is down: erase instead of paint, zoom out.
        erase: The eraser end of a pen.
        pressure: Of a pen, above 0 up to 1; 1 for a mouse.
        secondary: The right button does it.
    """

    view_pos: Position
    straight: bool = False
    opposite: bool = False
    erase: bool = False
    pressure: float = 1.0
    secondary: bool = False

    @property
    def held(self) -> Held:
        """The modifiers that are down."""
        return Held(self.straight, self.opposite)


class ToolHost(Protocol):
    """What a tool can have done."""

    @property
    def selector(self) -> Selector:
        """Puts selections on the mask."""

    @property
    def guides(self) -> Guides:
        """Shows outlines over the picture."""

    @property
    def reveal(self) -> Reveal:
        """Shows what is painted in from another variant."""

    @property
    def held(self) -> Held:
        """The modifiers that are down."""

    @property
    def is_precise(self) -> bool:
        """Caps Lock is on: show a bare cross."""

    def begin_stroke(self, sample: PointerSample, *, erase: bool, layer: Layer) -> None:
        """Start a stroke of the current brush."""

    def extend_stroke(self, sample: PointerSample) -> None:
        """Lead the stroke on."""

    def end_stroke(self) -> None:
        """Put the stroke on its layer."""

    def cancel_stroke(self) -> None:
        """Take the stroke back."""

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move the picture by logical pixels."""

    def zoom_by(self, factor: float, view_pos: Position | None = None) -> None:
        """Multiply the scale around a point of the widget."""

    def angle_of_view(self) -> float:
        """How far the view is turned clockwise, degrees."""

    def turn_to(self, angle_deg: float) -> None:
        """Turn the view, clockwise, around the middle of the widget."""

    def view_centre(self) -> Position:
        """The middle of the widget, logical pixels."""

    def image_pos(self, view_pos: Position) -> Position:
        """The place in the picture under a point of the widget."""

    def image_px(self, view_px: float) -> float:
        """How many picture pixels a length on the widget covers."""

    def tool_changed(self) -> None:
        """Show another cursor or hint."""


class CanvasTool(ABC):
    """One gesture at a time: `press`, any number of `move`, then `release` or `cancel`.

    Some tools take several gestures for one selection; `is_open` tells that one has begun.
    """

    kind: ClassVar[ToolKind]
    cursor: Qt.CursorShape
    shows_ring: ClassVar[bool] = False
    takes_secondary: ClassVar[bool] = False

    def __init__(self, host: ToolHost) -> None:
        self._host = host

    @property
    def is_open(self) -> bool:
        """True while something has begun that Enter would end and Esc would give up."""
        return False

    @abstractmethod
    def press(self, sample: PointerSample) -> None:
        """The button or the pen has gone down."""

    @abstractmethod
    def move(self, sample: PointerSample) -> None:
        """The pointer has moved with the button down."""

    def release(self, sample: PointerSample) -> None:  # noqa: B027 - most tools need nothing here
        """The button has come up."""

    def cancel(self) -> None:  # noqa: B027 - most tools need nothing here
        """The gesture is given up."""

    def hover(self, sample: PointerSample) -> None:  # noqa: B027 - as above
        """The pointer has moved with no button down."""

    def double_click(self, sample: PointerSample) -> None:
        """The second press of a double click, instead of `press`."""
        self.press(sample)

    def take_back(self) -> bool:
        """Take back the last point, scribble or sample of what is open; False for nothing."""
        return False

    def leave(self) -> None:
        """Another tool is taken: end what is open; a gesture under way goes on."""
        if self.is_open:
            self.cancel()

    def wants_key(self, event: QKeyEvent) -> bool:  # noqa: ARG002 - most tools want none
        """Say whether a key without Ctrl or Alt is the tool's, before any shortcut."""
        return False

    def key_press(self, event: QKeyEvent) -> bool:  # noqa: ARG002 - as above
        """Handle such a key; False when it is not the tool's."""
        return False

    def cursor_with(self, held: Held) -> Qt.CursorShape | QCursor:  # noqa: ARG002 - most show one
        """Return the cursor while these modifiers are down."""
        return self.cursor

    def takes_away(self, held: Held) -> bool:  # noqa: ARG002 - only brushes do
        """Whether a press would take coverage away: the ring shows a minus."""
        return False

    @abstractmethod
    def hint(self) -> str:
        """Return one line for the status bar: what the tool does and its modifiers."""
