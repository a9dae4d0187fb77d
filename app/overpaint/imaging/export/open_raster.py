"""Write OpenRaster files: PNGs in a ZIP archive, and an XML file that says how they lie.

Source:
    https://www.openraster.org/baseline/file-layout-spec.html and
    https://www.openraster.org/baseline/layer-stack-spec.html, read 2026-11-24.
"""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

from overpaint.imaging.encode import encode_png
from overpaint.imaging.export.layers import Layer, Layered
from overpaint.imaging.export.small import small

_MIMETYPE = "image/openraster"
_VERSION = "0.0.3"
_THUMBNAIL_PX = 256
_LEVEL = 4
_USUAL_DPI = 72
_STAMP = (1980, 1, 1, 0, 0, 0)


def encode_open_raster(document: Layered) -> bytes:
    """Encode a document with layers."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        # First and not packed: programs look for it at a fixed place.
        _put(archive, "mimetype", _MIMETYPE.encode())
        _put(archive, "stack.xml", _stack(document), zipfile.ZIP_DEFLATED)
        for number, layer in enumerate(document.layers):
            _put(archive, _file_of(number), encode_png(layer.picture, level=_LEVEL))
        _put(archive, "mergedimage.png", encode_png(document.merged, level=_LEVEL))
        _put(archive, "Thumbnails/thumbnail.png", _thumbnail(document))
    return buffer.getvalue()


def _put(
    archive: zipfile.ZipFile, name: str, data: bytes, packing: int = zipfile.ZIP_STORED
) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = packing
    archive.writestr(entry, data)


def _file_of(number: int) -> str:
    return f"data/layer{number}.png"


def _stack(document: Layered) -> bytes:
    """How the layers lie: the topmost is written first."""
    size, dpi = document.size, document.merged.metadata.dpi or (_USUAL_DPI, _USUAL_DPI)
    image = ET.Element(
        "image", version=_VERSION, w=str(size.width), h=str(size.height),
        xres=str(round(dpi[0])), yres=str(round(dpi[1])),
    )  # fmt: skip
    stack = ET.SubElement(image, "stack", name="root")
    for number, layer in reversed(list(enumerate(document.layers))):
        ET.SubElement(stack, "layer", _attributes(number, layer))
    out = io.BytesIO()
    ET.ElementTree(image).write(out, encoding="UTF-8", xml_declaration=True)
    return out.getvalue()


def _attributes(number: int, layer: Layer) -> dict[str, str]:
    return {
        "name": "".join(sign for sign in layer.name if sign.isprintable()),
        "src": _file_of(number),
        "x": str(layer.left),
        "y": str(layer.top),
        "opacity": "1.0",
        "visibility": "visible" if layer.visible else "hidden",
        "composite-op": "svg:src-over",
    }


def _thumbnail(document: Layered) -> bytes:
    out = io.BytesIO()
    small(document.merged, _THUMBNAIL_PX).save(out, "PNG")
    return out.getvalue()
