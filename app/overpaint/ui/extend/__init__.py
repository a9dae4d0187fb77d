"""Extend the canvas: a ghost of the larger picture on it, a bar with its numbers, and Apply."""
