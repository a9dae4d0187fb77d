"""Recipes inside of picture files: there in every kind, and nothing else of the file changes."""

from __future__ import annotations

import base64
import io
import random
import tracemalloc
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image, ImageCms

from helpers.finished import FinishedEdit, finished_edit
from helpers.samples import Samples
from overpaint.domain.errors import RecipeError
from overpaint.domain.export import ExportFormat, ExportOptions
from overpaint.domain.frame import Rect
from overpaint.domain.profiles import ServerKind
from overpaint.domain.recipe import MaskPiece, Recipe, RecipeInput, RecipeResult, settings_of
from overpaint.domain.recipe_codec import MAX_RECIPE_CHARS, recipe_from_json
from overpaint.domain.sizes import Size
from overpaint.imaging.export.open_raster import encode_open_raster
from overpaint.imaging.export.photoshop import encode_photoshop
from overpaint.imaging.export.writing import encode
from overpaint.imaging.load import load_upright
from overpaint.imaging.original import Metadata, Original, read_original
from overpaint.imaging.recipes import xmp
from overpaint.imaging.recipes.carried import carried_in, read_carried
from overpaint.imaging.recipes.mask_pieces import packed_mask, unpacked_piece
from overpaint.imaging.recipes.png_text import recipe_of
from overpaint.imaging.result import make_result

from helpers.drafts import draft  # isort: skip

FLAT = [kind for kind in ExportFormat if kind not in {ExportFormat.ORA, ExportFormat.PSD}]
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
CAPTION = "Bridge at <dawn> & fog, 日本"
FOREIGN = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    b' xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    b' photoshop:Credit="Anna" xmp:CreatorTool="Camera" exif:GPSLatitude="48,8.5N">'
    b'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Our bridge</rdf:li></rdf:Alt>'
    b"</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    coverage = np.zeros((400, 600), np.uint8)
    coverage[100:220, 150:300] = np.linspace(0, 255, 150, dtype=np.uint8)
    protect = np.zeros_like(coverage)
    protect[120:130, 160:170] = 255
    return Recipe(
        settings=settings_of(draft(prompt=CAPTION)),
        server="Studio",
        server_kind=ServerKind.OPENAI,
        inputs=(RecipeInput("coffee.png", Size(600, 400), 12, "a" * 64),),
        mask=packed_mask(coverage, protect, Size(600, 400)),
        result=RecipeResult("job/1", "edit", datetime(2026, 11, 24, tzinfo=UTC),
                            request_id="req_1", cost_usd=Decimal("0.053")),
        program="Overpaint 0.1.0",
    )  # fmt: skip


def described(recipe: Recipe | None, before: bytes | None = None, depth: int = 8) -> Original:
    values = np.arange(64 * 48 * 3, dtype=np.uint16).reshape(48, 64, 3)
    pixels = (values % 251).astype(np.uint8) if depth == 8 else values * 7
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return Original(pixels, None, "RGB", Metadata(profile, None, (300.0, 300.0), before, recipe))


@pytest.mark.parametrize("kind", FLAT)
def test_every_kind_of_file_tells_the_recipe_and_its_pixels_are_the_same(
    kind: ExportFormat, recipe: Recipe
) -> None:
    options = ExportOptions()
    data = encode(described(recipe), kind, options)
    bare = encode(described(None), kind, options)

    assert recipe_from_json(carried_in(data).recipe) == recipe
    assert carried_in(bare).recipe == ""
    told, plain = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(bare))
    assert np.array_equal(np.asarray(told), np.asarray(plain))
    assert (told.mode, told.info.get("icc_profile")) == (plain.mode, plain.info.get("icc_profile"))
    assert told.info.get("dpi") == plain.info.get("dpi")
    assert (
        dict(told.getexif()).items()
        >= {tag: value for tag, value in plain.getexif().items() if tag not in {273, 700}}.items()
    )


@pytest.mark.parametrize("kind", [ExportFormat.PNG, ExportFormat.TIFF])
def test_sixteen_bits_stay(kind: ExportFormat, recipe: Recipe, tmp_path: Path) -> None:
    path = tmp_path / f"deep.{kind}"
    path.write_bytes(encode(described(recipe, depth=16), kind, ExportOptions()))

    assert np.array_equal(read_original(path).pixels, described(None, depth=16).pixels)
    assert recipe_from_json(read_carried(path).recipe) == recipe


