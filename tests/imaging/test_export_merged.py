"""What is copied as seen is what the canvas shows, at full size."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from helpers.samples import Samples
from overpaint.domain.frame import Rect
from overpaint.domain.marks import Box, Colour
from overpaint.imaging.export.merged import Cover, merge
from overpaint.imaging.load import load_picture, to_picture


def _shown(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def test_a_picture_alone_is_itself(samples: Samples) -> None:
    shown = _shown(merge(load_picture(samples.coffee), None, ()))

    assert np.array_equal(shown, np.asarray(Image.open(samples.coffee).convert("RGB")))


def test_what_covers_a_part_is_scaled_into_its_place_and_blended(samples: Samples) -> None:
    base = load_picture(samples.coffee)
    patch = Image.new("RGBA", (40, 40), (255, 0, 0, 255))
    patch.paste((0, 0, 0, 0), (0, 0, 20, 40))
    before = base.bgra.copy()

    shown = _shown(merge(base, Cover(to_picture(patch), Rect(-20, 100, 80, 80)), ()))

    photo = np.asarray(Image.open(samples.coffee).convert("RGB"))
    assert tuple(shown[140, 50]) == (255, 0, 0)
    assert np.array_equal(shown[140, :10], photo[140, :10])
    assert np.array_equal(shown[200:], photo[200:])
    assert np.array_equal(base.bgra, before)


def test_marks_lie_on_top(samples: Samples) -> None:
    box = Box((100.0, 300.0), (200.0, 380.0), Colour(0, 255, 0), 6.0)

    shown = _shown(merge(load_picture(samples.coffee), None, (box,)))

    assert tuple(shown[340, 100]) == (0, 255, 0)
    photo = np.asarray(Image.open(samples.coffee).convert("RGB"))
    assert np.array_equal(shown[340, 150], photo[340, 150])


def test_transparency_stays(samples: Samples) -> None:
    clear = Image.new("RGBA", (8, 8), (10, 200, 30, 128))

    shown = _shown(merge(to_picture(clear), None, ()))

    assert shown.shape == (8, 8, 4)
    assert np.abs(shown[4, 4].astype(int) - (10, 200, 30, 128)).max() <= 1
