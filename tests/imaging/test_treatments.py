"""What treatments do to pixels, and what they leave alone."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from helpers.samples import Samples
from overpaint.imaging.treatments.apply import treated
from overpaint.imaging.treatments.membrane import membrane
from overpaint.imaging.treatments.oklab import oklab, srgb
from overpaint.imaging.treatments.treatment import Kind, Treatment

LOOKS = [kind for kind in Kind if kind not in (Kind.FILL, Kind.REPLACE)]
BLUE = (38, 96, 205)


@pytest.fixture(scope="module")
def cup() -> Image.Image:
    return Image.open(Samples().coffee).convert("RGB").resize((300, 200))


@pytest.fixture(scope="module")
def cat() -> Image.Image:
    return Image.open(Samples().chelsea).convert("RGB")


@pytest.fixture(scope="module")
def place(cup: Image.Image) -> np.ndarray:
    rows, columns = np.mgrid[: cup.height, : cup.width]
    return ((columns - 140) / 80) ** 2 + ((rows - 100) / 60) ** 2 < 1


def wanted(kind: Kind, **values: object) -> Treatment:
    colour = BLUE if kind is Kind.RECOLOUR else None
    return Treatment(kind, **{"colour": colour, "image_number": 2, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize("reduction", [1, 4])
@pytest.mark.parametrize("kind", [*LOOKS, Kind.REPLACE])
def test_a_treatment_changes_the_place_and_nothing_else(
    cup: Image.Image, cat: Image.Image, place: np.ndarray, kind: Kind, reduction: int
) -> None:
    before = np.asarray(cup)
    after = np.asarray(treated(cup, place, wanted(kind), insert=cat, reduction=reduction))
    assert np.array_equal(after[~place], before[~place])
    assert (after[place] != before[place]).any(axis=1).mean() > 0.6


@pytest.mark.parametrize("kind", LOOKS)
def test_transparency_stays(cup: Image.Image, kind: Kind) -> None:
    picture = cup.copy()
    alpha = Image.linear_gradient("L").resize(cup.size)
    picture.putalpha(alpha)
    after = treated(picture, np.ones((200, 300), bool), wanted(kind))
    assert np.array_equal(np.asarray(after.getchannel("A")), np.asarray(alpha))


@pytest.mark.parametrize("kind", LOOKS)
def test_a_preview_shows_what_the_result_will_be(cup: Image.Image, kind: Kind) -> None:
    whole = np.ones((200, 300), bool)
    result = treated(cup, whole, wanted(kind), seed=3)
    preview = treated(cup, whole, wanted(kind), seed=3, reduction=2)
    small = [np.asarray(picture.reduce(20), float) for picture in (result, preview, cup)]
    assert np.abs(small[0] - small[1]).mean() < 12
    if kind in (Kind.SKETCH, Kind.MONOCHROME, Kind.SEPIA, Kind.RECOLOUR):
        assert np.abs(small[1] - small[2]).mean() > np.abs(small[1] - small[0]).mean() * 3


def test_equal_seeds_give_equal_results_and_others_differ(cup: Image.Image) -> None:
    whole = np.ones((200, 300), bool)
    one, same, other = (
        treated(cup, whole, wanted(Kind.WATERCOLOUR), seed=seed).tobytes() for seed in (5, 5, 6)
    )
    assert one == same != other


def test_black_and_white_has_no_colour(cup: Image.Image) -> None:
    after = np.asarray(treated(cup, np.ones((200, 300), bool), wanted(Kind.MONOCHROME)), int)
    assert np.ptp(after, axis=-1).max() == 0


def test_brighten_and_darken_keep_the_order_of_tones(cup: Image.Image) -> None:
    whole = np.ones((200, 300), bool)
    mean = np.asarray(cup).mean()
    assert np.asarray(treated(cup, whole, wanted(Kind.BRIGHTEN))).mean() > mean + 10
    assert np.asarray(treated(cup, whole, wanted(Kind.DARKEN))).mean() < mean - 10
    assert (
        np.asarray(treated(cup, whole, wanted(Kind.BRIGHTEN, strength=2.0))).mean()
        > np.asarray(treated(cup, whole, wanted(Kind.BRIGHTEN, strength=0.5))).mean()
    )


def test_recolouring_keeps_the_lightness_of_every_pixel(cup: Image.Image) -> None:
    after = np.asarray(treated(cup, np.ones((200, 300), bool), wanted(Kind.RECOLOUR)))
    assert np.abs(oklab(after)[..., 0] - oklab(np.asarray(cup))[..., 0]).max() < 0.02
    coloured = oklab(after)[50:150, 50:250]
    hue = np.arctan2(coloured[..., 2], coloured[..., 1])
    blue = oklab(np.array([[BLUE]], np.uint8))[0, 0]
    assert abs(np.median(hue) - np.arctan2(blue[2], blue[1])) < 0.1


@pytest.mark.parametrize(
    ("colour", "least", "most"), [((20, 20, 20), 0, 110), ((245,) * 3, 130, 255)]
)
def test_black_and_white_things_are_dark_and_light(
    cup: Image.Image, colour: tuple[int, int, int], least: int, most: int
) -> None:
    after = np.asarray(
        treated(cup, np.ones((200, 300), bool), wanted(Kind.RECOLOUR, colour=colour))
    )
    assert least <= after.min()
    assert after.max() <= most


def test_pixelating_leaves_few_colours(cup: Image.Image) -> None:
    after = np.asarray(treated(cup, np.ones((200, 300), bool), wanted(Kind.PIXELATE)))
    assert len(np.unique(after.reshape(-1, 3), axis=0)) < 2500
    assert len(np.unique(np.asarray(cup).reshape(-1, 3), axis=0)) > 10_000


def test_blurring_hides_detail_but_keeps_the_mean(cup: Image.Image, place: np.ndarray) -> None:
    before = np.asarray(cup, float)
    after = np.asarray(treated(cup, place, wanted(Kind.BLUR)), float)
    inner = (slice(70, 130), slice(100, 180))
    assert (
        np.abs(np.diff(after[inner], axis=1)).mean()
        < np.abs(np.diff(before[inner], axis=1)).mean() / 3
    )
    assert abs(after[place].mean() - before[place].mean()) < 5


def test_a_replacement_shows_the_other_picture_without_a_seam(
    cup: Image.Image, cat: Image.Image, place: np.ndarray
) -> None:
    after = np.asarray(treated(cup, place, wanted(Kind.REPLACE), insert=cat), float)
    edge = place & ~np.roll(place, 1, axis=1)
    plain = cup.copy()
    mask = Image.fromarray(place.astype(np.uint8) * 255)
    plain.paste(cat.resize((160, 120)), (60, 40), mask.crop((60, 40, 220, 160)))

    def step(pixels: np.ndarray) -> float:
        return float(np.abs(pixels - np.roll(pixels, 1, axis=1))[edge].mean())

    assert step(after) < step(np.asarray(plain, float)) / 2
    middle = after[90:110, 120:160].mean(axis=(0, 1))
    assert np.abs(middle - np.asarray(plain, float)[90:110, 120:160].mean(axis=(0, 1))).max() < 30


def test_a_replacement_of_everything_is_the_other_picture(
    cup: Image.Image, cat: Image.Image
) -> None:
    after = treated(cup, np.ones((200, 300), bool), wanted(Kind.REPLACE), insert=cat)
    assert np.abs(np.asarray(after, int) - np.asarray(cat.resize((300, 200)), int)).mean() < 8


def test_a_membrane_continues_a_plane_exactly() -> None:
    rows, columns = np.mgrid[:120, :160].astype(np.float32)
    plane = np.dstack((rows / 120, columns / 160))
    hole = (rows - 60) ** 2 + (columns - 80) ** 2 < 45**2
    broken = np.where(hole[..., None], np.float32(9), plane)
    assert np.abs(membrane(broken, hole, reach_px=1e9) - plane).max() < 0.01


def test_a_membrane_fades_with_the_distance() -> None:
    hole = np.zeros((101, 101), bool)
    hole[1:-1, 1:-1] = True
    values = np.ones((101, 101, 1), np.float32)
    filled = membrane(values, hole, reach_px=10)[..., 0]
    assert filled[1, 50] > 0.8
    assert 0.25 < filled[11, 50] < 0.5
    assert filled[50, 50] < 0.05


def test_colours_survive_the_way_through_oklab(cat: Image.Image) -> None:
    pixels = np.asarray(cat)
    assert np.abs(srgb(oklab(pixels)).astype(int) - pixels).max() <= 1
