"""Masks kept aside, fitted to another size, and shown small."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from overpaint.domain.sizes import Size
from overpaint.imaging.mask.imported import Fit, coverage_from_image, fitted
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.shades import encode_shades, thumbnail
from overpaint.imaging.mask.shelf import pack
from overpaint.imaging.pixels import Bytes2D, Picture
from overpaint.imaging.scaling import scaled_to

sides = st.integers(1, 600)


def speckled(width: int, height: int, seed: int) -> Bytes2D:
    rng = np.random.default_rng(seed)
    coverage = rng.integers(0, 256, (height, width)).astype(np.uint8)
    coverage[rng.random((height, width)) < 0.7] = 0
    return coverage


@given(width=sides, height=sides, seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_a_packed_mask_comes_back_the_same(width: int, height: int, seed: int) -> None:
    plane = MaskPlane(width, height)
    plane.replace(speckled(width, height, seed))

    assert (pack(plane).coverage() == plane.copy_coverage()).all()


def test_an_empty_mask_takes_no_memory_and_a_painted_one_little() -> None:
    plane = MaskPlane(2000, 1500)
    assert pack(plane).is_empty
    assert pack(plane).size_bytes == 0

    painted = np.zeros((1500, 2000), np.uint8)
    painted[300:900, 400:1200] = 255
    plane.replace(painted)

    assert 0 < pack(plane).size_bytes < 20_000


@given(width=sides, height=sides, seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_bringing_it_back_is_one_step(width: int, height: int, seed: int) -> None:
    plane, other = MaskPlane(width, height), MaskPlane(width, height)
    plane.replace(speckled(width, height, seed))
    other.replace(speckled(width, height, seed + 1))
    before = other.copy_coverage()

    delta = pack(plane).put_on(other)

    assert (other.coverage == plane.coverage).all()
    assert other.coverage_fraction() == plane.coverage_fraction()
    delta.apply_before(other)
    assert (other.coverage == before).all()


def test_putting_aside_shares_what_undo_holds() -> None:
    plane = MaskPlane(700, 300)
    plane.replace(speckled(700, 300, 1))

    packed = pack(plane)

    assert all(tile is plane.packed(row, column) for row, column, tile in packed.tiles)
    with pytest.raises(ValueError, match="does not fit"):
        packed.put_on(MaskPlane(300, 700))


@given(width=sides, height=sides, seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_a_mask_exported_white_on_black_is_imported_the_same(
    width: int, height: int, seed: int
) -> None:
    coverage = speckled(width, height, seed)

    with Image.open(io.BytesIO(encode_shades(coverage))) as image:
        assert (coverage_from_image(image).coverage == coverage).all()


@given(st.tuples(sides, sides), st.tuples(sides, sides), st.sampled_from(list(Fit)))
@settings(max_examples=40, deadline=None)
def test_a_fitted_mask_has_the_size_of_the_picture(
    have: tuple[int, int], want: tuple[int, int], fit: Fit
) -> None:
    coverage = speckled(*have, seed=1)

    result = fitted(coverage, Size(*want), fit)

    assert result.shape == (want[1], want[0])
    assert result.dtype == np.uint8
    if have == want:
        assert result is coverage


@pytest.mark.parametrize("want", [(7, 9), (40, 30), (20, 5)])
def test_centred_it_keeps_its_pixels(want: tuple[int, int]) -> None:
    coverage = np.zeros((15, 21), np.uint8)
    coverage[7, 10] = 200

    result = fitted(coverage, Size(*want), Fit.CENTRE)

    y, x = np.unravel_index(int(result.argmax()), result.shape)
    assert result.max() == 200
    assert abs(x - (want[0] - 1) / 2) <= 1
    assert abs(y - (want[1] - 1) / 2) <= 1


def test_shrinking_loses_no_thin_line() -> None:
    coverage = np.zeros((900, 1200), np.uint8)
    coverage[451] = 255

    small = fitted(coverage, Size(120, 90), Fit.SCALE)

    assert small.max(axis=0).min() > 10


@given(width=sides, height=sides, edge=st.integers(1, 256))
@settings(max_examples=40, deadline=None)
def test_a_thumbnail_keeps_proportions_and_share(width: int, height: int, edge: int) -> None:
    small = thumbnail(np.full((height, width), 255, np.uint8), edge)

    assert max(small.shape) <= max(edge, 1)
    assert small.shape[0] <= height
    assert small.shape[1] <= width
    assert small.min() >= 254
    assert small.flags.c_contiguous


def test_a_picture_of_the_size_is_not_copied_and_another_is_scaled() -> None:
    bgra = np.zeros((30, 40, 4), np.uint8)
    bgra[..., 2] = 200
    bgra[..., 3] = 255
    picture = Picture(bgra, opaque=True)

    assert scaled_to(picture, Size(40, 30)) is bgra
    scaled = scaled_to(picture, Size(80, 33))
    assert scaled.shape == (33, 80, 4)
    assert (scaled[..., 2] == 200).all()
    assert (scaled[..., 3] == 255).all()
