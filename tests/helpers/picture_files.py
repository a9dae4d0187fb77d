"""Small picture files of every kind that can be opened, made on the spot where that is possible."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageCms

SIZE = (64, 32)
BLUE = (30, 60, 200)
YELLOW = (250, 240, 10)
"""The upper left corner, 16 pixels wide and high."""

# Written once with libheif 1.23 and x265: no package under a free licence encodes HEVC.
_HEIC = {
    "plain": (
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
        "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAADoAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
        "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34"
        "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5"
        "uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
        "AAAoY2xhcAAAAEAAAAABAAAAIAAAAAEAAAAAAAAAAv///+AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAA"
        "AAAAAAEAAQWBAgMFhAAAAEJtZGF0AAAANigBrwY4WvevX+Onv///Vnz6H1U4U8v+L7Hkf5znP/+oGR18/uLhUb9Z"
        "Vl/+qSu70kYcUvRD/A=="
    ),
    "turned": (
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
        "AAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAAB7AABAAAAAAAAADoAAgAAAAACJgABAAAAAAAAACQAAAA4aWlu"
        "ZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAB"
        "B2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
        "AAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
        "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAIAAAAAEAAAAA"
        "AAAAAv///+AAAAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAa"
        "aXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAGZtZGF0AAAANigBrwY4WvevX+Onv///Vnz6H1U4U8v+L7Hkf5znP/+o"
        "GR18/uLhUb9ZVl/+qSu70kYcUvRD/AAAAAZFeGlmAABNTQAqAAAACAABARIAAwAAAAEABgAAAAAAAA=="
    ),
    "alpha": (
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAmttZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
        "AAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAACjwABAAAAAAAAALoAAgAAAAADSQABAAAAAAAAAK4AAAA4aWlu"
        "ZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAAACAABodmMxAAAAAA5waXRtAAAAAAABAAAB"
        "qmlwcnAAAAGCaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
        "AAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
        "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAIAAAAAEAAAAA"
        "AAAAAv///+AAAAACAAAAEHBpeGkAAAAAAwgICAAAAHBodmNDAQQIAAAAn/gAAAAAHvAA/Pz4+AAADwNgAAEAF0AB"
        "DAH//wQIAAADAJ/4AAADAAAeugJAYQABACVCAQEECAAAAwCf+AAAAwAAHsCCBBZbq5Ka5sCAAAAMgAAAAwCEYgAB"
        "AAZEAcFzwIkAAAAOcGl4aQAAAAABCAAAACdhdXhDAAAAAHVybjptcGVnOmhldmM6MjAxNTphdXhpZDoxAAAAACBp"
        "cG1hAAAAAAAAAAIAAQWBAgMFhAACBYYDB4iEAAAAGmlyZWYAAAAAAAAADmF1eGwAAgABAAEAAAFwbWRhdAAAALYo"
        "Aa8GOIkueW/6zov///hNX9l90pKmmX/dYE8j/nPGP/+oRCb+9jOYfHBeIDcU+TfNSDzqQrHJioTHukvinxAtZRFO"
        "Cr9xv+/r7oe49PYBV9mxz3jQkl+BmJjxWG3j7lVebEQczXjl//aI1K7eXQ9Yf+tY1VxnuIO0cD+zH6D/o1Rof8+u"
        "iutF/eFQpRbSeh1VzzotJUYuWtc1Ht4dpuuUgy/PBn0JP5KwSATDZhf/RZOPcePw/gAAAKooAa4McLUL4X/hLX5L"
        "q/6l64593cYJyv1Nps6svG4cJ3iFvVTntZZzQd+N/dkKcQtvAstwT4I4batSeg1OufPdGoNSQ69T3zn/zQRh0PRn"
        "vuNdlG9+/oYs+st0anvOpIdiZV5sGYlEW6Az99AyUvNZVKnm2ryijzgwT6Z4yuJtLx9TvqeEMuQ1FPFx3Z7/r/mo"
        "2vkfzLzLjP/vQAHfG54v4Ss8YlivrR+LYA=="
    ),
    "two": (
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
        "AAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAAB0AABAAAAAAAAADoAAgAAAAACCgABAAAAAAAAAB8AAAA4aWlu"
        "ZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAAACAABodmMxAAAAAA5waXRtAAAAAAABAAAB"
        "BWlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
        "AAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
        "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAIAAAAAEAAAAA"
        "AAAAAv///+AAAAACAAAAEHBpeGkAAAAAAwgICAAAACBpcG1hAAAAAAAAAAIAAQWBAgMFhAACBYECAwWEAAAAYW1k"
        "YXQAAAA2KAGvBjha969f46e///9WfPofVThTy/4vseR/nOc//6gZHXz+4uFRv1lWX/6pK7vSRhxS9EP8AAAAGygB"
        "rwY4iS58L/XzX///g0/2X9qo2zNTCc4z8A=="
    ),
    "deep": (
        "AAAAHGZ0eXBoZWl4AAAAAG1pZjFoZWl4bWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
        "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoAABAAAAAAAAAB4AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
        "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADcaXBjbwAAAHVodmNDAQQIAAAAnbgAAAAAHvAA/P36"
        "+gAADwNgAAEAF0ABDAH//wQIAAADAJ24AAADAAAeugJAYQABACpCAQEECAAAAwCduAAAAwAAHqAggQTZbq5Ka5uA"
        "hoMCAAADADIAAAMAAhBiAAEABkQBwXPAiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAA"
        "AChjbGFwAAAAQAAAAAEAAAAgAAAAAQAAAAAAAAAC////4AAAAAIAAAAQcGl4aQAAAAADCgoKAAAAGGlwbWEAAAAA"
        "AAAAAQABBYECAwWEAAAAJm1kYXQAAAAaKAGvBriRidJ/cs397/WM7//9rggR6Qh8AD8="
    ),
    "p3": (
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
        "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAAB4AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
        "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34"
        "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5"
        "uGBoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgADAANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
        "AAAoY2xhcAAAAEAAAAABAAAAIAAAAAEAAAAAAAAAAv///+AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAA"
        "AAAAAAEAAQWBAgMFhAAAACZtZGF0AAAAGigBrwY4iS55b6U///+w2///9OJLM1MJzjPw"
    ),
}


def corner(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Blue with a yellow corner at the upper left."""
    image = Image.new("RGB", size, BLUE)
    image.paste(YELLOW, (0, 0, 16, 16))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def heic(name: str) -> bytes:
    """``plain``, ``turned`` (EXIF 6), ``alpha``, ``two`` (pictures), ``deep`` (10 bits), ``p3``."""
    return base64.b64decode(_HEIC[name])


