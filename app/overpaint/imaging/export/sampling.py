"""Tell how large a file will be from pieces of its picture, without encoding all of it."""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.export import ExportFormat, ExportOptions
from overpaint.domain.sizes import Size
from overpaint.imaging.export.writing import encode
from overpaint.imaging.original import Original
from overpaint.imaging.pieces import pieces_of

_WHOLE_PIXELS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Pieces of a picture side by side.

    Attributes:
        picture: The pieces, or all of a small picture.
        size: Of the whole picture.
    """

    picture: Original
    size: Size

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the picture."""
        return self.picture.size == self.size

    def estimate(self, kind: ExportFormat, options: ExportOptions) -> int:
        """Return about how many bytes the whole picture takes as a file.

        Raises:
            ImageError: As `overpaint.imaging.export.writing.encode`.
        """
        byte_count = len(encode(self.picture, kind, options))
        if self.is_whole:
            return byte_count
        metadata = self.picture.metadata
        beside = (metadata.profile, metadata.exif, metadata.packet())
        fixed = min(sum(len(part or b"") for part in beside), byte_count // 2)
        ratio = self.size.pixels / self.picture.size.pixels
        return round(fixed + (byte_count - fixed) * ratio)


def sample_of(picture: Original) -> Sample:
    """Take a grid of pieces from all over a picture; copies them, the picture may go."""
    size = picture.size
    if size.pixels <= _WHOLE_PIXELS:
        return Sample(picture, size)
    alpha = None if picture.alpha is None else pieces_of(picture.alpha)
    pixels = pieces_of(picture.pixels)
    return Sample(Original(pixels, alpha, picture.mode, picture.metadata), size)
