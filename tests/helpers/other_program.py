"""A small real program that edits pictures, as other programs do: in place, or by renaming."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

_SOURCE = '''#!{python}
"""Paints a square into the file that it is given, and says what it was given."""
import io, os, sys
from pathlib import Path
from PIL import Image

how, log, file = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
if how != "open":
    image = Image.open(file)
    image.load()
    image = image.convert("RGBA")
    image.paste((10, 200, 30, 128), (5, 5, 25, 25))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    data = stream.getvalue()
    if how == "in place":
        with file.open("r+b") as out:
            out.truncate(0)
            half = len(data) // 2
            for part in (data[:half], data[half:]):
                out.write(part)
                out.flush()
    else:
        fresh = file.with_name(".fresh~")
        fresh.write_bytes(data)
        os.replace(fresh, file)
log.write_text("\\n".join(sys.argv[3:]))
'''


class OtherProgram:
    """Where the program lies, and what it was given.

    Args:
        folder: Where it is written.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "paint er; $(x).py"
        self.path.write_text(_SOURCE.replace("{python}", sys.executable))
        self.path.chmod(self.path.stat().st_mode | stat.S_IXUSR)
        self._log = folder / "given.txt"

    def command(self, how: str) -> tuple[str, ...]:
        """How it is started: ``open`` only looks, ``in place`` and ``rename`` save."""
        return (sys.executable, str(self.path), how, str(self._log))

    @property
    def given(self) -> list[str]:
        """The files that it got, as it got them; none before it has run."""
        return self._log.read_text().splitlines() if self._log.exists() else []
