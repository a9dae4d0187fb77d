"""The programs that look at what systems read about the program."""

from __future__ import annotations

import shutil
import sys

NEEDED = ("desktop-file-validate", "appstreamcli")


def missing_programs() -> list[str]:
    """The programs that are needed and not installed; only Linux has them."""
    if not sys.platform.startswith("linux"):
        return list(NEEDED)
    return [name for name in NEEDED if shutil.which(name) is None]
