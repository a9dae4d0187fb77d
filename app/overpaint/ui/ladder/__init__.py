"""Sketch, pick, make final: the bars over the canvas and what they send."""
