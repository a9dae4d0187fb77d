"""Pictures beyond what the canvas takes: refused with a way on, and copies that are smaller."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.picture_files import CORPUS, corner, encoded, wide_profile, written
from overpaint.domain.errors import Action, ImageError
from overpaint.imaging import load
from overpaint.imaging.files import opening
from overpaint.imaging.load import load_picture, load_reduced, probe, probe_input, save_smaller_copy
from overpaint.imaging.pixels import Picture


@pytest.fixture
def low_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a picture of the corpus, 64 × 32, were beyond the limit."""
    monkeypatch.setattr(opening, "MAX_PIXELS", 1000)
    monkeypatch.setattr(opening, "_MAX_PIXELS_OF_KIND", dict.fromkeys(_KINDS, 1000))
    monkeypatch.setattr(load, "_COPY_PIXELS", 512)


_KINDS = tuple(opening._MAX_PIXELS_OF_KIND)


@pytest.mark.usefixtures("low_limit")
@pytest.mark.parametrize("name", ["photo.jpg", "rgb.png", "lzw.tif", "packed.psd", "layers.ora"])
def test_too_many_pixels_are_refused_with_a_smaller_copy_on_offer(
    tmp_path: Path, name: str
) -> None:
    path = written(tmp_path, name)

    for read in (probe, load_picture):
        with pytest.raises(ImageError) as caught:
            read(path)
        assert "64 × 32" in str(caught.value.what)
        assert caught.value.action is Action.OPEN_SMALLER

    copy = save_smaller_copy(path, tmp_path / "copies")
    facts = probe_input(copy)
    assert facts.size.width * facts.size.height <= 512
    assert facts.size.width == 2 * facts.size.height
    assert not facts.conversions
    assert abs(_at(load_picture(copy), 0.1) - np.array([250, 240, 10])).max() < 40


@pytest.mark.usefixtures("low_limit")
@pytest.mark.parametrize("name", ["photo.avif", "plain.heic"])
def test_kinds_that_cannot_be_read_in_part_say_what_helps(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name)

    for read in (probe, lambda file: load_reduced(file, 16)):
        with pytest.raises(ImageError) as caught:
            read(path)
        assert caught.value.action is Action.REPLACE_IMAGE
        assert "another program" in str(caught.value.remedy)


def test_what_would_fill_the_memory_even_while_it_is_reduced_is_refused(tmp_path: Path) -> None:
    header = bytearray(CORPUS["rgb.png"]())
    header[16:24] = (40_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    path = written(tmp_path, "bomb.png", bytes(header))

    with pytest.raises(ImageError) as caught:
        load_reduced(path, 16)

    assert "40000 × 40000" in str(caught.value.what)


def test_a_large_picture_is_opened_with_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "poster.png"
    Image.new("1", (9000, 8000)).save(path)

    hints = probe_input(path).hints

    assert len(hints) == 1
    assert "72 megapixels" in str(hints[0])
    assert not probe_input(written(tmp_path, "rgb.png")).hints


def test_a_smaller_copy_keeps_colours_and_transparency(tmp_path: Path) -> None:
    clear = corner("RGBA")
    clear.putalpha(90)
    for kind in ("PNG", "WEBP"):
        path = written(tmp_path, kind, encoded(clear, kind, icc_profile=wide_profile()))
        copy = save_smaller_copy(path, tmp_path / "copies")
        assert copy.suffix == ".png"
        before, after = load_picture(path), load_picture(copy)
        assert np.abs(before.bgra[20, 40].astype(int) - after.bgra[20, 40]).max() <= 1, kind


def _at(picture: Picture, share: float) -> np.ndarray:
    """The colour, red first, at a share of width and height."""
    y, x = int(picture.height * share), int(picture.width * share)
    return picture.bgra[y, x, 2::-1].astype(int)