@cache
def wide_profile() -> bytes:
    """A profile that is not sRGB although its values are plausible: a stronger red primary.

    The same one every time: a profile holds the second in which it was made.
    """
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = int.from_bytes(profile[128:132], "big")
    entries = [struct.unpack_from(">4sII", profile, 132 + 12 * i) for i in range(tags)]
    red = next(offset for name, offset, _ in entries if name == b"rXYZ") + 8
    profile[red : red + 4] = struct.pack(">I", struct.unpack_from(">I", profile, red)[0] + 0x2000)
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "Wide".encode("utf-16-be"))


@cache
def linear_profile() -> bytes:
    """A profile that calls itself sRGB and is not: its curves are straight."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = profile.find(b"para")
    kind = struct.unpack_from(">H", profile, at + 8)[0]
    assert kind == 3
    struct.pack_into(">i", profile, at + 12, 0x10000)  # gamma 1
    struct.pack_into(">4i", profile, at + 16, 0x10000, 0, 0x10000, 0)
    return bytes(profile)


def psd(
    planes: Sequence[np.ndarray],
    mode: int,
    *,
    packed: bool = False,
    large: bool = False,
    transparent: bool = False,
    composite: bool = True,
    profile: bytes = b"",
    palette: bytes = b"",
) -> bytes:
    """A Photoshop file with a merged picture: planes of shape (h, w), uint8, uint16 or float32."""
    height, width = planes[0].shape
    depth = planes[0].dtype.itemsize * 8
    header = struct.pack(
        ">4sH6xHIIHH", b"8BPS", 2 if large else 1, len(planes), height, width, depth, mode
    )
    version = struct.pack(">IB", 1, composite) + b"\0\0\0\0" * 2 + struct.pack(">I", 1)
    resources = _resource(1057, version) + (_resource(1039, profile) if profile else b"")
    length = ">Q" if large else ">I"
    layers = struct.pack(">h", -1 if transparent else 1) + b"\0" * 10
    section = struct.pack(length, len(layers)) + layers + b"\0" * 4
    return b"".join(
        (
            header,
            struct.pack(">I", len(palette)) + palette,
            struct.pack(">I", len(resources)) + resources,
            struct.pack(length, len(section)) + section,
            _psd_pixels(planes, packed=packed, large=large),
        )
    )


def _resource(number: int, data: bytes) -> bytes:
    head = struct.pack(">4sHHI", b"8BIM", number, 0, len(data))
    return head + data + b"\0" * (len(data) % 2)


def _psd_pixels(planes: Sequence[np.ndarray], *, packed: bool, large: bool) -> bytes:
    rows = [row.astype(row.dtype.newbyteorder(">")).tobytes() for plane in planes for row in plane]
    if not packed:
        return struct.pack(">H", 0) + b"".join(rows)
    packs = [_packbits(row) for row in rows]
    counts = struct.pack(f">{len(packs)}{'I' if large else 'H'}", *map(len, packs))
    return struct.pack(">H", 1) + counts + b"".join(packs)


def _packbits(row: bytes) -> bytes:
    """Runs of equal bytes where there are any, else copies."""
    packed, at = bytearray(), 0
    while at < len(row):
        run = 1
        while run < 128 and at + run < len(row) and row[at + run] == row[at]:
            run += 1
        if run > 2:
            packed += bytes((257 - run, row[at]))
            at += run
            continue
        end = at + 1
        while end < len(row) and end - at < 128 and row[end : end + 3] != row[end : end + 1] * 3:
            end += 1
        packed += bytes((end - at - 1,)) + row[at:end]
        at = end
    return bytes(packed)


def layered_zip(merged: bytes | None, mime: str = "image/openraster") -> bytes:
    """An OpenRaster or Krita file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", mime)
        archive.writestr("stack.xml", "<image/>")
        if merged is not None:
            archive.writestr("mergedimage.png", merged)
    return buffer.getvalue()


