"""Exporting from the window: a dialog, the same once more by a key, and the clipboard."""
