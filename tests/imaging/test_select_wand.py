"""The magic wand on photographs, and the laws that it keeps on any picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageDraw

from helpers.samples import Samples
from overpaint.imaging.load import to_picture
from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.select.wand import wand

few_colours = arrays.arrays(
    np.uint8,
    st.tuples(st.integers(1, 12), st.integers(1, 12), st.just(4)),
    elements=st.sampled_from([0, 10, 30, 255]),
)


def pixels(path: Path) -> np.ndarray:
    return to_picture(Image.open(path)).bgra


def placed(patch: Patch, shape: tuple[int, ...]) -> np.ndarray:
    return patch.on(Area(0, 0, shape[1], shape[0]))


def alike(bgra: np.ndarray, seed: tuple[int, int], tolerance: int) -> np.ndarray:
    difference = np.abs(bgra.astype(int) - bgra[seed[1], seed[0]].astype(int))
    return difference.max(axis=2) <= tolerance


def connected(flags: np.ndarray, seed: tuple[int, int]) -> np.ndarray:
    """Pillow's own flood fill of a picture of two colours."""
    image = Image.fromarray(flags.astype(np.uint8)).copy()
    ImageDraw.floodfill(image, seed, 2)
    return np.asarray(image) == 2


@pytest.mark.parametrize(
    ("name", "seed", "tolerance"),
    [("rocket", (90, 60), 28), ("coffee", (300, 190), 24), ("astronaut", (470, 40), 32)],
)
def test_a_region_of_a_photograph_is_what_pillow_floods(
    samples: Samples, name: str, seed: tuple[int, int], tolerance: int
) -> None:
    bgra = pixels(getattr(samples, name))

    patch = wand(bgra, seed, tolerance, contiguous=True, antialias=False)

    expected = connected(alike(bgra, seed, tolerance), seed)
    assert expected.sum() > 500
    assert np.array_equal(placed(patch, bgra.shape) == 255, expected)


@pytest.mark.slow
def test_a_region_larger_than_the_first_window_is_whole(samples: Samples) -> None:
    bgra = np.repeat(np.repeat(pixels(samples.rocket), 3, axis=0), 3, axis=1)
    seed = (300, 200)

    patch = wand(bgra, seed, 40, contiguous=True, antialias=False)

    assert patch.area.width > 1200
    assert np.array_equal(placed(patch, bgra.shape) == 255, connected(alike(bgra, seed, 40), seed))


@settings(max_examples=150, deadline=None)
@given(few_colours, st.data())
def test_any_picture_is_selected_as_defined(bgra: np.ndarray, data: st.DataObject) -> None:
    seed = (
        data.draw(st.integers(0, bgra.shape[1] - 1)),
        data.draw(st.integers(0, bgra.shape[0] - 1)),
    )
    tolerance = data.draw(st.sampled_from([0, 10, 20, 240, 255]))
    similar = alike(bgra, seed, tolerance)

    everywhere = wand(bgra, seed, tolerance, contiguous=False, antialias=False)
    around = wand(bgra, seed, tolerance, contiguous=True, antialias=False)

    assert np.array_equal(placed(everywhere, bgra.shape) == 255, similar)
    assert np.array_equal(placed(around, bgra.shape) == 255, connected(similar, seed))


@settings(max_examples=100, deadline=None)
@given(few_colours, st.booleans())
def test_smoothing_keeps_the_selection_by_halves(bgra: np.ndarray, contiguous: bool) -> None:
    hard = wand(bgra, (0, 0), 20, contiguous=contiguous, antialias=False)

    soft = wand(bgra, (0, 0), 20, contiguous=contiguous, antialias=True)

    selected = placed(hard, bgra.shape) == 255
    cover = placed(soft, bgra.shape)
    assert np.array_equal(cover >= 128, selected)
    padded = np.pad(selected, 1, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    assert (cover[windows.all(axis=(2, 3))] == 255).all()
    assert (cover[~windows.any(axis=(2, 3))] == 0).all()


def test_smoothing_softens_slanted_edges_and_keeps_straight_ones() -> None:
    image = Image.new("RGB", (80, 80))
    draw = ImageDraw.Draw(image)
    draw.rectangle((10, 10, 29, 29), fill="white")
    draw.polygon([(40, 70), (44, 20), (70, 70)], fill="white")

    soft = placed(
        wand(to_picture(image).bgra, (20, 20), 10, contiguous=False, antialias=True), (80, 80)
    )

    square = soft[5:35, 5:35]
    inner = square[7:23, 7:23]
    assert (inner == 255).all()
    assert set(np.unique(square[:, 12])) == {0, 255}
    slanted = soft[22:68, 38:72]
    assert np.count_nonzero((slanted > 0) & (slanted < 255)) > 40


def test_transparent_is_not_black() -> None:
    bgra = np.zeros((20, 30, 4), np.uint8)
    bgra[:, 15:, 3] = 255

    patch = wand(bgra, (3, 3), 64, contiguous=True, antialias=False)

    assert patch.area == Area(0, 0, 15, 20)
    assert (patch.cover == 255).all()


def test_views_of_a_picture_need_no_copy(samples: Samples) -> None:
    bgra = pixels(samples.coffee)
    view = bgra[40:300, 31:401]

    patch = wand(view, (200, 100), 24, contiguous=True, antialias=True)

    copied = wand(view.copy(), (200, 100), 24, contiguous=True, antialias=True)
    assert patch.area == copied.area
    assert np.array_equal(patch.cover, copied.cover)


@pytest.mark.parametrize("seed", [(-1, 0), (0, -1), (451, 0), (0, 300)])
def test_a_point_outside_is_refused(samples: Samples, seed: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="outside the picture"):
        wand(pixels(samples.chelsea), seed, 10, contiguous=True, antialias=False)


@pytest.mark.parametrize("tolerance", [-1, 256])
def test_a_tolerance_that_is_none_is_refused(samples: Samples, tolerance: int) -> None:
    with pytest.raises(ValueError, match="0 to 255"):
        wand(pixels(samples.chelsea), (5, 5), tolerance, contiguous=True, antialias=False)


def test_it_stops_when_it_is_told_to(samples: Samples) -> None:
    with pytest.raises(Cancelled):
        wand(
            pixels(samples.chelsea),
            (5, 5),
            10,
            contiguous=True,
            antialias=False,
            cancelled=lambda: True,
        )
