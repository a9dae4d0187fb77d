"""The thumbnail loader: real files, small, upright, latest first, joined."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.picture_files import CORPUS, corner, encoded, wide_profile, written
from overpaint.imaging.load import load_reduced
from overpaint.paths import resource
from overpaint.ui.thumbnails import ThumbnailLoader, read_thumbnail


@pytest.fixture
def loader(qapp: QApplication) -> Iterator[ThumbnailLoader]:
    loader = ThumbnailLoader()
    yield loader
    loader.close()


def test_a_sample_becomes_a_small_picture(loader: ThumbnailLoader, qtbot: QtBot) -> None:
    path = resource("samples/coffee.png")

    with qtbot.waitSignal(loader.ready) as told:
        loader.request(path, 120)

    assert told.args == [path, 120]
    assert (loader.find(path, 120).width(), loader.find(path, 120).height()) == (120, 80)
    assert loader.find(path, 60) is None


def test_a_camera_picture_stands_upright(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), "red").save(path, exif=exif)

    image = read_thumbnail(path, 100)

    assert (image.width(), image.height()) == (50, 100)


def test_what_qt_cannot_read_goes_through_pillow(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "scan.tiff"
    with Image.open(resource("samples/coffee.png")) as picture:
        picture.convert("CMYK").save(path, compression="tiff_lzw")

    image = read_thumbnail(path, 90)

    assert (image.width(), image.height()) == (90, 60)


@pytest.mark.parametrize("name", CORPUS)
def test_every_kind_of_file_has_a_thumbnail_in_its_colours(
    tmp_path: Path, qapp: QApplication, name: str
) -> None:
    image = read_thumbnail(written(tmp_path, "unnamed", CORPUS[name]()), 16)

    shown = image.pixelColor(12, 6)
    exact = read_thumbnail(written(tmp_path, "exact", CORPUS["rgb.png"]()), 16).pixelColor(12, 6)
    tolerance = 60 if name in {"palette.png", "moving.gif", "print.jpg", "ink.tif"} else 12
    assert (image.width(), image.height()) == (16, 8)
    assert abs(shown.blue() - exact.blue()) <= tolerance
    assert abs(shown.red() - exact.red()) <= tolerance


def test_a_thumbnail_shows_the_chosen_frame(
    loader: ThumbnailLoader, tmp_path: Path, qtbot: QtBot
) -> None:
    path = written(tmp_path, "moving.gif")

    for frame in (0, 1):
        with qtbot.waitSignal(loader.ready):
            loader.request(path, 16, frame)

    first, second = (loader.find(path, 16, frame).pixelColor(12, 6) for frame in (0, 1))
    assert first.blue() > 150
    assert (second.red(), second.blue()) == (255, 0)


def test_a_profile_is_used_by_qt_as_by_our_loader(tmp_path: Path, qapp: QApplication) -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        data = encoded(corner(), kind, icc_profile=wide_profile())
        path = written(tmp_path, kind, data)
        shown = read_thumbnail(path, 16).pixelColor(12, 6)
        ours = load_reduced(path, 16).bgra[6, 12]
        assert abs(shown.red() - int(ours[2])) <= 6, kind
        assert abs(shown.blue() - int(ours[0])) <= 6, kind


def test_transparency_survives(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "clear.png"
    Image.new("RGBA", (300, 300), (255, 0, 0, 0)).save(path)

    assert read_thumbnail(path, 64).pixelColor(10, 10).alpha() == 0


def test_a_small_picture_is_not_enlarged(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "dot.png"
    Image.new("RGB", (8, 6)).save(path)

    assert read_thumbnail(path, 64).width() == 8


def test_a_broken_file_is_told_once_and_can_be_tried_again(
    loader: ThumbnailLoader, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"not a picture")

    with qtbot.waitSignal(loader.failed):
        loader.request(path, 64)

    assert loader.is_broken(path, 64)
    Image.new("RGB", (8, 6)).save(path)
    loader.forget(path)
    with qtbot.waitSignal(loader.ready):
        loader.request(path, 64)


def test_the_latest_wish_comes_first_and_forgotten_ones_never(
    qtbot: QtBot, qapp: QApplication
) -> None:
    # One of the two workers stays busy, so that the other takes the wishes one by one.
    gates = {"running1": threading.Event(), "running2": threading.Event()}
    order: list[str] = []

    def decode(path: Path, edge_px: int, frame: int) -> QImage:
        if path.name in gates:
            gates[path.name].wait(5)
        order.append(path.name)
        return QImage(edge_px, edge_px, QImage.Format.Format_RGB32)

    loader = ThumbnailLoader(decode)
    for name in ("running1", "running2", "older", "dropped", "newest"):
        loader.request(Path(name), 8)
    loader.forget(Path("dropped"))
    gates["running1"].set()
    qtbot.waitUntil(lambda: loader.find(Path("older"), 8) is not None)
    gates["running2"].set()
    loader.close()

    assert order.index("newest") < order.index("older")
    assert "dropped" not in order


def test_close_waits_for_the_worker_and_delivers_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    started, gate = threading.Event(), threading.Event()

    def decode(path: Path, edge_px: int, frame: int) -> QImage:
        started.set()
        gate.wait(5)
        return QImage(4, 4, QImage.Format.Format_RGB32)

    loader = ThumbnailLoader(decode)
    loader.request(Path("slow"), 8)
    started.wait(5)
    threading.Timer(0.05, gate.set).start()

    loader.close()

    assert gate.is_set()
    with qtbot.assertNotEmitted(loader.ready, wait=20):
        loader.request(Path("late"), 8)
