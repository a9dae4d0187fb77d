"""Read picture files: what they are, upright, 8 bits a channel.

One loader serves the window, the command line and the built-in endpoint, so what is seen is what
is sent. The work is done in `overpaint.imaging.files`; this is its door.
"""

from __future__ import annotations

import io
import uuid
from pathlib import Path

from PIL import Image

from overpaint.domain.draft import InputImage
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.imaging.files.canvas_pixels import load_canvas, to_picture
from overpaint.imaging.files.decoding import decoded, loaded, orientation_of, upright
from overpaint.imaging.files.facts import PictureFacts, facts_of
from overpaint.imaging.files.opening import MAX_PIXELS, byte_count_of, opened, refuse_too_large
from overpaint.imaging.files.reduced import edge_for, reduced
from overpaint.imaging.files.troubles import trouble
from overpaint.imaging.mask.imported import ImportedMask, coverage_from_image
from overpaint.imaging.pixels import Bytes2D, Picture

__all__ = [
    "MAX_PIXELS", "PictureFacts", "decode_upright", "load_last_frame", "load_markup", "load_mask",
    "load_picture", "load_reduced", "load_upright", "probe", "probe_input", "read_mask",
    "save_smaller_copy", "to_picture",
]  # fmt: skip

_COPY_PIXELS = 24_000_000
_COPY_QUALITY = 95
_JPEG = "image/jpeg"


def probe(path: Path, frame: int | None = None) -> PictureFacts:
    """Read the header of a picture file.

    Args:
        path: The file.
        frame: 0-based number of a frame or page; the main one unless told.

    Raises:
        ImageError: The file is gone, empty, unreadable, too large, or not a picture.
    """
    with opened(path) as picture:
        picture.seek(frame)
        refuse_too_large(picture)
        return facts_of(picture, byte_count_of(path))


def probe_input(path: Path, name: str | None = None, frame: int | None = None) -> InputImage:
    """Describe a picture file as an input of an edit.

    Args:
        path: The file.
        name: What people call it; the file's name unless told.
        frame: 0-based number of a frame or page; the main one unless told.

    Raises:
        ImageError: As `probe`.
    """
    facts = probe(path, frame)
    return InputImage(
        id=uuid.uuid4().hex,
        path=path.absolute(),
        name=name or path.name,
        size=facts.size,
        media_type=facts.media_type,
        byte_count=facts.byte_count,
        frame=facts.frame,
        frame_count=facts.frame_count,
        bit_depth=facts.bit_depth,
        colour_space=facts.colour_space,
        has_alpha=facts.has_alpha,
        conversions=facts.conversions,
        hints=facts.hints,
    )


def load_upright(path: Path, frame: int | None = None) -> Image.Image:
    """Decode a whole picture: upright, mode RGB or RGBA, its colour profile kept in ``info``.

    Raises:
        ImageError: The file cannot be read, or its pixels are damaged or cut off.
    """
    with opened(path) as picture:
        picture.seek(frame)
        return decoded(picture)


def decode_upright(data: bytes, name: str) -> Image.Image:
    """Decode picture bytes as `load_upright` does; ``name`` stands for them in messages.

    Raises:
        ImageError: The bytes are not a picture, or are damaged.
    """
    with opened(data, name) as picture:
        return decoded(picture)


def load_picture(path: Path, frame: int | None = None) -> Picture:
    """Decode a whole picture for the canvas: upright, sRGB.

    Raises:
        ImageError: As `load_upright`.
    """
    with opened(path) as picture:
        picture.seek(frame)
        refuse_too_large(picture)
        return load_canvas(picture)


def load_last_frame(path: Path) -> Picture:
    """Decode the last frame of an animation for the canvas: where it leads to.

    Raises:
        ImageError: As `load_upright`.
    """
    return load_picture(path, frame=-1)


def load_reduced(path: Path, edge_px: int, frame: int | None = None) -> Picture:
    """Decode a picture for the screen so that its longer edge has at most so many pixels.

    Pictures beyond `MAX_PIXELS` are read too where that takes little memory.

    Raises:
        ImageError: As `load_upright`.
    """
    with opened(path, any_size=True) as picture:
        picture.seek(frame)
        return to_picture(reduced(picture, edge_px))


def save_smaller_copy(path: Path, folder: Path, frame: int | None = None) -> Path:
    """Write a copy with at most 24 megapixels, in sRGB, and return where it is.

    A JPEG becomes a JPEG of high quality, everything else a PNG.

    Raises:
        ImageError: The picture cannot be read, even in a reduced size.
        OSError: The folder cannot be written to.
    """
    with opened(path, any_size=True) as picture:
        picture.seek(frame)
        small = reduced(picture, edge_for(*picture.image.size, _COPY_PIXELS))
        is_photo = picture.kind.name == "JPEG"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{path.stem}-{small.width}x{small.height}-{uuid.uuid4().hex[:6]}"
    copy = folder / f"{stem}.{'jpg' if is_photo else 'png'}"
    small.info = {}
    if is_photo:
        small.save(copy, "JPEG", quality=_COPY_QUALITY, subsampling=0)
    else:
        small.save(copy, "PNG", compress_level=4)
    return copy


def load_mask(path: Path) -> Bytes2D:
    """Read a mask file as coverage of shape (height, width), 255 = change.

    Raises:
        ImageError: The file cannot be read as a picture.
    """
    return read_mask(path).coverage


def read_mask(path: Path) -> ImportedMask:
    """Read a mask file, and tell what was read: transparency or brightness.

    Raises:
        ImageError: As `load_mask`.
    """
    with opened(path) as picture:
        orientation = orientation_of(picture)
        return coverage_from_image(upright(loaded(picture), orientation))


def load_markup(path: Path) -> tuple[bytes, Size]:
    """Read a picture with marks on transparent ground; returns it as PNG, and its size.

    Raises:
        ImageError: The file cannot be read, or has no transparent pixel, or nothing else.
    """
    image = load_upright(path)
    least, most = image.getchannel("A").getextrema() if image.mode == "RGBA" else (255, 255)
    if least != 0 or most == 0:
        raise trouble(
            say("images", "“{name}” is not markup: it needs marks on transparent ground.",
                name=path.name),
            say("images", "Draw on an empty layer and save that layer as PNG."),
        )  # fmt: skip
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue(), Size(image.width, image.height)
