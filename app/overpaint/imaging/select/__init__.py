"""Selections that read the picture's pixels: wand, colour range, smart cuts, edges, differences."""
