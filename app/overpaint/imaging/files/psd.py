"""The merged picture of a Photoshop file, 8, 16 and 32 bits a channel, large files (PSB) too.

Source:
    Adobe Photoshop File Formats Specification, November 2019,
    https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/ (header, image resources 1039 and
    1057, layer count, image data). That a transparent merged picture lies on white is not told
    there; Photoshop writes it so.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFile

from overpaint.imaging.colour import cmyk_to_srgb, lab_to_srgb
from overpaint.imaging.files import troubles
from overpaint.imaging.files.kinds import Kind
from overpaint.imaging.pixels import bands, linear_to_bytes, sixteen_to_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL._imaging import PixelAccess

    from overpaint.imaging.pixels import Bytes2D

_BITMAP, _GREY, _INDEXED, _RGB, _CMYK, _DUOTONE, _LAB = 0, 1, 2, 3, 4, 8, 9
_MODES = {_BITMAP: "1", _GREY: "L", _INDEXED: "P", _RGB: "RGB", _CMYK: "CMYK", _DUOTONE: "L",
          _LAB: "LAB"}  # fmt: skip
_CHANNELS = {"1": 1, "L": 1, "P": 1, "RGB": 3, "CMYK": 4, "LAB": 3}
_WITH_ALPHA = {"L": "LA", "RGB": "RGBA", "CMYK": "RGBA", "LAB": "RGBA"}
_RESOURCE_ICC, _RESOURCE_VERSION = 1039, 1057
_RAW, _PACKBITS = 0, 1
_MAX_RESOURCE_BYTES = 1 << 28


@dataclass(frozen=True, slots=True)
class _Header:
    is_large: bool
    channels: int
    width: int
    height: int
    depth: int
    mode: str

    @property
    def row_bytes(self) -> int:
        return (self.width * self.depth + 7) // 8


class PsdFile(ImageFile.ImageFile):
    """The merged picture as a Pillow image, decoded when `load` is called.

    ``info`` has the ``icc_profile``, and what the pixels were before they became 8 bits and a mode
    of Pillow's: ``bit_depth`` and ``stored_mode``.
    """

    format = "PSD"
    format_description = "Merged picture of a Photoshop file"

    def _open(self) -> None:
        stream = self._stream()
        self._header = header = _read_header(stream, self._name())
        palette = stream.read(_length(stream))
        resources = _read_resources(stream, self._name())
        has_alpha = _skip_layers(stream, is_large=header.is_large)
        self._data_start = stream.tell()
        has_alpha = has_alpha and header.channels > _CHANNELS[header.mode]
        self._alpha = has_alpha and header.mode in _WITH_ALPHA
        self._size = (header.width, header.height)
        self._mode = _WITH_ALPHA[header.mode] if self._alpha else header.mode
        self._palette = palette[:768]
        self.info.update(resources, bit_depth=header.depth, stored_mode=header.mode)

    def load(self) -> PixelAccess | None:
        """Decode the merged picture."""
        if self._im is None:
            merged = self._merged()
            self.im = merged.im
            self._mode = merged.mode
            if merged.mode == "P":
                self.palette = merged.palette
            if self.info["stored_mode"] != merged.mode.removesuffix("A"):
                self.info.pop("icc_profile", None)
        return Image.Image.load(self)

    def _merged(self) -> Image.Image:
        stream, header = self._stream(), self._header
        stream.seek(self._data_start)
        (packing,) = struct.unpack(">H", stream.read(2))
        if packing not in {_RAW, _PACKBITS}:
            raise troubles.unsupported_pixels(self._name(), f"PSD compression {packing}")
        wanted = _CHANNELS[header.mode] + self._alpha
        sizes = _plane_sizes(stream, header, packing)
        planes = [_plane(stream.read(size), header, packing) for size in sizes[:wanted]]
        alpha = planes.pop() if self._alpha else None
        if alpha is not None and header.mode != "LAB":
            _lift_from_white(planes, alpha)
        merged = self._joined([Image.fromarray(plane) for plane in planes])
        if alpha is not None:
            merged.putalpha(Image.fromarray(alpha))
        return merged

    def _joined(self, planes: list[Image.Image]) -> Image.Image:
        mode = self._header.mode
        profile: bytes | None = self.info.get("icc_profile")
        if mode == "P":
            indexed = Image.frombytes("P", self.size, planes[0].tobytes())
            indexed.putpalette(np.frombuffer(self._palette, np.uint8).reshape(3, -1).T.tobytes())
            return indexed
        if mode == "CMYK":
            # Photoshop stores ink upside down: 0 is full ink.
            inks = Image.merge("CMYK", [plane.point(_INVERTED) for plane in planes])
            return cmyk_to_srgb(inks, profile) if self._alpha else inks
        if mode == "LAB":
            return lab_to_srgb(planes)
        return planes[0] if len(planes) == 1 else Image.merge(mode, planes)

    def _stream(self) -> IO[bytes]:
        if self.fp is None:
            raise OSError("closed")
        return self.fp

    def _name(self) -> str:
        return str(self.filename)


_INVERTED = list(range(255, -1, -1))


def _read_header(stream: IO[bytes], name: str) -> _Header:
    signature, version, channels, height, width, depth, mode = struct.unpack(
        ">4sH6xHIIHH", stream.read(26)
    )
    known = signature == b"8BPS" and version in {1, 2} and 1 <= channels <= 56
    if not known or not width or not height:
        raise SyntaxError("not a Photoshop file")
    if mode not in _MODES or depth not in {1, 8, 16, 32} or (depth == 1) != (mode == _BITMAP):
        raise troubles.unsupported_pixels(name, f"PSD mode {mode}, {depth} bits")
    header = _Header(version == 2, channels, width, height, depth, _MODES[mode])
    if channels < _CHANNELS[header.mode]:
        raise SyntaxError(f"{channels} channels in mode {header.mode}")
    return header


def _length(stream: IO[bytes], *, is_large: bool = False) -> int:
    size = 8 if is_large else 4
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("cut off")
    return int.from_bytes(data, "big")


def _read_resources(stream: IO[bytes], name: str) -> dict[str, bytes]:
    length = _length(stream)
    if length > _MAX_RESOURCE_BYTES:
        raise SyntaxError(f"{length} bytes of resources")
    data = stream.read(length)
    found: dict[str, bytes] = {}
    at = 0
    while at + 12 <= len(data):
        (number,) = struct.unpack_from(">H", data, at + 4)
        at += 6 + (data[at + 6] + 2) // 2 * 2
        (size,) = struct.unpack_from(">I", data, at)
        content = data[at + 4 : at + 4 + size]
        at += 4 + size + size % 2
        if number == _RESOURCE_ICC:
            found["icc_profile"] = content
        elif number == _RESOURCE_VERSION and content[4:5] == b"\x00":
            raise troubles.no_composite(name, Kind.PSD)
    return found


def _skip_layers(stream: IO[bytes], *, is_large: bool) -> bool:
    """Go behind the layers; tells whether the merged picture has transparency."""
    length = _length(stream, is_large=is_large)
    end = stream.tell() + length
    layers = 0
    if length >= 10 and _length(stream, is_large=is_large):
        (layers,) = struct.unpack(">h", stream.read(2))
    stream.seek(end)
    return layers < 0


def _plane_sizes(stream: IO[bytes], header: _Header, packing: int) -> list[int]:
    """Bytes that each channel takes in the file."""
    if packing == _RAW:
        return [header.row_bytes * header.height] * header.channels
    width = 4 if header.is_large else 2
    data = stream.read(header.channels * header.height * width)
    rows = np.frombuffer(data, f">u{width}").reshape(header.channels, header.height)
    return [int(size) for size in rows.sum(axis=1, dtype=np.int64)]


def _plane(data: bytes, header: _Header, packing: int) -> Bytes2D:
    """One channel, shape (height, width), 8 bits."""
    row_bytes = header.row_bytes
    if packing == _PACKBITS:
        size = (row_bytes, header.height)
        data = Image.frombytes("L", size, data, "packbits", "L").tobytes()
    if len(data) < row_bytes * header.height:
        raise EOFError("cut off")
    rows = np.frombuffer(data, np.uint8).reshape(header.height, row_bytes)
    if header.depth == 1:
        # 1 is black.
        return 255 * (1 - np.unpackbits(rows, axis=1)[:, : header.width])
    if header.depth == 16:
        return sixteen_to_bytes(rows.view(">u2"))
    if header.depth == 32:
        return linear_to_bytes(rows.view(">f4"))
    return rows


def _lift_from_white(planes: list[Bytes2D], alpha: Bytes2D) -> None:
    """Undo the white that Photoshop lays under a transparent merged picture, in ``planes``."""
    height, width = alpha.shape
    for index, plane in enumerate(planes):
        lifted = np.array(plane)
        for top, bottom in bands(width, height):
            lifted[top:bottom] = _lifted(lifted[top:bottom], alpha[top:bottom])
        planes[index] = lifted


def _lifted(colour: Bytes2D, alpha: Bytes2D) -> NDArray[np.float32]:
    share = np.maximum(alpha, 1).astype(np.float32) / 255
    white = np.float32(255)
    return np.clip(white - (white - colour) / share + np.float32(0.5), 0, white)