@pytest.mark.parametrize("write", [encode_open_raster, encode_photoshop])
@pytest.mark.slow
def test_layered_files_tell_it_too(
    write: object, recipe: Recipe, samples: Samples, tmp_path: Path
) -> None:
    assert callable(write)
    kind = ExportFormat.ORA if write is encode_open_raster else ExportFormat.PSD
    document = finished_edit(tmp_path, samples.coffee).layered(kind)
    metadata = replace(document.merged.metadata, recipe=recipe)
    document = replace(document, merged=replace(document.merged, metadata=metadata))

    assert recipe_from_json(carried_in(write(document)).recipe) == recipe


def test_a_long_mask_stands_beside_the_packet_of_a_jpeg(recipe: Recipe) -> None:
    assert recipe.mask is not None
    grain = np.random.default_rng(1).integers(0, 255, (300, 400), np.uint8)
    noisy = replace(recipe, mask=packed_mask(grain, None, Size(600, 400)))

    data = encode(described(noisy), ExportFormat.JPEG, ExportOptions())
    bare = encode(described(None), ExportFormat.JPEG, ExportOptions())

    assert recipe_from_json(carried_in(data).recipe) == noisy
    images = [np.asarray(Image.open(io.BytesIO(one))) for one in (data, bare)]
    assert np.array_equal(*images)
    # Programs that know no extended packets keep the first one alone.
    at = data.index(b"http://ns.adobe.com/xmp/extension/")
    cut = data[: at + 40] + b"?" + data[at + 41 :]
    short = recipe_from_json(carried_in(cut).recipe)
    assert short == noisy.without_mask()
    assert short.mask is not None
    assert short.mask.is_left_out


def test_other_programs_find_prompt_source_and_tool(recipe: Recipe) -> None:
    packet = carried_in(encode(described(recipe), ExportFormat.JPEG, ExportOptions())).packet
    root = ET.fromstring(packet[packet.index(b"<x:") :].partition(b"<?xpacket end")[0].decode())
    told = {name.partition("}")[2]: value for node in root.iter() for name, value in node.items()}

    assert [node.text for node in root.iter() if node.tag.endswith("}li")] == [CAPTION]
    assert told["CreatorTool"] == "Overpaint 0.1.0"
    assert told["DigitalSourceType"].endswith("/compositeWithTrainedAlgorithmicMedia")
    assert told["AIPromptInformation"] == CAPTION
    assert (told["requestId"], told["costUsd"]) == ("req_1", "0.053")


def test_what_the_picture_said_before_stays(recipe: Recipe) -> None:
    merged = xmp.packet(recipe, FOREIGN)

    assert b'photoshop:Credit="Anna"' in merged
    assert b"Our bridge" in merged
    assert merged.count(b"<dc:description>") == 1
    assert b"Camera" not in merged
    assert xmp.packed_recipe(merged)


def test_a_place_is_forgotten_in_xmp_as_in_exif() -> None:
    assert b"GPS" not in (Metadata(xmp=FOREIGN).without_place().xmp or b"GPS")


def test_a_new_recipe_takes_the_place_of_the_old_one_and_opting_out_of_both(
    recipe: Recipe,
) -> None:
    newer = replace(recipe, settings=replace(recipe.settings, prompt="A green door"))
    first = xmp.packet(recipe)

    again, out = xmp.packet(newer, first), xmp.packet(None, first)

    assert recipe_from_json(xmp.packed_recipe(again) or "").prompt == "A green door"
    assert b"dawn" not in again
    assert again.count(b"x-default") == 1
    assert b"dawn" not in out
    assert xmp.packed_recipe(out) is None


