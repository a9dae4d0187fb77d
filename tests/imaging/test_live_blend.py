"""A result while its recipe changes: small and quick, then exact; nothing outside of the mask."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.blends import Bench, pixels_of
from helpers.outside import beyond_feather
from helpers.samples import Samples
from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.events import MixLayer, Result
from overpaint.domain.frame import Rect
from overpaint.domain.heat import COOLEST_DELTA_E, HEAT_COLOURS, HOTTEST_DELTA_E
from overpaint.imaging.blend.live import QUICK_PIXELS, LiveBlend
from overpaint.imaging.blend.mixing import mixed_bytes, mixed_floats, painted, painted_over
from overpaint.imaging.heat import heat_map, heated
from overpaint.imaging.placement import pack_plane
from overpaint.imaging.variants import live_blend, make_mix

RECIPES = [
    BlendRecipe(),
    BlendRecipe(grow_px=-12, feather_px=0, method=BlendMethod.ALPHA),
    BlendRecipe(grow_px=20, feather_px=60, method=BlendMethod.GRADIENT, opacity=0.5),
    BlendRecipe(register=False, match_colour=False),
]


@pytest.fixture
def bench(samples: Samples, tmp_path: Path) -> Bench:
    own = tmp_path / "coffee.png"
    shutil.copyfile(samples.coffee, own)
    return Bench(own, tmp_path)


def _rgb(bgra: np.ndarray) -> np.ndarray:
    return bgra[..., 2::-1]


def _here(rect: Rect) -> tuple[slice, slice]:
    return slice(rect.top, rect.bottom), slice(rect.left, rect.right)


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_exact_picture_is_the_file_inside_its_box(bench: Bench, recipe: BlendRecipe) -> None:
    bench.draft = replace(bench.draft, blend=recipe)
    bench.work.draft = bench.draft
    result = bench.result()

    picture, rect = live_blend(result).exact(recipe)

    shown = _rgb(picture.bgra).astype(int)
    written = pixels_of(result.path)[_here(rect)].astype(int)
    assert picture.opaque
    # Colours are matched from the same pixels, which are moved by another rounding.
    assert np.abs(shown - written).max() <= 1
    outside = beyond_feather(bench.coverage > 0, recipe)[_here(rect)]
    target = pixels_of(bench.target.path)[_here(rect)]
    assert np.array_equal(shown[outside], target[outside])


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_quick_picture_looks_like_the_exact_one(bench: Bench, recipe: BlendRecipe) -> None:
    live = live_blend(bench.result())

    quick, rect = live.quick(recipe, 0.4)
    exact, same = live.exact(recipe)

    assert rect == same
    assert quick.width < exact.width * 0.5
    small = Image.fromarray(_rgb(exact.bgra)).resize(
        (quick.width, quick.height), Image.Resampling.BOX
    )
    difference = np.abs(np.asarray(small).astype(int) - _rgb(quick.bgra))
    assert difference.mean() < 3


def test_a_large_box_is_made_smaller_than_the_screen_would_need(bench: Bench) -> None:
    live = live_blend(bench.result())
    blenders = [blender.part(Rect(0, 0, 400, 300)) for blender in live.blenders]
    large = LiveBlend(Rect(0, 0, 400, 300), bench.target.size, blenders)

    picture, _ = large.quick(BlendRecipe(), 4.0)

    assert picture.width * picture.height <= QUICK_PIXELS


def test_as_received_shows_the_whole_frame(bench: Bench) -> None:
    live = live_blend(bench.result())

    picture, rect = live.exact(BlendRecipe(keep_outside=False))

    assert rect == bench.frame.rect.within(bench.target.size)
    received = pixels_of(bench.answers / "answer-1.png")
    assert (picture.height, picture.width) == (rect.height, rect.width)
    assert np.abs(_rgb(picture.bgra).astype(int) - received[: rect.height, : rect.width]).mean() < 9


def test_a_transparent_target_shows_where_nothing_is_blended(
    samples: Samples, tmp_path: Path
) -> None:
    own = tmp_path / "clear.png"
    photo = Image.open(samples.coffee).convert("RGB")
    photo.putalpha(200)
    photo.save(own)
    bench = Bench(own, tmp_path)

    picture, rect = live_blend(bench.result()).exact(BlendRecipe())

    assert not picture.opaque
    far = beyond_feather(bench.coverage > 0)[_here(rect)]
    assert not picture.bgra[far].any()
    assert (picture.bgra[bench.coverage[_here(rect)] == 255][:, 3] == 255).all()


# The heat map


def test_heat_is_drawn_outside_of_the_mask_only(bench: Bench) -> None:
    result = bench.result()
    live = live_blend(result)

    picture, rect = heat_map(live, BlendRecipe(), 1.0)

    assert rect == Rect.of(bench.target.size)
    shown = _rgb(picture.bgra).astype(int)
    written = pixels_of(result.path).astype(int)
    core = bench.coverage == 255
    assert np.abs(shown[core] - written[core]).mean() < 2
    far = beyond_feather(bench.coverage > 0)
    spread = shown.max(axis=2) - shown.min(axis=2)
    inside_frame = np.zeros(far.shape, bool)
    inside_frame[_here(bench.frame.rect.within(bench.target.size))] = True
    # A drifting model recolours nearly everything.
    assert (spread[far & inside_frame] > 20).mean() > 0.5
    assert (spread[~inside_frame] == 0).all()


def test_an_answer_that_changed_nothing_leaves_greys(bench: Bench) -> None:
    result = bench.result()
    rect = bench.frame.rect
    cut = (
        Image.open(bench.target.path)
        .convert("RGB")
        .crop((rect.left, rect.top, rect.right, rect.bottom))
    )
    cut.save(result.answer.path)

    picture, _ = heat_map(live_blend(replace(result, drift=None)), BlendRecipe(), 1.0)

    shown = _rgb(picture.bgra).astype(int)
    far = beyond_feather(bench.coverage > 0)
    assert (shown.max(axis=2) == shown.min(axis=2))[far].all()


def test_more_heat_is_lighter_and_the_scale_ends_in_its_colours() -> None:
    source = np.zeros((1, 200, 3), np.uint8)
    heat = np.linspace(0, 30, 200, dtype=np.float32)[None]

    shown = heated(source, heat).astype(int)[0]

    assert not shown[heat[0] <= COOLEST_DELTA_E].any()
    lightness = shown @ (0.2126, 0.7152, 0.0722)
    visible = lightness[heat[0] > COOLEST_DELTA_E]
    assert (np.diff(visible) >= -0.5).all()
    hottest = shown[heat[0] >= HOTTEST_DELTA_E][-1]
    assert np.abs(hottest - 0.92 * np.array(HEAT_COLOURS[-1])).max() <= 1


# Mixing


def test_where_no_layer_covers_the_mix_is_the_base() -> None:
    random = np.random.default_rng(3)
    base, first, second = random.integers(0, 256, (3, 20, 30, 3), np.uint8)
    cover, other = np.zeros((2, 20, 30), np.uint8)
    cover[5:10] = 90

    mixed = mixed_bytes(base, [(first, cover), (second, other)])

    assert np.array_equal(mixed[cover == 0], base[cover == 0])
    assert not np.array_equal(mixed[cover > 0], base[cover > 0])


def test_where_a_layer_covers_fully_the_mix_is_the_uppermost() -> None:
    random = np.random.default_rng(4)
    base, first, second = random.integers(0, 256, (3, 20, 30, 3), np.uint8)
    low, high = np.zeros((2, 20, 30), np.uint8)
    low[:, :20] = 255
    high[:, 10:] = 255

    mixed = mixed_bytes(base, [(first, low), (second, high)])
    floats = mixed_floats(
        base.astype(np.float32),
        [(first.astype(np.float32), low), (second.astype(np.float32), high)],
    )

    assert np.array_equal(mixed[:, :10], first[:, :10])
    assert np.array_equal(mixed[:, 10:], second[:, 10:])
    assert np.array_equal(floats, mixed)


def test_a_soft_edge_mixes_by_its_coverage() -> None:
    base = np.full((1, 256, 3), 200, np.uint8)
    above = np.full((1, 256, 3), 100, np.uint8)
    cover = np.arange(256, dtype=np.uint8)[None]

    mixed = mixed_bytes(base, [(above, cover)])[0, :, 0].astype(float)

    assert np.abs(mixed - (200 - 100 * np.arange(256) / 255)).max() <= 0.5


def test_painting_a_variant_in_takes_the_others_away() -> None:
    mine, others = np.full((2, 1, 3), 100, np.uint8)
    stroke = np.array([[0, 128, 255]], np.uint8)

    assert painted(mine, stroke).tolist() == [[100, 128, 255]]
    assert painted_over(others, stroke).tolist() == [[100, 50, 0]]


def _mix(bench: Bench, cover: np.ndarray) -> tuple[Result, Result, Result]:
    first, second = bench.result(1), bench.result(2, (200, 60, 40))
    layer = MixLayer(second.answer, 2, pack_plane(cover), second.drift)
    return first, second, replace(first, layers=(layer,))


def test_the_file_of_a_mix_shows_each_variant_where_it_is_painted_in(
    bench: Bench, tmp_path: Path
) -> None:
    size = bench.frame.rect.size
    cover = np.zeros((size.height, size.width), np.uint8)
    cover[:, size.width // 2 :] = 255
    first, second, mix = _mix(bench, cover)

    path = tmp_path / "mix.png"
    path.write_bytes(make_mix(mix, BlendRecipe()))

    mixed, one, two = (pixels_of(where) for where in (path, first.path, second.path))
    full = np.zeros(mixed.shape[:2], bool)
    inside = bench.frame.rect.within(bench.target.size)
    left = bench.frame.rect.left
    full[_here(inside)] = cover[: inside.height, inside.left - left :][:, : inside.width] == 255
    assert np.abs(mixed[full].astype(int) - two[full]).max() <= 1
    assert np.abs(mixed[~full].astype(int) - one[~full]).max() <= 1
    outside = beyond_feather(bench.coverage > 0)
    assert np.array_equal(mixed[outside], pixels_of(bench.target.path)[outside])


def test_the_live_picture_of_a_mix_is_its_file(bench: Bench, tmp_path: Path) -> None:
    size = bench.frame.rect.size
    cover = np.zeros((size.height, size.width), np.uint8)
    cover[:, size.width // 2 :] = np.linspace(0, 255, size.width - size.width // 2).astype(np.uint8)
    _, _, mix = _mix(bench, cover)
    path = tmp_path / "mix.png"
    path.write_bytes(make_mix(mix, BlendRecipe()))

    picture, rect = live_blend(mix).exact(BlendRecipe())

    assert np.abs(_rgb(picture.bgra).astype(int) - pixels_of(path)[_here(rect)]).max() <= 2
