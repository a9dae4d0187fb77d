"""What the pointer does on the canvas: one small class for each tool."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Protocol

from PySide6.QtCore import QCoreApplication, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from overpaint.ui.canvas.transform import Position

_ZOOM_CLICK = 1.5
_ZOOM_DRAG_PX = 100.0  # a drag of this length doubles the scale
_CLICK_PX = 3.0


class ToolKind(Enum):
    """The tools that a person can choose."""

    BRUSH = "brush"
    ERASER = "eraser"
    MARKUP = "markup"
    PAN = "pan"
    ZOOM = "zoom"


@dataclass(frozen=True, slots=True)
class PointerSample:
    """One report of mouse or pen.

    Attributes:
        view_pos: Position in the widget, logical pixels.
        straight: Shift is down: draw a line from where the last stroke ended.
        opposite: The modifier for the opposite is down: erase instead of paint, zoom out.
        erase: The eraser end of a pen.
        pressure: Of a pen, above 0 up to 1; 1 for a mouse.
    """

    view_pos: Position
    straight: bool = False
    opposite: bool = False
    erase: bool = False
    pressure: float = 1.0


class ToolHost(Protocol):
    """What a tool can have done."""

    def begin_stroke(self, sample: PointerSample, *, erase: bool) -> None:
        """Start a stroke of the current brush."""

    def extend_stroke(self, sample: PointerSample) -> None:
        """Lead the stroke on."""

    def end_stroke(self) -> None:
        """Put the stroke on the mask."""

    def cancel_stroke(self) -> None:
        """Take the stroke back."""

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move the picture by logical pixels."""

    def zoom_by(self, factor: float, view_pos: Position | None = None) -> None:
        """Multiply the scale around a point of the widget."""


class CanvasTool(ABC):
    """One gesture at a time: `press`, any number of `move`, then `release` or `cancel`."""

    kind: ClassVar[ToolKind]
    cursor: Qt.CursorShape
    shows_ring: ClassVar[bool] = False

    def __init__(self, host: ToolHost) -> None:
        self._host = host

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

    def wants_key(self, event: QKeyEvent) -> bool:  # noqa: ARG002 - most tools want none
        """Say whether a key without Ctrl or Alt is the tool's, before any shortcut."""
        return False

    def key_press(self, event: QKeyEvent) -> bool:  # noqa: ARG002 - as above
        """Handle such a key; False when it is not the tool's."""
        return False

    @abstractmethod
    def hint(self) -> str:
        """Return one line for the status bar: what the tool does and its modifiers."""


class BrushTool(CanvasTool):
    """Paints coverage."""

    kind = ToolKind.BRUSH
    cursor = Qt.CursorShape.BlankCursor
    shows_ring = True
    _erases: ClassVar[bool] = False

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        self._host.begin_stroke(sample, erase=sample.erase or self._erases != sample.opposite)

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        self._host.extend_stroke(sample)

    def release(self, sample: PointerSample) -> None:  # noqa: ARG002 - may repeat the last move
        """End."""
        self._host.end_stroke()

    def cancel(self) -> None:
        """Give up."""
        self._host.cancel_stroke()

    def hint(self) -> str:
        """Say what it does."""
        return QCoreApplication.translate(
            "CanvasTool",
            "Drag over what should change · Alt erases · Shift+click draws a line · "
            "[ and ] set the size",
        )


class EraserTool(BrushTool):
    """Takes coverage away."""

    kind = ToolKind.ERASER
    _erases = True

    def hint(self) -> str:
        """Say what it does."""
        return QCoreApplication.translate(
            "CanvasTool",
            "Drag over what should stay · Alt paints · Shift+click draws a line · "
            "[ and ] set the size",
        )


class PanTool(CanvasTool):
    """Moves the picture."""

    kind = ToolKind.PAN
    cursor = Qt.CursorShape.OpenHandCursor
    _last: Position = (0.0, 0.0)

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        self._last = sample.view_pos

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        x, y = sample.view_pos
        self._host.pan_by(x - self._last[0], y - self._last[1])
        self._last = sample.view_pos

    def hint(self) -> str:
        """Say what it does."""
        return QCoreApplication.translate(
            "CanvasTool", "Drag to move the picture · with every tool: hold Space and drag"
        )


class ZoomTool(CanvasTool):
    """Zooms by click or by dragging sideways."""

    kind = ToolKind.ZOOM
    cursor = Qt.CursorShape.CrossCursor
    _start: Position = (0.0, 0.0)
    _last: Position = (0.0, 0.0)

    def press(self, sample: PointerSample) -> None:
        """Begin."""
        self._start = self._last = sample.view_pos

    def move(self, sample: PointerSample) -> None:
        """Go on."""
        if self._is_click(sample):
            return
        factor = 2 ** ((sample.view_pos[0] - self._last[0]) / _ZOOM_DRAG_PX)
        self._last = sample.view_pos
        self._host.zoom_by(factor, self._start)

    def release(self, sample: PointerSample) -> None:
        """End."""
        if self._is_click(sample):
            factor = 1 / _ZOOM_CLICK if sample.opposite else _ZOOM_CLICK
            self._host.zoom_by(factor, self._start)

    def hint(self) -> str:
        """Say what it does."""
        return QCoreApplication.translate(
            "CanvasTool", "Click to zoom in, Alt+click to zoom out · or drag sideways"
        )

    def _is_click(self, sample: PointerSample) -> bool:
        if self._last != self._start:
            return False
        dx, dy = (a - b for a, b in zip(sample.view_pos, self._start, strict=True))
        return max(abs(dx), abs(dy)) <= _CLICK_PX


TOOLS: tuple[type[CanvasTool], ...] = (BrushTool, EraserTool, PanTool, ZoomTool)
