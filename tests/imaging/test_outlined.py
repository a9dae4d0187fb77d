"""What drawn marks point out."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PIL import Image, ImageDraw

from overpaint.imaging.treatments.outlined import outlined


def drawn(size: tuple[int, int], *steps: tuple[str, tuple[object, ...], dict[str, object]]):  # noqa: ANN201
    picture = Image.new("L", size)
    draw = ImageDraw.Draw(picture)
    for name, values, options in steps:
        getattr(draw, name)(*values, **options)
    return np.asarray(picture) > 0


def test_a_circle_that_is_not_closed_means_its_inside() -> None:
    circle = drawn((400, 300), ("arc", ((50, 50, 250, 250), 20, 340), {"fill": 255, "width": 6}))
    place = outlined(circle)
    assert place[150, 150]
    assert not place[:48].any()
    assert not place[:, 253:].any()
    assert place[circle].all()


def test_each_mark_stands_for_itself() -> None:
    marks = drawn(
        (2000, 800),
        ("rectangle", ((100, 100, 500, 500),), {"outline": 255, "width": 5}),
        ("rectangle", ((1500, 300, 1800, 700),), {"outline": 255, "width": 5}),
    )
    place = outlined(marks)
    assert place[300, 300]
    assert place[500, 1650]
    assert not place[:, 520:1480].any()


def test_a_line_means_itself() -> None:
    line = drawn((200, 200), ("line", ((20, 20, 180, 180),), {"fill": 255, "width": 5}))
    assert np.count_nonzero(outlined(line) ^ line) < 60


@pytest.mark.parametrize("share", [0.0, 0.002, 0.2, 1.0])
def test_any_drawing_is_read_quickly(share: float) -> None:
    noise = np.random.default_rng(1).random((700, 1100)) < share
    began = time.perf_counter()
    place = outlined(noise)
    assert time.perf_counter() - began < 3
    assert place[noise].all()
    assert place.any() == (share > 0)
