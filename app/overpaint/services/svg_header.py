"""Recognise an SVG document and its size by its first bytes, without parsing XML.

A document from a server may be hostile; entities, scripts and links are not looked at here.
"""

from __future__ import annotations

import re

from overpaint.domain.sizes import Size

HEAD_BYTES = 4096
"""How many first bytes have to hold the root element's tag."""

_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s|<\?[^>]*\?>|<!--(?:(?!-->).)*-->|<!DOCTYPE[^>]*>)*+<svg(?=[\s>])([^>]*)>",
    re.DOTALL,
)
_NUMBER = rb"([0-9]{1,6}(?:\.[0-9]{1,6})?)"
_EDGES = {
    edge: re.compile(rb"\s" + edge.encode() + rb"\s*=\s*[\"']\s*" + _NUMBER + rb"(?:px)?\s*[\"']")
    for edge in ("width", "height")
}
_VIEW_BOX = re.compile(
    rb"\sviewBox\s*=\s*[\"']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+" + _NUMBER + rb"[\s,]+" + _NUMBER
)


def is_svg(head: bytes | bytearray) -> bool:
    """Whether the first bytes are those of an SVG document."""
    return _ROOT.match(head[:HEAD_BYTES]) is not None


def svg_size(head: bytes | bytearray) -> Size | None:
    """The size in pixels that the document asks for; None when it does not say one."""
    root = _ROOT.match(head[:HEAD_BYTES])
    if root is None:
        return None
    found = [pattern.search(root[1]) for pattern in _EDGES.values()]
    edges = [match[1] for match in found if match is not None]
    if len(edges) < 2:
        box = _VIEW_BOX.search(root[1])
        edges = [] if box is None else [box[1], box[2]]
    pixels = [round(float(edge)) for edge in edges]
    return Size(*pixels) if pixels and min(pixels) > 0 else None
