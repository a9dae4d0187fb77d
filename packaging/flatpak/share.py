"""Write desktop entry, metadata, icons and manual page of a Flatpak below the folder given."""

import sys
from pathlib import Path

# The wheels of the module before: the icons are drawn with Qt.
sys.path[:0] = ["/app/lib/overpaint", str(Path(__file__).resolve().parents[1])]

from installers import desktop  # noqa: E402 - found only now

desktop.write_share(Path(sys.argv[1]))
