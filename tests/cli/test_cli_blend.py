"""`overpaint blend`: an answer that is on disk, once more and by another recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from helpers.command import overpaint
from helpers.samples import Samples

pytestmark = pytest.mark.slow


def _edited(samples: Samples, folder: Path) -> dict[str, Any]:
    ran = overpaint("edit", "--image", samples.rocket, "--mask", samples.rocket_mask, "--prompt",
                    "No tower.", "--no-stream", "--json", "--out", folder)  # fmt: skip
    (done,) = ran.objects
    return dict(done)


def _place(frame: dict[str, Any]) -> str:
    return f"--frame={frame['left']},{frame['top']},{frame['width']}x{frame['height']}"


def test_the_same_recipe_gives_the_same_picture_and_another_one_another(
    samples: Samples, tmp_path: Path
) -> None:
    done = _edited(samples, tmp_path)
    result = done["results"][0]
    common = (result["answer"]["path"], "--image", samples.rocket, "--mask", samples.rocket_mask,
              _place(done["frame"]), "--out", tmp_path / "again")  # fmt: skip

    same = overpaint("blend", *common)
    hard = overpaint("blend", *common, "--blend", "alpha", "--feather", 0, "--grow", 0, "--json")

    wanted, again = (np.asarray(Image.open(p)) for p in (result["path"], same.paths[0]))
    other = np.asarray(Image.open(hard.objects[0]["path"]))
    assert (again == wanted).all()
    assert (other != wanted).any()
    assert hard.objects[0]["recipe"]["method"] == "alpha"
    assert "outside the mask: 0 px" in same.err


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("--frame", "auto"), "has to be told"),
        (("--feather", "300"), "--feather"),
        (("--frame", "9000,0,64x64"), "beside picture 1"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    wrong: tuple[str, ...], words: str, samples: Samples, tmp_path: Path
) -> None:
    ran = overpaint("blend", samples.rocket, "--image", samples.rocket, "--mask",
                    samples.rocket_mask, "--out", tmp_path / "out", *wrong)  # fmt: skip

    assert ran.code == 2
    assert words in ran.err
    assert not (tmp_path / "out").exists()


def test_a_mask_of_another_picture_is_refused(samples: Samples, tmp_path: Path) -> None:
    ran = overpaint("blend", samples.rocket, "--image", samples.rocket, "--mask",
                    samples.coffee_mask, "--out", tmp_path)  # fmt: skip

    assert ran.code == 2
    assert "640x427" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_batch_refuses_a_frame_placed_on_one_picture(samples: Samples, tmp_path: Path) -> None:
    ran = overpaint("batch", "--images", samples.rocket, samples.coffee, "--prompt", "Night",
                    "--out", tmp_path / "out", "--frame", "0,0,64x64")  # fmt: skip

    assert ran.code == 2
    assert "means nothing on others" in ran.err
