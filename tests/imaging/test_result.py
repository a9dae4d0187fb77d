"""A result is the original but for the blended part: same size, depth, colours and metadata."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image
from PySide6.QtGui import QColorSpace

from helpers.outside import beyond_feather
from helpers.samples import Samples
from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.frame import ContextFrame, Rect
from overpaint.imaging.colour import to_srgb
from overpaint.imaging.frame import cut_picture
from overpaint.imaging.load import load_upright, probe_input
from overpaint.imaging.original import Original, read_original
from overpaint.imaging.placement import Masking, Placement
from overpaint.imaging.result import make_result
from overpaint.imaging.treatments.drifting import DriftAmount, drifted

RECT = Rect(150, 60, 320, 304)
EXIF_TURNED_RIGHT = 6


def _photo(samples: Samples) -> Image.Image:
    return Image.open(samples.coffee).convert("RGB")


def _deep(samples: Samples) -> NDArray[np.uint16]:
    """The photograph with sixteen real bits a channel, blue first."""
    eight = cv2.cvtColor(np.asarray(_photo(samples)), cv2.COLOR_RGB2BGR).astype(np.float32)
    grain = np.random.default_rng(5).uniform(0, 256, eight.shape)
    return np.clip(eight * 256 + grain, 0, 65535).astype(np.uint16)


def _camera_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Camera"
    exif[ExifTags.Base.Orientation] = EXIF_TURNED_RIGHT
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (48.0, 8.0, 0.0)}
    return exif


def _display_p3() -> bytes:
    return bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data())


def _tiff16(folder: Path, samples: Samples) -> Path:
    cv2.imwrite(str(folder / "deep.tif"), _deep(samples))
    return folder / "deep.tif"


def _png16(folder: Path, samples: Samples) -> Path:
    cv2.imwrite(str(folder / "deep.png"), _deep(samples))
    return folder / "deep.png"


def _grey16(folder: Path, samples: Samples) -> Path:
    cv2.imwrite(str(folder / "grey.png"), _deep(samples)[..., 1])
    return folder / "grey.png"


def _cmyk(folder: Path, samples: Samples) -> Path:
    _photo(samples).convert("CMYK").save(folder / "inks.jpg", quality=95, dpi=(300, 300))
    return folder / "inks.jpg"


def _profiled(folder: Path, samples: Samples) -> Path:
    _photo(samples).save(folder / "wide.png", icc_profile=_display_p3(), dpi=(240, 240))
    return folder / "wide.png"


def _rotated(folder: Path, samples: Samples) -> Path:
    sideways = _photo(samples).transpose(Image.Transpose.ROTATE_90)
    sideways.save(folder / "phone.jpg", quality=95, exif=_camera_exif(), dpi=(72, 72))
    return folder / "phone.jpg"


def _clear(folder: Path, samples: Samples) -> Path:
    photo = _photo(samples)
    alpha = np.zeros(photo.size[::-1], np.uint8)
    alpha[20:380, 30:570] = np.linspace(40, 255, 540).astype(np.uint8)
    photo.putalpha(Image.fromarray(alpha))
    photo.save(folder / "clear.png")
    return folder / "clear.png"


def _palette(folder: Path, samples: Samples) -> Path:
    _photo(samples).quantize(64).save(folder / "few.png")
    return folder / "few.png"


KINDS: dict[str, Callable[[Path, Samples], Path]] = {
    "16-bit TIFF": _tiff16,
    "16-bit PNG": _png16,
    "16-bit grey": _grey16,
    "CMYK JPEG": _cmyk,
    "Display P3 PNG": _profiled,
    "turned JPEG": _rotated,
    "RGBA PNG": _clear,
    "palette PNG": _palette,
}


def _coverage(height: int, width: int) -> NDArray[np.uint8]:
    coverage = np.zeros((height, width), np.uint8)
    cv2.ellipse(coverage, (310, 210), (90, 70), 15.0, 0, 360, 255, -1)
    return coverage


def _placement(path: Path) -> Placement:
    target = probe_input(path)
    masking = Masking(_coverage(target.size.height, target.size.width))
    return Placement.of(target, ContextFrame(RECT, RECT.size), masking)


def _answer(folder: Path, path: Path, amount: DriftAmount | None = None) -> Path:
    sent = to_srgb(cut_picture(load_upright(path), ContextFrame(RECT, RECT.size)))
    drifted(sent.convert("RGB"), amount or DriftAmount()).save(folder / "answer.png")
    return folder / "answer.png"


def _made(folder: Path, path: Path, recipe: BlendRecipe) -> tuple[Original, bytes]:
    made = make_result(_placement(path), _answer(folder, path), recipe)
    out = folder / ("result.tif" if made.data[:2] in {b"II", b"MM"} else "result.png")
    out.write_bytes(made.data)
    return read_original(out), made.data


@pytest.mark.parametrize("method", list(BlendMethod))
@pytest.mark.parametrize("kind", KINDS)
def test_every_value_outside_of_mask_and_feather_stays(
    kind: str, method: BlendMethod, samples: Samples, tmp_path: Path
) -> None:
    path = KINDS[kind](tmp_path, samples)
    recipe = BlendRecipe(method=method)

    result, _ = _made(tmp_path, path, recipe)

    before = read_original(path)
    assert (result.mode, result.bit_depth, result.size) == (
        before.mode, before.bit_depth, before.size,
    )  # fmt: skip
    outside = beyond_feather(_coverage(before.size.height, before.size.width) > 0, recipe)
    assert np.array_equal(result.pixels[outside], before.pixels[outside])
    assert not np.array_equal(result.pixels, before.pixels)
    assert (result.alpha is None) == (before.alpha is None)
    if before.alpha is not None and result.alpha is not None:
        assert np.array_equal(result.alpha[outside], before.alpha[outside])
    assert result.metadata.profile == before.metadata.profile


@pytest.mark.parametrize("kind", ["16-bit TIFF", "CMYK JPEG", "Display P3 PNG", "turned JPEG"])
def test_inside_the_mask_the_colours_are_those_of_the_answer(
    kind: str, samples: Samples, tmp_path: Path
) -> None:
    path = KINDS[kind](tmp_path, samples)
    blue = Image.new("RGB", (RECT.width, RECT.height), (40, 60, 220))
    blue.save(tmp_path / "answer.png")
    recipe = BlendRecipe(register=False, match_colour=False, method=BlendMethod.ALPHA)

    made = make_result(_placement(path), tmp_path / "answer.png", recipe)

    out = tmp_path / "result"
    out.write_bytes(made.data)
    shown = np.asarray(to_srgb(load_upright(out)).convert("RGB")).astype(int)
    rows, columns = np.nonzero(_coverage(shown.shape[0], shown.shape[1]))
    # Inks have no such blue; everything else has.
    tolerance = 60 if kind == "CMYK JPEG" else 3
    assert np.abs(shown[rows, columns] - (40, 60, 220)).max() <= tolerance


def test_a_phone_picture_is_upright_and_keeps_its_camera_but_not_its_place(
    samples: Samples, tmp_path: Path
) -> None:
    path = _rotated(tmp_path, samples)

    _, data = _made(tmp_path, path, BlendRecipe())

    result = Image.open(io.BytesIO(data))
    assert result.size == (600, 400)
    exif = result.getexif()
    assert exif[ExifTags.Base.Make] == "Camera"
    assert exif[ExifTags.Base.Orientation] == 1
    assert not exif.get_ifd(ExifTags.IFD.GPSInfo)


@pytest.mark.parametrize(("kind", "dpi"), [("CMYK JPEG", 300), ("Display P3 PNG", 240)])
def test_the_resolution_for_print_stays(
    kind: str, dpi: int, samples: Samples, tmp_path: Path
) -> None:
    path = KINDS[kind](tmp_path, samples)

    _, data = _made(tmp_path, path, BlendRecipe())

    assert Image.open(io.BytesIO(data)).info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)


def test_sixteen_bits_of_known_values_stay_known(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 640 * 480 * 3).astype(np.uint16).reshape(480, 640, 3)
    cv2.imwrite(str(tmp_path / "ramp.tif"), ramp)
    Image.new("RGB", (RECT.width, RECT.height), (255, 0, 0)).save(tmp_path / "answer.png")
    recipe = BlendRecipe(register=False, match_colour=False, method=BlendMethod.ALPHA)

    made = make_result(_placement(tmp_path / "ramp.tif"), tmp_path / "answer.png", recipe)

    result: NDArray[Any] = np.asarray(
        cv2.imdecode(np.frombuffer(made.data, np.uint8), cv2.IMREAD_UNCHANGED)
    )
    assert result.dtype == np.uint16
    assert np.array_equal(result[:50], ramp[:50])
    assert tuple(result[210, 310]) == (0, 0, 65535)


def test_a_frame_that_reaches_out_of_the_picture_is_cut_off(
    samples: Samples, tmp_path: Path
) -> None:
    target = probe_input(samples.coffee)
    rect = Rect(-40, -20, 320, 304)
    coverage = np.zeros((400, 600), np.uint8)
    coverage[0:100, 0:120] = 255
    placement = Placement.of(target, ContextFrame(rect, rect.size), Masking(coverage))
    Image.new("RGB", (320, 304), (0, 255, 0)).save(tmp_path / "answer.png")
    recipe = BlendRecipe(register=False, match_colour=False, method=BlendMethod.ALPHA)

    made = make_result(placement, tmp_path / "answer.png", recipe)

    pixels = np.asarray(Image.open(io.BytesIO(made.data)))
    before = np.asarray(Image.open(samples.coffee))
    assert pixels.shape == before.shape
    assert tuple(pixels[0, 0][:3]) == (0, 255, 0)
    assert np.array_equal(pixels[150:], before[150:])


def test_an_answer_of_another_size_is_fitted(samples: Samples, tmp_path: Path) -> None:
    path = _profiled(tmp_path, samples)
    sent = to_srgb(cut_picture(load_upright(path), ContextFrame(RECT, RECT.size)))
    sent.resize((640, 608), Image.Resampling.BICUBIC).save(tmp_path / "answer.png")

    made = make_result(_placement(path), tmp_path / "answer.png", BlendRecipe())

    result = np.asarray(Image.open(io.BytesIO(made.data))).astype(int)
    before = np.asarray(Image.open(path)).astype(int)
    assert np.abs(result - before).mean() < 1.0


@pytest.mark.slow
def test_a_large_photograph_costs_little_more_than_itself(samples: Samples, tmp_path: Path) -> None:
    photo = Image.open(samples.raccoon).convert("RGB").resize((6000, 4000))
    path = tmp_path / "large.png"
    photo.save(path, compress_level=1)
    del photo
    placement = _placement(path)
    answer = _answer(tmp_path, path)

    tracemalloc.start()
    made = make_result(placement, answer, BlendRecipe())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert Image.open(io.BytesIO(made.data)).size == (6000, 4000)
    # The original (3 bytes a pixel), a copy in the order of the encoder, and the file.
    assert peak < 6000 * 4000 * 9
