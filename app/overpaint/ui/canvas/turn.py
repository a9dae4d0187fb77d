"""The turned and mirrored view: a quarter of linear algebra, pure arithmetic without Qt."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

Vector: TypeAlias = tuple[float, float]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]


class Turn(NamedTuple):
    """Mirrors left and right, then turns clockwise; y points down as on every screen.

    Attributes:
        angle_deg: Clockwise, above -180 up to 180.
        mirrored: Whether left and right are swapped before the turn.
    """

    angle_deg: float = 0.0
    mirrored: bool = False

    @property
    def is_none(self) -> bool:
        """True when everything stays where it is."""
        return self.angle_deg == 0.0 and not self.mirrored

    @property
    def keeps_pixels(self) -> bool:
        """True when pixels lie on pixels again: quarter turns, mirrored or not."""
        return self.angle_deg % 90.0 == 0.0

    def apply(self, vector: Vector) -> Vector:
        """Turn a vector."""
        a, b, c, d = self._rows()
        x, y = vector
        return a * x + c * y, b * x + d * y

    def undo(self, vector: Vector) -> Vector:
        """Turn a vector back."""
        # The matrix is orthogonal: its transpose is its inverse.
        a, b, c, d = self._rows()
        x, y = vector
        return a * x + b * y, c * x + d * y

    def around(self, from_pos: Vector, to_pos: Vector) -> Matrix:
        """Return m11, m12, m21, m22, dx, dy (as Qt names them) that turn one point onto another."""
        x, y = self.apply(from_pos)
        return (*self._rows(), to_pos[0] - x, to_pos[1] - y)

    def reach(self, width: float, height: float) -> Vector:
        """Return width and height of the upright box around a turned rectangle."""
        a, b, c, d = (abs(value) for value in self._rows())
        return a * width + c * height, b * width + d * height

    def _rows(self) -> tuple[float, float, float, float]:
        cos, sin = _cos_sin(self.angle_deg)
        flip = -1.0 if self.mirrored else 1.0
        return cos * flip, sin * flip, -sin, cos


def normal_angle(angle_deg: float) -> float:
    """Return the same direction as an angle above -180 up to 180 degrees."""
    angle = math.remainder(angle_deg, 360.0)
    # Angles are summed up from small steps: what is left of a degree by rounding is none.
    angle = round(angle, 9)
    return 180.0 if angle == -180.0 else angle + 0.0


def _cos_sin(angle_deg: float) -> tuple[float, float]:
    """Exact for quarter turns, where the library leaves 6e-17."""
    quarters, rest = divmod(angle_deg, 90.0)
    if rest == 0.0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarters) % 4]
    angle = math.radians(angle_deg)
    return math.cos(angle), math.sin(angle)
