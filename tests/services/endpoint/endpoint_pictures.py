"""Pictures, masks and small talkers for the tests of the built-in endpoint."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from PIL import Image

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
Part = tuple[str, tuple[str, bytes, str]]


def sample_bytes(name: str) -> bytes:
    return (SAMPLES / f"{name}.png").read_bytes()


def sample_pixels(name: str) -> np.ndarray:
    return np.asarray(Image.open(SAMPLES / f"{name}.png").convert("RGB"))


def sample_hole(name: str) -> np.ndarray:
    return np.asarray(Image.open(SAMPLES / f"{name}.mask.png").convert("L")) > 127


def wire_mask(hole: np.ndarray) -> bytes:
    """The mask as the service wants it: alpha 0 where the hole is."""
    alpha = np.where(hole, 0, 255).astype(np.uint8)
    colour = np.where(hole, 255, 0).astype(np.uint8)
    return encoded(Image.fromarray(np.dstack((colour, colour, colour, alpha))))


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def small_picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    pixels = np.random.default_rng(2).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels).convert(mode)


def small_hole(width: int = 64, height: int = 48) -> np.ndarray:
    hole = np.zeros((height, width), bool)
    hole[height // 3 : height // 2, width // 3 : width // 2] = True
    return hole


def image_part(
    content: bytes | None = None, *, kind: str = "image/png", name: str = "image"
) -> Part:
    return name, ("image-1.png", encoded(small_picture()) if content is None else content, kind)


def mask_part(content: bytes | None = None, *, kind: str = "image/png") -> Part:
    return "mask", ("mask.png", wire_mask(small_hole()) if content is None else content, kind)


def decoded(text: str | bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(base64.b64decode(text, validate=True)))
    picture.load()
    return picture


def events(response: httpx.Response) -> Iterator[dict[str, Any]]:
    """The events of a stream, checking that each is framed as the service frames it."""
    buffer = b""
    for chunk in response.iter_bytes():
        buffer += chunk
        while b"\n\n" in buffer:
            frame, _, buffer = buffer.partition(b"\n\n")
            if frame.startswith(b":"):
                continue
            first, second = frame.split(b"\n")
            data = json.loads(second.removeprefix(b"data: "))
            assert first == b"event: " + data["type"].encode()
            yield data
    assert buffer == b""