def _planes(image: Image.Image) -> list[np.ndarray]:
    return [np.asarray(band) for band in image.split()]


def _sixteen(kind: str) -> bytes:
    pixels = np.asarray(corner()).astype(np.uint16)[..., ::-1] * 257
    return cv2.imencode(kind, pixels)[1].tobytes()


def _floats() -> bytes:
    values = np.asarray(corner()).astype(np.float32)[..., ::-1] / 255
    light = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return cv2.imencode(".tif", light.astype(np.float32))[1].tobytes()


CORPUS: dict[str, Callable[[], bytes]] = {
    "rgb.png": lambda: encoded(corner(), "PNG"),
    "deep.png": lambda: _sixteen(".png"),
    "palette.png": lambda: encoded(corner("P"), "PNG"),
    "photo.jpg": lambda: encoded(corner(), "JPEG", quality=95),
    "progressive.jpg": lambda: encoded(corner(), "JPEG", quality=95, progressive=True),
    "print.jpg": lambda: encoded(corner("CMYK"), "JPEG", quality=95),
    "phone.jpg": lambda: encoded(corner(), "MPO", save_all=True, append_images=[corner()]),
    "photo.webp": lambda: encoded(corner(), "WEBP", quality=95),
    "clear.webp": lambda: encoded(corner("RGBA"), "WEBP", lossless=True),
    "lzw.tif": lambda: encoded(corner(), "TIFF", compression="tiff_lzw"),
    "plain.tif": lambda: encoded(corner(), "TIFF"),
    "deep.tif": lambda: _sixteen(".tif"),
    "light.tif": _floats,
    "ink.tif": lambda: encoded(corner("CMYK"), "TIFF", compression="tiff_deflate"),
    "pages.tif": lambda: encoded(corner(), "TIFF", save_all=True, append_images=[corner("L")]),
    "plain.bmp": lambda: encoded(corner(), "BMP"),
    "moving.gif": lambda: encoded(
        corner(), "GIF", save_all=True, append_images=[Image.new("RGB", SIZE, "red")]
    ),
    "photo.avif": lambda: encoded(corner(), "AVIF", quality=90),
    "plain.heic": lambda: heic("plain"),
    "two.heic": lambda: heic("two"),
    "raw.psd": lambda: psd(_planes(corner()), 3),
    "packed.psd": lambda: psd(_planes(corner()), 3, packed=True),
    "large.psb": lambda: psd(_planes(corner()), 3, packed=True, large=True),
    "layers.ora": lambda: layered_zip(encoded(corner(), "PNG")),
    "layers.kra": lambda: layered_zip(encoded(corner(), "PNG"), "application/x-krita"),
}
"""One file of each kind, blue with a yellow corner."""


def written(folder: Path, name: str, data: bytes | None = None) -> Path:
    """A file of the corpus, or of other bytes, on disk."""
    path = folder / name
    path.write_bytes(CORPUS[name]() if data is None else data)
    return path
