from __future__ import annotations

import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from helpers.edits import png
from helpers.samples import Samples
from overpaint.domain.errors import Action, ImageError, StorageError
from overpaint.domain.sizes import Size
from overpaint.services.result_folder import ResultFolder, sniff


def encoded(path: Path, kind: str) -> bytes:
    with Image.open(path) as image:
        image.convert("RGB").save(path.with_suffix(".tmp"), kind)
    return path.with_suffix(".tmp").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> ResultFolder:
    return ResultFolder(tmp_path / "Pictures" / "Overpaint", tmp_path / "data")


def test_the_received_bytes_are_kept_untouched(folder: ResultFolder, samples: Samples) -> None:
    data = samples.rocket.read_bytes() + b"trailing provenance"

    saved = folder.save(bytearray(data), "rocket")

    assert saved.warning is None
    assert saved.answer.path == folder.directory / "rocket-1.png"
    assert saved.answer.path.read_bytes() == data
    assert saved.answer.size == Size(640, 427)
    assert saved.answer.media_type == "image/png"


@pytest.mark.parametrize(
    ("kind", "suffix", "media_type"),
    [("JPEG", ".jpg", "image/jpeg"), ("WEBP", ".webp", "image/webp"), ("GIF", ".gif", "image/gif")],
)
def test_the_bytes_say_what_the_file_is(
    folder: ResultFolder, tmp_path: Path, kind: str, suffix: str, media_type: str
) -> None:
    source = tmp_path / "x.png"
    source.write_bytes(png(20, 10))

    answer = folder.save(encoded(source, kind), "x").answer

    assert (answer.path.suffix, answer.media_type, answer.size) == (
        suffix,
        media_type,
        Size(20, 10),
    )


def test_nothing_is_overwritten_by_jobs_side_by_side(folder: ResultFolder) -> None:
    data = [png(number + 1, 1) for number in range(24)]

    with ThreadPoolExecutor(8) as pool:
        answers = [saved.answer for saved in pool.map(lambda item: folder.save(item, "a"), data)]

    assert {answer.path.name for answer in answers} == {f"a-{n}.png" for n in range(1, 25)}
    assert [answer.path.read_bytes() for answer in answers] == data
    assert sorted(path.name for path in folder.directory.iterdir()) == sorted(
        answer.path.name for answer in answers
    )


def test_previews_have_names_of_their_own(tmp_path: Path) -> None:
    folder = ResultFolder(tmp_path / "a", tmp_path / "b", previews=tmp_path / "previews")

    paths = [folder.save_partial(png(), "cat") for _ in range(2)]

    assert paths == [tmp_path / "previews" / f"cat-preview-{n}.png" for n in (1, 2)]
    assert not folder.directory.exists()


def test_a_folder_that_is_gone_is_replaced(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    folder = ResultFolder(blocked / "Overpaint", tmp_path / "data")

    saved = folder.save(png(), "cat")

    assert saved.answer.path == tmp_path / "data" / "cat-1.png"
    assert saved.warning is not None
    assert saved.warning.action is Action.CHOOSE_FOLDER
    assert str(blocked) in str(saved.warning)
    assert str(folder.fallback) in str(saved.warning)
    assert saved.warning.unsaved == ()


def test_bytes_that_fit_nowhere_travel_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    folder = ResultFolder(blocked / "a", blocked / "b")
    data = png()

    with pytest.raises(StorageError) as caught:
        folder.save(bytearray(data), "cat")

    assert caught.value.unsaved == (data,)
    with pytest.raises(StorageError):
        folder.save_partial(data, "cat")


def test_a_full_disk_leaves_no_half_file(folder: ResultFolder) -> None:
    folder.save(png(), "cat")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(StorageError) as caught:
            folder.save(png() + bytes(5000), "cat")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    assert len(caught.value.unsaved[0]) > 5000
    assert [path.name for path in folder.directory.iterdir()] == ["cat-1.png"]
    assert list(folder.fallback.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"<html>", png()[:20], b"\xff\xd8\xff", b"GIF89a"])
def test_what_is_no_picture_is_kept_all_the_same(folder: ResultFolder, data: bytes) -> None:
    with pytest.raises(ImageError) as caught:
        folder.save(data, "cat")

    assert Path(caught.value.details).read_bytes() == data


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("../../etc/passwd", "_.._etc_passwd-1.png"),
        ('a:b*c?"d', "a_b_c_d-1.png"),
        ("", "result-1.png"),
        (" . ", "result-1.png"),
        ("ü" * 300, "ü" * 60 + "-1.png"),
    ],
)
def test_a_stem_becomes_a_safe_name(folder: ResultFolder, stem: str, name: str) -> None:
    path = folder.save(png(), stem).answer.path

    assert path == folder.directory / name


def test_unknown_bytes_have_no_media_type() -> None:
    assert sniff(b"RIFF1234WAVE") == "application/octet-stream"


def test_a_name_that_no_text_can_hold_is_written_all_the_same(tmp_path: Path) -> None:
    saved = ResultFolder(tmp_path, tmp_path).save(
        png(), "caf\udce9"
    )  # a surrogate: a file name that is not UTF-8

    assert saved.answer.path.name == "caf_-1.png"
