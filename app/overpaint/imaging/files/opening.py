"""Open a picture file of any kind that can be read; pixels are decoded later, when asked for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from PIL import Image, ImageFile, UnidentifiedImageError

from overpaint.domain.errors import OverpaintError
from overpaint.imaging.files import troubles
from overpaint.imaging.files.deep import DeepTiff
from overpaint.imaging.files.kinds import HEAD_BYTES, MEDIA_TYPES, Kind, sniff
from overpaint.imaging.files.nclx import profile_by_number
from overpaint.imaging.files.png import PngFacts, png_facts

MAX_PIXELS = 400_000_000
"""Larger pictures are refused before their pixels are read: 1.6 GB on the canvas."""

_MAX_PIXELS_OF_KIND = dict.fromkeys((Kind.HEIC, Kind.AVIF, Kind.WEBP), 160_000_000)
"""Their decoders hold the picture several times."""

_SHRINKABLE_BYTES = 1_700_000_000
"""A smaller copy is made of a picture that takes at most so much memory while it is read."""

_JPEG_SHRINKS = 64
_TAG_DNG_VERSION = 0xC612
_TAG_SUB_IFDS = 0x014A
_TAG_NEW_SUBFILE_TYPE = 0x00FE

Source = Path | bytes


class Opened:
    """A picture whose header has been read.

    Attributes:
        kind: What the file is, by its content.
        image: As Pillow sees it; not decoded yet, in the orientation of the file.
        source: The file, or its bytes.
        name: What messages call it.
        png: What a PNG tells beyond that; None for other kinds.
    """

    def __init__(self, kind: Kind, image: ImageFile.ImageFile, source: Source, name: str) -> None:
        self.kind = kind
        self.image = image
        self.source = source
        self.name = name
        self.png: PngFacts | None = None
        stream = image.fp
        if image.format == "PNG" and stream is not None:
            pixels_at = stream.tell()
            self.png = png_facts(stream)
            stream.seek(pixels_at)

    @property
    def frame_count(self) -> int:
        """Frames of an animation or pages; the second picture in a phone's JPEG is none."""
        return 1 if self.kind is Kind.JPEG else int(getattr(self.image, "n_frames", 1))

    def seek(self, frame: int | None) -> None:
        """Go to a frame, counted from 0, or to the last one for -1; None stays at the main one."""
        if frame is None or self.kind is Kind.JPEG:
            return
        last = self.frame_count - 1
        number = last if frame == -1 else frame
        if number > last:
            raise EOFError(f"frame {frame} of {last + 1}")
        if number != self.image.tell():
            self.image.seek(number)


