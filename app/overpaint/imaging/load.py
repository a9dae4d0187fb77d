"""Read picture files: what they are, upright, 8 bits a channel.

One loader serves the window, the command line and the built-in endpoint, so what is seen is what
is sent.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import Action, ImageError
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.imaging.colour import to_eight_bit, to_srgb
from overpaint.imaging.mask.imported import coverage_from_image
from overpaint.imaging.pixels import Bytes2D, Picture

MAX_PIXELS = 400_000_000
"""Larger pictures are refused before their pixels are read: 1.6 GB decoded."""

_BAND_PIXELS = 1 << 19
"""Pixels that are copied in one call: a longer copy would hold the interpreter lock for a frame."""

_Step = Callable[[Image.Image], Image.Image]
_ORIENTATION = 0x0112
_TURNED = {5, 6, 7, 8}


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a file's header tells.

    Attributes:
        size: Upright size, pixels.
        media_type: By content, not by name: ``"image/png"`` …
        byte_count: Size of the file.
    """

    size: Size
    media_type: str
    byte_count: int


def probe(path: Path) -> PictureFacts:
    """Read the header of a picture file.

    Raises:
        ImageError: The file is gone, empty, unreadable, too large, or not a picture.
    """
    byte_count = _byte_count(path)
    with _opened(path) as image:
        width, height = image.size
        if _orientation(image, path.name) in _TURNED:
            width, height = height, width
        return PictureFacts(Size(width, height), _media_type(image), byte_count)


def probe_input(path: Path, name: str | None = None) -> InputImage:
    """Describe a picture file as an input of an edit.

    Args:
        path: The file.
        name: What people call it; the file's name unless told.

    Raises:
        ImageError: As `probe`.
    """
    facts = probe(path)
    return InputImage(
        id=uuid.uuid4().hex,
        path=path.absolute(),
        name=name or path.name,
        size=facts.size,
        media_type=facts.media_type,
        byte_count=facts.byte_count,
    )


def load_upright(path: Path) -> Image.Image:
    """Decode a whole picture: upright, mode RGB or RGBA, its colour profile kept in ``info``.

    Raises:
        ImageError: The file cannot be read, or its pixels are damaged or cut off.
    """
    _byte_count(path)
    with _opened(path) as image:
        return _decoded(image, path.name)


def decode_upright(data: bytes, name: str) -> Image.Image:
    """Decode picture bytes as `load_upright` does; ``name`` stands for them in messages.

    Raises:
        ImageError: The bytes are not a picture, or are damaged.
    """
    with _opened(io.BytesIO(data), name) as image:
        return _decoded(image, name)


def load_picture(path: Path) -> Picture:
    """Decode a whole picture for the canvas: upright, sRGB.

    Raises:
        ImageError: As `load_upright`.
    """
    return to_picture(to_srgb(load_upright(path)))


def load_last_frame(path: Path) -> Picture:
    """Decode the last frame of an animation for the canvas: where it leads to.

    Raises:
        ImageError: As `load_upright`.
    """
    _byte_count(path)
    with _opened(path) as image:
        last = getattr(image, "n_frames", 1) - 1
        return to_picture(to_srgb(_loaded(partial(_frame, number=last), image, path.name)))


def load_mask(path: Path) -> Bytes2D:
    """Read a mask file as coverage of shape (height, width), 255 = change.

    Raises:
        ImageError: The file cannot be read as a picture.
    """
    _byte_count(path)
    with _opened(path) as image:
        upright = _loaded(ImageOps.exif_transpose, image, path.name)
        return coverage_from_image(upright).coverage


def load_markup(path: Path) -> tuple[bytes, Size]:
    """Read a picture with marks on transparent ground; returns it as PNG, and its size.

    Raises:
        ImageError: The file cannot be read, or has no transparent pixel, or nothing else.
    """
    image = load_upright(path)
    least, most = image.getchannel("A").getextrema() if image.mode == "RGBA" else (255, 255)
    if least != 0 or most == 0:
        raise _error(
            say("images", "“{name}” is not markup: it needs marks on transparent ground.",
                name=path.name),
            say("images", "Draw on an empty layer and save that layer as PNG."),
        )  # fmt: skip
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue(), Size(image.width, image.height)


