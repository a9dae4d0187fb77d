"""Every kind of picture file opens with the right colours, by its content."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from helpers.picture_files import (
    BLUE,
    CORPUS,
    SIZE,
    YELLOW,
    corner,
    encoded,
    heic,
    layered_zip,
    linear_profile,
    psd,
    wide_profile,
    written,
)
from overpaint.domain.errors import Action, ImageError
from overpaint.imaging.files.nclx import display_p3
from overpaint.imaging.load import (
    decode_upright,
    load_last_frame,
    load_mask,
    load_picture,
    load_reduced,
    load_upright,
    probe,
)
from overpaint.imaging.pixels import sixteen_to_bytes

LOSSY = 8


def _close(pixel: object, colour: tuple[int, ...], tolerance: int = LOSSY) -> bool:
    return bool(np.abs(np.asarray(pixel).astype(int)[:3] - colour).max() <= tolerance)


@pytest.mark.parametrize("name", CORPUS)
def test_every_kind_opens_with_its_colours_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, "untitled", CORPUS[name]())

    image = load_upright(path)
    picture = load_picture(path)

    assert image.size == (picture.width, picture.height) == SIZE
    tolerance = 60 if name in {"palette.png", "moving.gif", "print.jpg", "ink.tif"} else LOSSY
    assert _close(image.getpixel((4, 4)), YELLOW, tolerance)
    assert _close(image.getpixel((40, 20)), BLUE, tolerance)
    assert (picture.bgra[..., 2::-1] == np.asarray(image.convert("RGB"))).all()


@pytest.mark.parametrize("name", CORPUS)
def test_a_reduced_picture_shows_the_same(tmp_path: Path, name: str) -> None:
    small = load_reduced(written(tmp_path, name), 16)

    assert (small.width, small.height) == (16, 8)
    tolerance = 60 if name in {"palette.png", "moving.gif", "print.jpg", "ink.tif"} else 12
    assert _close(small.bgra[1, 1, 2::-1], YELLOW, tolerance)
    assert _close(small.bgra[6, 12, 2::-1], BLUE, tolerance)


def test_sixteen_bits_are_rounded_not_cut_off() -> None:
    every = np.arange(65536, dtype=np.uint16).reshape(256, 256)

    assert (sixteen_to_bytes(every) == np.rint(every / 257).astype(np.uint8)).all()


@pytest.mark.parametrize("ending", [".png", ".tif"])
@pytest.mark.parametrize("channels", [3, 4])
def test_deep_colour_is_rounded(tmp_path: Path, ending: str, channels: int) -> None:
    deep = np.random.default_rng(1).integers(0, 65536, (9, 7, channels), np.uint16)
    deep[..., 3:] = 65535
    path = written(tmp_path, "deep", cv2.imencode(ending, deep)[1].tobytes())

    pixels = np.asarray(load_upright(path))

    order = [2, 1, 0, 3][:channels]
    assert (pixels == np.rint(deep[..., order] / 257)).all()
    assert probe(path).bit_depth == 16


def test_the_second_page_of_a_deep_tiff_is_rounded_too(tmp_path: Path) -> None:
    pages = [np.full((4, 6, 3), level, np.uint16) for level in (257, 511)]
    path = tmp_path / "pages.tif"
    assert cv2.imwritemulti(str(path), pages)

    assert load_upright(path, frame=1).getpixel((0, 0)) == (2, 2, 2)


def test_deep_grey_that_counts_from_white_is_not_a_negative(tmp_path: Path) -> None:
    deep = Image.fromarray(np.array([[0, 65535]], np.uint16))
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[262] = 0
    path = tmp_path / "scan.tif"
    deep.save(path, tiffinfo=tags)
    stored = path.read_bytes()
    with Image.open(path) as check:
        assert check.tag_v2[262] == 0, stored[:8]

    assert np.asarray(load_upright(path))[0, :, 0].tolist() == [255, 0]


def test_floating_point_colour_is_linear_light(tmp_path: Path) -> None:
    light = np.zeros((3, 5, 3), np.float32)
    light[...] = (0.0, 0.214, 1.7)  # blue, green, red
    path = written(tmp_path, "light.tif", cv2.imencode(".tif", light)[1].tobytes())

    facts = probe(path)

    assert load_upright(path).getpixel((0, 0)) == (255, 127, 0)
    assert facts.bit_depth == 32
    assert "32 → 8 bit" in map(str, facts.conversions)


@pytest.mark.parametrize(
    ("profile", "seen"), [(b"", 188), (linear_profile(), 188), (wide_profile(), 128)]
)
def test_floats_are_linear_light_unless_their_profile_is_curved(
    tmp_path: Path, profile: bytes, seen: int
) -> None:
    light = np.full((4, 6, 4), (0.5, 0.5, 0.5, 0.5), np.float32)
    path = written(tmp_path, "light.tif", _float_tiff(light, profile))

    image = load_upright(path)

    # Alpha is a share, never light.
    assert image.getpixel((0, 0)) == (seen, seen, seen, 128)
    assert ("icc_profile" in image.info) == (seen == 128)


def _float_tiff(pixels: np.ndarray, profile: bytes) -> bytes:
    """One strip of floats with alpha."""
    height, width, _ = pixels.shape
    tail_at = 8 + 2 + 12 * 12 + 4
    tail = struct.pack("<8H", 32, 32, 32, 32, 3, 3, 3, 3) + profile + b"\0" * (len(profile) % 2)
    data = pixels.astype("<f4").tobytes()
    entries = [
        (256, 3, 1, width), (257, 3, 1, height), (258, 3, 4, tail_at), (259, 3, 1, 1),
        (262, 3, 1, 2), (273, 4, 1, tail_at + len(tail)), (277, 3, 1, 4), (278, 3, 1, height),
        (279, 4, 1, len(data)), (338, 3, 1, 2), (339, 3, 4, tail_at + 8),
        (34675, 7, len(profile), tail_at + 16),
    ]  # fmt: skip
    table = b"".join(struct.pack("<HHII", *entry) for entry in entries[: 12 if profile else 11])
    count = len(table) // 12
    head = b"II*\0" + struct.pack("<IH", 8, count) + table + struct.pack("<I", 0)
    return head + b"\0" * (tail_at - len(head)) + tail + data


@pytest.mark.parametrize("planes", [1, 2])
def test_deep_planes_one_behind_the_other_are_not_mixed_up(tmp_path: Path, planes: int) -> None:
    stored = np.asarray(corner()).astype("<u2") * 257
    together = stored if planes == 1 else np.moveaxis(stored, 2, 0)
    height, width = stored.shape[:2]
    plane = width * height * 2
    tail_at = 8 + 2 + 12 * 10 + 4
    tail = struct.pack("<3H2x3I3I", 16, 16, 16, *(tail_at + 32 + n * plane for n in range(3)),
                       plane, plane, plane)  # fmt: skip
    tail = tail.ljust(32, b"\0")
    strips = 1 if planes == 1 else 3
    first, size = (tail_at + 32, 3 * plane) if planes == 1 else (tail_at + 8, tail_at + 20)
    entries = [
        (256, 3, 1, width), (257, 3, 1, height), (258, 3, 3, tail_at), (259, 3, 1, 1),
        (262, 3, 1, 2), (273, 4, strips, first), (277, 3, 1, 3), (278, 3, 1, height),
        (279, 4, strips, size), (284, 3, 1, planes),
    ]  # fmt: skip
    table = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    head = b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + struct.pack("<I", 0)
    path = written(tmp_path, "planes.tif", head + tail + together.tobytes())

    image = load_upright(path)

    assert image.getpixel((4, 4)) == YELLOW
    assert image.getpixel((40, 20)) == BLUE


def test_a_rare_form_of_tiff_is_named_as_such(tmp_path: Path) -> None:
    half = bytearray(_float_tiff(np.zeros((2, 2, 4), np.float32), b""))
    at = half.index(struct.pack("<8H", 32, 32, 32, 32, 3, 3, 3, 3))
    half[at : at + 8] = struct.pack("<4H", 16, 16, 16, 16)

    with pytest.raises(ImageError) as caught:
        probe(written(tmp_path, "half.tif", bytes(half)))

    assert "form that Overpaint cannot read" in str(caught.value.what)
    assert "16" in caught.value.details


def test_thirty_two_bit_integers_are_rounded(tmp_path: Path) -> None:
    deep = np.full((4, 4, 3), 0x80FF0000, np.uint32)
    path = written(tmp_path, "deep.tif", cv2.imencode(".tif", deep)[1].tobytes())

    assert load_upright(path).getpixel((0, 0)) == (128, 128, 128)


def test_floating_point_grey_fills_its_range(tmp_path: Path) -> None:
    path = tmp_path / "depth.tif"
    Image.fromarray(np.array([[0.0, 0.5, 1.0]], np.float32)).save(path)

    assert np.asarray(load_upright(path))[0, :, 0].tolist() == [0, 128, 255]


def test_one_bit_and_grey_with_alpha(tmp_path: Path) -> None:
    fax = written(tmp_path, "fax.tif", encoded(corner("1"), "TIFF", compression="group4"))
    faded = Image.new("LA", (4, 4), (90, 128))
    veil = written(tmp_path, "veil.png", encoded(faded, "PNG"))

    assert load_upright(fax).getpixel((2, 2)) == (255, 255, 255)
    assert load_upright(veil).getpixel((2, 2)) == (90, 90, 90, 128)
    assert (load_picture(veil).bgra[0, 0] == [45, 45, 45, 128]).all()


def test_alpha_survives_in_every_kind_that_has_it(tmp_path: Path) -> None:
    clear = Image.new("RGBA", SIZE, (*BLUE, 255))
    clear.paste((*YELLOW, 0), (0, 0, 16, 16))
    files = {
        "PNG": encoded(clear, "PNG"),
        "WEBP": encoded(clear, "WEBP", lossless=True, exact=True),
        "TIFF": encoded(clear, "TIFF"),
        "AVIF": encoded(clear, "AVIF", quality=90),
        "ORA": layered_zip(encoded(clear, "PNG")),
        "HEIC": heic("alpha"),
    }
    for kind, data in files.items():
        path = written(tmp_path, kind, data)
        image, picture = load_upright(path), load_picture(path)
        assert image.mode == "RGBA", kind
        assert not picture.opaque, kind
        assert image.getpixel((4, 4))[3] == 0, kind
        assert image.getpixel((40, 20))[3] == 255, kind
        assert picture.bgra[4, 4].tolist() == [0, 0, 0, 0], kind


def test_an_alpha_channel_without_transparency_is_drawn_as_opaque(tmp_path: Path) -> None:
    path = written(tmp_path, "full.png", encoded(corner("RGBA"), "PNG"))

    assert load_picture(path).opaque


def test_heic_stands_upright_and_its_ten_bits_are_rounded(tmp_path: Path) -> None:
    turned, deep = (written(tmp_path, name, heic(name)) for name in ("turned", "deep"))

    assert probe(turned).size.width == 32
    assert _close(load_upright(turned).getpixel((28, 4)), YELLOW)
    assert probe(deep).bit_depth == 10
    assert _close(load_upright(deep).getpixel((9, 9)), (31, 128, 233), 2)


def test_a_profile_that_lies_about_its_name_is_applied_all_the_same(tmp_path: Path) -> None:
    grey = Image.new("RGB", (4, 4), (55, 55, 55))
    path = written(tmp_path, "flat.png", encoded(grey, "PNG", icc_profile=linear_profile()))

    assert _close(load_picture(path).bgra[0, 0, 2::-1], (127, 127, 127), 2)
    assert load_upright(path).getpixel((0, 0)) == (55, 55, 55)


def test_a_profile_is_applied_alike_in_full_and_reduced(tmp_path: Path) -> None:
    for kind in ("PNG", "TIFF", "JPEG", "WEBP", "AVIF"):
        data = encoded(corner(), kind, icc_profile=wide_profile())
        path = written(tmp_path, kind, data)
        full, small = load_picture(path), load_reduced(path, 16)
        stored = load_upright(path)
        assert stored.info["icc_profile"] == wide_profile(), kind
        assert not _close(full.bgra[20, 40, 2::-1], stored.getpixel((40, 20)), 3), kind
        assert _close(small.bgra[6, 12], tuple(full.bgra[20, 40, :3]), 12), kind


def test_colours_told_by_number_are_those_of_display_p3(tmp_path: Path) -> None:
    path = written(tmp_path, "phone.heic", heic("p3"))

    stored, seen = load_upright(path).getpixel((9, 9)), load_picture(path).bgra[9, 9, 2::-1]

    assert probe(path).colour_space == "Display P3"
    assert _close(stored, (30, 200, 60), 3)
    # P3 (30, 200, 60) is greener than any sRGB: no red is left.
    assert seen[0] == 0
    assert seen[1] > 200


def test_the_profile_of_display_p3_has_the_known_values() -> None:
    # Computed from the chromaticities of both spaces.
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(display_p3())), ImageCms.createProfile("sRGB"),
        "RGB", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )  # fmt: skip
    for p3, srgb in (((128, 128, 128), (128, 128, 128)), ((200, 150, 120), (209, 147, 115))):
        seen = ImageCms.applyTransform(Image.new("RGB", (1, 1), p3), transform)
        assert _close(seen.getpixel((0, 0)), srgb, 1)


def test_a_damaged_profile_is_ignored_as_browsers_do(tmp_path: Path) -> None:
    path = written(tmp_path, "odd.png", encoded(corner(), "PNG", icc_profile=b"nonsense" * 20))

    assert (load_picture(path).bgra[4, 4, 2::-1] == YELLOW).all()
    assert "icc_profile" not in load_upright(path).info


def test_a_turned_picture_with_a_profile_comes_out_like_an_upright_one(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = corner().transpose(Image.Transpose.ROTATE_90)
    turned = encoded(stored, "PNG", icc_profile=wide_profile(), exif=exif)
    upright = encoded(corner(), "PNG", icc_profile=wide_profile())

    first = load_picture(written(tmp_path, "turned.png", turned))
    second = load_picture(written(tmp_path, "upright.png", upright))

    assert (first.bgra == second.bgra).all()


def test_grey_goes_through_its_own_profile(tmp_path: Path) -> None:
    gamma = _grey_profile(1.0)
    path = written(
        tmp_path, "grey.tif", encoded(Image.new("L", (4, 4), 55), "TIFF", icc_profile=gamma)
    )

    assert _close(load_upright(path).getpixel((0, 0)), (127, 127, 127), 2)


def _grey_profile(gamma: float) -> bytes:
    """The smallest grey profile: white point and curve."""
    white = struct.pack(">4s4xiii", b"XYZ ", 63190, 65536, 54061)
    curve = struct.pack(">4s4xIH2x", b"curv", 1, round(gamma * 256))
    text = struct.pack(">4s4xI", b"desc", 5) + b"grey\0" + b"\0" * 79
    tags = [(b"desc", text), (b"wtpt", white), (b"kTRC", curve)]
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags:
        table += struct.pack(">4sII", name, at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s12x4s", size, b"lcms", 0x02400000, b"mntr", b"GRAY", b"XYZ ",
                       b"acsp")  # fmt: skip
    head += b"\0" * (68 - len(head)) + struct.pack(">iii", 63190, 65536, 54061)
    return head + b"\0" * (128 - len(head)) + table + body


def test_lab_is_converted_by_colour_science(tmp_path: Path) -> None:
    # sRGB red is L* 54.29, a* 80.81, b* 69.89 under D50.
    lab = [np.full((4, 4), value, np.uint8) for value in (138, 209, 198)]
    path = written(tmp_path, "lab.psd", psd(lab, 9))

    assert _close(load_upright(path).getpixel((0, 0)), (255, 0, 0), 6)
    assert probe(path).colour_space == "Lab"


def test_a_phone_jpeg_is_one_picture(tmp_path: Path) -> None:
    facts = probe(written(tmp_path, "phone.jpg"))

    assert (facts.media_type, facts.frame_count) == ("image/jpeg", 1)


def test_frames_and_pages_are_chosen_by_number(tmp_path: Path) -> None:
    for name, second in (("moving.gif", (255, 0, 0)), ("two.heic", (200, 30, 30))):
        path = written(tmp_path, name)
        assert probe(path).frame_count == 2
        assert _close(load_upright(path).getpixel((4, 4)), YELLOW, 60)
        assert _close(load_upright(path, frame=1).getpixel((4, 4)), second)
        assert _close(load_last_frame(path).bgra[4, 4, 2::-1], second)
        assert _close(load_reduced(path, 32, frame=1).bgra[2, 2, 2::-1], second)
        assert probe(path, frame=1).frame == 1


def test_a_frame_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImageError):
        load_upright(written(tmp_path, "moving.gif"), frame=7)


def test_bytes_open_like_files() -> None:
    assert _close(decode_upright(CORPUS["deep.png"](), "deep").getpixel((4, 4)), YELLOW)
    assert _close(decode_upright(CORPUS["packed.psd"](), "packed").getpixel((4, 4)), YELLOW)


def test_a_mask_can_be_of_any_kind(tmp_path: Path) -> None:
    grey = Image.new("L", (8, 4), 0)
    grey.paste(255, (0, 0, 4, 4))
    for kind in ("PNG", "TIFF", "WEBP"):
        data = encoded(grey.convert("RGB") if kind == "WEBP" else grey, kind)
        coverage = load_mask(written(tmp_path, kind, data))
        assert coverage[1, 1] > 250, kind
        assert coverage[1, 6] < 5, kind


@pytest.mark.parametrize(
    ("data", "kind", "remedy"),
    [
        (b"<?xml version='1.0'?>\n<svg xmlns='x'/>", "SVG", "Export it as PNG"),
        (b"%PDF-1.7\n", "PDF", "Export the page"),
        (b"\xff\x0a" + b"\0" * 40, "JPEG XL", "PNG or TIFF"),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + b"\0" * 40, "JPEG XL", "PNG or TIFF"),
        (b"II*\0\x10\0\0\0CR\x02\0" + b"\0" * 40, "camera raw", "Develop"),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", "camera raw", "Develop"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  ", "video", "frame"),
        (b"gimp xcf v011\0", "GIMP", "Export"),
        (b"PK\x03\x04" + b"\0" * 60, "ZIP", "Unpack"),
    ],
)
def test_other_kinds_are_named_with_what_to_do(
    tmp_path: Path, data: bytes, kind: str, remedy: str
) -> None:
    with pytest.raises(ImageError) as caught:
        probe(written(tmp_path, "drawing.png", data))

    assert kind in str(caught.value.what)
    assert remedy in str(caught.value.remedy)
    assert caught.value.action is Action.REPLACE_IMAGE


def test_the_preview_in_a_raw_file_is_not_taken_for_the_picture(tmp_path: Path) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0xC612] = b"\1\4\0\0"
    path = tmp_path / "camera.dng"
    corner().save(path, "TIFF", tiffinfo=tags)

    with pytest.raises(ImageError) as caught:
        probe(path)

    assert "camera raw" in str(caught.value.what)


def test_opening_needs_no_profile_to_be_valid_for_the_pixels(tmp_path: Path) -> None:
    cmyk_claim = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    path = written(tmp_path, "odd.png", encoded(corner(), "PNG", icc_profile=cmyk_claim))

    assert (load_picture(path).bgra[4, 4, 2::-1] == YELLOW).all()
    assert io.BytesIO(path.read_bytes()).read(4) == b"\x89PNG"
