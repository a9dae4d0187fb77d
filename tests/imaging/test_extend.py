"""Pictures on a larger canvas: their own values stay, the new area continues them softly."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QColorSpace

from helpers.samples import Samples
from overpaint.domain.extension import Margins
from overpaint.domain.sizes import Size
from overpaint.imaging.encode import encode_lossless
from overpaint.imaging.extend import extend, extended_coverage, extended_layers, new_area
from overpaint.imaging.mask.brush import Layer
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.imaging.mask.layers import MaskLayers
from overpaint.imaging.original import Metadata, Original, read_original

MARGINS = Margins(120, 60, 200, 90)


def _write(kind: str, folder: Path, samples: Samples) -> Path:
    photo = Image.open(samples.coffee).convert("RGB")
    if kind == "16-bit":
        deep = np.asarray(photo).astype(np.uint16)[..., ::-1] * 257 + 3
        cv2.imwrite(str(folder / "deep.png"), deep)
        return folder / "deep.png"
    if kind == "wide":
        profile = bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data())
        photo.save(folder / "wide.png", icc_profile=profile, dpi=(240, 240))
        return folder / "wide.png"
    if kind == "inks":
        photo.convert("CMYK").save(folder / "inks.jpg", quality=95, dpi=(300, 300))
        return folder / "inks.jpg"
    if kind == "grey":
        photo.convert("L").save(folder / "grey.png")
        return folder / "grey.png"
    alpha = np.full(photo.size[::-1], 255, np.uint8)
    alpha[:, :40] = 0
    alpha[200:, 40:300] = np.linspace(1, 254, 260).astype(np.uint8)
    photo.putalpha(Image.fromarray(alpha))
    photo.save(folder / "clear.png")
    return folder / "clear.png"


@pytest.mark.parametrize("kind", ["16-bit", "wide", "inks", "grey", "clear"])
def test_every_value_of_the_picture_stays_and_so_do_depth_colours_and_metadata(
    kind: str, samples: Samples, tmp_path: Path
) -> None:
    before = read_original(_write(kind, tmp_path, samples))

    larger = extend(before, MARGINS)
    (tmp_path / "larger").write_bytes(encode_lossless(larger))
    after = read_original(tmp_path / "larger")

    here = np.s_[60:460, 120:720]
    assert after.size == Size(600 + 320, 400 + 150)
    assert (after.mode, after.bit_depth) == (before.mode, before.bit_depth)
    assert np.array_equal(after.pixels[here], before.pixels)
    assert after.metadata.profile == before.metadata.profile
    assert after.metadata.dpi == pytest.approx(before.metadata.dpi, abs=0.1)
    if before.alpha is not None and after.alpha is not None:
        assert np.array_equal(after.alpha[here], before.alpha)
    else:
        assert after.alpha is None


@given(
    st.integers(1, 40), st.integers(1, 40),
    st.builds(Margins, *[st.integers(0, 70)] * 4), st.sampled_from([np.uint8, np.uint16]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_picture_takes_any_margins(
    width: int, height: int, margins: Margins, depth: type[np.unsignedinteger]
) -> None:
    top = np.iinfo(depth).max
    pixels = np.random.default_rng(width).integers(0, top, (height, width, 3)).astype(depth)

    larger = extend(Original(pixels, None, "RGB", Metadata()), margins)

    place = margins.place_of(Size(width, height))
    assert larger.size == margins.size_of(Size(width, height))
    assert np.array_equal(larger.pixels[place.top : place.bottom, place.left : place.right], pixels)


def _steps(line: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.abs(np.diff(line, axis=0)).mean(axis=(1, 2))


def test_there_is_no_edge_where_the_new_area_begins(samples: Samples) -> None:
    before = read_original(samples.raccoon)

    larger = extend(before, Margins(300, 0, 300, 0)).pixels.astype(float)

    steps = _steps(larger.transpose(1, 0, 2))
    usual = np.median(steps[300:1323])
    assert steps[298:301].max() <= 1.5 * usual
    assert steps[1322:1326].max() <= 1.5 * usual


def test_it_is_the_more_out_of_focus_the_further_out_it_lies(samples: Samples) -> None:
    larger = extend(read_original(samples.raccoon), Margins(right=600)).pixels.astype(float)

    steps = _steps(larger.transpose(1, 0, 2))[1024:]
    near, middle, far = steps[:20].mean(), steps[100:200].mean(), steps[400:].mean()
    assert near > 3 * middle
    assert middle > 1.5 * far
    # No ring: from one column to the next, focus never changes by a jump.
    smooth = np.convolve(steps, np.ones(16) / 16, "valid")
    assert np.abs(np.diff(smooth)).max() < 0.15 * steps[:20].mean()


def test_a_plain_surface_continues_plainly() -> None:
    pixels = np.full((50, 80, 3), (12, 130, 250), np.uint8)

    larger = extend(Original(pixels, None, "RGB", Metadata()), Margins(90, 40, 300, 200))

    assert (larger.pixels == (12, 130, 250)).all()


def test_what_is_hidden_under_transparency_does_not_come_to_light() -> None:
    pixels = np.zeros((60, 60, 3), np.uint8)
    pixels[:, :30] = (255, 0, 0)
    pixels[:, 30:] = (0, 200, 0)
    alpha = np.zeros((60, 60), np.uint8)
    alpha[:, :30] = 255

    larger = extend(Original(pixels, alpha, "RGB", Metadata()), Margins(left=60, right=60))

    assert larger.alpha is not None
    seen = larger.alpha > 0
    assert larger.pixels[seen][:, 1].max() <= 1
    # Nor does what is cut out appear a second time, mirrored.
    assert (larger.alpha[:, 90:] == 0).all()
    assert (larger.alpha[:, 58:90] == 255).all()


def test_the_mask_is_the_new_area_and_nothing_of_the_old_picture() -> None:
    mask = new_area(Size(30, 20), Margins(5, 0, 7, 3))

    assert mask.shape == (23, 42)
    assert (mask[:20, 5:35] == 0).all()
    mask[:20, 5:35] = 255
    assert (mask == 255).all()


def test_with_an_inset_the_mask_leaves_room_for_the_soft_edge_in_the_new_area() -> None:
    mask = new_area(Size(30, 20), Margins(left=40, right=6), inset_px=10)

    assert (mask[:, :30] == 255).all()
    assert (mask[:, 30:73] == 0).all()
    assert (mask[:, 73:] == 255).all()  # half of a narrow margin at most


def test_mask_and_protection_move_along_and_the_new_area_joins_the_mask() -> None:
    layers = MaskLayers(300, 200)
    rng = np.random.default_rng(3)
    painted = rng.integers(0, 255, (200, 300)).astype(np.uint8)
    kept = np.where(rng.random((200, 300)) > 0.5, np.uint8(255), np.uint8(0))
    layers.mask.replace(painted)
    layers.protect.replace(kept)
    margins = Margins(11, 22, 33, 44)

    grown = extended_layers(layers, Size(300, 200), margins)

    assert np.array_equal(grown.mask.coverage, extended_coverage(painted, Size(300, 200), margins))
    assert np.array_equal(grown.mask.coverage[22:222, 11:311], painted)
    assert np.array_equal(grown.plane(Layer.PROTECT).coverage[22:222, 11:311], kept)
    assert int(grown.protect.coverage.sum()) == int(kept.sum())
    assert np.array_equal(layers.mask.coverage, painted)


def test_it_can_be_called_off(samples: Samples) -> None:
    with pytest.raises(Cancelled):
        extend(read_original(samples.coffee), MARGINS, lambda: True)


def test_a_written_png_says_sixteen_bits(samples: Samples, tmp_path: Path) -> None:
    deep = read_original(_write("16-bit", tmp_path, samples))

    data = encode_lossless(extend(deep, Margins(right=10)))

    assert Image.open(io.BytesIO(data)).size == (610, 400)
    assert data[24] == 16  # bit depth, in the header of a PNG
