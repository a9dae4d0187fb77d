"""The canvas: one picture, its mask, and the tools that paint on it."""
