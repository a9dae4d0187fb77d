"""What is shown over the picture while something is being selected: values, in the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from overpaint.ui.canvas.transform import Position, ViewTransform

_LABEL_PX = 12
_LABEL_PAD = (8.0, 4.0)
_LABEL_OFFSET = (16.0, 20.0)


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One line of a guide, picture coordinates.

    Attributes:
        points: Its corners.
        dashed: It is not fixed yet, it follows the pointer.
    """

    points: Sequence[Position]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Scribble:
    """A line that tells the smart selection what to take or to leave.

    Attributes:
        points: Its way, picture coordinates.
        keep: Whether what lies under it is selected; else it is left out.
    """

    points: Sequence[Position]
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Guide:
    """What is shown over the picture.

    Attributes:
        lines: Outlines.
        knots: Fixed points, drawn as small squares; the first one is where a line closes.
        closes: Whether a click would close the line now: the first knot is drawn larger.
        scribbles: Hints to the smart selection.
        label: Words beside `label_at`.
        label_at: Place in the picture, usually under the pointer.
    """

    lines: tuple[GuideLine, ...] = ()
    knots: tuple[Position, ...] = ()
    closes: bool = False
    scribbles: tuple[Scribble, ...] = ()
    label: str = ""
    label_at: Position | None = None

    @property
    def ways(self) -> tuple[Sequence[Position], ...]:
        """The points of all lines, then of all scribbles."""
        lines = (line.points for line in self.lines)
        return (*lines, *(scribble.points for scribble in self.scribbles))


def label_font(ratio: float) -> QFont:
    """Return the font of labels, for a painter that works in screen pixels."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(round(_LABEL_PX * ratio))
    return font


def label_box(text: str, place: Position, transform: ViewTransform) -> QRectF:
    """Return where a label stands, screen pixels: below the pointer, or where there is room."""
    ratio = transform.pixel_ratio
    metrics = QFontMetricsF(label_font(ratio))
    width = metrics.horizontalAdvance(text) + 2 * _LABEL_PAD[0] * ratio
    height = metrics.height() + 2 * _LABEL_PAD[1] * ratio
    x, y = transform.to_device(place)
    left, top = x + _LABEL_OFFSET[0] * ratio, y + _LABEL_OFFSET[1] * ratio
    across, down = transform.device_size
    if left + width > across:
        left = x - _LABEL_OFFSET[0] * ratio - width
    if top + height > down:
        top = y - _LABEL_OFFSET[1] * ratio - height
    return QRectF(round(left), round(top), math.ceil(width), math.ceil(height))
