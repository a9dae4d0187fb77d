"""Frame, blend and a look at the request from the command line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.command import SECRET, overpaint
from helpers.edits import png
from helpers.outside import beyond_feather
from helpers.samples import Samples
from helpers.scripted_server import ScriptedServer, completed_event, streamed
from overpaint.cli.options import read_options
from overpaint.cli.pipeline import add_blend_options, add_frame_options, read_pipeline, useless
from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.frame import FrameChoice, FramePlan, Rect
from overpaint.domain.sizes import Size

PROMPT = "The launch without the tower."
TARGET = Size(640, 427)
PLACED = Rect(-16, 20, 512, 384)


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_frame_options(parser)
    add_blend_options(parser)
    return parser.parse_args(arguments)


@pytest.mark.parametrize(
    ("arguments", "plan"),
    [
        (("--frame", "auto"), FramePlan()),
        (("--frame", "whole"), FramePlan(FrameChoice.WHOLE)),
        (("--frame=-16,20,512x384",), FramePlan(FrameChoice.PLACED, placed=PLACED)),
        (("--context", "150"), FramePlan(context=1.5)),
        (("--context", "0%", "--frame", "auto"), FramePlan(context=0)),
    ],
)  # fmt: skip
def test_frame_and_context_make_the_plan(arguments: tuple[str, ...], plan: FramePlan) -> None:
    assert read_pipeline(parsed(*arguments)) == ({"frame": plan}, [])


def test_the_options_of_the_blend_make_the_recipe() -> None:
    given = parsed("--blend", "gradient", "--feather", "0", "--grow", "-4", "--opacity", "62.5",
                   "--no-register", "--no-match-colour")  # fmt: skip

    recipe = BlendRecipe(
        register=False, match_colour=False, grow_px=-4, feather_px=0, opacity=0.625,
        method=BlendMethod.GRADIENT,
    )  # fmt: skip
    assert read_pipeline(given) == ({"blend": recipe}, [])
    assert read_pipeline(parsed("--raw"))[0] == {"blend": BlendRecipe(keep_outside=False)}
    assert read_pipeline(parsed("--keep-outside"))[0] == {"blend": BlendRecipe()}
    assert read_pipeline(parsed()) == ({}, [])


@pytest.mark.parametrize(
    "arguments",
    [
        ("--frame", "oval"),
        ("--frame", "1,2,0x4"),
        ("--context", "401"),
        ("--context", "some"),
        ("--blend", "mix"),
        ("--feather", "257"),
        ("--feather", "1.5"),
        ("--grow", "-300"),
        ("--opacity", "101"),
        ("--opacity", "nan"),
        ("--frame", "whole", "--context", "10"),
        ("--raw", "--feather", "4"),
    ],
)
def test_every_wrong_value_is_one_problem_with_its_option_in_it(arguments: tuple[str, ...]) -> None:
    _, (problem,) = read_pipeline(parsed(*arguments))

    assert problem.blocking
    assert arguments[-2] in f"{problem.reason}"
    assert str(problem.remedy).endswith(".")


def test_every_problem_is_told_at_once_with_those_of_the_other_options() -> None:
    parser = argparse.ArgumentParser()
    add_frame_options(parser)
    from overpaint.cli.options import add_options  # noqa: PLC0415 - beside what it is compared with

    add_options(parser.add_argument_group("parameters"))

    _, problems = read_options(parser.parse_args(["--frame", "oval", "--n", "many"]))

    assert [str(problem.reason).split("”")[0] for problem in problems] == ["“many", "“oval"]


def test_what_can_do_nothing_is_refused() -> None:
    (needs_mask,) = useless(parsed("--blend", "alpha"), TARGET, masked=False)
    (beside,) = useless(parsed("--frame", "700,0,64x64"), TARGET, masked=True)

    assert "--blend" in str(needs_mask.reason)
    assert "640x427" in str(beside.reason)
    assert useless(parsed("--raw"), TARGET, masked=False) == []
    assert useless(parsed("--frame", "whole"), TARGET, masked=True) == []


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("--frame", "oval"), ("--save-parts",)])
def test_wrong_use_ends_with_two_and_sends_nothing(
    arguments: tuple[str, ...], samples: Samples, tmp_path: Path
) -> None:
    with ScriptedServer() as server:
        ran = overpaint("edit", "--base-url", server.url, "--image", samples.rocket, "--mask",
                        samples.rocket_mask, "--prompt", PROMPT, "--out", tmp_path / "out",
                        *arguments)  # fmt: skip

        assert ran.code == 2
        assert server.requests == []
    assert ran.out == ""
    assert arguments[0] in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_placed_frame_and_a_hard_blend_change_only_the_mask(
    samples: Samples, tmp_path: Path
) -> None:
    ran = overpaint("edit", "--image", samples.rocket, "--mask", samples.rocket_mask, "--prompt",
                    PROMPT, "--out", tmp_path, "--json", "--frame", "0,0,640x427", "--blend",
                    "alpha", "--feather", 0, "--grow", 0)  # fmt: skip

    (done,) = ran.objects
    assert done["frame"]["left"] <= 0
    assert done["frame"]["width"] >= 640
    assert done["recipe"]["method"] == "alpha"
    assert done["recipe"]["feather_px"] == 0
    assert done["results"][0]["drift"]["changed"] >= 0
    assert Path(done["results"][0]["answer"]["path"]).is_file()
    before = np.asarray(Image.open(samples.rocket)).astype(int)
    after = np.asarray(Image.open(done["results"][0]["path"])).astype(int)
    mask = np.asarray(Image.open(samples.rocket_mask).convert("L"))
    assert (before == after)[mask == 0].all()


@pytest.mark.slow
def test_what_is_protected_stays_although_the_mask_covers_it(
    samples: Samples, tmp_path: Path
) -> None:
    mask = np.asarray(Image.open(samples.rocket_mask).convert("L"))
    protect = np.where(np.arange(mask.shape[0])[:, None] < 200, 255, 0).astype(np.uint8)
    Image.fromarray(np.broadcast_to(protect, mask.shape)).save(tmp_path / "protect.png")

    ran = overpaint("edit", "--image", samples.rocket, "--mask", samples.rocket_mask, "--prompt",
                    PROMPT, "--protect", tmp_path / "protect.png", "--out", tmp_path)  # fmt: skip

    changed = (np.asarray(Image.open(samples.rocket)) != np.asarray(Image.open(ran.paths[0]))).any(
        2
    )
    assert not changed[:200].any()
    assert changed[200:].any()
    assert not changed[beyond_feather(mask > 127)].any()


@pytest.mark.slow
def test_the_raw_result_is_the_answer(samples: Samples, tmp_path: Path) -> None:
    answer = png(640, 432)
    with ScriptedServer() as server:
        server.play(streamed(completed_event(answer)))
        ran = overpaint("edit", "--base-url", server.url, "--image", samples.rocket, "--mask",
                        samples.rocket_mask, "--prompt", PROMPT, "--out", tmp_path, "--raw",
                        "--frame", "whole")  # fmt: skip

    assert ran.paths[0].read_bytes() == answer


@pytest.mark.slow
def test_show_request_lists_and_saves_what_the_server_then_gets(
    samples: Samples, tmp_path: Path
) -> None:
    common = ("--image", samples.rocket, "--image", samples.coffee, "--mask", samples.rocket_mask,
              "--prompt", PROMPT, "--out", tmp_path / "out")  # fmt: skip
    key = {"OPENAI_API_KEY": SECRET}
    with ScriptedServer() as server:
        server.play(streamed(completed_event(png(640, 432))))
        looked = overpaint("edit", "--base-url", server.url, *common, "--show-request", "--json",
                           "--save-parts", env=key)  # fmt: skip
        assert server.requests == []
        overpaint("edit", "--base-url", server.url, *common, env=key)
        (arrived,) = server.posts

    (shown,) = looked.objects
    assert looked.code == 0
    assert shown["total_bytes"] == len(arrived.body)
    for name, value in shown["fields"]:
        assert f'name="{name}"\r\n\r\n{value}\r\n'.encode() in arrived.body
    for part in shown["files"]:
        saved = Path(part["saved"]).read_bytes()
        assert len(saved) == part["bytes"]
        assert saved in arrived.body
    assert ["Authorization", "Bearer ••••"] in shown["headers"]
    fields = json.loads((tmp_path / "out" / "fields.json").read_text())
    assert fields == dict(shown["fields"])
    assert str(samples.rocket.parent) not in looked.out


@pytest.mark.slow
def test_show_request_in_words_names_parts_place_and_what_stays(samples: Samples) -> None:
    ran = overpaint("edit", "--image", samples.rocket, "--mask", samples.rocket_mask, "--prompt",
                    PROMPT, "--show-request")  # fmt: skip

    assert ran.code == 0
    for words in ("/v1/images/edits", "on this computer", "image = image-1.png: target",
                  "mask = mask.png", "Adobe RGB → sRGB", "total:", "stays here:"):  # fmt: skip
        assert words in ran.out
