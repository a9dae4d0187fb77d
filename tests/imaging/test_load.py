"""Reading picture files: upright, sRGB, 8 bits, and a clear message for what cannot be read."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.picture_files import wide_profile
from overpaint.domain.errors import Action, ImageError
from overpaint.domain.sizes import Size
from overpaint.imaging.load import load_picture, load_upright, probe, probe_input

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


def _saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)
    return path


def _photo() -> Image.Image:
    return Image.open(SAMPLES / "chelsea.png").convert("RGB")


def test_probe_tells_size_type_and_bytes_by_content(tmp_path: Path) -> None:
    disguised = tmp_path / "photo.png"
    _photo().save(disguised, "JPEG")

    facts = probe(disguised)

    assert facts.size == Size(451, 300)
    assert facts.media_type == "image/jpeg"
    assert facts.byte_count == disguised.stat().st_size


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_turned_upright(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.new("RGB", (40, 20), "black")
    stored.paste("white", (0, 0, 10, 10))
    path = _saved(stored, tmp_path / "turned.png", exif=exif)
    corner = {
        1: (0, 0),
        2: (1, 0),
        3: (1, 1),
        4: (0, 1),
        5: (0, 0),
        6: (1, 0),
        7: (1, 1),
        8: (0, 1),
    }

    upright = load_upright(path)

    expected = Size(20, 40) if orientation >= 5 else Size(40, 20)
    assert probe(path).size == expected == Size(*upright.size)
    right, bottom = corner[orientation]
    x = upright.width - 3 if right else 2
    y = upright.height - 3 if bottom else 2
    assert upright.getpixel((x, y)) == (255, 255, 255)


def test_sixteen_bit_grey_keeps_its_tones(tmp_path: Path) -> None:
    deep = np.linspace(0, 65535, 256, dtype=np.uint16)[np.newaxis, :].repeat(4, axis=0)
    path = _saved(Image.fromarray(deep), tmp_path / "deep.png")

    grey = np.asarray(load_upright(path))[0, :, 0].astype(int)

    assert np.abs(grey - np.arange(256)).max() <= 1


def test_a_transparent_palette_becomes_alpha(tmp_path: Path) -> None:
    palette = Image.new("P", (4, 1))
    palette.putpalette([255, 0, 0, 0, 255, 0])
    palette.putdata([0, 1, 0, 1])
    path = _saved(palette, tmp_path / "palette.png", transparency=1)

    pixels = np.asarray(load_upright(path))

    assert pixels[0, :, 3].tolist() == [255, 0, 255, 0]


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    path = _saved(_photo().convert("CMYK"), tmp_path / "print.jpg", quality=95)

    image = load_upright(path)

    assert image.mode == "RGB"
    difference = np.asarray(image).astype(int) - np.asarray(_photo()).astype(int)
    assert np.abs(difference).mean() < 6


def test_an_embedded_profile_is_applied_for_the_screen_only(tmp_path: Path) -> None:
    path = _saved(_photo(), tmp_path / "odd.png", icc_profile=wide_profile())

    shown = load_picture(path).bgra[..., 2::-1].astype(int)
    photo = np.asarray(_photo()).astype(int)
    assert np.abs(shown - photo).mean() > 1
    assert (np.asarray(load_upright(path)) == photo).all()
    assert load_upright(path).info["icc_profile"] == wide_profile()


def test_the_canvas_layout_is_premultiplied_bgra(tmp_path: Path) -> None:
    image = Image.new("RGBA", (3, 2), (200, 100, 50, 128))
    path = _saved(image, tmp_path / "clear.png")

    picture = load_picture(path)

    assert not picture.opaque
    assert picture.bgra.shape == (2, 3, 4)
    assert np.abs(picture.bgra[0, 0].astype(int) - [25, 50, 100, 128]).max() <= 1


def test_the_canvas_layout_of_a_photograph_equals_its_pixels() -> None:
    picture = load_picture(SAMPLES / "raccoon.png")

    rgb = np.asarray(Image.open(SAMPLES / "raccoon.png").convert("RGB"))
    assert picture.opaque
    assert (picture.bgra[..., 2::-1] == rgb).all()
    assert (picture.bgra[..., 3] == 255).all()


def test_an_input_keeps_its_name_and_gets_an_id_of_its_own() -> None:
    first = probe_input(SAMPLES / "rocket.png")
    second = probe_input(SAMPLES / "rocket.png", name="Pasted picture")

    assert first.name == "rocket.png"
    assert second.name == "Pasted picture"
    assert first.id != second.id
    assert first.path.is_absolute()


def _not_an_image(folder: Path) -> Path:
    path = folder / "notes.png"
    path.write_text("these are notes")
    return path


def _empty(folder: Path) -> Path:
    path = folder / "empty.png"
    path.touch()
    return path


def _truncated(folder: Path) -> Path:
    path = folder / "cut.png"
    path.write_bytes((SAMPLES / "rocket.png").read_bytes()[:40_000])
    return path


def _truncated_jpeg(folder: Path) -> Path:
    buffer = io.BytesIO()
    _photo().save(buffer, "JPEG")
    path = folder / "cut.jpg"
    path.write_bytes(buffer.getvalue()[:3_000])
    return path


def _gone(folder: Path) -> Path:
    return folder / "gone.png"


def _folder(folder: Path) -> Path:
    path = folder / "folder.png"
    path.mkdir()
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_not_an_image, "not a picture"),
        (_empty, "empty"),
        (_truncated, "damaged or cut off"),
        (_truncated_jpeg, "damaged or cut off"),
        (_gone, "not there"),
        (_folder, "cannot be read"),
    ],
)
def test_a_bad_file_says_what_is_wrong_and_what_to_do(
    tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    path = make(tmp_path)

    with pytest.raises(ImageError) as caught:
        load_upright(path)

    assert words in str(caught.value.what)
    assert path.name in str(caught.value.what)
    assert str(caught.value.remedy)
    assert caught.value.action is Action.REPLACE_IMAGE


def test_a_picture_of_absurd_size_is_refused_before_its_pixels_are_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    header = bytearray((SAMPLES / "rocket.png").read_bytes())
    header[16:24] = (40_000).to_bytes(4, "big") + (40_000).to_bytes(4, "big")
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    path.write_bytes(bytes(header))

    with pytest.raises(ImageError) as caught:
        probe(path)

    assert "40000 × 40000" in str(caught.value.what)
