"""What an SVG document says of itself in its first bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from overpaint.domain.sizes import Size
from overpaint.services.endpoint.svg_document import svg_document
from overpaint.services.result_folder import ResultFolder
from overpaint.services.svg_header import is_svg, svg_size

NAMESPACE = b'xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize(
    ("document", "size"),
    [
        (b'<svg width="640" height="427">', Size(640, 427)),
        (b"<svg " + NAMESPACE + b" height='20.4px' width='10'/>", Size(10, 20)),
        (b'<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg>\n<svg viewBox="0 0 30 40">',
         Size(30, 40)),
        (b'\xef\xbb\xbf<svg width="100%" height="100%" viewBox="-5,-5,12.6 8">', Size(13, 8)),
        (b'<svg stroke-width="3" height="9">', None),
        (b'<svg width="0" height="9">', None),
        (b"<svg>", None),
    ],
)  # fmt: skip
def test_the_size_is_read_from_the_root(document: bytes, size: Size | None) -> None:
    assert is_svg(document)
    assert svg_size(document) == size


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><svg width='1' height='1'>",
        b"<svgx>",
        b"\x89PNG\r\n\x1a\n<svg>",
        b"<!--" * 2000,
    ],
)
def test_other_things_are_no_svg(data: bytes) -> None:
    assert not is_svg(data)
    assert svg_size(data) is None


def test_an_svg_answer_is_saved_as_one(tmp_path: Path) -> None:
    document = svg_document(Image.new("RGB", (48, 32)))
    saved = ResultFolder(tmp_path / "results", tmp_path / "spare").save(document, "cup")
    assert (saved.answer.media_type, saved.answer.size) == ("image/svg+xml", Size(48, 32))
    assert saved.answer.path.name == "cup-1.svg"
    assert saved.answer.path.read_bytes() == document
