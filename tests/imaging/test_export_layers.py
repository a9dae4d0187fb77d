"""Patches and layers give the result again when another program lays them together."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from psd_tools import PSDImage
from PySide6.QtGui import QColorSpace

from helpers.finished import RECT, finished_edit
from helpers.samples import Samples
from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.events import Answer, MixLayer, Result
from overpaint.domain.export import ExportFormat, ExportOptions, LayerNames, Variant
from overpaint.domain.sizes import Size
from overpaint.imaging.colour import to_srgb
from overpaint.imaging.export.layers import build_layers
from overpaint.imaging.export.open_raster import encode_open_raster
from overpaint.imaging.export.patch import at_full_size, patch_of
from overpaint.imaging.export.photoshop import encode_photoshop
from overpaint.imaging.export.writing import encode
from overpaint.imaging.load import load_upright, probe_input
from overpaint.imaging.original import read_original
from overpaint.imaging.placement import pack_plane
from overpaint.imaging.variants import make_mix


def _over(below: NDArray[Any], above: NDArray[Any]) -> NDArray[np.float64]:
    """Porter & Duff's "over" on an opaque ground, straight alpha, by its definition."""
    top = float(np.iinfo(below.dtype).max)
    share = above[..., 3:].astype(float) / top
    return np.asarray(below * (1 - share) + above[..., :3] * share)


def _deep(folder: Path, samples: Samples) -> Path:
    photo = cv2.imread(str(samples.coffee)).astype(np.float32) * 256
    grain = np.random.default_rng(5).uniform(0, 256, photo.shape)
    cv2.imwrite(str(folder / "deep.tif"), np.clip(photo + grain, 0, 65535).astype(np.uint16))
    return folder / "deep.tif"


def _wide(folder: Path, samples: Samples) -> Path:
    profile = bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data())
    photo = Image.open(samples.coffee).convert("RGB")
    photo.save(folder / "wide.png", icc_profile=profile, dpi=(240, 240))
    return folder / "wide.png"


def _inks(folder: Path, samples: Samples) -> Path:
    Image.open(samples.coffee).convert("CMYK").save(folder / "inks.jpg", quality=95)
    return folder / "inks.jpg"


def _grey(folder: Path, samples: Samples) -> Path:
    cv2.imwrite(str(folder / "grey.png"), cv2.imread(str(_deep(folder, samples)), -1)[..., 1])
    return folder / "grey.png"


@pytest.mark.parametrize("method", list(BlendMethod))
@pytest.mark.parametrize("opacity", [1.0, 0.4])
def test_a_patch_over_the_original_is_the_result(
    method: BlendMethod, opacity: float, samples: Samples, tmp_path: Path
) -> None:
    recipe = BlendRecipe(method=method, feather_px=16, opacity=opacity)
    edit = finished_edit(tmp_path, samples.coffee, recipe)
    patch = edit.patch()

    data = encode(at_full_size(patch, probe_input(edit.target).size), ExportFormat.PNG,
                  ExportOptions())  # fmt: skip

    above = np.asarray(Image.open(io.BytesIO(data)))
    shown = _over(np.asarray(Image.open(edit.target).convert("RGB")), above)
    result = np.asarray(Image.open(edit.result).convert("RGB"))
    # Colours and their shares are rounded before they meet, not after.
    assert np.abs(shown - result).max() <= 1.01
    soft = (above[..., 3] > 0) & (above[..., 3] < 255)
    assert soft.sum() > 1000


def test_a_cut_patch_is_the_same_at_its_place(samples: Samples, tmp_path: Path) -> None:
    patch = finished_edit(tmp_path, samples.coffee).patch()

    whole = at_full_size(patch, read_original(samples.coffee).size)

    rows, columns = (np.flatnonzero(whole.alpha.any(axis=axis)) for axis in (1, 0))
    assert (patch.left, patch.top) == (columns[0], rows[0])
    assert patch.picture.size.width == columns[-1] + 1 - columns[0]
    assert patch.picture.size.height == rows[-1] + 1 - rows[0]


def test_what_is_protected_is_not_in_a_patch(samples: Samples, tmp_path: Path) -> None:
    whole = at_full_size(
        finished_edit(tmp_path, samples.coffee).patch(), read_original(samples.coffee).size
    )

    assert whole.alpha is not None
    assert whole.alpha[200:230, 300:340].max() == 0
    assert whole.alpha[150, 310] == 255


def test_a_patch_of_sixteen_bits_has_sixteen(samples: Samples, tmp_path: Path) -> None:
    edit = finished_edit(tmp_path, _deep(tmp_path, samples))

    data = encode(at_full_size(edit.patch(), probe_input(edit.target).size), ExportFormat.PNG,
                  ExportOptions())  # fmt: skip

    above = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    shown = _over(cv2.imread(str(edit.target), cv2.IMREAD_UNCHANGED), above)
    result = cv2.imread(str(edit.result), cv2.IMREAD_UNCHANGED)
    assert np.abs(shown - result).max() <= 1.01


