"""The bucket on masks that were painted, not constructed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.select.fill import enclosed


def ring(hardness: float, *, gap: bool = False, radius: float = 100) -> np.ndarray:
    """A circle around 160, 150, drawn with a brush of 30 pixels."""
    plane = MaskPlane(320, 300)
    steps = range(0, 330 if gap else 361, 3)
    points = tuple(
        StrokePoint(
            160 + radius * math.cos(math.radians(i)), 150 + radius * math.sin(math.radians(i))
        )
        for i in steps
    )
    rasterise(plane, Stroke(Brush(30, hardness), points))
    return plane.copy_coverage()


def added(coverage: np.ndarray, patch: Patch) -> np.ndarray:
    result = coverage.copy()
    view = result[patch.area.slices()]
    np.maximum(view, patch.cover, out=view)
    return result


@pytest.mark.parametrize("hardness", [1.0, 0.5, 0.0])
def test_a_ring_is_filled_without_a_seam(hardness: float) -> None:
    coverage = ring(hardness)

    filled = added(coverage, enclosed(coverage, (160, 150)))

    rows, columns = np.mgrid[:300, :320]
    inside = np.hypot(rows + 0.5 - 150, columns + 0.5 - 160) < 100
    assert (filled[inside] >= 240).all()
    outside = np.hypot(rows + 0.5 - 150, columns + 0.5 - 160) > 116
    assert (filled[outside] == 0).all()


def test_outside_of_a_ring_the_hole_stays() -> None:
    coverage = ring(0.5)

    patch = enclosed(coverage, (2, 2))

    assert patch.area == Area(0, 0, 320, 300)
    assert patch.cover[150, 160] == 0
    assert patch.cover[299, 319] == 255


def test_through_a_gap_everything_open_is_filled() -> None:
    coverage = ring(0.0, gap=True)

    patch = enclosed(coverage, (160, 150))

    assert patch.cover[2, 2] == 255
    assert patch.cover[150, 160] == 255


def test_a_covered_piece_goes_whole_with_its_soft_edge() -> None:
    coverage = ring(0.0)
    other = ring(0.0, radius=30)
    both = np.maximum(coverage, other)

    patch = enclosed(both, (160, 50))

    left = both.copy()
    left[patch.area.slices()] = np.minimum(left[patch.area.slices()], 255 - patch.cover)
    assert np.array_equal(left, other)


def test_soft_edges_that_lead_into_another_piece_are_left() -> None:
    coverage = np.zeros((10, 40), np.uint8)
    coverage[:, 5:15] = 255
    coverage[:, 15:25] = 60
    coverage[:, 25:35] = 255

    patch = enclosed(coverage, (7, 5))

    assert patch.area == Area(5, 0, 15, 10)


def test_an_empty_mask_is_one_hole() -> None:
    patch = enclosed(np.zeros((700, 900), np.uint8), (450, 350))

    assert patch.area == Area(0, 0, 900, 700)
    assert (patch.cover == 255).all()


def test_a_point_outside_of_the_mask_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        enclosed(np.zeros((10, 10), np.uint8), (10, 3))
