"""The content-aware fill keeps what it must keep and fills what it must fill."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from overpaint.imaging.inpaint.fill import fill
from overpaint.imaging.inpaint.layers import join, split
from overpaint.imaging.inpaint.plan import FillSettings, NothingToCopyError, plan_fill

Case = tuple[np.ndarray, np.ndarray]
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


def sample(name: str, mask: str) -> Case:
    image = np.asarray(Image.open(SAMPLES / f"{name}.png").convert("RGB"))
    hole = np.asarray(Image.open(SAMPLES / f"{mask}.mask.png").convert("L")) > 127
    return image, hole


@pytest.fixture(scope="module")
def cat() -> Case:
    """A cat whose left eye is to go."""
    image = np.asarray(Image.open(SAMPLES / "chelsea.png").convert("RGB"))
    hole = np.zeros(image.shape[:2], bool)
    hole[100:140, 160:210] = True
    return image, hole


def stages_of(image: np.ndarray, hole: np.ndarray, *, seed: int = 1, previews: int = 3) -> list:
    plan = plan_fill(image, hole, previews=previews)
    assert plan is not None
    return list(fill(plan, seed=seed))


def test_no_pixel_outside_the_hole_changes_in_any_stage(cat: Case) -> None:
    image, hole = cat
    for stage in stages_of(image, hole):
        assert np.array_equal(stage.image[~hole], image[~hole])
        assert not np.array_equal(stage.image[hole], image[hole])


def test_nothing_of_the_hole_leaks_into_the_fill(cat: Case) -> None:
    image, hole = cat
    poisoned = image.copy()
    poisoned[hole] = (255, 0, 255)

    clean, tinted = stages_of(image, hole), stages_of(poisoned, hole)

    assert len(clean) > 1
    for one, other in zip(clean, tinted, strict=True):
        assert np.array_equal(one.image[hole], other.image[hole])


def test_the_last_stage_and_only_it_is_final(cat: Case) -> None:
    assert [stage.is_final for stage in stages_of(*cat)] == [False, False, True]


@pytest.mark.parametrize(("asked", "runs"), [(0, 1), (1, 2), (2, 3), (3, 3)])
def test_at_most_the_asked_previews_come_and_none_is_invented(
    cat: Case, asked: int, runs: int
) -> None:
    image, hole = cat
    plan = plan_fill(image, hole, previews=asked)
    assert plan is not None
    assert len(plan.sizes) == runs
    assert list(plan.sizes) == sorted(plan.sizes)


def test_seeds_repeat_and_differ(cat: Case) -> None:
    image, hole = cat
    first, again, other = (
        stages_of(image, hole, seed=seed, previews=0)[-1].image for seed in (5, 5, 6)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_window_stays_near_the_hole(cat: Case) -> None:
    image, hole = cat
    plan = plan_fill(image, hole)
    assert plan is not None
    assert (plan.window.left, plan.window.top) == (112, 52)
    assert (plan.window.right, plan.window.bottom) == (258, 188)


def test_a_large_window_is_matched_at_a_bounded_size(cat: Case) -> None:
    image, _ = cat
    large = np.asarray(Image.fromarray(image).resize((2255, 1500)))
    hole = np.zeros((1500, 2255), bool)
    hole[300:1200, 300:1900] = True
    plan = plan_fill(large, hole, settings=FillSettings(longest_edge_px=128))
    assert plan is not None
    stages = list(fill(plan, seed=1))
    assert max(plan.sizes[-1]) == 128
    assert stages[-1].image.shape == large.shape
    assert np.array_equal(stages[-1].image[~hole], large[~hole])


def test_cancelling_ends_before_the_next_run(cat: Case) -> None:
    image, hole = cat
    plan = plan_fill(image, hole)
    assert plan is not None
    seen: list[int] = []
    seen.extend(stage.index for stage in fill(plan, seed=1, cancelled=lambda: bool(seen)))
    assert seen == [0]


def test_an_empty_hole_is_nothing_to_do(cat: Case) -> None:
    image, hole = cat
    assert plan_fill(image, np.zeros_like(hole)) is None


def test_a_hole_everywhere_is_refused_with_a_remedy(cat: Case) -> None:
    image, hole = cat
    with pytest.raises(NothingToCopyError) as caught:
        plan_fill(image, np.ones_like(hole))
    assert "unmasked" in str(caught.value.remedy)


@pytest.mark.parametrize("size", [(1, 2), (2, 1), (2, 2), (3, 3), (5, 60), (60, 5), (9, 9)])
def test_tiny_pictures_are_filled(size: tuple[int, int]) -> None:
    height, width = size
    image = np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8)
    hole = np.ones((height, width), bool)
    hole[0, 0] = False
    result = stages_of(image, hole)[-1].image
    assert np.array_equal(result[0, 0], image[0, 0])
    if height * width <= 4:
        assert (result == image[0, 0]).all()


def test_a_thin_rim_survives_a_strong_reduction() -> None:
    image = np.full((900, 900, 3), 200, np.uint8)
    hole = np.ones((900, 900), bool)
    hole[:, :2] = False
    image[hole] = 255
    plan = plan_fill(image, hole, settings=FillSettings(longest_edge_px=100))
    assert plan is not None
    result = list(fill(plan, seed=1))[-1].image
    assert abs(int(np.median(result)) - 200) < 20


def test_grey_pictures_stay_grey() -> None:
    grey = Image.open(SAMPLES / "chelsea.png").convert("L")
    colours, usable = split(grey)
    hole = np.zeros(colours.shape[:2], bool)
    hole[100:140, 160:210] = True
    assert usable is None
    result = join(stages_of(colours, hole, previews=0)[-1].image, grey, hole)
    assert result.mode == "RGB"
    pixels = np.asarray(result)
    assert (np.ptp(pixels, axis=2) <= 1).all()


def test_transparent_pixels_are_not_copied_and_the_fill_is_opaque() -> None:
    picture = Image.open(SAMPLES / "chelsea.png").convert("RGBA")
    pixels = np.array(picture)
    pixels[:, :150] = (255, 0, 255, 0)
    picture = Image.fromarray(pixels)
    hole = np.zeros(pixels.shape[:2], bool)
    hole[100:140, 130:180] = True
    colours, usable = split(picture)

    plan = plan_fill(colours, hole, usable=usable, previews=0)
    assert plan is not None
    result = np.asarray(join(list(fill(plan, seed=1))[-1].image, picture, hole))

    assert (result[hole][:, 3] == 255).all()
    assert np.array_equal(result[~hole], pixels[~hole])
    magenta = (result[hole][:, 0] > 240) & (result[hole][:, 1] < 20)
    assert magenta.mean() < 0.01


def test_sources_beyond_the_window_are_found(cat: Case) -> None:
    image, hole = cat
    usable = np.zeros_like(hole)
    usable[:, 400:] = True
    plan = plan_fill(image, hole, usable=usable, previews=0)
    assert plan is not None
    assert (plan.window.width, plan.window.height) == (451, 300)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("rocket", "rocket_tower"),
        ("astronaut", "astronaut_shuttle"),
        ("coffee", "coffee_spoon"),
        ("raccoon", "raccoon_paws"),
    ],
)
def test_samples_keep_everything_outside_their_mask(name: str, mask: str) -> None:
    image, hole = sample(name, mask)
    result = stages_of(image, hole, previews=0)[-1].image
    assert np.array_equal(result[~hole], image[~hole])
    assert (result[hole] != image[hole]).any(axis=1).mean() > 0.9
