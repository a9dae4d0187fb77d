"""`overpaint edit` with everything that can be wrong: a code, a sentence, nothing written."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from helpers.command import SECRET, Outcome, overpaint
from helpers.edits import png
from helpers.samples import Samples
from helpers.scripted_server import (
    Reset,
    Script,
    ScriptedServer,
    completed_event,
    partial_event,
    reply,
    streamed,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as scripted:
        scripted.play(streamed(completed_event(png())))
        yield scripted


def _edit(image: Path, out: Path, *more: object, key: str = SECRET) -> Outcome:
    given = ["edit", "--image", image, "--out", out]
    if "--prompt" not in more:
        given += ["--prompt", "Night."]
    return overpaint(*given, *more, env={"OPENAI_API_KEY": key})


def _broken(kind: str, folder: Path, samples: Samples) -> Path:
    path = folder / "picture.png"
    whole = samples.rocket.read_bytes()
    match kind:
        case "not an image":
            path.write_text("Dear diary")
        case "truncated":
            path.write_bytes(whole[: len(whole) // 2])
        case "0 bytes":
            path.touch()
        case "a folder":
            path.mkdir()
        case "unreadable":
            path.write_bytes(whole)
            path.chmod(0)
            if os.access(path, os.R_OK):
                pytest.skip("this user may read everything")
    return path


@pytest.mark.parametrize(
    ("kind", "word"),
    [("not an image", "not a picture"), ("truncated", "damaged or cut off"), ("0 bytes", "empty"),
     ("gone", "not there"), ("a folder", "cannot be read"), ("unreadable", "cannot be read")],
)  # fmt: skip
def test_a_picture_that_cannot_be_read(
    kind: str, word: str, samples: Samples, tmp_path: Path, out: Path, server: ScriptedServer
) -> None:
    ran = _edit(_broken(kind, tmp_path, samples), out, "--base-url", server.url)

    assert ran.code == 3
    assert word in ran.err
    assert "picture.png" in ran.err
    assert server.posts == []
    assert not out.exists() or list(out.iterdir()) == []


@pytest.mark.parametrize("kind", ["not an image", "truncated", "0 bytes", "gone"])
def test_a_mask_that_cannot_be_read(
    kind: str, samples: Samples, tmp_path: Path, out: Path, server: ScriptedServer
) -> None:
    mask = _broken(kind, tmp_path, samples)

    ran = _edit(samples.rocket, out, "--mask", mask, "--base-url", server.url)

    assert ran.code == 3
    assert ran.err.startswith("mask: ")
    assert (server.posts, out.exists()) == ([], False)


def test_everything_that_is_wrong_is_told_at_once(samples: Samples, out: Path) -> None:
    ran = overpaint(
        "edit", "--image", samples.rocket, "--mask", samples.coffee_mask, "--size", "17x17",
        "--quality", "superb", "--background", "transparent", "--n", 11, "--partial-images", 4,
        "--output-compression", 50, "--input-fidelity", "high", "--response-format", "url",
        "--out", out,
    )  # fmt: skip

    fields = [line.split(":")[0] for line in ran.err.splitlines()]
    assert ran.code == 2
    assert fields == [
        "mask", "prompt", "size", "quality", "background", "input_fidelity", "output_compression",
        "n", "partial_images", "response_format",
    ]  # fmt: skip
    assert not out.exists()


def test_an_edit_of_nothing(out: Path) -> None:
    ran = overpaint("edit", "--out", out)

    assert ran.code == 2
    assert ran.err.splitlines() == [
        "image: There is no picture to edit. Add one: drop it, open it or paste it.",
        "prompt: There is no prompt. Describe what the picture should become.",
    ]


def test_seventeen_pictures(samples: Samples, out: Path, server: ScriptedServer) -> None:
    more = [part for _ in range(16) for part in ("--image", samples.coffee)]

    ran = _edit(samples.rocket, out, *more, "--base-url", server.url)

    assert ran.code == 2
    assert "17 pictures are too many" in ran.err
    assert (server.posts, out.exists()) == ([], False)


def test_a_mask_of_another_size(samples: Samples, out: Path, server: ScriptedServer) -> None:
    ran = _edit(samples.rocket, out, "--mask", samples.coffee_mask, "--base-url", server.url)

    assert ran.code == 2
    assert "The mask is 600x400 and the target is 640x427" in ran.err
    assert (server.posts, out.exists()) == ([], False)


def test_a_prompt_that_is_too_long(samples: Samples, tmp_path: Path, out: Path) -> None:
    (tmp_path / "prompt.txt").write_text("x" * 32_001)

    ran = overpaint("edit", "--image", samples.rocket, "--prompt-file", tmp_path / "prompt.txt",
                    "--out", out)  # fmt: skip

    assert ran.code == 2
    assert "Shorten it by 1 characters" in ran.err
    assert not out.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00x", None])
def test_a_prompt_file_that_cannot_be_read(
    content: bytes | None, samples: Samples, tmp_path: Path, out: Path
) -> None:
    path = tmp_path / "prompt.txt"
    if content is not None:
        path.write_bytes(content)

    ran = overpaint("edit", "--image", samples.rocket, "--prompt-file", path, "--out", out)

    assert ran.code == 2
    assert ran.err.count("prompt: ") == 1
    assert not out.exists()


def test_previews_without_a_stream(samples: Samples, out: Path) -> None:
    ran = _edit(samples.rocket, out, "--no-stream", "--partial-images", 2)

    assert ran.code == 2
    assert ran.err.startswith("partial_images: ")


def test_openai_without_a_key(samples: Samples, out: Path) -> None:
    ran = _edit(samples.rocket, out, "--server", "openai", key="")

    assert ran.code == 4
    assert "OPENAI_API_KEY" in ran.err


def test_a_server_that_is_not_there(samples: Samples, out: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    ran = _edit(samples.rocket, out, "--base-url", f"http://127.0.0.1:{port}/v1", "--n", 3)

    assert ran.code == 6
    assert ran.err.count("error: ") == 1
    assert "billed" not in ran.err
    assert list(out.iterdir()) == []


def test_an_unknown_server_and_a_wrong_address(samples: Samples, out: Path) -> None:
    for more in (("--server", "nowhere"), ("--base-url", "example.com")):
        ran = _edit(samples.rocket, out, *more)
        assert (ran.code, out.exists()) == (2, False)
        assert ran.err.startswith("error: ")


@pytest.mark.parametrize(
    ("script", "code", "words"),
    [
        (reply({"error": {"message": "Incorrect API key", "code": "invalid_api_key"}}, status=401),
         4, ["key"]),
        (reply({"error": {"message": "Your organization must be verified"}}, status=403), 4, []),
        (reply({"error": {"message": "Unknown parameter", "param": "size"}}, status=400,
               headers=[("x-request-id", "req_42")]), 5, ["req_42"]),
        (reply({"error": {"message": "Boom"}}, status=500), 5, ["billed"]),
        (reply(b"<html>nope</html>", status=502, content_type="text/html"), 5, []),
        (reply({"created": 1, "data": []}), 5, []),
        (reply({"created": 1, "data": [{"b64_json": "SGVsbG8="}]}), 5, ["not a picture"]),
        (streamed(partial_event(png()), Reset()), 6, ["billed"]),
        (Script((Reset(),)), 6, []),
    ],
    ids=["key", "verify", "refused", "failed", "html", "empty", "no picture", "cut", "reset"],
)  # fmt: skip
def test_a_server_that_refuses_or_fails(
    script: Script, code: int, words: list[str], samples: Samples, out: Path, server: ScriptedServer
) -> None:
    server.play(script)

    ran = _edit(samples.rocket, out, "--base-url", server.url)

    assert ran.code == code, ran.err
    assert "error: " in ran.err
    assert all(word in ran.err for word in words), ran.err
    assert ran.out == ""
    assert len(server.posts) == 1


def test_a_file_where_the_folder_should_be(
    samples: Samples, out: Path, server: ScriptedServer
) -> None:
    out.write_text("in the way")

    ran = _edit(samples.rocket, out / "deeper", "--base-url", server.url)

    assert ran.code == 7
    assert "Choose another folder" in ran.err
    assert server.posts == []
    assert out.read_text() == "in the way"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no file system can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_noticed_before_anything_is_sent(
    samples: Samples, small_disk: Path, server: ScriptedServer
) -> None:
    (small_disk / "ballast").write_bytes(bytes(120_000))

    ran = _edit(samples.rocket, small_disk / "out", "--base-url", server.url)

    assert ran.code == 7
    assert "No space left" in ran.err
    assert server.posts == []
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


def test_a_disk_that_fills_up_meanwhile_does_not_cost_the_result(
    samples: Samples, small_disk: Path, own_home: Path, server: ScriptedServer
) -> None:
    picture = small_disk.parent / "noise.png"
    Image.effect_noise((600, 600), 90).save(picture)
    server.play(streamed(completed_event(picture.read_bytes())))

    ran = _edit(samples.rocket, small_disk, "--base-url", server.url)

    (path,) = ran.paths
    assert ran.code == 7
    assert path.read_bytes() == picture.read_bytes()
    assert path.is_relative_to(own_home / "data")
    assert "It is in" in ran.err


def test_an_option_that_does_not_exist_and_a_half_one(samples: Samples, out: Path) -> None:
    assert _edit(samples.rocket, out, "--colour", "red").code == 2
    assert _edit(samples.rocket, out, "--backg", "opaque").code == 2