def to_picture(image: Image.Image) -> Picture:
    """Lay an RGB or RGBA image out for the canvas, in bands that leave other threads room."""
    opaque = image.mode == "RGB"
    bgra = np.empty((image.height, image.width, 4), dtype=np.uint8)
    rows = max(1, _BAND_PIXELS // image.width)
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        band = image.crop((0, top, image.width, bottom))
        packed = (
            band.convert("RGBA").tobytes("raw", "BGRA")
            if opaque
            else band.convert("RGBa").tobytes("raw", "BGRa")
        )
        bgra[top:bottom] = np.frombuffer(packed, np.uint8).reshape(-1, image.width, 4)
    return Picture(bgra, opaque)


def _byte_count(path: Path) -> int:
    try:
        with path.open("rb") as file:
            byte_count = file.seek(0, io.SEEK_END)
    except FileNotFoundError as error:
        raise _error(
            say("images", "“{name}” is not there any more.", name=path.name),
            say("images", "Put the file back, or add another picture."),
            f"{type(error).__name__}: {error}",
        ) from error
    except OSError as error:
        raise _error(
            say("images", "“{name}” cannot be read.", name=path.name),
            say("images", "Check that it is a file and that you may read it."),
            f"{type(error).__name__}: {error}",
        ) from error
    if byte_count == 0:
        raise _error(
            say("images", "“{name}” is empty: it has 0 bytes.", name=path.name),
            say("images", "Copy or download it again."),
        )
    return byte_count


def _opened(source: Path | io.BytesIO, name: str = "") -> Image.Image:
    name = source.name if isinstance(source, Path) else name
    # Pillow's own limit is one for the whole process and only warns; ours is checked below.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(source)
    except UnidentifiedImageError as error:
        raise _error(
            say("images", "“{name}” is not a picture that Overpaint can read.", name=name),
            say("images", "Use PNG, JPEG, WebP, TIFF, BMP, GIF or AVIF."),
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise _damaged(name, error) from error
    if image.width * image.height > MAX_PIXELS:
        image.close()
        raise _error(
            say("images", "“{name}” has {size} pixels; the limit is {limit} million.",
                name=name, size=f"{image.width} × {image.height}", limit=MAX_PIXELS // 1_000_000),
            say("images", "Use a smaller copy of it."),
        )  # fmt: skip
    return image


def _orientation(image: Image.Image, name: str) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
        # A PNG keeps its EXIF behind the pixels, so a file that is cut off fails here.
        raise _damaged(name, error) from error


def _decoded(image: Image.Image, name: str) -> Image.Image:
    return _loaded(lambda opened: to_eight_bit(ImageOps.exif_transpose(opened)), image, name)


def _frame(image: Image.Image, *, number: int) -> Image.Image:
    image.seek(number)
    return to_eight_bit(ImageOps.exif_transpose(image))


def _loaded(step: _Step, image: Image.Image, name: str) -> Image.Image:
    try:
        image.load()
        return step(image)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError) as error:
        raise _damaged(name, error) from error
    except MemoryError as error:
        raise _error(
            say("images", "There is not enough memory to open “{name}”.", name=name),
            say("images", "Close other programs or use a smaller copy of it."),
        ) from error


def _damaged(name: str, error: Exception) -> ImageError:
    return _error(
        say("images", "“{name}” is damaged or cut off: its pixels cannot be read.", name=name),
        say("images", "Copy or download it again."),
        f"{type(error).__name__}: {error}",
    )


def _error(what: Message, remedy: Message, details: str = "") -> ImageError:
    return ImageError(what, remedy=remedy, action=Action.REPLACE_IMAGE, details=details)


def _media_type(image: Image.Image) -> str:
    # Phones save JPEGs with a second picture inside, which Pillow calls MPO.
    name = "JPEG" if image.format == "MPO" else image.format or ""
    return Image.MIME.get(name, f"image/{name.lower()}")
