"""From a draft to the exact files of a request."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from overpaint.domain.catalogue import parse_catalogue
from overpaint.domain.choices import Field
from overpaint.domain.draft import Draft
from overpaint.domain.errors import ImageError, RequestError
from overpaint.domain.frame import ContextFrame
from overpaint.domain.framing import frame_of
from overpaint.domain.request import Attachment, EditRequest
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.imaging.blend.blender import REQUEST_GROW_PX
from overpaint.imaging.colour import to_srgb
from overpaint.imaging.frame import cut_coverage
from overpaint.imaging.load import load_mask, load_upright, probe_input
from overpaint.imaging.pixels import Bytes2D
from overpaint.imaging.placement import Masking
from overpaint.imaging.prepare import mask_facts, prepare_edit

RESOURCES = Path(__file__).parents[2] / "resources"
SAMPLES = RESOURCES / "samples"


@pytest.fixture
def rules() -> Rules:
    catalogue = parse_catalogue((RESOURCES / "models.toml").read_text(encoding="utf-8"))
    return Rules(catalogue, date(2026, 11, 23), serves_ended=True)


def _draft(*paths: Path) -> Draft:
    return Draft(inputs=tuple(probe_input(path) for path in paths), prompt="remove the tower")


def prepare_request(draft: Draft, rules: Rules, coverage: Bytes2D | None) -> EditRequest:
    masking = None if coverage is None else Masking(coverage)
    return prepare_edit(draft, rules, masking).request


def _bytes(attachment: Attachment) -> bytes:
    content = attachment.content
    return content if isinstance(content, bytes) else content.read_bytes()


def test_a_clean_file_travels_as_it_lies_on_disk(rules: Rules) -> None:
    request = prepare_request(_draft(SAMPLES / "chelsea.png"), rules, None)

    (image,) = request.images
    assert image.content == (SAMPLES / "chelsea.png").absolute()
    assert image.file_name == "image-1.png"
    assert image.byte_count == (SAMPLES / "chelsea.png").stat().st_size


def test_another_colour_space_is_brought_to_srgb(rules: Rules) -> None:
    source = Image.open(SAMPLES / "rocket.png")  # Adobe RGB

    (image,) = prepare_request(_draft(SAMPLES / "rocket.png"), rules, None).images

    sent = Image.open(io.BytesIO(_bytes(image)))
    wanted = np.asarray(to_srgb(load_upright(SAMPLES / "rocket.png")))
    assert isinstance(image.content, bytes)
    assert "icc_profile" not in sent.info
    assert (np.asarray(sent) == wanted).all()
    assert not (np.asarray(sent) == np.asarray(source)).all()


def test_what_lies_under_full_transparency_stays_private(rules: Rules, tmp_path: Path) -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[..., 0] = 123
    pixels[:, 32:, 3] = 255
    Image.fromarray(pixels).save(tmp_path / "clear.png", exif=_at_home())

    (image,) = prepare_request(_draft(tmp_path / "clear.png"), rules, None).images

    sent = np.asarray(Image.open(io.BytesIO(_bytes(image))))
    assert (sent[:, :32] == (255, 255, 255, 0)).all()
    assert (sent[:, 32:] == (123, 0, 0, 255)).all()


def _at_home() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    return exif


def test_a_long_reference_is_made_smaller(rules: Rules, tmp_path: Path) -> None:
    Image.open(SAMPLES / "coffee.png").resize((3000, 2000)).save(tmp_path / "long.png")

    images = prepare_request(
        _draft(SAMPLES / "chelsea.png", tmp_path / "long.png"), rules, None
    ).images

    assert images[1].size == Size(2048, 1365)
    assert Image.open(io.BytesIO(_bytes(images[1]))).size == (2048, 1365)


def test_names_never_tell_the_real_ones(rules: Rules, tmp_path: Path) -> None:
    private = tmp_path / "client Müller, secret.png"
    private.write_bytes((SAMPLES / "chelsea.png").read_bytes())

    request = prepare_request(_draft(private, SAMPLES / "rocket.png"), rules, None)

    assert [image.file_name for image in request.images] == ["image-1.png", "image-2.png"]


def test_metadata_and_rotation_do_not_travel(rules: Rules, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (48.0, 8.0, 0.0)}
    path = tmp_path / "phone.jpg"
    Image.open(SAMPLES / "rocket.png").convert("RGB").save(path, exif=exif, quality=90)

    request = prepare_request(_draft(path), rules, None)

    (image,) = request.images
    sent = Image.open(io.BytesIO(_bytes(image)))
    assert image.media_type == "image/jpeg"
    assert sent.size == (427, 640)
    assert image.size == Size(427, 640)
    assert not sent.getexif()


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [("CMYK", "jpg"), ("P", "png"), ("LA", "png"), ("I;16", "png"), ("1", "tif")],
)
def test_unusual_modes_are_encoded_again(
    rules: Rules, tmp_path: Path, mode: str, suffix: str
) -> None:
    photo = Image.open(SAMPLES / "chelsea.png").convert("RGB")
    odd = (
        photo.convert("L").convert("I").point(lambda v: v * 256).convert("I;16")
        if mode == "I;16"
        else photo.convert(mode)
    )
    path = tmp_path / f"odd.{suffix}"
    odd.save(path)

    (image,) = prepare_request(_draft(path), rules, None).images

    sent = Image.open(io.BytesIO(_bytes(image)))
    assert isinstance(image.content, bytes)
    assert sent.mode in {"RGB", "RGBA"}
    assert sent.size == (451, 300)


def test_a_sixteen_bit_colour_png_is_encoded_again(rules: Rules, tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + struct.pack(">3H", 65535, 32768, 0) * 8 for _ in range(8))
    path = tmp_path / "deep.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )

    (image,) = prepare_request(_draft(path), rules, None).images

    assert _bytes(image)[24] == 8


def test_with_a_mask_the_target_goes_as_png_and_the_mask_has_its_size(
    rules: Rules, tmp_path: Path
) -> None:
    path = tmp_path / "rocket.jpg"
    Image.open(SAMPLES / "rocket.png").convert("RGB").save(path, quality=95)
    coverage = load_mask(SAMPLES / "rocket_tower.mask.png")
    draft = replace(_draft(path, SAMPLES / "chelsea.png"), mask=mask_facts(coverage))

    request = prepare_request(draft, rules, coverage)

    frame = frame_of(draft, rules.model(draft))
    assert frame is not None
    assert request.images[0].media_type == "image/png"
    assert request.mask is not None
    sent = Image.open(io.BytesIO(_bytes(request.mask)))
    assert sent.mode == "RGBA"
    assert sent.size == Image.open(io.BytesIO(_bytes(request.images[0]))).size
    assert request.size == frame.sent
    assert request.images[0].size == frame.rect.size
    alpha = np.asarray(sent)[..., 3]
    window = cut_coverage(coverage, ContextFrame(frame.rect, frame.rect.size))
    assert set(np.unique(alpha)) == {0, 255}
    assert (alpha[window > 127] == 0).all()
    far = cv2.distanceTransform(255 - (window > 127) * np.uint8(255), cv2.DIST_L2, 5)
    assert (alpha[far > REQUEST_GROW_PX + 1] == 255).all()


def test_an_empty_mask_is_not_sent(rules: Rules) -> None:
    request = prepare_request(_draft(SAMPLES / "rocket.png"), rules, np.zeros((427, 640), np.uint8))

    assert request.mask is None


def test_every_blocking_problem_is_told_at_once(rules: Rules) -> None:
    draft = Draft(model="dall-e-2", size=Size(100, 100), variants=11, stream=False)

    with pytest.raises(RequestError) as caught:
        prepare_request(draft, rules, None)

    fields = {problem.field for problem in caught.value.problems}
    assert {Field.IMAGE, Field.PROMPT, Field.SIZE, Field.VARIANTS} <= fields


def test_a_truncated_reference_is_found_before_anything_is_sent(
    rules: Rules, tmp_path: Path
) -> None:
    path = tmp_path / "cut.png"
    path.write_bytes((SAMPLES / "chelsea.png").read_bytes()[:60_000])

    whole = probe_input(SAMPLES / "chelsea.png")
    draft = _draft(SAMPLES / "rocket.png")
    draft = replace(draft, inputs=(*draft.inputs, replace(whole, path=path)))

    with pytest.raises(ImageError, match=r"cut\.png"):
        prepare_request(draft, rules, None)


def test_dall_e_2_gets_png_and_no_parameter_that_it_refuses(rules: Rules, tmp_path: Path) -> None:
    path = tmp_path / "square.jpg"
    Image.open(SAMPLES / "astronaut.png").convert("RGB").save(path)
    draft = rules.reconcile(replace(_draft(path), model="dall-e-2")).draft

    request = prepare_request(draft, rules, None)

    assert request.images[0].media_type == "image/png"
    assert not request.stream
    assert request.background is None
    assert request.output_format is None
    assert request.size == Size(1024, 1024)


def test_colours_under_transparency_stay_private_in_a_file_without_anything_else(
    rules: Rules, tmp_path: Path
) -> None:
    pixels = np.asarray(Image.open(SAMPLES / "chelsea.png").convert("RGBA")).copy()
    pixels[:, :100, 3] = 0
    Image.fromarray(pixels).save(tmp_path / "cut.png")
    pixels[:, :100] = (0, 0, 0, 0)
    Image.fromarray(pixels).save(tmp_path / "plain.png")

    hiding, plain = prepare_request(
        _draft(tmp_path / "cut.png", tmp_path / "plain.png"), rules, None
    ).images

    assert (np.asarray(Image.open(io.BytesIO(_bytes(hiding))))[:, :100] == (255, 255, 255, 0)).all()
    assert plain.content == tmp_path / "plain.png"  # one colour gives nothing away


def test_a_placed_photograph_is_sent_without_its_place(rules: Rules, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 14.0), 3: "E", 4: (11.0, 34.0, 31.0)})
    Image.open(SAMPLES / "chelsea.png").save(tmp_path / "home.jpg", exif=exif)

    prepared = prepare_edit(_draft(tmp_path / "home.jpg"), rules, None)

    (image,) = prepared.request.images
    assert list(map(str, prepared.treatments["image-1.jpg"])) == ["metadata and place removed"]
    assert b"Exif" not in _bytes(image)


@pytest.mark.parametrize(
    ("save", "extra"),
    [
        ({"format": "JPEG"}, b"\xff\xeb\x00\x10provenance....."),
        ({"format": "JPEG"}, b"behind"),
        ({"format": "PNG"}, b"behind"),
        ({"format": "WEBP", "lossless": True}, b"behind"),
        ({"format": "WEBP", "lossless": True, "xmp": b"<x:xmpmeta/>"}, b""),
        ({"format": "JPEG", "comment": "Anna"}, b""),
    ],
)
def test_whatever_a_file_carries_beside_its_pixels_stays_here(
    save: dict[str, object], extra: bytes, rules: Rules, tmp_path: Path
) -> None:
    buffer = io.BytesIO()
    Image.open(SAMPLES / "chelsea.png").save(buffer, **save)  # type: ignore[arg-type]  # by keyword
    data = buffer.getvalue()
    with_extra = data[:2] + extra + data[2:] if extra.startswith(b"\xff") else data + extra
    path = tmp_path / f"a.{save['format']}"
    path.write_bytes(with_extra)

    (image,) = prepare_request(_draft(path), rules, None).images

    assert isinstance(image.content, bytes)
    assert b"behind" not in image.content
    assert b"provenance" not in image.content
    assert list(map(str, probe_input(path).conversions)) == ["metadata removed"]


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_file_of_pixels_alone_travels_as_it_is(kind: str, rules: Rules, tmp_path: Path) -> None:
    path = tmp_path / "a"
    Image.open(SAMPLES / "chelsea.png").save(path, kind, progressive=True)

    (image,) = prepare_request(_draft(path), rules, None).images

    assert image.content == path


def test_a_private_chunk_of_a_png_does_not_travel(rules: Rules, tmp_path: Path) -> None:
    data = (SAMPLES / "chelsea.png").read_bytes()
    name, content = b"mkBT", b"a whole document of some other program"
    chunk = struct.pack(">I", len(content)) + name + content
    chunk += struct.pack(">I", zlib.crc32(name + content))
    (tmp_path / "a.png").write_bytes(data[:33] + chunk + data[33:])

    (image,) = prepare_request(_draft(tmp_path / "a.png"), rules, None).images

    assert b"document" not in _bytes(image)


def test_every_treatment_of_a_framed_target_is_told(rules: Rules, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.open(SAMPLES / "raccoon.png").resize((4000, 3000)).save(
        tmp_path / "turned.jpg", exif=exif
    )
    coverage = np.zeros((4000, 3000), np.uint8)
    coverage[1000:1100, 1000:1100] = 255
    draft = replace(_draft(tmp_path / "turned.jpg"), mask=mask_facts(coverage))

    prepared = prepare_edit(draft, rules, Masking(coverage))

    told = list(map(str, prepared.treatments["image-1.png"]))
    assert told == ["cut out of 3000 × 4000", "turned upright", "metadata removed", "JPEG → PNG"]
    assert "hard edges" in map(str, prepared.treatments["mask.png"])
