"""How a selection meets the mask: values only, so that a window can offer them without numpy."""

from __future__ import annotations

from enum import Enum


class Combine(Enum):
    """How a patch p changes the mask m (both 0 to 255, p = 0 outside the patch)."""

    ADD = "add"
    """max(m, p): the union."""
    SUBTRACT = "subtract"
    """min(m, 255 - p): what p does not cover."""
    INTERSECT = "intersect"
    """min(m, p): what both cover."""
