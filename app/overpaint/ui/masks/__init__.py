"""Masks as a whole: refining, import and export, the shelf, and each target's own."""
