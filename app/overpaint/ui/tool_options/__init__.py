"""The options above the canvas: a page for each kind of tool, and what concerns the whole mask."""
