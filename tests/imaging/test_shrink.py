"""A copy that is small enough: as large as it can be, with its profile and transparency."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from helpers.samples import Samples
from overpaint.domain.errors import ImageError
from overpaint.imaging.load import probe_input
from overpaint.imaging.mask.carried import carry
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.shrink import shrink_to_fit


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_a_picture_is_scaled_until_its_png_fits_and_not_much_more(
    samples: Samples, share: float
) -> None:
    picture = probe_input(samples.raccoon)
    limit = int(picture.byte_count * share)

    copy = shrink_to_fit(picture, limit, lossless=True)

    with Image.open(io.BytesIO(copy.data)) as opened:
        assert opened.format == "PNG"
        assert opened.size == (copy.size.width, copy.size.height)
        assert opened.width / opened.height == pytest.approx(1024 / 768, rel=0.01)
    assert 0.6 * limit < len(copy.data) < limit


def test_an_opaque_reference_keeps_its_pixels_as_jpeg(samples: Samples) -> None:
    picture = probe_input(samples.raccoon)

    copy = shrink_to_fit(picture, picture.byte_count * 2 // 3, lossless=False)

    assert copy.media_type == "image/jpeg"
    assert copy.size == picture.size


def test_transparency_and_profile_stay(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 256, (200, 300, 4), dtype=np.uint8)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / "noise.png"
    Image.fromarray(pixels).save(path, icc_profile=profile)

    copy = shrink_to_fit(probe_input(path), 60_000, lossless=False)

    with Image.open(io.BytesIO(copy.data)) as opened:
        assert opened.mode == "RGBA"
        assert opened.info["icc_profile"] == profile


def test_what_cannot_be_made_small_enough_is_told(samples: Samples) -> None:
    with pytest.raises(ImageError, match=r"“chelsea.png” cannot be made small enough"):
        shrink_to_fit(probe_input(samples.chelsea), 100, lossless=True)


def test_a_mask_is_stretched_to_the_size_of_the_new_picture() -> None:
    source, onto = MaskPlane(100, 50), MaskPlane(400, 100)
    coverage = np.zeros((50, 100), np.uint8)
    coverage[10:30, 20:60] = 255
    source.replace(coverage)

    delta = carry(source, onto)

    expected = np.zeros((100, 400), np.uint8)
    expected[20:60, 80:240] = 255
    assert (onto.coverage[25:55, 90:230] == 255).all()
    assert np.abs(onto.coverage.astype(int) - expected).mean() < 2
    delta.apply_before(onto)
    assert onto.is_empty
