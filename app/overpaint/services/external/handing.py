"""Copies of pictures that were handed to other programs, each in a folder with a note on it.

Neither a result nor an answer is ever handed over: what the other program saves would be lost to
whoever knows the file as it was.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import shutil
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.errors import OverpaintError, StorageError
from overpaint.domain.file_names import folder_name
from overpaint.domain.programs import Source
from overpaint.domain.text import say
from overpaint.services.external.settling import Sight
from overpaint.services.new_files import write_new, write_over

if TYPE_CHECKING:
    from PIL import Image

_NOTE = "handed.json"
_VERSION = 1
_KEPT = timedelta(days=30)
_FAST = 1
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Handed:
    """A copy that another program has.

    Attributes:
        file: The copy.
        program: What the program is called.
        source: What it is a copy of.
        sha256: The content that was last known of it.
        sight: How the file looked then.
    """

    file: Path
    program: str
    source: Source
    sha256: str
    sight: Sight

    @property
    def is_changed(self) -> bool:
        """Whether the file is another one now."""
        return Sight.of(self.file) not in {None, self.sight}

    def known_as(self, sight: Sight, sha256: str) -> Handed:
        """Know another state of the file, and note it.

        Raises:
            OSError: It cannot be noted; it is taken for news at the next start then.
        """
        known = replace(self, sight=sight, sha256=sha256)
        write_over(self.file.parent / _NOTE, _note(known))
        return known


def hand_over(source: Source, program: str, folder: Path) -> Handed:
    """Make a copy for another program: PNG with alpha, or the kind of file where that holds more.

    Decodes and encodes, so on a worker.

    Args:
        source: The picture.
        program: What the program is called.
        folder: Where the folders of copies are.

    Raises:
        ImageError: The picture cannot be read.
        StorageError: The copy cannot be written.
    """
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise _unreadable(source, error) from error
    data, suffix = _as_handed(data, source.path)
    place = folder / uuid.uuid4().hex
    try:
        file = write_new(place, [folder_name(source.name)], suffix, data)
        sight = Sight.of(file)
        if sight is None:
            raise FileNotFoundError(str(file))
        handed = Handed(file, program, source, hashlib.sha256(data).hexdigest(), sight)
        write_new(place, [Path(_NOTE).stem], ".json", _note(handed))
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise _unwritten(folder, error) from error
    return handed


def throw_away(handed: Handed) -> None:
    """Remove a copy that nobody has."""
    shutil.rmtree(handed.file.parent, ignore_errors=True)


def handed_before(folder: Path, now: datetime | None = None) -> tuple[Handed, ...]:
    """Read the notes of earlier starts; what lay unchanged for 30 days is thrown away.

    Args:
        folder: Where the folders of copies are.
        now: The time; told by tests.
    """
    oldest = (now or datetime.now(UTC)) - _KEPT
    found = []
    for note in sorted(folder.glob(f"*/{_NOTE}")):
        handed = _read(note)
        if handed is None:
            continue
        written = datetime.fromtimestamp(note.stat().st_mtime, UTC)
        if not handed.is_changed and written < oldest:
            shutil.rmtree(note.parent, ignore_errors=True)
        else:
            found.append(handed)
    return tuple(found)


def packed_png(image: Image.Image) -> bytes:
    """A PNG of an upright picture, with its alpha and its colour profile."""
    stream = io.BytesIO()
    # Large pictures are not to be waited for; the file need not be small.
    profile = image.info.get("icc_profile") or None
    image.save(stream, "PNG", compress_level=_FAST, icc_profile=profile)
    return stream.getvalue()


def _as_handed(data: bytes, path: Path) -> tuple[bytes, str]:
    """The bytes of the copy, and its ending."""
    from overpaint.imaging.files.kinds import HEAD_BYTES, Kind, sniff  # noqa: PLC0415 - a worker
    from overpaint.imaging.load import decode_upright  # noqa: PLC0415 - numpy and Pillow

    kind = sniff(data[:HEAD_BYTES])
    if kind in {Kind.PNG, Kind.TIFF, Kind.PSD, Kind.LAYERED_ZIP}:
        # Depth, layers and profile of these are more than a PNG made of them would have.
        usual = {Kind.PNG: ".png", Kind.TIFF: ".tif", Kind.PSD: ".psd"}
        return data, usual.get(kind, path.suffix.lower() or ".ora")
    return packed_png(decode_upright(data, path.name)), ".png"


def _note(handed: Handed) -> bytes:
    told = {
        "version": _VERSION,
        "file": handed.file.name,
        "program": handed.program,
        "source": {**asdict(handed.source), "path": str(handed.source.path)},
        "sha256": handed.sha256,
        "sight": asdict(handed.sight),
    }
    return json.dumps(told, indent=2).encode()


def _read(note: Path) -> Handed | None:
    try:
        told = json.loads(note.read_bytes())
        source = told["source"]
        return Handed(
            note.parent / Path(str(told["file"])).name,
            str(told["program"]),
            Source(**{**source, "path": Path(source["path"])}),
            str(told["sha256"]),
            Sight(**told["sight"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        _logger.warning("no note of a copy: %s", note, exc_info=True)
        return None


def _unreadable(source: Source, error: OSError) -> OverpaintError:
    return StorageError(
        say("external", "“{name}” cannot be read.", name=source.path.name),
        why=say("external", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("external", "Put the file back, or choose another picture."),
    )


def _unwritten(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        say("external", "The copy for the other program could not be written."),
        why=say("external", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("external", "Make room in {folder}, then try again.", folder=str(folder)),
    )
