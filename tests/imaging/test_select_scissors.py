"""Ways along the edges of photographs, and their ends anywhere."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from helpers.samples import SAMPLES, Samples
from overpaint.imaging.load import to_picture
from overpaint.imaging.select.scissors import EdgeSnap


def pixels(path: Path, *, times: int = 1) -> np.ndarray:
    image = Image.open(path)
    size = (image.width * times, image.height * times)
    return to_picture(image.resize(size, Image.Resampling.BICUBIC)).bgra


def disc(side: int = 400, radius: float = 120) -> np.ndarray:
    """A bright disc in the middle, drawn with smooth edges."""
    image = Image.new("RGB", (side * 4, side * 4), (40, 60, 50))
    middle, reach = side * 2, radius * 4
    box = (middle - reach, middle - reach, middle + reach - 1, middle + reach - 1)
    ImageDraw.Draw(image).ellipse(box, fill=(210, 190, 60))
    return to_picture(image.resize((side, side), Image.Resampling.BOX)).bgra


def on_disc(degrees: float) -> tuple[float, float]:
    angle = math.radians(degrees)
    return 200 + 120 * math.cos(angle), 200 + 120 * math.sin(angle)


@pytest.mark.parametrize("scale", [4.0, 1.0, 0.5])
def test_a_way_keeps_to_the_edge_within_a_fraction_of_a_pixel(scale: float) -> None:
    snap = EdgeSnap(disc(), on_disc(20), scale)

    way = np.array(snap.path_to(*on_disc(150)))

    assert len(way) > 8
    off = np.abs(np.hypot(way[:, 0] - 200, way[:, 1] - 200) - 120)
    assert off[2:-2].max() < 0.75 / min(scale, 1)
    assert np.median(off) < 0.3 / min(scale, 1)


def test_a_way_follows_the_rim_of_a_cup(samples: Samples) -> None:
    bgra = pixels(samples.coffee)
    top, left = (290.0, 17.0), (175.0, 95.0)

    way = np.array(EdgeSnap(bgra, top).path_to(*left))

    round_rim = np.hypot((way[:, 0] - 290) / 118, (way[:, 1] - 112) / 96)
    assert (np.abs(round_rim - 1) < 0.09).all()
    assert way[:, 1].max() < 100  # the short way


def test_a_large_picture_is_looked_at_as_it_is_shown(samples: Samples) -> None:
    small, large = pixels(samples.coffee), pixels(samples.coffee, times=4)

    way = np.array(EdgeSnap(small, (290, 17), 1.0).path_to(175, 95))
    wide = np.array(EdgeSnap(large, (1160, 68), 0.25).path_to(700, 380))

    for place in wide[1:-1] / 4:
        assert np.hypot(*(way - place).T).min() < 6


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-900, 1500),
    st.floats(-900, 1500),
    st.floats(-50, 700),
    st.floats(-50, 500),
    st.data(),
)
def test_any_ends_are_reached_exactly(
    x: float, y: float, anchor_x: float, anchor_y: float, data: st.DataObject
) -> None:
    bgra = pixels(SAMPLES / "chelsea.png")
    scale = data.draw(st.sampled_from([0.1, 0.37, 1.0, 8.0]))
    snap = EdgeSnap(bgra, (anchor_x, anchor_y), scale, reach_px=40)

    way = snap.path_to(x, y)

    assert way[0] == snap.anchor == (min(max(anchor_x, 0), 451), min(max(anchor_y, 0), 300))
    assert way[-1] == (x, y)
    for place_x, place_y in way[1:-1]:
        assert snap.area.left - 2 / scale <= place_x <= snap.area.right + 2 / scale
        assert snap.area.top - 2 / scale <= place_y <= snap.area.bottom + 2 / scale


def test_outside_of_the_window_it_goes_on_straight() -> None:
    snap = EdgeSnap(disc(), (200, 200), reach_px=60)

    way = snap.path_to(390, 200)

    assert way[-1] == (390.0, 200.0)
    assert 255 < way[-2][0] < 265


def test_a_picture_of_one_pixel_has_a_straight_way() -> None:
    snap = EdgeSnap(np.zeros((1, 1, 4), np.uint8), (0.5, 0.5))

    assert snap.path_to(7, 3) in ([(0.5, 0.5), (7.0, 3.0)], [(0.5, 0.5), (0.5, 0.5), (7.0, 3.0)])


def test_a_point_snaps_to_the_strongest_edge_near_it() -> None:
    snap = EdgeSnap(disc(), (200, 85))

    x, y = snap.strongest_near(318, 204, 8)

    assert abs(math.hypot(x - 200, y - 200) - 120) < 0.75
    assert math.hypot(x - 318, y - 204) < 8
    assert snap.strongest_near(200, 200, 10) == (200, 200)  # nothing but one colour
    assert snap.strongest_near(-5, 900, 10) == (-5, 900)


@pytest.mark.parametrize(("scale", "reach"), [(0.0, 100), (-1.0, 100), (1.0, 7), (1.0, 385)])
def test_a_window_that_is_none_is_refused(scale: float, reach: int) -> None:
    with pytest.raises(ValueError, match="no window"):
        EdgeSnap(disc(), (10, 10), scale, reach_px=reach)
