"""`overpaint edit` against the built-in endpoint: what arrives on disk, and what is printed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.command import SECRET, environment, overpaint
from helpers.edits import png
from helpers.outside import beyond_feather
from helpers.samples import Samples
from helpers.scripted_server import Script, ScriptedServer, Stall, completed_event, streamed

pytestmark = pytest.mark.slow
PROMPT = "The launch without the tower."


def _pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def test_editing_the_rocket_gives_two_previews_and_one_result(
    samples: Samples, tmp_path: Path
) -> None:
    ran = overpaint(
        "edit", "--image", samples.rocket, "--mask", samples.rocket_mask, "--prompt", PROMPT,
        "--out", tmp_path,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert ran.paths == [tmp_path / "rocket-1.png"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "rocket-1.png", "rocket-preview-1.png", "rocket-preview-2.png",
    ]  # fmt: skip
    stages = ["picture 1: rocket.png", "mask:", "server: the built-in", "sending: 100 %",
              "preview 1 of 2:", "preview 2 of 2:", "done in"]  # fmt: skip
    places = [ran.err.find(stage) for stage in stages]
    assert places == sorted(places)
    assert places[0] >= 0


def test_only_what_the_mask_covers_changes(samples: Samples, tmp_path: Path) -> None:
    ran = overpaint(
        "edit", "--image", samples.rocket, "--mask", samples.rocket_mask, "--prompt", PROMPT,
        "--out", tmp_path, "--quiet",
    )  # fmt: skip

    before, after = _pixels(samples.rocket), _pixels(ran.paths[0])
    inside = np.asarray(Image.open(samples.rocket_mask).convert("L")) > 127
    changed = np.abs(before - after).max(axis=2)
    assert ran.err == ""
    assert (changed[beyond_feather(inside)] == 0).all()
    assert (changed[inside] > 0).mean() > 0.5


def test_a_mask_with_alpha_means_the_same_as_a_grey_one(samples: Samples, tmp_path: Path) -> None:
    grey = Image.open(samples.rocket_mask).convert("L")
    clear = Image.new("RGBA", grey.size)
    clear.putalpha(grey.point(lambda value: 0 if value > 127 else 255))
    clear.save(tmp_path / "mask.png")

    ran = overpaint(
        "edit", "--image", samples.rocket, "--mask", tmp_path / "mask.png", "--prompt", PROMPT,
        "--out", tmp_path / "out", "--no-stream",
    )  # fmt: skip

    difference = np.abs(_pixels(samples.rocket) - _pixels(ran.paths[0])).max(axis=2)
    inside = np.asarray(grey) > 127
    assert (difference[beyond_feather(inside)] == 0).all()
    assert (difference[inside] > 0).mean() > 0.5


def test_json_is_one_object_per_finished_edit(samples: Samples, tmp_path: Path) -> None:
    ran = overpaint(
        "edit", "--image", samples.rocket, "--mask", samples.rocket_mask, "--prompt-file", "-",
        "--out", tmp_path, "--json", "--n", 2, "--output-format", "webp", "--partial-images", 1,
        stdin=PROMPT.encode(),
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert sorted(done["variant"] for done in ran.objects) == [1, 2]
    for done in ran.objects:
        (result,) = done["results"]
        assert result["size"] == "640x427"
        assert Path(result["path"]).is_file()
        assert result["drift"]["shift_x"] == pytest.approx(0.0, abs=0.1)
        assert result["answer"]["type"] == "image/webp"
        assert Path(result["answer"]["path"]).is_file()
        assert len(done["previews"]) == 1
        assert (done["server"], done["model"]) == ("built-in", "gpt-image-2")
        assert done["elapsed_s"] > 0
        assert done["usage"]["total_tokens"] > 0


def test_without_a_stream_one_request_brings_all_variants(samples: Samples, tmp_path: Path) -> None:
    ran = overpaint(
        "edit", "--image", samples.coffee, "--mask", samples.coffee_mask, "--prompt", "No spoon.",
        "--out", tmp_path, "--no-stream", "--n", 2,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert [path.name for path in ran.paths] == ["coffee-1.png", "coffee-2.png"]
    assert len(list(tmp_path.iterdir())) == 2


def test_results_go_to_the_pictures_folder_and_nothing_is_overwritten(
    samples: Samples, own_home: Path
) -> None:
    for _ in range(2):
        overpaint("edit", "--image", samples.rocket, "--mask", samples.rocket_mask,
                  "--prompt", PROMPT, "--no-stream")  # fmt: skip

    names = sorted(path.name for path in (own_home / "pictures").iterdir())
    assert names == ["rocket-1.png", "rocket-2.png"]


def test_a_name_that_is_not_text_is_edited_too(samples: Samples, tmp_path: Path) -> None:
    strange = tmp_path / "caf\udce9 \N{ROCKET}.png"
    strange.write_bytes(samples.rocket.read_bytes())

    done = subprocess.run(
        [sys.executable, "-m", "overpaint", "edit", "--image", strange, "--prompt", PROMPT,
         "--mask", samples.rocket_mask, "--out", tmp_path / "out", "--no-stream"],
        env=environment(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_another_server_gets_every_parameter_under_its_own_name(
    samples: Samples, tmp_path: Path
) -> None:
    with ScriptedServer() as server:
        server.play(streamed(completed_event(png())))
        ran = overpaint(
            "edit", "--base-url", server.url, "--image", samples.rocket, "--image", samples.coffee,
            "--prompt", PROMPT, "--model", "gpt-image-1.5", "--size", "1536x1024",
            "--quality", "high", "--background", "opaque", "--input-fidelity", "high",
            "--output-format", "jpeg", "--output-compression", 80, "--partial-images", 1,
            "--user", "u-1", "--out", tmp_path, env={"OPENAI_API_KEY": SECRET},
        )  # fmt: skip

        assert ran.code == 0, ran.err
        (post,) = server.posts
    body = post.body.decode("latin-1")
    sent = {
        "prompt": PROMPT, "model": "gpt-image-1.5", "n": "1", "size": "1536x1024",
        "quality": "high", "background": "opaque", "input_fidelity": "high",
        "output_format": "jpeg", "output_compression": "80", "partial_images": "1",
        "stream": "true", "user": "u-1",
    }  # fmt: skip
    for name, value in sent.items():
        assert f'name="{name}"\r\n\r\n{value}\r\n' in body, name
    assert body.count('name="image[]"') == 2
    assert "rocket" not in body.split("\r\n\r\n", 1)[0]
    assert post.headers["authorization"] == f"Bearer {SECRET}"
    assert "OPENAI_API_KEY" in ran.err


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopping_ends_cleanly_and_says_what_it_may_cost(
    samples: Samples, tmp_path: Path, stop: signal.Signals
) -> None:
    with ScriptedServer() as server:
        server.play(Script((Stall(),)))
        process = subprocess.Popen(
            [sys.executable, "-m", "overpaint", "edit", "--base-url", server.url, "--image",
             samples.rocket, "--prompt", PROMPT, "--out", tmp_path, "--n", "2"],
            env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert server.stalled.wait(30)
        process.send_signal(stop)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert err.count("cancelled. The server may bill it nevertheless.") == 2
    assert "Traceback" not in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_chosen_server_of_the_settings_is_used(samples: Samples, own_home: Path) -> None:
    (own_home / "config").mkdir()
    with ScriptedServer() as server:
        server.play(streamed(completed_event(png())))
        row = {"name": "studio", "base_url": server.url}
        settings = {"server": "studio", "servers": [row]}
        (own_home / "config" / "settings.json").write_text(json.dumps(settings))

        ran = overpaint("edit", "--image", samples.rocket, "--prompt", PROMPT)

        assert ran.code == 0, ran.err
        assert len(server.posts) == 1
        assert "authorization" not in server.posts[0].headers


def test_ctrl_c_in_a_terminal_reaches_the_built_in_servers_workers_too(
    samples: Samples, tmp_path: Path
) -> None:
    with Image.open(samples.raccoon) as photograph:
        large = photograph.resize((3072, 2304))
    large.save(tmp_path / "large.png", compress_level=1)
    mask = Image.new("L", large.size)
    mask.paste(255, (400, 400, 2600, 2000))
    mask.save(tmp_path / "mask.png")
    process = subprocess.Popen(
        [sys.executable, "-m", "overpaint", "edit", "--image", tmp_path / "large.png", "--mask",
         tmp_path / "mask.png", "--prompt", PROMPT, "--out", tmp_path / "out"],
        env=environment(), stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    line = ""
    while not line.startswith("sending: 100 %"):
        line = process.stderr.readline()
        assert line

    os.killpg(process.pid, signal.SIGINT)
    _, rest = process.communicate(timeout=30)

    assert (process.returncode, rest) == (130, "cancelled.\n")
