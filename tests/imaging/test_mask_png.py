"""The mask on the wire, and masks that come from elsewhere."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from helpers.samples import Samples
from overpaint.domain.errors import Action, ImageError
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mask.imported import MaskSource, coverage_from_image
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.png import LIMIT_BYTES, MaskTooLargeError, encode_request_mask
from overpaint.imaging.mask.raster import rasterise


def decoded(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def expected_pixels(coverage: np.ndarray, threshold: int = 128) -> np.ndarray:
    edit = (coverage >= threshold)[..., None]
    return np.where(edit, np.uint8([255, 255, 255, 0]), np.uint8([0, 0, 0, 255]))


def painted(width: int, height: int) -> np.ndarray:
    plane = MaskPlane(width, height)
    random = np.random.default_rng(3)
    for _ in range(30):
        way = random.uniform(0, 1, 2) * (width, height) + random.normal(0, 60, (40, 2)).cumsum(0)
        stroke = Stroke(Brush(300, 0.2), tuple(StrokePoint(x, y) for x, y in way))
        rasterise(plane, stroke)
    return plane.copy_coverage()


@pytest.mark.parametrize("name", ["rocket_mask", "astronaut_mask", "coffee_mask", "raccoon_mask"])
def test_alpha_and_brightness_say_the_same(samples: Samples, name: str) -> None:
    coverage = np.asarray(Image.open(getattr(samples, name)).convert("L"))

    png = encode_request_mask(coverage)

    assert png[25] == 6  # colour type: red, green, blue and alpha
    image = decoded(png)
    assert image.mode == "RGBA"
    assert np.array_equal(np.asarray(image), expected_pixels(coverage))
    edit = coverage >= 128
    assert np.array_equal(np.asarray(image.getchannel("A")) == 0, edit)
    assert np.array_equal(np.asarray(image.convert("L")) == 255, edit)


@settings(max_examples=80, deadline=None)
@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 70))), st.integers(1, 255)
)
def test_any_coverage_comes_back_exactly(coverage: np.ndarray, threshold: int) -> None:
    image = decoded(encode_request_mask(coverage, threshold))

    assert np.array_equal(np.asarray(image), expected_pixels(coverage, threshold))


@pytest.mark.parametrize("shape", [(1, 70_000), (3000, 1), (900, 1100), (2100, 1300)])
def test_bands_and_threads_do_not_show(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(1)
    coverage = (random.random(shape) < 0.3).astype(np.uint8) * 255
    coverage[shape[0] // 2 :] = coverage[-1]  # rows that repeat: the memoised band

    image = decoded(encode_request_mask(coverage))

    assert np.array_equal(np.asarray(image), expected_pixels(coverage))


def speckled(width: int, height: int) -> np.ndarray:
    """What a wand leaves of a grainy sky: pieces near the tolerance, whole areas elsewhere."""
    import cv2  # noqa: PLC0415 - takes half a second to load

    random = np.random.default_rng(1)
    shape = (height // 64 + 2, width // 64 + 2)
    light = cv2.GaussianBlur(random.normal(0, 1, shape).astype(np.float32), (0, 0), 4)
    light = cv2.resize(light / light.std(), (width, height), interpolation=cv2.INTER_CUBIC)
    grain = cv2.GaussianBlur(random.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 0.7)
    return (6 * light + grain / grain.std() > 1).astype(np.uint8) * np.uint8(255)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(6000, 4000), (9248, 6936)])
def test_a_speckled_mask_of_a_wand_fits(size: tuple[int, int]) -> None:
    coverage = speckled(*size)

    png = encode_request_mask(coverage)

    assert len(png) < LIMIT_BYTES
    alpha = np.asarray(decoded(png).getchannel("A"))
    assert np.array_equal(alpha, 255 - coverage)


def test_speckle_and_smooth_areas_in_one_mask() -> None:
    coverage = painted(2200, 1600)
    coverage[500:900] = speckled(2200, 400)
    coverage[1200:1210, ::3] = 255

    image = decoded(encode_request_mask(coverage))

    assert np.array_equal(np.asarray(image), expected_pixels(coverage))


@pytest.mark.slow
def test_a_painted_mask_of_24_megapixels_fits() -> None:
    coverage = painted(6000, 4000)

    png = encode_request_mask(coverage)

    assert len(png) < LIMIT_BYTES
    assert np.array_equal(np.asarray(decoded(png)), expected_pixels(coverage))


def test_speckle_falls_back_to_stronger_compression() -> None:
    coverage = (np.random.default_rng(5).random((900, 1600)) < 0.01).astype(np.uint8) * 255
    loose = len(encode_request_mask(coverage))

    png = encode_request_mask(coverage, limit_bytes=loose - 1000)

    assert len(png) < loose - 1000
    assert np.array_equal(np.asarray(decoded(png)), expected_pixels(coverage))


def test_noise_is_refused_with_a_way_out() -> None:
    coverage = np.random.default_rng(5).integers(0, 255, (600, 600), np.uint8)

    with pytest.raises(MaskTooLargeError) as refused:
        encode_request_mask(coverage, limit_bytes=20_000)

    assert isinstance(refused.value, ImageError)
    assert refused.value.action is Action.EDIT_MASK
    assert "Remove specks" in str(refused.value)


def test_a_grey_picture_is_read_by_brightness(samples: Samples) -> None:
    image = Image.open(samples.coffee_mask)

    mask = coverage_from_image(image)

    assert mask.source is MaskSource.LUMINANCE
    assert np.array_equal(mask.coverage, np.asarray(image.convert("L")))


def test_a_transparent_picture_is_read_by_transparency(samples: Samples) -> None:
    coverage = np.asarray(Image.open(samples.coffee_mask).convert("L"))

    mask = coverage_from_image(decoded(encode_request_mask(coverage)))

    assert mask.source is MaskSource.ALPHA
    assert np.array_equal(mask.coverage >= 128, coverage >= 128)


def test_an_opaque_alpha_channel_means_nothing(samples: Samples) -> None:
    image = Image.open(samples.coffee_mask).convert("RGBA")

    assert coverage_from_image(image).source is MaskSource.LUMINANCE


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(1, 256)

    mask = coverage_from_image(Image.fromarray(ramp))

    assert mask.coverage[0, 0] == 0
    assert abs(int(mask.coverage[0, 128]) - 128) <= 1
    assert mask.coverage[0, 255] == 255
