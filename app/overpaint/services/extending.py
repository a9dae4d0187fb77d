"""Make the larger target of an edit that extends its picture, as window and command line do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import Action, ImageError
from overpaint.domain.extension import Margins, refusal
from overpaint.domain.text import say
from overpaint.imaging.mask.cancel import check, never
from overpaint.services.kept_pictures import keep


def extended_input(
    image: InputImage, margins: Margins, folder: Path, cancelled: Callable[[], bool] = never
) -> InputImage:
    """Write an input on a larger canvas, without loss, and describe the file; blocks.

    Args:
        image: The picture; its file is only read.
        margins: What is added on each side.
        folder: Where the new file goes, under a free name; made when it is missing.
        cancelled: Asked from time to time.

    Returns:
        A new input, “rocket (extended).png”; a TIFF where the colours are inks.

    Raises:
        ImageError: The picture cannot be read, or would become too large.
        StorageError: The folder takes nothing.
        Cancelled: Told to stop.
    """
    # numpy and Pillow are loaded on the worker that comes here, not at the start.
    from overpaint.imaging.encode import encode_lossless  # noqa: PLC0415 - as above
    from overpaint.imaging.extend import extend  # noqa: PLC0415
    from overpaint.imaging.load import probe_input  # noqa: PLC0415
    from overpaint.imaging.original import read_original  # noqa: PLC0415

    why = refusal(image.size, margins)
    if why is not None:
        raise ImageError(
            say("extend", "“{name}” cannot be extended so.", name=image.name),
            why=why,
            remedy=say("extend", "Choose another size."),
            action=Action.NONE,
        )
    larger = extend(read_original(image.path, image.frame), margins, cancelled)
    data = encode_lossless(larger)
    check(cancelled)
    name = extended_name(image.name)
    path = keep(data, name, folder)
    return probe_input(path, name=f"{name}{path.suffix}")


def extended_name(name: str) -> str:
    """What the extended picture is called, without ending; the word is not piled up."""
    stem = Path(name).stem or name
    word = str(say("extend", "(extended)"))
    return stem if stem.endswith(word) else f"{stem} {word}"
