"""From what was dropped to picture files: folders, typed paths, bytes, pictures in addresses."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from helpers.samples import Samples
from overpaint.domain.errors import ImageError, StorageError
from overpaint.ui.gathering import gather, name_of, save_bytes, save_data_url, save_image


@pytest.fixture
def folder(tmp_path: Path, samples: Samples) -> Path:
    folder = tmp_path / "holiday"
    folder.mkdir()
    for name in ("img 10.png", "img 9.png", "Img 1.PNG", ".hidden.png", "notes.txt"):
        shutil.copy(samples.rocket, folder / name)
    (folder / "more.png").mkdir()
    return folder


def test_a_folder_stands_for_its_pictures_by_name_and_number(
    folder: Path, samples: Samples
) -> None:
    found = gather([samples.coffee, folder])

    assert [path.name for path in found] == [
        "coffee.png", "Img 1.PNG", "img 9.png", "img 10.png",
    ]  # fmt: skip


def test_a_folder_without_pictures_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(ImageError, match="“empty”"):
        gather([tmp_path / "empty"])


def test_typed_paths_that_lead_nowhere_are_left_out(folder: Path) -> None:
    there, nowhere = folder / "img 9.png", folder / "img 11.png"

    assert gather([], [there, nowhere]) == [there]


def test_bytes_are_kept_unchanged_with_the_right_extension(
    tmp_path: Path, samples: Samples
) -> None:
    data = samples.rocket.read_bytes()

    path = save_bytes(data, "https://www.example.com/p/a%20b.webp?x=1", tmp_path / "new")

    assert path.name == "example.com p a b.png"
    assert path.read_bytes() == data


def test_nothing_is_overwritten(tmp_path: Path, samples: Samples) -> None:
    data = samples.rocket.read_bytes()

    names = [save_bytes(data, "", tmp_path).name for _ in range(3)]

    assert names == ["Pasted picture.png", "Pasted picture 2.png", "Pasted picture 3.png"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_bytes_that_are_no_picture_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"“example.com a”"):
        save_bytes(b"<html>", "https://example.com/a", tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_pixels_are_kept_with_their_transparency(tmp_path: Path) -> None:
    image = QImage(3, 2, QImage.Format.Format_ARGB32)
    image.fill(0x40FF0000)

    path = save_image(image, "", tmp_path)

    with Image.open(path) as opened:
        assert opened.convert("RGBA").getpixel((0, 0)) == (255, 0, 0, 64)


@pytest.mark.parametrize("padded", [True, False])
def test_a_picture_in_an_address_is_kept(tmp_path: Path, samples: Samples, padded: bool) -> None:
    packed = base64.b64encode(samples.chelsea.read_bytes()).decode()
    packed = packed if padded else packed.rstrip("=")
    lines = "\n".join(packed[at : at + 76] for at in range(0, len(packed), 76))

    path = save_data_url(f"data:image/png;name=x.png;base64,{lines}", tmp_path)

    assert path.read_bytes() == samples.chelsea.read_bytes()


@pytest.mark.parametrize("url", ["data:image/png;base64,@@@", "data:nonsense", "data:image/png,"])
def test_a_damaged_address_is_told(tmp_path: Path, url: str) -> None:
    with pytest.raises(ImageError):
        save_data_url(url, tmp_path)


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path, samples: Samples) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StorageError, match="could not be kept"):
        save_bytes(samples.rocket.read_bytes(), "", tmp_path / "file")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("https://www.example.com/img/cat.jpg?w=100", "example.com/img/cat"),
        ("https://example.com/", "example.com"),
        ("http://example.com/v1.2/view", "example.com/v1.2/view"),
        ("", "Pasted picture"),
    ],
)
def test_a_picture_is_called_by_its_address(source: str, name: str) -> None:
    assert name_of(source) == name
