"""Where two pictures differ: known values, sizes, masks, and what is seen from afar."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helpers.finished import finished_edit
from helpers.samples import Samples
from overpaint.domain.comparison import Amplifier, fitted_together
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.imaging.compare import DifferenceMap, MayChange, differences
from overpaint.imaging.load import load_picture
from overpaint.imaging.pixels import Picture
from overpaint.imaging.recipes.mask_pieces import packed_mask


def plain(width: int, height: int, bgr: tuple[int, int, int], alpha: int = 255) -> Picture:
    bgra = np.empty((height, width, 4), np.uint8)
    bgra[...] = (*bgr, alpha)
    return Picture(bgra, opaque=alpha == 255)


def compared(first: Picture, second: Picture, *masks: MayChange) -> DifferenceMap:
    sizes = (Size(one.width, one.height) for one in (first, second))
    found = differences(first, second, fitted_together(*sizes), masks)
    assert found is not None
    return found


def test_a_picture_does_not_differ_from_itself(samples: Samples) -> None:
    picture = load_picture(samples.coffee)
    found = compared(picture, picture)
    assert found.found.are_equal
    assert found.found.pixels == 600 * 400
    assert not any(level.any() for level in found.levels)
    assert found.bounds(1) is None


def test_black_and_white_are_a_hundred_apart() -> None:
    found = compared(plain(20, 10, (0, 0, 0)), plain(20, 10, (255, 255, 255)))
    assert found.found.share(Amplifier()) == 1.0
    assert found.found.mean(Amplifier()) == pytest.approx(100.0, abs=0.1)
    assert found.found.worst == pytest.approx(100.0, abs=0.1)


def test_red_is_as_far_from_black_as_cielab_says() -> None:
    # sRGB red under D65 is L 53.24, a 80.09, b 67.20.
    found = compared(plain(4, 4, (0, 0, 255)), plain(4, 4, (0, 0, 0)))
    assert found.found.worst == pytest.approx(math.hypot(53.24, 80.09, 67.20), abs=0.1)


def test_a_part_that_differs_is_counted_and_found() -> None:
    first = plain(900, 700, (90, 120, 150))
    second = Picture(first.bgra.copy(), opaque=True)
    second.bgra[300:310, 400:440, :3] += 60
    found = compared(first, second)
    assert found.found.differing(Amplifier()) == 400
    bounds = found.bounds(1)
    assert bounds is not None
    assert bounds.united(Rect(400, 300, 40, 10)) == bounds
    assert bounds.size.pixels < 100 * 100


def test_one_pixel_can_be_seen_from_afar() -> None:
    first = plain(2001, 1003, (128, 128, 128))
    second = Picture(first.bgra.copy(), opaque=True)
    second.bgra[1002, 2000, :3] = 0
    found = compared(first, second)
    assert len(found.levels) == len(found.ground) > 2
    assert all(np.count_nonzero(level) == 1 for level in found.levels)
    assert all((ground == 128).all() for ground in found.ground)


def test_a_smaller_picture_is_scaled_to_the_larger_one(samples: Samples) -> None:
    small = load_picture(samples.coffee)
    large = Picture(np.ascontiguousarray(small.bgra.repeat(2, axis=0).repeat(2, axis=1)), True)
    found = compared(small, large)
    assert found.levels[0].shape == (800, 1200)
    assert found.found.mean(Amplifier(threshold=0)) < 4
    other = compared(large, load_picture(samples.rocket))
    assert other.found.mean(Amplifier(threshold=0)) > 20


def test_only_where_both_pictures_are_is_compared() -> None:
    found = compared(plain(100, 100, (0, 0, 0)), plain(400, 200, (255, 255, 255)))
    assert found.found.pixels == 200 * 200
    assert not found.levels[0][:, :100].any()
    assert found.levels[0][:, 100:300].all()


def test_what_is_only_more_transparent_differs() -> None:
    found = compared(plain(8, 8, (0, 0, 0), alpha=0), plain(8, 8, (0, 0, 0), alpha=128))
    assert found.found.differing(Amplifier()) == 64
    assert found.found.outside_px is None


def test_pixels_outside_the_mask_are_counted_exactly() -> None:
    first = plain(60, 50, (10, 10, 10))
    second = Picture(first.bgra.copy(), opaque=True)
    second.bgra[20:30, 20:30, 0] += 1
    plane = np.full((10, 9), 255, np.uint8)
    found = compared(first, second, MayChange(Rect(20, 20, 9, 10), plane))
    assert found.found.outside_px == 10
    reaching_out = MayChange(Rect(-5, -5, 100, 100), np.full((100, 100), 1, np.uint8))
    assert compared(first, second, reaching_out).found.outside_px == 0


def test_a_real_result_differs_from_its_target_inside_of_the_mask_only(
    samples: Samples, tmp_path: Path
) -> None:
    edit = finished_edit(tmp_path, samples.coffee)
    may_change = MayChange.of(edit.placement.packed(), edit.recipe)
    found = compared(load_picture(edit.target), load_picture(edit.result), may_change).found
    assert found.outside_px == 0
    assert 0.02 < found.share(Amplifier()) < 0.3


def test_a_recipe_tells_as_well_where_a_result_may_differ(samples: Samples, tmp_path: Path) -> None:
    edit = finished_edit(tmp_path, samples.coffee)
    planes, rect = edit.placement, edit.placement.frame.rect
    size = edit.placement.target.size
    mask = packed_mask(planes.coverage, planes.protect, size, rect.left, rect.top)
    assert mask is not None
    may_change = MayChange.of_recipe(mask, edit.recipe)
    assert may_change is not None
    found = compared(load_picture(edit.target), load_picture(edit.result), may_change).found
    assert found.outside_px == 0
    described = replace(mask, painted=None, protected=None)
    assert MayChange.of_recipe(described, edit.recipe) is None


def test_work_that_nobody_wants_stops() -> None:
    first = plain(3000, 1000, (0, 0, 0))
    asked: list[bool] = []

    def is_wanted() -> bool:
        asked.append(len(asked) < 2)
        return asked[-1]

    size = Size(3000, 1000)
    assert differences(first, first, fitted_together(size, size), (), is_wanted) is None
    assert asked == [True, True, False]
