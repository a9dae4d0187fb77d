"""The file that carries the marks: every pixel that matters, at any size."""

from __future__ import annotations

import io
import tracemalloc

import numpy as np
import pytest
from PIL import Image

from overpaint.domain.marks import Arrow, Box, Colour, Ellipse, Mark, Pen, Text
from overpaint.domain.sizes import Size
from overpaint.imaging.markup import MarkupError, draw_marks, encode_markup
from overpaint.imaging.mask.area import Area

RED, BLUE = Colour(229, 36, 36), Colour(37, 99, 235)
BOX = Box((20.0, 20.0), (80.0, 60.0), RED, 4)


def decoded(marks: tuple[Mark, ...], width: int = 120, height: int = 90) -> np.ndarray:
    image = Image.open(io.BytesIO(encode_markup(marks, Size(width, height))))
    assert image.format == "PNG"
    assert image.mode == "RGBA"
    assert image.size == (width, height)
    return np.asarray(image)


def test_marks_are_opaque_in_their_colour_and_all_else_is_fully_transparent() -> None:
    pixels = decoded((BOX,))

    assert tuple(pixels[20, 50]) == (*RED, 255)
    assert tuple(pixels[40, 79]) == (*RED, 255)
    assert tuple(pixels[40, 50]) == (0, 0, 0, 0)
    assert tuple(pixels[0, 0]) == (0, 0, 0, 0)


def test_edges_lie_where_they_were_drawn_and_are_smooth() -> None:
    crisp = decoded((BOX,))[:, 50, 3]
    half = decoded((Box((20.0, 20.5), (80.0, 60.0), RED, 4),))[:, 50, 3]

    assert crisp[16:24].tolist() == [0, 0, 255, 255, 255, 255, 0, 0]
    assert 64 <= half[18] <= 191
    assert half[20] == 255


@pytest.mark.parametrize(
    ("mark", "inside"),
    [
        (Pen(((20.0, 70.0), (60.0, 20.0), (100.0, 70.0)), RED, 8), (60, 21)),
        (Pen(((60.0, 45.0),), RED, 12), (60, 45)),
        (Arrow((10.0, 10.0), (100.0, 70.0), RED, 6), (97, 68)),
        (Ellipse((20.0, 20.0), (100.0, 70.0), RED, 5), (60, 20)),
    ],
)
def test_every_kind_covers_its_place(mark: Mark, inside: tuple[int, int]) -> None:
    pixels = decoded((mark,))

    assert pixels[inside[1], inside[0], 3] == 255
    assert 0.003 < (pixels[..., 3] > 0).mean() < 0.5


def test_the_inside_of_a_letter_stays_free() -> None:
    outer = ((0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0))
    inner = ((10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0))

    pixels = decoded((Text((20.0, 20.0), "O", RED, 40, (outer, inner)),))

    assert pixels[25, 25, 3] == 255
    assert pixels[40, 40, 3] == 0


def test_the_last_mark_lies_on_top() -> None:
    pixels = decoded((BOX, Pen(((10.0, 20.0), (90.0, 20.0)), BLUE, 4)))

    assert tuple(pixels[20, 50]) == (*BLUE, 255)
    assert tuple(pixels[40, 20]) == (*RED, 255)


def test_a_mark_across_bands_and_pieces_is_seamless() -> None:
    line = (Pen(((5.0, 5.0), (3990.0, 890.0)), RED, 40),)

    pixels = decoded(line, 4000, 900)
    whole = np.asarray(draw_marks(line, Area(1900, 400, 2200, 560)))

    np.testing.assert_allclose(pixels[400:560, 1900:2200, 3], whole[..., 3], atol=32)
    columns = (pixels[..., 3] > 127).sum(axis=0)[200:3800]
    assert columns.min() >= columns.max() - 2


def test_what_lies_outside_the_picture_is_cut_off() -> None:
    pixels = decoded((Pen(((-50.0, 45.0), (400.0, 45.0)), RED, 10),))

    assert (pixels[45, :, 3] == 255).all()


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ((), "No mark"),
        ((Pen(((500.0, 500.0),), RED, 10),), "No mark"),
        ((Pen(((60.0, 45.0),), RED, 400),), "whole picture"),
    ],
)
def test_what_the_service_would_refuse_is_not_encoded(marks: tuple[Mark, ...], words: str) -> None:
    with pytest.raises(MarkupError, match=words):
        encode_markup(marks, Size(120, 90))


def test_a_large_picture_needs_little_memory() -> None:
    marks = (Arrow((100.0, 100.0), (3000.0, 2000.0), RED, 30), BOX)

    tracemalloc.start()
    data = encode_markup(marks, Size(8000, 6000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 60_000_000  # the picture itself would take 192 MB
    assert len(data) < 1_000_000