@pytest.mark.parametrize(
    "packet",
    [
        b"", b"<x:xmpmeta", b"<x:xmpmeta></x:xmpmeta>", b"<x:xmpmeta a=></x:xmpmeta>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta xmlns:x="y">&a;</x:xmpmeta>',
        b"<x:xmpmeta xmlns:x='y'>" + b"<a>" * 50_000 + b"</x:xmpmeta>",
        b"\xff<x:xmpmeta>\xff</x:xmpmeta>",
    ],
)  # fmt: skip
def test_unsound_packets_are_passed_over(packet: bytes) -> None:
    assert not xmp.is_sound(packet) or xmp.packed_recipe(packet) is None
    assert xmp.is_sound(xmp.packet(None, packet))


def test_a_target_that_is_a_result_passes_no_recipe_on(
    recipe: Recipe, samples: Samples, tmp_path: Path
) -> None:
    target = tmp_path / "target.png"
    picture = read_original(samples.coffee)
    target.write_bytes(
        encode(
            replace(picture, metadata=Metadata(recipe=recipe)), ExportFormat.PNG, ExportOptions()
        )
    )

    edit = finished_edit(tmp_path, target)

    assert read_carried(edit.result).recipe == ""
    assert b"dawn" not in edit.result.read_bytes()


def test_a_result_that_tells_its_recipe_has_the_pixels_of_one_that_does_not(
    recipe: Recipe, samples: Samples, tmp_path: Path
) -> None:
    edit: FinishedEdit = finished_edit(tmp_path, samples.coffee)

    told = make_result(edit.placement, edit.answer, edit.recipe, told=recipe)

    path = tmp_path / "told.png"
    path.write_bytes(told.data)
    assert np.array_equal(np.asarray(load_upright(path)), np.asarray(load_upright(edit.result)))
    read = recipe_from_json(read_carried(path).recipe)
    assert (read.blend, read.result and read.result.drift) == (edit.recipe, told.drift)


def test_a_mask_comes_back_from_its_piece() -> None:
    coverage = np.zeros((50, 70), np.uint8)
    coverage[10:20, 30:60] = np.arange(30, dtype=np.uint8) + 200

    packed = packed_mask(coverage, None, Size(60, 40), left=-5, top=-4)

    assert packed is not None
    assert packed.painted is not None
    assert packed.painted.area == Rect(25, 6, 30, 10)
    back = unpacked_piece(packed.painted, Size(60, 40))
    assert np.array_equal(back, coverage[4:44, 5:65])
    assert packed.facts.coverage == pytest.approx(coverage.sum() / 255 / 2400)
    assert packed_mask(np.zeros((4, 4), np.uint8), None, Size(4, 4)) is None


@pytest.mark.parametrize("png", [b"", b"png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_damaged_mask_is_told(png: bytes) -> None:
    with pytest.raises(RecipeError):
        unpacked_piece(MaskPiece(Rect(0, 0, 4, 4), png), Size(4, 4))
    with pytest.raises(RecipeError):
        unpacked_piece(MaskPiece(Rect(0, 0, 4, 4), png), Size(90_000, 90_000))


def test_damaged_files_are_read_without_a_crash(recipe: Recipe) -> None:
    chance = random.Random(6)
    sound = [encode(described(recipe), kind, ExportOptions()) for kind in FLAT]
    for number in range(500):
        data = bytearray(sound[number % len(sound)])
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(min(len(data), 4000))] = chance.randrange(256)
        if chance.random() < 0.4:
            del data[chance.randrange(len(data)) :]
        found = carried_in(bytes(data))
        assert len(found.recipe) + len(found.packet) + len(found.credentials) < 4 * len(data) + 9000
        if found.recipe:
            try:
                recipe_from_json(found.recipe)
            except RecipeError:
                continue


def test_a_text_that_would_grow_beyond_all_bounds_is_no_recipe() -> None:
    bomb = zlib.compress(b" " * (MAX_RECIPE_CHARS + 2), 1)
    packed = base64.b64encode(bomb).decode()
    text = f'<rdf:Description xmlns:overpaint="{xmp.NAMESPACE}" overpaint:recipe="{packed}"/>'
    packet = FOREIGN.replace(b"</rdf:RDF>", text.encode() + b"</rdf:RDF>")

    tracemalloc.start()
    found = xmp.packed_recipe(packet), recipe_of(b"overpaint\0\x01\0\0\0" + bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == (None, None)
    assert most < 3 * MAX_RECIPE_CHARS
