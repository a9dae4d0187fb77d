"""A result is made anew from its answer; files that somebody else has changed are left alone."""

from __future__ import annotations

import os
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
from overpaint.domain.errors import ImageError
from overpaint.domain.events import Result
from overpaint.domain.sizes import Size
from overpaint.imaging.placement import Placement, pack_plane, unpack_plane
from overpaint.services.own_files import is_untouched, stamp_of
from overpaint.services.reblending import reblended
from overpaint.services.result_folder import ResultFolder

WIDER = BlendRecipe(grow_px=10, feather_px=30, method=BlendMethod.ALPHA)


@pytest.fixture
def bench(samples: Samples, tmp_path: Path) -> Bench:
    """A bench with a copy of the photograph of its own."""
    own = tmp_path / "coffee.png"
    shutil.copyfile(samples.coffee, own)
    return Bench(own, tmp_path)


def _folder(bench: Bench) -> ResultFolder:
    return ResultFolder(bench.results, bench.answers)


def _again(bench: Bench, result: Result, recipe: BlendRecipe = WIDER) -> Result:
    return reblended(result, recipe, _folder(bench))


def test_a_result_carries_what_making_it_anew_takes(bench: Bench) -> None:
    first, second = bench.result(1), bench.result(2)

    assert first.is_blended
    assert first.recipe == BlendRecipe()
    assert first.placement is second.placement, "variants share one packed mask"
    assert first.placement is not None
    assert len(first.placement.coverage) < 20_000
    unpacked = Placement.unpacked(first.placement)
    rect = bench.frame.rect
    inside = bench.coverage[rect.top : rect.bottom, rect.left : rect.right]
    assert np.array_equal(unpacked.coverage, inside)
    assert first.drift is not None
    assert first.drift.is_moved


def test_a_packed_plane_comes_back_as_it_was() -> None:
    plane = np.random.default_rng(1).integers(0, 256, (37, 53), np.uint8)

    assert np.array_equal(unpack_plane(pack_plane(plane), Size(53, 37)), plane)


def test_another_recipe_replaces_the_file_and_leaves_the_answer(bench: Bench) -> None:
    result = bench.result()
    answer, before = result.answer.path.read_bytes(), pixels_of(result.path)

    fresh = _again(bench, result)

    assert fresh.path == result.path
    assert fresh.recipe == WIDER
    assert fresh.answer.path.read_bytes() == answer
    after = pixels_of(fresh.path)
    assert not np.array_equal(before, after)
    outside = beyond_feather(bench.coverage > 0, WIDER)
    assert np.array_equal(after[outside], pixels_of(bench.target.path)[outside])
    assert [path.name for path in bench.results.iterdir()] == [result.path.name]


def test_the_file_can_be_made_anew_again_and_again(bench: Bench) -> None:
    result = bench.result()
    before = result.path.read_bytes()

    back = _again(bench, _again(bench, result), BlendRecipe())

    assert back.path == result.path
    assert back.path.read_bytes() == before


@pytest.mark.parametrize("what", ["content", "time", "gone"])
def test_a_file_that_others_changed_stays_and_the_new_one_has_the_next_name(
    what: str, bench: Bench
) -> None:
    result = bench.result()
    if what == "content":
        facts = result.path.stat()
        data = bytearray(result.path.read_bytes())
        data[-1] ^= 1
        result.path.write_bytes(data)
        os.utime(result.path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    elif what == "time":
        os.utime(result.path, ns=(1, 1))
    else:
        result.path.rename(result.path.with_name("mine.png"))
    left = {path: path.read_bytes() for path in bench.results.iterdir()}

    fresh = _again(bench, result)

    assert fresh.path != result.path
    assert fresh.path.name == f"{result.path.stem}-2.png"
    assert all(path.read_bytes() == data for path, data in left.items())
    assert fresh.stamp is not None
    assert is_untouched(fresh.path, fresh.stamp)


def test_as_received_and_back_is_the_answer_and_the_result_again(bench: Bench) -> None:
    result = bench.result()
    before = result.path.read_bytes()

    raw = _again(bench, result, BlendRecipe(keep_outside=False))
    assert not raw.is_blended
    assert raw.drift == result.drift
    assert raw.path.read_bytes() == result.answer.path.read_bytes()
    assert raw.size == result.answer.size

    back = _again(bench, raw, BlendRecipe())
    assert back.path.read_bytes() == before
    assert back.size == bench.target.size
    assert back.drift == result.drift


def test_another_kind_of_file_takes_the_place_of_ours(bench: Bench) -> None:
    result = bench.result()
    webp = result.answer.path.with_suffix(".webp")
    pixels = pixels_of(result.answer.path)
    Image.fromarray(pixels).save(webp)
    result = replace(result, answer=replace(result.answer, path=webp, media_type="image/webp"))

    raw = _again(bench, result, BlendRecipe(keep_outside=False))

    assert raw.path == result.path.with_suffix(".webp")
    assert [path.name for path in bench.results.iterdir()] == [raw.path.name]


def test_an_answer_that_could_not_be_blended_can_be_blended_again(bench: Bench) -> None:
    failed, problem = bench.broken()

    assert problem is not None
    assert failed.failure is problem
    assert not failed.is_blended

    fresh = _again(bench, failed, BlendRecipe())

    assert fresh.failure is None
    assert fresh.is_blended
    assert fresh.size == bench.target.size


def test_a_result_without_a_file_of_its_own_gets_one(bench: Bench) -> None:
    result = bench.result()
    unsaved = replace(result, path=result.answer.path, stamp=None)

    fresh = _again(bench, unsaved)

    assert fresh.path.parent == bench.results
    assert fresh.path != result.path
    assert fresh.answer.path.exists()


def test_a_target_of_another_size_is_told(bench: Bench) -> None:
    result = bench.result()
    Image.new("RGB", (40, 30)).save(bench.target.path)

    with pytest.raises(ImageError, match="another size"):
        _again(bench, result)


def test_a_stamp_tells_any_change(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"ours")
    stamp = stamp_of(path, b"ours")

    assert is_untouched(path, stamp)
    assert not is_untouched(path, replace(stamp, sha256="0" * 64))
    assert not is_untouched(path, replace(stamp, modified_ns=stamp.modified_ns + 1))
    assert not is_untouched(path, replace(stamp, byte_count=3))
    assert not is_untouched(tmp_path / "none", stamp)
