"""What is exported is read back by readers that are not ours, value by value."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms
from PySide6.QtGui import QColorSpace

from helpers.samples import Samples
from overpaint.domain.errors import ImageError
from overpaint.domain.export import ExportFormat, ExportOptions, TiffPacking
from overpaint.imaging.export.fitting import fitted, in_eight_bits, on_ground
from overpaint.imaging.export.writing import encode
from overpaint.imaging.original import Metadata, Original, read_original

LOSSLESS = ExportOptions(webp_lossless=True)
SIZE = (40, 30)


def _exif() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Camera"
    exif[ExifTags.Base.Orientation] = 1
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: "2026:05:04 03:02:01"}
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (48.0, 8.0, 0.0)}
    return exif.tobytes()


def _display_p3() -> bytes:
    return bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data())


def _picture(depth: Any = np.uint8, channels: int = 3, *, alpha: bool = False) -> Original:
    width, height = SIZE
    top = np.iinfo(depth).max
    values = np.random.default_rng(channels).integers(0, top, (height, width, channels + 1))
    values = values.astype(depth)
    values[0, 0], values[0, 1] = 0, top
    metadata = Metadata(_display_p3() if channels == 3 else None, _exif(), (300.0, 300.0))
    mode = {1: "L", 3: "RGB", 4: "CMYK"}[channels]
    plane = np.ascontiguousarray(values[..., -1]) if alpha else None
    return Original(np.ascontiguousarray(values[..., :-1]), plane, mode, metadata)


def _cv2(data: bytes) -> NDArray[Any]:
    """Red first, shape (height, width[, channels])."""
    pixels = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED))
    if pixels.ndim == 3:
        order = [2, 1, 0, 3][: pixels.shape[2]] if pixels.shape[2] == 4 else [2, 1, 0]
        pixels = pixels[..., order]
    return pixels


def _whole(picture: Original) -> NDArray[Any]:
    pixels = picture.pixels
    if picture.alpha is not None:
        pixels = np.dstack((pixels, picture.alpha))
    return pixels[..., 0] if pixels.shape[2] == 1 else pixels


@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize(
    "kind", [ExportFormat.PNG, ExportFormat.TIFF, ExportFormat.WEBP], ids=lambda kind: kind.value
)
def test_eight_bits_come_back_as_they_were(kind: ExportFormat, alpha: bool) -> None:
    picture = _picture(alpha=alpha)

    data = encode(picture, kind, LOSSLESS)

    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), _whole(picture))
    if kind is ExportFormat.TIFF and alpha:
        # OpenCV multiplies such a TIFF by its transparency while it reads.
        assert np.array_equal(_cv2(data)[..., 3], picture.alpha)
    else:
        assert np.array_equal(_cv2(data), _whole(picture))


@pytest.mark.parametrize("packing", list(TiffPacking))
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("kind", [ExportFormat.PNG, ExportFormat.TIFF])
def test_sixteen_bits_come_back_as_they_were(
    kind: ExportFormat, alpha: bool, channels: int, packing: TiffPacking
) -> None:
    picture = _picture(np.uint16, channels, alpha=alpha)

    data = encode(picture, kind, ExportOptions(tiff_packing=packing))

    wanted = _whole(picture)
    if alpha and channels == 1:
        # No common reader takes grey with alpha in 16 bits; it is written as colours.
        wanted = np.dstack([picture.pixels] * 3 + [picture.alpha])
    back = _cv2(data)
    assert back.dtype == np.uint16
    assert np.array_equal(back, wanted)
    assert Image.open(io.BytesIO(data)).size == SIZE


@pytest.mark.parametrize("packing", list(TiffPacking))
def test_inks_stay_inks_in_a_tiff(packing: TiffPacking) -> None:
    picture = _picture(channels=4)

    data = encode(picture, ExportFormat.TIFF, ExportOptions(tiff_packing=packing))

    image = Image.open(io.BytesIO(data))
    assert image.mode == "CMYK"
    assert np.array_equal(np.asarray(image), picture.pixels)


def test_inks_become_light_where_a_format_has_none() -> None:
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[0, 0] = (0, 255, 255, 0)
    inks = Original(pixels, None, "CMYK", Metadata())

    data = encode(inks, ExportFormat.PNG, ExportOptions())

    shown = np.asarray(Image.open(io.BytesIO(data)))
    assert tuple(shown[0, 0]) == (255, 0, 0)
    assert tuple(shown[1, 1]) == (255, 255, 255)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (ExportFormat.JPEG, ExportOptions(jpeg_quality=95)),
        (ExportFormat.WEBP, ExportOptions(webp_quality=95)),
        (ExportFormat.AVIF, ExportOptions(avif_quality=95)),
    ],
    ids=["jpeg", "webp", "avif"],
)
def test_a_photograph_stays_one_at_high_quality(
    kind: ExportFormat, options: ExportOptions, samples: Samples
) -> None:
    picture = read_original(samples.coffee)

    data = encode(picture, kind, options)

    back = np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)
    assert np.abs(back - picture.pixels).mean() < 2.5
    assert len(data) < picture.pixels.nbytes / 2


def test_less_quality_and_less_colour_make_a_smaller_file(samples: Samples) -> None:
    picture = read_original(samples.coffee)

    sizes = [
        len(encode(picture, ExportFormat.JPEG, options))
        for options in (
            ExportOptions(jpeg_quality=95),
            ExportOptions(jpeg_quality=95, full_colour=False),
            ExportOptions(jpeg_quality=70, full_colour=False),
        )
    ]

    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


@pytest.mark.parametrize(("full", "factors"), [(True, (1, 1)), (False, (2, 2))])
def test_colour_detail_and_order_of_a_jpeg_are_those_chosen(
    full: bool, factors: tuple[int, int], samples: Samples
) -> None:
    options = ExportOptions(full_colour=full, progressive=True)

    data = encode(read_original(samples.coffee), ExportFormat.JPEG, options)

    image: Any = Image.open(io.BytesIO(data))
    assert image.layer[0][1:3] == factors
    assert image.info["progressive"] == 1


@pytest.mark.parametrize("kind", [kind for kind in ExportFormat if kind not in {"ora", "psd"}])
def test_profile_camera_and_resolution_stay_and_the_place_goes(kind: ExportFormat) -> None:
    picture = _picture()

    image = Image.open(io.BytesIO(encode(picture, kind, LOSSLESS)))

    exif = image.getexif()
    assert image.info["icc_profile"] == picture.metadata.profile
    assert exif[ExifTags.Base.Make] == "Camera"
    assert exif.get(ExifTags.Base.Orientation, 1) == 1
    taken = exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal]
    assert taken == "2026:05:04 03:02:01"
    assert not exif.get_ifd(ExifTags.IFD.GPSInfo)
    dpi = image.info.get("dpi") or (exif[282], exif[283])
    assert [float(value) for value in dpi] == pytest.approx([300.0, 300.0], abs=0.1)


@pytest.mark.parametrize("depth", [np.uint8, np.uint16], ids=["8", "16"])
def test_a_tiff_of_any_depth_says_the_same_beside_its_pixels(depth: Any) -> None:
    picture = _picture(depth, alpha=True)
    options = ExportOptions(keep_place=True)

    image: Any = Image.open(io.BytesIO(encode(picture, ExportFormat.TIFF, options)))

    assert image.info["icc_profile"] == picture.metadata.profile
    assert image.info["dpi"] == pytest.approx((300, 300))
    assert image.tag_v2[338] == (2,)
    assert image.getexif()[ExifTags.Base.Make] == "Camera"
    assert image.getexif().get_ifd(ExifTags.IFD.GPSInfo)[1] == "N"
    inner = image.getexif().get_ifd(ExifTags.IFD.Exif)
    assert inner[ExifTags.Base.DateTimeOriginal] == "2026:05:04 03:02:01"


@pytest.mark.parametrize("kind", [kind for kind in ExportFormat if kind not in {"ora", "psd"}])
def test_what_the_camera_wrote_can_be_left_out(kind: ExportFormat) -> None:
    options = replace(LOSSLESS, keep_exif=False)

    image = Image.open(io.BytesIO(encode(_picture(), kind, options)))

    exif = image.getexif()
    assert ExifTags.Base.Make not in exif
    assert not exif.get_ifd(ExifTags.IFD.Exif)
    dpi = image.info.get("dpi") or (exif[282], exif[283])
    assert [float(value) for value in dpi] == pytest.approx([300.0, 300.0], abs=0.1)


def test_the_place_stays_on_demand() -> None:
    options = ExportOptions(keep_place=True)

    image = Image.open(io.BytesIO(encode(_picture(), ExportFormat.JPEG, options)))

    assert image.getexif().get_ifd(ExifTags.IFD.GPSInfo)[1] == "N"


def test_notes_too_long_for_a_jpeg_are_shortened() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Camera"
    exif[ExifTags.IFD.Exif] = {
        ExifTags.Base.MakerNote: bytes(70_000),
        ExifTags.Base.DateTimeOriginal: "2026:05:04 03:02:01",
    }
    picture = replace(_picture(), metadata=Metadata(exif=exif.tobytes()))

    image = Image.open(io.BytesIO(encode(picture, ExportFormat.JPEG, ExportOptions())))

    assert image.getexif()[ExifTags.Base.Make] == "Camera"
    inner = image.getexif().get_ifd(ExifTags.IFD.Exif)
    assert ExifTags.Base.MakerNote not in inner
    assert inner[ExifTags.Base.DateTimeOriginal] == "2026:05:04 03:02:01"


@given(value=st.integers(0, 65535))
@settings(max_examples=60, deadline=None)
def test_sixteen_bits_are_rounded_to_the_nearest_of_eight(value: int) -> None:
    picture = Original(np.full((1, 1, 3), value, np.uint16), None, "RGB", Metadata())

    assert int(in_eight_bits(picture).pixels[0, 0, 0]) == round(value / 257)


def test_a_format_with_eight_bits_gets_rounded_ones() -> None:
    picture = Original(np.full((8, 8, 3), 32767, np.uint16), None, "RGB", Metadata())

    data = encode(picture, ExportFormat.WEBP, LOSSLESS)

    # 127.498 rounds down; 32767 / 256 would too, but 65535 / 256 not.
    assert np.asarray(Image.open(io.BytesIO(data))).max() == 127
    bright = replace(picture, pixels=np.full((8, 8, 3), 65300, np.uint16))
    eight = encode(bright, ExportFormat.PNG, ExportOptions(sixteen_bits=False))
    assert np.asarray(Image.open(io.BytesIO(eight))).max() == 254


@given(
    level=st.integers(0, 255), alpha=st.integers(0, 255), ground=st.integers(0, 255),
    deep=st.booleans(),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_transparency_lets_the_ground_through_by_its_share(
    level: int, alpha: int, ground: int, deep: bool
) -> None:
    depth, factor = (np.uint16, 257) if deep else (np.uint8, 1)
    pixels = np.full((1, 1, 3), level * factor, depth)
    picture = Original(pixels, np.full((1, 1), alpha * factor, depth), "RGB", Metadata())

    flat = on_ground(picture, (ground, ground, ground))

    exact = (level * alpha + ground * (255 - alpha)) / 255 * factor
    assert flat.alpha is None
    assert abs(int(flat.pixels[0, 0, 0]) - exact) <= 0.5


def test_a_jpeg_of_a_clear_picture_lies_on_the_chosen_colour() -> None:
    pixels = np.full((16, 16, 3), 200, np.uint8)
    picture = Original(pixels, np.zeros((16, 16), np.uint8), "RGB", Metadata())

    options = ExportOptions(ground=(20, 120, 220), jpeg_quality=100)
    shown = np.asarray(Image.open(io.BytesIO(encode(picture, ExportFormat.JPEG, options))))

    assert np.abs(shown.astype(int) - (20, 120, 220)).max() <= 2


def test_the_ground_is_converted_to_the_picture_s_own_colours() -> None:
    pixels = np.zeros((8, 8, 3), np.uint8)
    clear = Original(pixels, np.zeros((8, 8), np.uint8), "RGB", Metadata(_display_p3()))

    data = encode(clear, ExportFormat.JPEG, ExportOptions(ground=(255, 0, 0), jpeg_quality=100))

    stored = np.asarray(Image.open(io.BytesIO(data)))[4, 4].astype(int)
    # sRGB's red within Display P3, from the primaries of both (ImageMagick says 234, 51, 35).
    assert np.abs(stored - (234, 51, 35)).max() <= 2


@pytest.mark.parametrize("kind", [ExportFormat.PNG, ExportFormat.JPEG, ExportFormat.AVIF])
def test_a_wide_picture_can_be_converted_to_srgb(kind: ExportFormat, samples: Samples) -> None:
    photo = Image.open(samples.coffee).convert("RGB")
    wide = ImageCms.profileToProfile(
        photo, ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(_display_p3()))
    )
    assert wide is not None
    picture = Original(np.asarray(wide), None, "RGB", Metadata(_display_p3()))

    options = ExportOptions(to_srgb=True, jpeg_quality=98, avif_quality=98)
    image = Image.open(io.BytesIO(encode(picture, kind, options)))

    assert "icc_profile" not in image.info
    difference = np.abs(np.asarray(image.convert("RGB")).astype(int) - np.asarray(photo))
    assert difference.mean() < 1.5


def test_srgb_of_sixteen_bits_without_a_profile_stays_whole() -> None:
    picture = replace(_picture(np.uint16), metadata=Metadata())

    data = encode(picture, ExportFormat.PNG, ExportOptions(to_srgb=True))

    assert np.array_equal(_cv2(data), picture.pixels)


def test_grey_stays_grey_where_a_format_has_grey(samples: Samples) -> None:
    picture = _picture(channels=1)

    modes = [
        Image.open(io.BytesIO(encode(picture, kind, LOSSLESS))).mode
        for kind in (ExportFormat.PNG, ExportFormat.JPEG, ExportFormat.TIFF, ExportFormat.WEBP)
    ]

    assert modes == ["L", "L", "L", "RGB"]
    coloured = fitted(picture, ExportFormat.WEBP, LOSSLESS).pixels
    assert np.array_equal(coloured, np.repeat(picture.pixels, 3, axis=2))


def test_a_picture_too_wide_for_a_format_is_refused_with_a_way_out() -> None:
    wide = Original(np.zeros((1, 16_384, 3), np.uint8), None, "RGB", Metadata())

    with pytest.raises(ImageError, match="WebP") as caught:
        encode(wide, ExportFormat.WEBP, ExportOptions())

    assert "TIFF or PNG" in str(caught.value)
    assert encode(wide, ExportFormat.PNG, ExportOptions())


def test_exporting_leaves_the_picture_as_it_was() -> None:
    picture = _picture(np.uint16, alpha=True)
    before = picture.pixels.copy()

    for kind in (ExportFormat.JPEG, ExportFormat.PNG, ExportFormat.AVIF):
        encode(picture, kind, ExportOptions(to_srgb=True))

    assert np.array_equal(picture.pixels, before)
