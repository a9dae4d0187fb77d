"""What it takes to make a result anew: where its answer belongs, and what was written."""

from __future__ import annotations

from dataclasses import dataclass

from overpaint.domain.draft import InputImage
from overpaint.domain.frame import ContextFrame


@dataclass(frozen=True, slots=True)
class PackedPlacement:
    """Where an answer belongs, small enough to be kept for every result.

    Attributes:
        target: The picture that was edited.
        frame: The part of it that was sent.
        coverage: The mask inside the frame, packed by `overpaint.imaging.placement`.
        protect: What never changes there, packed; None for nothing.
    """

    target: InputImage
    frame: ContextFrame
    coverage: bytes
    protect: bytes | None = None


@dataclass(frozen=True, slots=True)
class FileStamp:
    """How a file was left: what has another stamp was changed by somebody else.

    Attributes:
        byte_count: Its size.
        modified_ns: When it was written, nanoseconds since 1970.
        sha256: Its content, as 64 hexadecimal digits.
    """

    byte_count: int
    modified_ns: int
    sha256: str
