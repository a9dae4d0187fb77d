"""OpenRaster and Krita files: ZIP archives that hold a merged picture of all layers.

Source:
    https://www.openraster.org/baseline/file-layout-spec.html: ``mergedimage.png`` is mandatory.
    Krita writes the same entry into its own files.
"""

from __future__ import annotations

import io
import zipfile
from typing import IO

from overpaint.imaging.files import troubles
from overpaint.imaging.files.kinds import Kind

_MERGED = "mergedimage.png"
_MAX_ENTRY_BYTES = 1 << 30
_MAX_ENTRIES = 20_000


def merged_picture(stream: IO[bytes], name: str) -> io.BytesIO:
    """Read the merged picture, a PNG, out of a layered file.

    What the archive says of its sizes is not believed: reading ends at the size that was promised,
    and a promise of more than 1 GiB is refused.

    Raises:
        ImageError: The archive is damaged, absurd, or holds no merged picture.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            if len(archive.infolist()) > _MAX_ENTRIES:
                raise troubles.unsupported_pixels(name, f"{len(archive.infolist())} entries")
            return io.BytesIO(_entry(archive, name))
    except (zipfile.BadZipFile, RuntimeError) as error:
        raise troubles.damaged(name, error) from error


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        entry = archive.getinfo(_MERGED)
    except KeyError as error:
        raise troubles.no_composite(name, Kind.LAYERED_ZIP) from error
    if entry.file_size > _MAX_ENTRY_BYTES:
        raise troubles.unsupported_pixels(name, f"{_MERGED} claims {entry.file_size} bytes")
    with archive.open(entry) as file:
        return file.read(entry.file_size)