def test_a_patch_of_inks_comes_in_light(samples: Samples, tmp_path: Path) -> None:
    edit = finished_edit(tmp_path, _inks(tmp_path, samples))

    for kind in (ExportFormat.PNG, ExportFormat.TIFF):
        image = Image.open(io.BytesIO(encode(edit.patch().picture, kind, ExportOptions())))
        assert image.mode == "RGBA"


def test_a_blend_of_nothing_makes_no_patch(samples: Samples, tmp_path: Path) -> None:
    edit = finished_edit(tmp_path, samples.coffee)
    nothing = replace(edit.made, recipe=BlendRecipe(opacity=0.0))

    assert patch_of(read_original(edit.target), nothing) is None


def test_the_patch_of_a_mix_is_what_its_file_shows(samples: Samples, tmp_path: Path) -> None:
    edit = finished_edit(tmp_path, samples.coffee)
    rect = edit.placement.frame.rect
    half = np.zeros((rect.height, rect.width), np.uint8)
    half[:, rect.width // 2 :] = 255
    Image.new("RGB", (rect.width, rect.height), (200, 40, 90)).save(tmp_path / "other.png")
    layer = MixLayer(Answer(tmp_path / "other.png", "image/png", rect.size), 2, pack_plane(half))
    mix = replace(edit.made, layers=(layer,))
    edit.result.write_bytes(make_mix(mix, edit.recipe))

    patch = patch_of(read_original(edit.target), mix)

    assert patch is not None
    data = encode(at_full_size(patch, edit.placement.target.size), ExportFormat.PNG,
                  ExportOptions())  # fmt: skip
    above = np.asarray(Image.open(io.BytesIO(data)))
    shown = _over(np.asarray(Image.open(edit.target).convert("RGB")), above)
    result = np.asarray(Image.open(edit.result).convert("RGB"))
    assert np.abs(shown - result).max() <= 1.01


def _unzipped(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def _put_together(archive: zipfile.ZipFile) -> NDArray[np.float64]:
    """What a program shows that follows the specification."""
    root = ET.fromstring(archive.read("stack.xml"))
    shown: Any = None
    for layer in reversed(root.findall("./stack/layer")):
        if layer.get("visibility") != "visible":
            continue
        pixels = np.asarray(Image.open(archive.open(layer.attrib["src"])).convert("RGBA"))
        left, top = int(layer.attrib["x"]), int(layer.attrib["y"])
        if shown is None:
            shown = pixels[..., :3].astype(float)
            continue
        here = slice(top, top + pixels.shape[0]), slice(left, left + pixels.shape[1])
        shown[here] = _over(np.rint(shown[here]).astype(np.uint8), pixels)
    return np.asarray(shown)


def test_an_open_raster_file_is_laid_out_as_specified(samples: Samples, tmp_path: Path) -> None:
    data = encode_open_raster(finished_edit(tmp_path, samples.coffee).layered(ExportFormat.ORA))

    assert data[30:54] == b"mimetypeimage/openraster"[:24]
    archive = _unzipped(data)
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert archive.read("mimetype") == b"image/openraster"
    names = archive.namelist()
    assert {"stack.xml", "mergedimage.png", "Thumbnails/thumbnail.png"} <= set(names)
    thumbnail = Image.open(archive.open("Thumbnails/thumbnail.png"))
    assert max(thumbnail.size) == 256
    root = ET.fromstring(archive.read("stack.xml"))
    assert (root.get("w"), root.get("h")) == ("600", "400")
    layers = root.findall("./stack/layer")
    assert [layer.get("name") for layer in layers] == [
        "Protected", "Mask", "Größe 日本", "Result 1", "Original",
    ]  # fmt: skip
    assert [layer.get("visibility") for layer in layers] == [
        "hidden", "hidden", "visible", "hidden", "visible",
    ]  # fmt: skip
    assert all(layer.attrib["src"] in names for layer in layers)
    assert archive.testzip() is None


def test_layers_of_an_open_raster_file_give_the_merged_picture(
    samples: Samples, tmp_path: Path
) -> None:
    edit = finished_edit(tmp_path, samples.coffee)
    archive = _unzipped(encode_open_raster(edit.layered(ExportFormat.ORA)))

    merged = np.asarray(Image.open(archive.open("mergedimage.png")).convert("RGB"))

    assert np.array_equal(merged, np.asarray(Image.open(edit.result).convert("RGB")))
    assert np.abs(_put_together(archive) - merged).max() <= 1.01


@pytest.mark.parametrize("make", [_deep, _wide, _inks, _grey])
@pytest.mark.parametrize("kind", [ExportFormat.ORA, ExportFormat.PSD])
def test_a_layered_file_opens_here_as_what_the_result_shows(
    kind: ExportFormat, make: Any, samples: Samples, tmp_path: Path
) -> None:
    edit = finished_edit(tmp_path, make(tmp_path, samples))
    written = encode_open_raster if kind is ExportFormat.ORA else encode_photoshop
    path = tmp_path / f"layers.{kind.value}"
    path.write_bytes(written(edit.layered(kind)))

    shown = np.asarray(to_srgb(load_upright(path)).convert("RGB")).astype(int)

    result = np.asarray(to_srgb(load_upright(edit.result)).convert("RGB"))
    assert np.abs(shown - result).max() <= 1


def test_an_open_raster_file_keeps_sixteen_bits_and_the_profile(
    samples: Samples, tmp_path: Path
) -> None:
    deep = _unzipped(encode_open_raster(finished_edit(tmp_path, _deep(tmp_path, samples)).layered(
        ExportFormat.ORA)))  # fmt: skip
    wide_path = _wide(tmp_path, samples)
    wide = _unzipped(
        encode_open_raster(finished_edit(tmp_path, wide_path).layered(ExportFormat.ORA))
    )

    for name in ("data/layer0.png", "data/layer2.png", "mergedimage.png"):
        pixels = cv2.imdecode(np.frombuffer(deep.read(name), np.uint8), cv2.IMREAD_UNCHANGED)
        assert pixels.dtype == np.uint16
        assert "icc_profile" in Image.open(wide.open(name)).info
    assert ET.fromstring(wide.read("stack.xml")).get("xres") == "240"


def test_a_result_that_stands_for_itself_is_a_whole_layer(samples: Samples, tmp_path: Path) -> None:
    half = tmp_path / "half.png"
    Image.open(samples.coffee).convert("RGB").resize((300, 200)).save(half)
    target = probe_input(samples.coffee)
    whole = Result.plain(Answer(half, "image/png", Size(300, 200)))
    variants = (Variant("Whole", whole, chosen=True),)

    document = build_layers(target, variants, LayerNames(), ExportFormat.ORA, ExportOptions())

    assert [layer.name for layer in document.layers] == ["Original", "Whole"]
    assert document.layers[1].picture.size == target.size
    assert document.merged.size == target.size


def test_an_answer_shown_as_received_lies_at_its_place(samples: Samples, tmp_path: Path) -> None:
    edit = finished_edit(tmp_path, samples.coffee)
    received = replace(edit.made, path=edit.answer, recipe=BlendRecipe(keep_outside=False))
    raw = Variant("Raw", received, chosen=True)

    document = build_layers(
        probe_input(edit.target), (raw,), LayerNames(), ExportFormat.ORA, ExportOptions()
    )

    layer, received = document.layers[1], np.asarray(Image.open(edit.answer).convert("RGB"))
    assert (layer.left, layer.top) == (RECT.left, RECT.top)
    assert np.array_equal(layer.picture.pixels, received)
    here = slice(RECT.top, RECT.bottom), slice(RECT.left, RECT.right)
    assert np.array_equal(document.merged.pixels[here], received)
    original = np.asarray(Image.open(edit.target).convert("RGB"))
    assert np.array_equal(document.merged.pixels[: RECT.top], original[: RECT.top])


def test_a_photoshop_file_has_its_layers_with_masks_that_can_be_edited(
    samples: Samples, tmp_path: Path
) -> None:
    edit = finished_edit(tmp_path, _wide(tmp_path, samples))
    path = tmp_path / "layers.psd"
    path.write_bytes(encode_photoshop(edit.layered(ExportFormat.PSD)))

    document = PSDImage.open(io.BytesIO(path.read_bytes()))

    assert [(layer.name, layer.visible) for layer in document] == [
        ("Original", True), ("Result 1", False), ("Größe 日本", True), ("Mask", False),
        ("Protected", False),
    ]  # fmt: skip
    patch, layer = edit.patch(), document[2]
    assert (layer.left, layer.top) == (patch.left, patch.top)
    assert np.array_equal(np.asarray(layer.mask.topil()), patch.picture.alpha)
    merged: Any = Image.open(io.BytesIO(path.read_bytes()))
    assert np.array_equal(np.asarray(merged), np.asarray(Image.open(edit.result)))
    assert merged.info["icc_profile"] == read_original(edit.target).metadata.profile


def test_a_clear_target_lies_on_white_for_who_knows_no_layers(
    samples: Samples, tmp_path: Path
) -> None:
    photo = Image.open(samples.coffee).convert("RGB")
    photo.putalpha(Image.fromarray(np.tile(np.linspace(0, 255, 600).astype(np.uint8), (400, 1))))
    photo.save(tmp_path / "clear.png")
    edit = finished_edit(tmp_path, tmp_path / "clear.png")
    data = encode_photoshop(edit.layered(ExportFormat.PSD))

    merged = np.asarray(Image.open(io.BytesIO(data)))
    assert tuple(merged[5, 0]) == (255, 255, 255)
    assert PSDImage.open(io.BytesIO(data))[0].mask is not None
    archive = _unzipped(encode_open_raster(edit.layered(ExportFormat.ORA)))
    assert Image.open(archive.open("mergedimage.png")).mode == "RGBA"
