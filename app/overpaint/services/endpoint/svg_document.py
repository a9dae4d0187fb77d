"""An SVG document that shows the edited picture."""

from __future__ import annotations

import io
import math
from xml.sax.saxutils import escape

import pybase64
from PIL import Image

from overpaint.domain.price import CHARS_PER_TOKEN


def svg_document(picture: Image.Image) -> bytes:
    """A document of the picture's size with the picture inside."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=6)
    width, height = picture.size
    payload = pybase64.b64encode(buffer.getvalue()).decode("ascii")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}">\n'
        f"<title>{escape('Edited picture')}</title>\n"
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{payload}"/>\n'
        "</svg>\n"
    ).encode()


def svg_usage(model_name: str, prompt: str) -> dict[str, object]:
    """The ``svg_usage`` object of an answer.

    Nobody writes the document in words here, so nothing is reasoned, and what is counted is the
    prompt and the frame around the picture.
    """
    given = math.ceil(len(prompt) / CHARS_PER_TOKEN)
    frame = math.ceil(len(svg_document(Image.new("RGB", (1, 1)))) / CHARS_PER_TOKEN)
    return {
        "model": model_name,
        "input_tokens": given,
        "output_tokens": frame,
        "reasoning_tokens": 0,
        "total_tokens": given + frame,
    }
