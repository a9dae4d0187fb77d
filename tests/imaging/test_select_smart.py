"""Objects of the sample photographs, cut out by a box or by a few strokes.

What belongs to each object is told by points and shapes that were read off the photographs.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from helpers.samples import Samples
from overpaint.imaging.load import to_picture
from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.imaging.mask.patch import Patch
from overpaint.imaging.select.smart import cut_box, cut_scribbles


def pixels(path: Path, *, times: int = 1) -> np.ndarray:
    image = Image.open(path)
    size = (image.width * times, image.height * times)
    return to_picture(image.resize(size, Image.Resampling.BICUBIC)).bgra


def placed(patch: Patch, bgra: np.ndarray) -> np.ndarray:
    return patch.on(Area(0, 0, bgra.shape[1], bgra.shape[0]))


def stroke(width: float, *points: tuple[float, float]) -> Stroke:
    return Stroke(Brush(width, 1.0), tuple(StrokePoint(x, y) for x, y in points))


def drawn(bgra: np.ndarray, ellipses: list[tuple[int, int, int, int]]) -> np.ndarray:
    image = Image.new("L", (bgra.shape[1], bgra.shape[0]))
    for ellipse in ellipses:
        ImageDraw.Draw(image).ellipse(ellipse, fill=255)
    return np.asarray(image) > 0


def overlap(cover: np.ndarray, expected: np.ndarray) -> float:
    """Intersection over union."""
    selected = cover > 127
    return float((selected & expected).sum() / (selected | expected).sum())


def at(cover: np.ndarray, points: list[tuple[int, int]]) -> list[int]:
    return [int(cover[y, x]) for x, y in points]


def test_a_cup_on_its_saucer_by_a_box(samples: Samples) -> None:
    bgra = pixels(samples.coffee)

    cover = placed(cut_box(bgra, Area(70, 10, 490, 390)), bgra)

    cup_and_saucer = drawn(bgra, [(79, 64, 480, 390), (172, 17, 408, 208)])
    assert overlap(cover, cup_and_saucer) > 0.95
    assert at(cover, [(20, 20), (560, 380), (20, 390)]) == [0, 0, 0]


def test_a_rocket_by_a_narrow_box(samples: Samples) -> None:
    bgra = pixels(samples.rocket)

    cover = placed(cut_box(bgra, Area(285, 120, 345, 425)), bgra)

    assert min(at(cover, [(321, 165), (321, 200), (321, 300), (321, 390)])) > 200
    assert at(cover, [(292, 200), (340, 200), (100, 100)]) == [0, 0, 0]


def test_a_rocket_with_its_nose_by_one_line(samples: Samples) -> None:
    bgra = pixels(samples.rocket)

    cover = placed(cut_scribbles(bgra, [stroke(6, (322, 140), (321, 390))], []), bgra)

    assert min(at(cover, [(322, 142), (315, 150), (329, 150), (321, 300)])) > 200
    assert max(at(cover, [(300, 135), (345, 135), (292, 200), (100, 100)])) == 0


def test_a_portrait_by_a_box(samples: Samples) -> None:
    bgra = pixels(samples.astronaut)

    cover = placed(cut_box(bgra, Area(130, 5, 310, 190)), bgra)

    assert min(at(cover, [(220, 120), (180, 60), (260, 60), (215, 170)])) == 255
    assert max(at(cover, [(140, 20), (300, 100), (220, 10), (220, 300)])) == 0


@pytest.mark.slow
def test_fur_gets_a_soft_edge_and_china_a_sharp_one(samples: Samples) -> None:
    raccoon, coffee = pixels(samples.raccoon), pixels(samples.coffee)

    ear = placed(cut_box(raccoon, Area(0, 0, 960, 640)), raccoon)[60:260, 780:980]
    cup = placed(cut_box(coffee, Area(70, 10, 490, 390)), coffee)[10:100, 170:410]

    def softness(cover: np.ndarray) -> float:
        """Partial pixels for each pixel of the edge."""
        inside = cover > 127
        edge = (inside[1:, 1:] != inside[:-1, 1:]) | (inside[1:, 1:] != inside[1:, :-1])
        return float(((cover > 10) & (cover < 245)).sum() / edge.sum())

    assert softness(ear) > 1.5 * softness(cup)
    assert softness(cup) < 3


@pytest.mark.slow
def test_the_edge_follows_the_picture_at_full_size(samples: Samples) -> None:
    small, large = pixels(samples.coffee), pixels(samples.coffee, times=4)

    coarse = placed(cut_box(small, Area(70, 10, 490, 390)), small)
    fine = placed(cut_box(large, Area(280, 40, 1960, 1560)), large)

    enlarged = np.asarray(Image.fromarray(coarse).resize((2400, 1600), Image.Resampling.BICUBIC))
    assert overlap(fine, enlarged > 127) > 0.97
    assert np.count_nonzero((fine > 10) & (fine < 245)) < 0.02 * fine.size


def test_a_whole_astronaut_by_one_line(samples: Samples) -> None:
    bgra = pixels(samples.astronaut)
    line = stroke(16, (220, 60), (210, 130), (170, 250), (230, 400))

    cover = placed(cut_scribbles(bgra, [line], []), bgra)

    inside = [(220, 40), (215, 200), (80, 350), (170, 420), (130, 200), (300, 330)]
    outside = [(290, 40), (400, 50), (340, 100), (450, 250), (100, 100)]
    assert min(at(cover, inside)) > 240
    assert max(at(cover, outside)) < 10


def test_a_cat_by_lines_on_it_and_beside_it(samples: Samples) -> None:
    bgra = pixels(samples.chelsea)
    keep = [
        stroke(14, (60, 200), (150, 60), (230, 60), (240, 180), (150, 230), (230, 280)),
        stroke(12, (320, 150), (330, 170)),
    ]

    cover = placed(cut_scribbles(bgra, keep, [stroke(14, (410, 50), (420, 280))]), bgra)

    assert min(at(cover, [(130, 120), (250, 230), (180, 200), (225, 140), (320, 130)])) > 240
    assert max(at(cover, [(430, 150), (440, 20), (400, 200), (390, 290)])) == 0


@pytest.mark.slow
def test_strokes_correct_what_a_box_gave(samples: Samples) -> None:
    bgra = pixels(samples.coffee)
    box = Area(70, 10, 490, 390)

    without = cut_scribbles(
        bgra,
        [stroke(12, (200, 60), (290, 190), (380, 60))],
        [stroke(16, (110, 200), (180, 340), (300, 370)), stroke(16, (430, 220), (440, 300))],
        box,
    )

    cover = placed(without, bgra)
    assert max(at(cover, [(110, 200), (180, 340), (440, 290)])) == 0
    assert min(at(cover, [(290, 120), (200, 60), (380, 60)])) == 255
    assert without.area.intersected(box) == without.area


def test_only_what_a_stroke_touches_is_kept() -> None:
    image = Image.new("RGB", (300, 200), (30, 60, 40))
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 40, 120, 140), fill=(220, 60, 40))
    draw.ellipse((170, 40, 270, 140), fill=(220, 60, 40))
    bgra = to_picture(image).bgra

    cover = placed(cut_scribbles(bgra, [stroke(8, (50, 90), (90, 90))], []), bgra)

    assert overlap(cover, drawn(bgra, [(20, 40, 120, 140)])) > 0.98


def test_one_flat_colour_gives_the_box() -> None:
    bgra = to_picture(Image.new("RGB", (400, 300), (90, 120, 150))).bgra

    patch = cut_box(bgra, Area(-20, 50, 200, 250))

    assert patch.area == Area(0, 50, 200, 250)
    assert (patch.cover == 255).all()


def test_what_is_transparent_is_background() -> None:
    image = Image.new("RGBA", (200, 200))
    ImageDraw.Draw(image).ellipse((50, 50, 150, 150), fill=(20, 20, 20, 255))
    bgra = to_picture(image).bgra

    cover = placed(cut_box(bgra, Area(30, 30, 170, 170)), bgra)

    assert overlap(cover, drawn(bgra, [(50, 50, 150, 150)])) > 0.98


@pytest.mark.parametrize(
    "box",
    [Area(0, 0, 451, 300), Area(0, 0, 1, 1), Area(450, 299, 451, 300), Area(0, 100, 451, 102)],
)
def test_extreme_boxes_give_some_answer(samples: Samples, box: Area) -> None:
    bgra = pixels(samples.chelsea)

    patch = cut_box(bgra, box)

    assert not patch.area.is_empty
    assert patch.area.intersected(Area(0, 0, 451, 300)) == patch.area


@pytest.mark.slow
def test_the_same_box_gives_the_same_mask(samples: Samples) -> None:
    bgra = pixels(samples.chelsea)
    first, again = (cut_box(bgra, Area(0, 0, 385, 300)) for _ in range(2))

    assert first.area == again.area
    assert np.array_equal(first.cover, again.cover)


def test_what_makes_no_sense_is_refused(samples: Samples) -> None:
    bgra = pixels(samples.chelsea)

    with pytest.raises(ValueError, match="no pixel"):
        cut_box(bgra, Area(500, 10, 600, 80))
    with pytest.raises(ValueError, match="no stroke on the object"):
        cut_scribbles(bgra, [], [stroke(5, (1, 1), (9, 9))])
    with pytest.raises(ValueError, match="lies in the picture"):
        cut_scribbles(bgra, [stroke(5, (900, 900), (990, 990))], [])


def test_it_stops_between_rounds(samples: Samples) -> None:
    answers = itertools.chain([False] * 3, itertools.repeat(True))

    with pytest.raises(Cancelled):
        cut_box(pixels(samples.coffee), Area(70, 10, 490, 390), cancelled=lambda: next(answers))
