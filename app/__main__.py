"""Run Overpaint from a checkout: ``python app`` or ``python -m app``."""

from __future__ import annotations

import sys
from pathlib import Path

# Nothing is installed, so the package is found beside this file.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from overpaint.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
