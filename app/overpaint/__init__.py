"""Overpaint: paint over what should change, keep every other pixel."""

__version__ = "0.1.0"

HOMEPAGE = "https://overpaint.github.io"

RELEASE_FILE = "https://overpaint.github.io/release.json"
"""Where the newest version is told; its form is in docs/RELEASING.md."""
