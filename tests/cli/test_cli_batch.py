"""`overpaint batch` as a process: rows and price first, one POST a row, and no loss by a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from helpers.batches import pictures
from helpers.command import SECRET, Outcome, environment, overpaint
from helpers.edits import png
from helpers.samples import Samples
from helpers.scripted_server import Script, ScriptedServer, Stall, completed_event, streamed

pytestmark = pytest.mark.slow
GREY = ("--prompt", "black and white")
ANSWER = streamed(completed_event(png()))
STALL = Script((Stall(),))


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        running.play(ANSWER)
        yield running


def batch(*arguments: object, cwd: Path | None = None) -> Outcome:
    return overpaint("batch", *arguments, env={"OPENAI_API_KEY": SECRET}, cwd=cwd)


def started(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "overpaint", "batch", *map(str, arguments)],
        env=environment({"OPENAI_API_KEY": SECRET}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_files(home: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in (home / "data/batches").glob("*.json")]


def states(home: Path) -> list[str]:
    (written,) = run_files(home)
    return [entry["record"].get("state", "ready") for entry in written["rows"]]


def sent_colours(server: ScriptedServer) -> list[bytes]:
    """What arrived, told apart by the bytes of the pictures."""
    return [post.body for post in server.posts]


def test_a_folder_is_edited_with_its_masks(samples: Samples, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for picture, mask in (
        (samples.coffee, samples.coffee_mask),
        (samples.rocket, samples.rocket_mask),
    ):
        (folder / picture.name).write_bytes(picture.read_bytes())
        (folder / f"{picture.stem}.mask.png").write_bytes(mask.read_bytes())

    ran = batch(
        "--images", folder, "--prompt", "Remove it.", "--mask-rule", "{stem}.mask.png",
        "--out", tmp_path / "out",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert sorted(path.name for path in ran.paths) == ["coffee-1.png", "rocket-1.png"]
    assert "2 rows can be sent. Total: nothing" in ran.err
    for picture in (samples.coffee, samples.rocket):
        before = np.asarray(Image.open(picture).convert("RGB"))
        after = np.asarray(Image.open(tmp_path / "out" / f"{picture.stem}-1.png").convert("RGB"))
        assert before.shape == after.shape
        assert 0 < (before != after).any(axis=2).mean() < 0.2


def test_a_table_fills_the_prompt_and_bad_lines_are_told(
    server: ScriptedServer, tmp_path: Path
) -> None:
    pictures(tmp_path, 2)
    (tmp_path / "rows.csv").write_text(
        "file;Colour\nphoto-1.png;red\nphoto-2.png;blue\ngone.png;red\nphoto-1.png;red\n"
    )

    ran = batch(
        "--table", tmp_path / "rows.csv", "--prompt", "A {colour} chair", "--base-url", server.url,
        "--out", tmp_path / "out", "--yes", "--json", "--parallel", 1,
    )  # fmt: skip

    assert ran.code == 3
    *rows, summary = ran.objects
    assert [(row["row"], row["state"]) for row in rows] == [
        (1, "done"), (2, "done"), (3, "refused"), (4, "refused"),
    ]  # fmt: skip
    assert [b"A red chair" in post.body for post in server.posts] == [True, False]
    assert b"A blue chair" in server.posts[1].body
    assert "gone.png" in rows[2]["reason"]
    assert "same as row 1" in rows[3]["reason"]
    assert summary["rows"] == {"done": 2, "refused": 2}


def test_nothing_paid_is_sent_without_yes(server: ScriptedServer, tmp_path: Path) -> None:
    pictures(tmp_path / "in", 2)

    ran = batch("--images", tmp_path / "in", *GREY, "--base-url", server.url, "--out", tmp_path)

    assert ran.code == 2
    assert "Add --yes to send it" in ran.err
    assert "what “the given address” charges" in ran.err
    assert server.posts == []
    assert not (Path(os.environ["OVERPAINT_HOME"]) / "data/batches").exists()


def test_the_total_price_comes_first(tmp_path: Path) -> None:
    pictures(tmp_path / "in", 3)

    ran = batch(
        "--images", tmp_path / "in", *GREY, "--server", "openai", "--quality", "low",
        "--size", "1024x1024",
    )  # fmt: skip

    assert ran.code == 2
    assert ran.err.count("≈ $0.0") == 4
    assert "3 rows can be sent. Total: ≈ $0.0" in ran.err


def test_a_dry_run_sends_one_row_and_resuming_the_others(
    server: ScriptedServer, tmp_path: Path, own_home: Path
) -> None:
    pictures(tmp_path / "in", 3)
    common = ("--base-url", server.url, "--out", tmp_path / "out", "--yes")

    trial = batch("--images", tmp_path / "in", *GREY, *common, "--dry-run", 2)
    after_trial = states(own_home)
    rest = batch("--resume", "--out", tmp_path / "out", "--yes")

    assert (trial.code, rest.code) == (0, 0)
    assert [path.name for path in trial.paths] == ["photo-2-1.png"]
    assert after_trial == ["ready", "done", "ready"]
    assert "batch --resume" in trial.err
    assert len(server.posts) == 3
    assert states(own_home) == ["done"] * 3
    assert len(set(sent_colours(server))) == 3


def test_a_killed_batch_goes_on_and_sends_nothing_twice(
    server: ScriptedServer, tmp_path: Path, own_home: Path
) -> None:
    pictures(tmp_path / "in", 4)
    server.play(ANSWER, STALL)
    process = started(
        "--images", tmp_path / "in", *GREY, "--base-url", server.url, "--out", tmp_path / "out",
        "--yes", "--parallel", 1,
    )  # fmt: skip
    assert server.stalled.wait(30)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    server.play(ANSWER)
    ran = batch("--resume", "--yes")

    assert states(own_home) == ["done", "maybe billed", "done", "done"]
    assert len(server.posts) == 4
    assert len(set(sent_colours(server))) == 4
    assert ran.code == 6
    assert "1 may have been billed" in ran.err

    again = batch("--resume", "--retry-billed", "--yes")

    assert again.code == 0
    assert len(server.posts) == 5
    assert states(own_home) == ["done"] * 4


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT for one process")
def test_ctrl_c_lets_what_is_under_way_end_and_says_how_to_go_on(
    server: ScriptedServer, tmp_path: Path, own_home: Path
) -> None:
    pictures(tmp_path / "in", 3)
    slow = streamed(completed_event(png()))
    server.play(slow)
    process = started(
        "--images", tmp_path / "in", *GREY, "--base-url", server.url, "--out", tmp_path / "out",
        "--yes", "--parallel", 1,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if "done in" in line:
            break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)

    done = states(own_home).count("done")
    assert process.returncode == (130 if done < 3 else 0)
    assert len(server.posts) == done
    if done < 3:
        assert "To go on: overpaint batch --resume" in err
        assert batch("--resume", "--yes").code == 0
    assert len(server.posts) == 3


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT for one process")
def test_a_second_ctrl_c_stops_and_says_what_may_be_billed(
    server: ScriptedServer, tmp_path: Path, own_home: Path
) -> None:
    pictures(tmp_path / "in", 2)
    server.play(STALL)
    process = started(
        "--images", tmp_path / "in", *GREY, "--base-url", server.url, "--out", tmp_path / "out",
        "--yes", "--parallel", 1,
    )  # fmt: skip
    assert server.stalled.wait(30)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    told = next(line for line in process.stderr if "pausing" in line)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)

    assert "Ctrl+C again" in told
    assert process.returncode == 130
    assert "may have billed" in err
    assert states(own_home) == ["maybe billed", "ready"]


def test_other_options_are_no_way_to_go_on(server: ScriptedServer, tmp_path: Path) -> None:
    pictures(tmp_path / "in", 2)
    common = ("--images", tmp_path / "in", "--base-url", server.url, "--out", tmp_path / "out")
    batch(*common, *GREY, "--dry-run", "--yes")

    other = batch(*common, "--prompt", "sepia", "--resume", "--yes")
    same = batch(*common, *GREY, "--resume", "--yes")

    assert other.code == 2
    assert "another batch" in other.err
    assert same.code == 0
    assert len(server.posts) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "There are no pictures"),
        (("--table", "gone.csv"), "gone.csv"),
        (("--images", "."), "no picture in"),
        (("--resume",), "no unfinished batch"),
        (("--images", "in", "--prompt", "x", "--cap", "much"), "“much” is no amount"),
        (("--images", "in"), "There is no prompt"),
        (("--images", "in", "--prompt", "x", "--size", "7"), "“7” is not a value of --size"),
        (("--images", "in", "--prompt", "x", "--dry-run", "9"), "There is no row 9"),
        (("--images", "in", "--prompt", "x", "--mask-rule", "gone.png"), "gone.png"),
    ],
)
def test_wrong_use_is_told_before_anything_is_sent(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    pictures(tmp_path / "in", 1)

    ran = batch(*arguments, cwd=tmp_path)

    assert ran.code in {2, 3}
    assert said in ran.err
