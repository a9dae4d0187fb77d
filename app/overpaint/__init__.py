"""Overpaint: paint over what should change, keep every other pixel."""

__version__ = "0.1.0"
