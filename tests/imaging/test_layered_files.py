"""Photoshop, OpenRaster and Krita files: the merged picture, or a clear word why not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.picture_files import (
    BLUE,
    SIZE,
    YELLOW,
    corner,
    encoded,
    layered_zip,
    psd,
    wide_profile,
    written,
)
from overpaint.domain.errors import ImageError
from overpaint.imaging.load import load_picture, load_upright, probe

GREY, INDEXED, RGB, CMYK, DUOTONE = 1, 2, 3, 4, 8


def planes(image: Image.Image) -> list[np.ndarray]:
    return [np.asarray(band) for band in image.split()]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("depth", [8, 16, 32])
def test_rgb_of_every_depth(tmp_path: Path, packed: bool, large: bool, depth: int) -> None:
    stored = planes(corner())
    if depth == 16:
        stored = [plane.astype(np.uint16) * 257 for plane in stored]
    if depth == 32:
        light = [plane.astype(np.float32) / 255 for plane in stored]
        stored = [
            np.where(p <= 0.04045, p / 12.92, ((p + 0.055) / 1.055) ** 2.4).astype(np.float32)
            for p in light
        ]
    path = written(tmp_path, "layers.psd", psd(stored, RGB, packed=packed, large=large))

    assert (np.asarray(load_upright(path)) == np.asarray(corner())).all()
    assert probe(path).bit_depth == depth
    assert "layers merged" in map(str, probe(path).conversions)


@pytest.mark.parametrize("mode", [GREY, DUOTONE])
def test_grey_and_duotone(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path, "grey.psd", psd(planes(corner("L")), mode))

    assert (np.asarray(load_upright(path).convert("L")) == np.asarray(corner("L"))).all()


def test_a_palette(tmp_path: Path) -> None:
    index = np.zeros((4, 6), np.uint8)
    index[:, 3:] = 1
    palette = np.zeros((3, 256), np.uint8)
    palette[:, 0], palette[:, 1] = BLUE, YELLOW
    path = written(tmp_path, "web.psd", psd([index], INDEXED, palette=palette.tobytes()))

    image = load_upright(path)

    assert (image.getpixel((0, 0)), image.getpixel((5, 0))) == (BLUE, YELLOW)


def test_ink_is_stored_upside_down(tmp_path: Path) -> None:
    # No cyan, full magenta, full yellow, no black: red.
    inks = [np.full((4, 4), value, np.uint8) for value in (255, 0, 0, 255)]
    path = written(tmp_path, "print.psd", psd(inks, CMYK))

    assert load_upright(path).getpixel((0, 0)) == (255, 0, 0)
    assert probe(path).colour_space == "CMYK"


def test_a_transparent_picture_is_lifted_off_its_white_ground(tmp_path: Path) -> None:
    # Half-transparent blue on white, as Photoshop writes it.
    on_white = [np.full((4, 4), round(255 - (255 - c) * 128 / 255), np.uint8) for c in BLUE]
    alpha = np.full((4, 4), 128, np.uint8)
    path = written(tmp_path, "veil.psd", psd([*on_white, alpha], RGB, transparent=True))

    image = load_upright(path)

    assert image.mode == "RGBA"
    assert np.abs(np.subtract(image.getpixel((0, 0)), (*BLUE, 128))).max() <= 1


def test_a_saved_selection_is_no_transparency(tmp_path: Path) -> None:
    selection = np.zeros(SIZE[::-1], np.uint8)
    path = written(tmp_path, "selection.psd", psd([*planes(corner()), selection], RGB))

    assert load_upright(path).mode == "RGB"
    assert load_picture(path).opaque


def test_transparent_ink_becomes_rgb_with_alpha(tmp_path: Path) -> None:
    inks = [np.full((4, 4), value, np.uint8) for value in (255, 0, 0, 255, 77)]
    path = written(tmp_path, "sticker.psd", psd(inks, CMYK, transparent=True))

    image = load_upright(path)

    assert image.mode == "RGBA"
    assert image.getpixel((0, 0))[3] == 77
    assert probe(path).has_alpha


def test_the_profile_stays_with_the_pixels(tmp_path: Path) -> None:
    path = written(tmp_path, "wide.psd", psd(planes(corner()), RGB, profile=wide_profile()))

    assert load_upright(path).info["icc_profile"] == wide_profile()
    assert (load_picture(path).bgra[20, 40, 2::-1] != BLUE).any()


def test_a_file_without_a_merged_picture_says_how_to_get_one(tmp_path: Path) -> None:
    path = written(tmp_path, "layers.psd", psd(planes(corner()), RGB, composite=False))

    with pytest.raises(ImageError) as caught:
        probe(path)

    assert "without a merged picture" in str(caught.value.what)
    assert "Maximize compatibility" in str(caught.value.remedy)


def test_openraster_without_a_merged_picture(tmp_path: Path) -> None:
    path = written(tmp_path, "layers.ora", layered_zip(None))

    with pytest.raises(ImageError) as caught:
        probe(path)

    assert "without a merged picture" in str(caught.value.what)


def test_a_zip_bomb_is_read_no_further_than_it_promises(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "image/openraster", zipfile.ZIP_STORED)
        archive.writestr("mergedimage.png", b"\0" * (8 << 20))
    bomb = bytearray(buffer.getvalue())
    # The directory promises two gigabytes.
    at = bomb.rfind(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (2 << 30).to_bytes(4, "little")
    path = written(tmp_path, "bomb.ora", bytes(bomb))

    with pytest.raises(ImageError):
        probe(path)


def test_krita_files_open_too(tmp_path: Path) -> None:
    data = layered_zip(encoded(corner(), "PNG"), "application/x-krita")

    facts = probe(written(tmp_path, "painting.kra", data))

    assert facts.size.width == SIZE[0]
