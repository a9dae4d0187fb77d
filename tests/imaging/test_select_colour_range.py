"""Colour range on photographs, and what its figures promise."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers.samples import Samples
from overpaint.imaging.load import to_picture
from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.imaging.select.colour_range import colour_at, colour_range, coverage, distances


def pixels(path: Path) -> np.ndarray:
    return to_picture(Image.open(path)).bgra


def flat(*colours: tuple[int, int, int, int]) -> np.ndarray:
    """One pixel of each colour, side by side."""
    return np.array([colours], np.uint8)


def test_the_sky_is_taken_and_the_towers_are_not(samples: Samples) -> None:
    bgra = pixels(samples.rocket)
    sky = [colour_at(bgra, 90, 60), colour_at(bgra, 250, 280)]

    patch = colour_range(bgra, sky, 60)

    assert patch.area == Area(0, 0, 640, 427)
    assert patch.cover[60, 90] == 255
    assert patch.cover[100, 250] > 200
    assert patch.cover[200, 321] == 0  # the white rocket
    soft = (patch.cover > 0) & (patch.cover < 255)
    assert soft.mean() > 0.05


def test_a_second_colour_adds_and_takes_nothing_away(samples: Samples) -> None:
    bgra = pixels(samples.astronaut)
    suit, helmet = colour_at(bgra, 60, 440), colour_at(bgra, 400, 460)

    one = colour_range(bgra, [suit], 40).cover
    other = colour_range(bgra, [helmet], 40).cover

    both = colour_range(bgra, [suit, helmet], 40).cover
    assert np.array_equal(both, np.maximum(one, other))
    assert one[440, 60] == 255
    assert other[440, 60] == 0


def test_more_fuzziness_never_takes_less(samples: Samples) -> None:
    bgra = pixels(samples.coffee)
    distance = distances(bgra, [colour_at(bgra, 430, 330)])

    covers = [coverage(distance, value).cover.astype(int) for value in range(0, 201, 5)]

    assert all((more >= less).all() for less, more in itertools.pairwise(covers))
    assert covers[0].sum() < covers[-1].sum()


def test_no_fuzziness_takes_the_very_colour() -> None:
    bgra = flat((40, 90, 200, 255), (44, 90, 200, 255), (60, 90, 200, 255))

    cover = colour_range(bgra, [(40, 90, 200, 255)], 0).cover

    assert cover[0, 0] == 255
    assert cover[0, 2] == 0


def test_white_is_a_hundred_from_black() -> None:
    distance = distances(flat((255, 255, 255, 255), (0, 0, 0, 255)), [(0, 0, 0, 255)])

    assert distance.tolist() == [[200, 0]]


def test_the_colour_under_half_transparency_is_compared() -> None:
    bgra = flat((20, 45, 100, 128), (40, 90, 200, 255))

    distance = distances(bgra, [(20, 45, 100, 128)])

    assert distance[0, 0] == 0
    assert abs(int(distance[0, 1]) - 100) <= 4  # alpha differs by half: 50 units


def test_transparent_is_not_black() -> None:
    distance = distances(flat((0, 0, 0, 0), (0, 0, 0, 255)), [(0, 0, 0, 0)])

    assert distance.tolist() == [[0, 200]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=5), st.data())
def test_the_picked_colours_are_always_taken_whole(
    colours: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    bgra = flat(*[(*colour, 255) for colour in colours])
    fuzziness = data.draw(st.floats(0, 200))

    cover = colour_range(bgra, [(*colour, 255) for colour in colours], fuzziness).cover

    assert (cover == 255).all()


def test_a_colour_is_picked_from_around_the_point_also_in_corners(samples: Samples) -> None:
    bgra = pixels(samples.chelsea)

    assert colour_at(bgra, 0, 0, reach_px=0) == tuple(bgra[0, 0])
    assert colour_at(bgra, 450, 299) == tuple(np.median(bgra[298:, 449:].reshape(-1, 4), axis=0))


def test_what_makes_no_sense_is_refused(samples: Samples) -> None:
    bgra = pixels(samples.chelsea)

    with pytest.raises(ValueError, match="at least one"):
        colour_range(bgra, [], 40)
    with pytest.raises(ValueError, match="0 to 200"):
        colour_range(bgra, [(0, 0, 0, 255)], 201)
    with pytest.raises(ValueError, match="outside"):
        colour_at(bgra, 451, 0)


def test_it_stops_when_it_is_told_to(samples: Samples) -> None:
    answers = iter([False, True])

    with pytest.raises(Cancelled):
        colour_range(pixels(samples.raccoon), [(0, 0, 0, 255)], 40, cancelled=lambda: next(answers))
