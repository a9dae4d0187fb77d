"""Edits on disk: each in a folder of its own, saved as it is made, and restored at the start."""
