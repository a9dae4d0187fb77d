"""Masks that come in, by transparency or brightness, are the masks that went out."""

from __future__ import annotations

import io

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from overpaint.domain.profiles import MaskForm
from overpaint.imaging.mask.imported import MaskSource, coverage_from_image
from overpaint.imaging.mask.png import encode_grey_mask, encode_request_mask

shapes = st.tuples(st.integers(1, 40), st.integers(1, 70))
binary = arrays.arrays(np.bool_, shapes).map(lambda a: a.astype(np.uint8) * np.uint8(255))
grey = arrays.arrays(np.uint8, shapes)


def decoded(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


@settings(deadline=None, max_examples=80)
@given(binary)
def test_importing_what_was_exported_is_the_identity(coverage: np.ndarray) -> None:
    sent = decoded(encode_request_mask(coverage))

    assert np.array_equal(coverage_from_image(sent).coverage, coverage)
    # The colours say the same, for servers that look there.
    assert np.array_equal(coverage_from_image(sent.convert("RGB")).coverage, coverage)


@settings(deadline=None, max_examples=80)
@given(binary)
def test_importing_a_grey_export_is_the_identity(coverage: np.ndarray) -> None:
    white = decoded(encode_grey_mask(coverage, MaskForm.WHITE))
    black = decoded(encode_grey_mask(coverage, MaskForm.BLACK))

    assert np.array_equal(coverage_from_image(white).coverage, coverage)
    assert np.array_equal(255 - coverage_from_image(black).coverage, coverage)


@settings(deadline=None, max_examples=60)
@given(grey)
def test_soft_masks_come_in_with_every_level(coverage: np.ndarray) -> None:
    brightness = Image.fromarray(coverage)
    assert np.array_equal(coverage_from_image(brightness).coverage, coverage)
    # A picture that is opaque everywhere is read by brightness.
    for mode in ("LA", "RGBA") if coverage.any() else ():
        transparency = Image.new(mode, brightness.size)
        transparency.putalpha(Image.fromarray(255 - coverage))
        assert np.array_equal(coverage_from_image(transparency).coverage, coverage)


def test_a_palette_with_a_transparent_colour_is_read_by_transparency() -> None:
    image = Image.new("P", (30, 20))
    image.putpalette([0, 0, 0, 255, 255, 255])
    image.paste(1, (10, 5, 20, 15))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", transparency=1)

    mask = coverage_from_image(decoded(buffer.getvalue()))

    assert mask.source is MaskSource.ALPHA
    assert (mask.coverage[5:15, 10:20] == 255).all()
    assert mask.coverage.sum() == 255 * 100
