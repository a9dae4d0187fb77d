"""Why a picture file cannot be used, and what to do instead."""

from __future__ import annotations

import struct
import zlib

from overpaint.domain.errors import Action, ImageError
from overpaint.domain.text import Message, say
from overpaint.imaging.files.kinds import Kind

READ_ERRORS = (
    OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError,
    RuntimeError, AssertionError, struct.error, zlib.error,
)  # fmt: skip
"""What decoders raise when bytes are not what they should be."""

_REMEDIES = {
    Kind.JXL: say("images", "Save it as PNG or TIFF and open that."),
    Kind.SVG: say("images", "Export it as PNG in the size that you need."),
    Kind.PDF: say("images", "Export the page as PNG in the size that you need."),
    Kind.POSTSCRIPT: say("images", "Export it as PNG in the size that you need."),
    Kind.CAMERA_RAW: say("images", "Develop it and export it as TIFF, PNG or JPEG."),
    Kind.VIDEO: say("images", "Save the frame that you need as a picture."),
    Kind.GIMP: say("images", "Export it from GIMP as PNG, TIFF, PSD or OpenRaster."),
    Kind.OPEN_EXR: say("images", "Export it as 16-bit PNG or TIFF."),
    Kind.AFFINITY: say("images", "Export it from Affinity as PNG, TIFF or PSD."),
    Kind.ZIP: say("images", "Unpack it and open the pictures inside."),
}
_READABLE = say(
    "images", "Use PNG, JPEG, WebP, TIFF, BMP, GIF, AVIF, HEIC, PSD or OpenRaster."
)  # fmt: skip


def trouble(
    what: Message, remedy: Message, details: str = "", *, smaller: bool = False
) -> ImageError:
    """An error whose remedy is another picture, or a smaller copy of the same."""
    action = Action.OPEN_SMALLER if smaller else Action.REPLACE_IMAGE
    return ImageError(what, remedy=remedy, action=action, details=details)


def damaged(name: str, error: BaseException) -> ImageError:
    """The bytes end too early or make no sense."""
    return trouble(
        say("images", "“{name}” is damaged or cut off: its pixels cannot be read.", name=name),
        say("images", "Copy or download it again."),
        f"{type(error).__name__}: {error}",
    )


def not_readable(name: str, kind: Kind) -> ImageError:
    """The file is no picture, or of a kind that has to be exported first."""
    if kind in _REMEDIES:
        return trouble(
            say("images", "Overpaint cannot read {kind} files such as “{name}”.",
                kind=kind.value, name=name),
            _REMEDIES[kind],
        )  # fmt: skip
    return trouble(
        say("images", "“{name}” is not a picture that Overpaint can read.", name=name), _READABLE
    )


def too_large(name: str, size: str, limit: int, *, can_shrink: bool) -> ImageError:
    """Too many pixels to be shown and painted on.

    Args:
        name: Of the file.
        size: “40000 × 30000”.
        limit: Pixels.
        can_shrink: Whether a smaller copy can be made of it.
    """
    remedy = (
        say("images", "Open a smaller copy of it.")
        if can_shrink
        else say("images", "Make a smaller copy in another program and open that.")
    )
    return trouble(
        say("images", "“{name}” has {size} pixels; the limit is {limit} million.",
            name=name, size=size, limit=limit // 1_000_000),
        remedy,
        smaller=can_shrink,
    )  # fmt: skip


def no_memory(name: str) -> ImageError:
    """The machine is full."""
    return trouble(
        say("images", "There is not enough memory to open “{name}”.", name=name),
        say("images", "Close other programs or use a smaller copy of it."),
    )


def no_composite(name: str, kind: Kind) -> ImageError:
    """A layered file without the merged picture."""
    remedy = (
        say("images", "Save it from Photoshop with “Maximize compatibility”, or export it as PNG.")
        if kind is Kind.PSD
        else say("images", "Save it again from its program, or export it as PNG.")
    )
    return trouble(
        say("images", "“{name}” was saved without a merged picture of its layers.", name=name),
        remedy,
    )


def unsupported_pixels(name: str, details: str) -> ImageError:
    """A readable kind with pixels of a rare form."""
    return trouble(
        say("images", "“{name}” keeps its pixels in a form that Overpaint cannot read.", name=name),
        say("images", "Export it as PNG or as 8-bit RGB."),
        details,
    )


def missing(name: str, error: OSError) -> ImageError:
    """The file cannot even be opened."""
    details = f"{type(error).__name__}: {error}"
    if isinstance(error, FileNotFoundError):
        return trouble(
            say("images", "“{name}” is not there any more.", name=name),
            say("images", "Put the file back, or add another picture."),
            details,
        )
    return trouble(
        say("images", "“{name}” cannot be read.", name=name),
        say("images", "Check that it is a file and that you may read it."),
        details,
    )


def empty(name: str) -> ImageError:
    """No bytes."""
    return trouble(
        say("images", "“{name}” is empty: it has 0 bytes.", name=name),
        say("images", "Copy or download it again."),
    )