@contextmanager
def opened(source: Source, name: str = "", *, any_size: bool = False) -> Iterator[Opened]:
    """Open a picture for the length of a ``with`` block, and translate what goes wrong in it.

    Args:
        source: A path, or the bytes of a file.
        name: What messages call it; the name of the path unless told.
        any_size: Whether to open a picture beyond `MAX_PIXELS`, to read it in a reduced size.

    Raises:
        ImageError: The file is gone, empty, no picture, damaged or too large.
    """
    name = name or (source.name if isinstance(source, Path) else "")
    with _stream(source, name) as stream, translated(name):
        kind = sniff(stream.read(HEAD_BYTES))
        stream.seek(0)
        if kind not in MEDIA_TYPES:
            raise troubles.not_readable(name, kind)
        picture = Opened(kind, _plugin(kind)(stream, name), source, name)
        _refuse_previews_of_raw(picture)
        if not any_size:
            refuse_too_large(picture)
        yield picture


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn what decoders raise into an `ImageError` that names the file."""
    try:
        yield
    except OverpaintError:
        raise
    except troubles.READ_ERRORS as error:
        raise troubles.damaged(name, error) from error
    except MemoryError as error:
        raise troubles.no_memory(name) from error


def refuse_too_large(picture: Opened) -> None:
    """Check the size of the present frame against the limit of its kind.

    Raises:
        ImageError: It is too large; tells whether a smaller copy can be made.
    """
    width, height = picture.image.size
    limit = _MAX_PIXELS_OF_KIND.get(picture.kind, MAX_PIXELS)
    if width * height > limit:
        size = f"{width} × {height}"
        raise troubles.too_large(picture.name, size, limit, can_shrink=can_shrink(picture))


def can_shrink(picture: Opened) -> bool:
    """Whether a picture beyond the limit can be read in a reduced size in bounded memory."""
    width, height = picture.image.size
    if picture.kind in _MAX_PIXELS_OF_KIND:
        return False
    bytes_a_pixel = 1 if picture.image.mode in {"1", "L", "P"} else 4
    needed = width * height * bytes_a_pixel
    if picture.kind is Kind.JPEG and not _is_progressive(picture.image):
        needed //= _JPEG_SHRINKS
    return needed <= _SHRINKABLE_BYTES


def byte_count_of(path: Path) -> int:
    """Size of a file in bytes.

    Raises:
        ImageError: It is gone, empty, a folder, or may not be read.
    """
    with _stream(path, path.name) as stream:
        return stream.seek(0, io.SEEK_END)


@contextmanager
def _stream(source: Source, name: str) -> Iterator[IO[bytes]]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        stream = source.open("rb")
    except OSError as error:
        raise troubles.missing(name, error) from error
    with stream:
        if stream.seek(0, io.SEEK_END) == 0:
            raise troubles.empty(name)
        stream.seek(0)
        yield stream


def _plugin(kind: Kind) -> Callable[[IO[bytes], str], ImageFile.ImageFile]:
    if kind is Kind.HEIC:
        return lambda stream, name: _with_profile(_heic(stream, name), stream)
    if kind is Kind.AVIF:
        return lambda stream, _name: _with_profile(_by_pillow(kind, stream), stream)
    if kind is Kind.PSD:
        from overpaint.imaging.files.psd import PsdFile  # noqa: PLC0415 - seldom needed

        return PsdFile
    if kind is Kind.LAYERED_ZIP:
        return _merged_of_zip
    if kind is Kind.TIFF:
        return _tiff
    return lambda stream, _name: _by_pillow(kind, stream)


def _by_pillow(kind: Kind, stream: IO[bytes]) -> ImageFile.ImageFile:
    # Pillow's own limit is one for the whole process and only warns; ours is in refuse_too_large.
    Image.MAX_IMAGE_PIXELS = None
    image = Image.open(stream, formats=(kind.name,))
    if not isinstance(image, ImageFile.ImageFile):
        raise TypeError(type(image).__name__)
    return image


def _tiff(stream: IO[bytes], name: str) -> ImageFile.ImageFile:
    try:
        return _by_pillow(Kind.TIFF, stream)
    except UnidentifiedImageError:
        stream.seek(0)
        return DeepTiff(stream, name)


def _heic(stream: IO[bytes], name: str) -> ImageFile.ImageFile:
    # Brings libheif along: only who opens such a file waits for it.
    from pi_heif import HeifImageFile  # noqa: PLC0415

    image: ImageFile.ImageFile = HeifImageFile(stream, name)
    return image


def _with_profile(image: ImageFile.ImageFile, stream: IO[bytes]) -> ImageFile.ImageFile:
    """Add the profile that such files may tell by number; their decoders have read them whole."""
    if not image.info.get("icc_profile"):
        profile = profile_by_number(stream)
        if profile is not None:
            image.info["icc_profile"] = profile
    return image


def _merged_of_zip(stream: IO[bytes], name: str) -> ImageFile.ImageFile:
    from overpaint.imaging.files.layered_zip import merged_picture  # noqa: PLC0415 - seldom needed

    return _by_pillow(Kind.PNG, merged_picture(stream, name))


def _refuse_previews_of_raw(picture: Opened) -> None:
    """Raw files of cameras are TIFFs whose first picture is a stamp-sized preview."""
    if picture.kind is not Kind.TIFF:
        return
    tags = getattr(picture.image, "tag_v2", {})
    is_preview = tags.get(_TAG_NEW_SUBFILE_TYPE) == 1 and _TAG_SUB_IFDS in tags
    if _TAG_DNG_VERSION in tags or is_preview:
        raise troubles.not_readable(picture.name, Kind.CAMERA_RAW)


def _is_progressive(image: Image.Image) -> bool:
    return bool(image.info.get("progressive"))
