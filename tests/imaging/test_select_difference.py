"""What two pictures differ by, although the second was compressed, moved, scaled or tinted."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from helpers.samples import Samples
from overpaint.imaging.load import to_picture
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.imaging.select.alignment import shift_between, shifted
from overpaint.imaging.select.difference import difference_mask


def opened(path: Path) -> Image.Image:
    image = Image.open(path).convert("RGB")
    image.info = {}
    return image


def pixels(image: Image.Image) -> np.ndarray:
    return to_picture(image).bgra


def edited(samples: Samples) -> tuple[Image.Image, Image.Image, np.ndarray]:
    """The raccoon, the raccoon with a red blot on its paws, and where that is."""
    original = opened(samples.raccoon)
    blot = Image.open(samples.raccoon_mask).convert("L").point(lambda value: 255 * (value > 127))
    changed = Image.composite(Image.new("RGB", original.size, (200, 30, 40)), original, blot)
    return original, changed, np.asarray(blot) > 0


def compressed(image: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return Image.open(io.BytesIO(buffer.getvalue()))


def moved(image: Image.Image) -> Image.Image:
    way = (1, 0, -3.4, 0, 1, 2.3)
    return image.transform(image.size, Image.Transform.AFFINE, way, Image.Resampling.BICUBIC)


def scaled(image: Image.Image) -> Image.Image:
    size = (image.width * 3 // 4, image.height * 3 // 4)
    return image.resize(size, Image.Resampling.LANCZOS)


def tinted(image: Image.Image) -> Image.Image:
    return ImageEnhance.Color(ImageEnhance.Brightness(image).enhance(1.03)).enhance(1.05)


def as_it_is(image: Image.Image) -> Image.Image:
    return image


@pytest.mark.parametrize("treat", [as_it_is, compressed, moved, scaled, tinted])
def test_only_the_edit_is_found(
    samples: Samples, treat: Callable[[Image.Image], Image.Image]
) -> None:
    original, changed, blot = edited(samples)

    mask = difference_mask(pixels(original), pixels(treat(changed)))

    assert set(np.unique(mask)) == {0, 255}
    found = mask > 0
    assert (found & blot).sum() / (found | blot).sum() > 0.95


def test_equal_pictures_have_no_difference(samples: Samples) -> None:
    bgra = pixels(opened(samples.rocket))

    assert not difference_mask(bgra, bgra.copy()).any()


def test_noise_is_no_difference(samples: Samples) -> None:
    bgra = pixels(opened(samples.coffee))
    noise = np.random.default_rng(4).normal(0, 4, bgra.shape)
    noisy = np.clip(bgra + noise, 0, 255).astype(np.uint8)
    noisy[..., 3] = 255

    assert difference_mask(bgra, noisy).mean() < 255 * 0.001


def test_another_picture_differs_nearly_everywhere(samples: Samples) -> None:
    one, other = opened(samples.coffee), opened(samples.rocket).resize((600, 400))

    assert difference_mask(pixels(one), pixels(other)).mean() > 255 * 0.8


def test_what_became_transparent_counts() -> None:
    bgra = np.full((100, 120, 4), 255, np.uint8)
    other = bgra.copy()
    other[20:60, 30:90] = 0

    mask = difference_mask(bgra, other)

    rows, columns = np.nonzero(mask)
    assert abs(int(rows.min()) - 20) <= 1
    assert abs(int(columns.max()) - 89) <= 1
    assert abs(np.count_nonzero(mask) - 40 * 60) < 250


def test_specks_go_and_small_holes_are_filled() -> None:
    bgra = np.full((200, 200, 4), 255, np.uint8)
    other = bgra.copy()
    other[60:140, 60:140, :3] = 30
    other[95:105, 95:105, :3] = 255  # a hole of ten pixels
    other[10:12, 10:12, :3] = 0  # a speck of two
    other[170:176, 20:190, :3] = 30

    raw = difference_mask(bgra, other, clean_px=0)
    clean = difference_mask(bgra, other, clean_px=3)

    assert raw[11, 11] == 255
    assert clean[11, 11] == 0
    assert clean[100, 100] == 255
    assert clean[173, 100] == 255
    assert raw[100, 100] == 0


def test_a_higher_threshold_never_covers_more(samples: Samples) -> None:
    original, changed, _ = edited(samples)
    a, b = pixels(original), pixels(compressed(changed))

    covers = [difference_mask(a, b, value, 0) for value in (2, 5, 10, 20, 60, 150)]

    assert all((low >= high).all() for low, high in itertools.pairwise(covers))


def test_the_shift_is_found_and_taken_back(samples: Samples) -> None:
    image = opened(samples.chelsea)
    a, b = pixels(image), pixels(moved(image))

    across, down = shift_between(a, b)

    assert abs(across + 3.4) < 0.3
    assert abs(down - 2.3) < 0.3
    inner = (slice(10, -10), slice(10, -10))
    back = np.abs(shifted(b, (across, down))[inner].astype(int) - a[inner]).mean()
    assert back < 0.5 * np.abs(b[inner].astype(int) - a[inner]).mean()


def test_pictures_that_have_nothing_in_common_stay_where_they_are(samples: Samples) -> None:
    one, other = opened(samples.coffee), opened(samples.rocket).resize((600, 400))

    assert shift_between(pixels(one), pixels(other)) == (0.0, 0.0)


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (40, 1)])
def test_tiny_pictures_can_be_compared(size: tuple[int, int]) -> None:
    black, white = (pixels(Image.new("RGB", size, colour)) for colour in ("black", "white"))

    assert (difference_mask(black, white, clean_px=0) == 255).all()
    assert difference_mask(black, white).shape == size[::-1]


def test_what_makes_no_sense_is_refused() -> None:
    bgra = np.zeros((5, 5, 4), np.uint8)

    with pytest.raises(ValueError, match="no difference"):
        difference_mask(bgra, bgra, threshold=0)
    with pytest.raises(ValueError, match="no difference"):
        difference_mask(bgra, bgra, clean_px=-1)


def test_it_stops_when_it_is_told_to() -> None:
    bgra = np.zeros((50, 50, 4), np.uint8)

    with pytest.raises(Cancelled):
        difference_mask(bgra, bgra, cancelled=lambda: True)
