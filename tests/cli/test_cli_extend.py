"""`overpaint edit --extend…`: a larger result in which the original is untouched."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from helpers.command import overpaint
from helpers.outside import beyond_feather
from helpers.samples import Samples
from overpaint.imaging.original import read_original

pytestmark = pytest.mark.slow
PROMPT = "The scene goes on."


def _edit(*arguments: object) -> Path:
    ran = overpaint("edit", "--prompt", PROMPT, "--quiet", "--no-stream", *arguments)
    assert ran.code == 0, ran.err
    (path,) = ran.paths
    return path


def test_the_original_lies_byte_for_byte_in_the_extended_result(
    samples: Samples, tmp_path: Path, own_home: Path
) -> None:
    result = _edit("--image", samples.coffee, "--extend", "48,0,120,64", "--out", tmp_path)

    after = np.asarray(Image.open(result).convert("RGB"))
    before = np.asarray(Image.open(samples.coffee).convert("RGB"))
    assert result.name == "coffee (extended)-1.png"
    assert after.shape == (464, 768, 3)
    assert np.array_equal(after[:400, 48:648], before)
    filled = np.asarray(
        Image.open(own_home / "data" / "extended" / "coffee (extended).png").convert("RGB")
    )
    assert np.abs(after.astype(int) - filled)[:, 680:].mean() > 2


def test_sixteen_bits_and_the_anchor_are_kept(samples: Samples, tmp_path: Path) -> None:
    photo = np.asarray(Image.open(samples.coffee).convert("RGB").resize((300, 200)))
    deep = photo[..., ::-1].astype(np.uint16) * 257 + 5
    cv2.imwrite(str(tmp_path / "deep.tif"), deep)

    result = _edit("--image", tmp_path / "deep.tif", "--extend-to", "380x200@right",
                   "--out", tmp_path / "out")  # fmt: skip

    after = read_original(result)
    assert after.bit_depth == 16
    assert (after.size.width, after.size.height) == (380, 200)
    assert np.array_equal(after.pixels[:, 80:, ::-1], deep)


def test_a_mask_on_the_picture_changes_there_and_beside_it(
    samples: Samples, tmp_path: Path
) -> None:
    result = _edit("--image", samples.coffee, "--mask", samples.coffee_mask,
                   "--extend-aspect", "16:9@left", "--out", tmp_path)  # fmt: skip

    after = np.asarray(Image.open(result).convert("RGB")).astype(int)
    before = np.asarray(Image.open(samples.coffee).convert("RGB")).astype(int)
    inside = np.asarray(Image.open(samples.coffee_mask).convert("L")) > 127
    changed = np.abs(after[:, :600] - before).max(axis=2)
    assert after.shape == (400, 711, 3)
    assert (changed[inside] > 0).mean() > 0.5
    assert (changed[beyond_feather(inside)] == 0).all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--extend", "1,2,3"), "“1,2,3” is not a value of --extend. Give four whole numbers"),
        (("--extend", "-5,0,0,0"), "Give four whole numbers"),
        (("--extend-to", "600x400"), "--extend-to adds nothing: the picture has 600x400"),
        (("--extend-to", "900x600@middle"), "Give WIDTHxHEIGHT, such as"),
        (("--extend-aspect", "16/9"), "Give WIDTH:HEIGHT or A4"),
        (("--extend", "0,0,900000,900000"), "the limit is 400"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    arguments: tuple[str, str], said: str, samples: Samples, tmp_path: Path, own_home: Path
) -> None:
    flag, value = arguments

    ran = overpaint("edit", "--image", samples.coffee, "--prompt", PROMPT, f"{flag}={value}",
                    "--out", tmp_path / "out")  # fmt: skip

    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / "out").exists()
    assert not (own_home / "data" / "extended").exists()


def test_a_mask_of_another_size_is_told_in_sizes_of_the_picture_as_it_is(
    samples: Samples, tmp_path: Path
) -> None:
    ran = overpaint("edit", "--image", samples.coffee, "--mask", samples.rocket_mask,
                    "--prompt", PROMPT, "--extend", "0,0,10,0", "--out", tmp_path)  # fmt: skip

    assert ran.code != 0
    assert "The mask has 640x427 pixels, the picture 600x400." in ran.err
