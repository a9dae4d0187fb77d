"""The HTTP client of the image-edit endpoint and its table of failures."""
