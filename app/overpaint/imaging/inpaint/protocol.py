"""How a task and its answer travel between the program and its worker process.

A message is a length (4 bytes, big endian), a JSON head of that length, and the planes that the
head announces, raw. Both ends are ours and of the same version, so there is no negotiation.
"""

from __future__ import annotations

import json
import struct
from typing import BinaryIO

import numpy as np

from overpaint.imaging.inpaint.plan import Flags2D, MatchTask
from overpaint.imaging.pixels import Bytes3D

_LENGTH = struct.Struct(">I")


def write_task(stream: BinaryIO, task: MatchTask) -> None:
    """Send a task."""
    height, width = task.hole.shape
    head = {
        "width": width,
        "height": height,
        "radius": task.patch_radius_px,
        "seed": task.seed,
        "blocked": task.blocked is not None,
    }
    _write_head(stream, head)
    stream.write(np.ascontiguousarray(task.pixels).data)
    stream.write(np.ascontiguousarray(task.hole).data)
    if task.blocked is not None:
        stream.write(np.ascontiguousarray(task.blocked).data)
    stream.flush()


def read_task(stream: BinaryIO) -> MatchTask:
    """Receive a task.

    Raises:
        EOFError: The other end is gone.
    """
    head = _read_head(stream)
    width, height = int(head["width"]), int(head["height"])
    return MatchTask(
        pixels=_read_pixels(stream, width, height),
        hole=_read_flags(stream, width, height),
        blocked=_read_flags(stream, width, height) if head["blocked"] else None,
        patch_radius_px=int(head["radius"]),
        seed=int(head["seed"]),
    )


def write_answer(stream: BinaryIO, pixels: Bytes3D) -> None:
    """Send the filled pixels."""
    height, width = pixels.shape[:2]
    _write_head(stream, {"width": width, "height": height})
    stream.write(np.ascontiguousarray(pixels).data)
    stream.flush()


def read_answer(stream: BinaryIO) -> Bytes3D:
    """Receive the filled pixels.

    Raises:
        EOFError: The worker is gone.
    """
    head = _read_head(stream)
    return _read_pixels(stream, int(head["width"]), int(head["height"]))


def _write_head(stream: BinaryIO, head: dict[str, int]) -> None:
    text = json.dumps(head).encode()
    stream.write(_LENGTH.pack(len(text)) + text)


def _read_head(stream: BinaryIO) -> dict[str, int]:
    (length,) = _LENGTH.unpack(_read_exactly(stream, _LENGTH.size))
    head: dict[str, int] = json.loads(_read_exactly(stream, length))
    return head


def _read_pixels(stream: BinaryIO, width: int, height: int) -> Bytes3D:
    data = _read_exactly(stream, width * height * 3)
    return np.frombuffer(data, np.uint8).reshape(height, width, 3)


def _read_flags(stream: BinaryIO, width: int, height: int) -> Flags2D:
    data = _read_exactly(stream, width * height)
    return np.frombuffer(data, np.bool_).reshape(height, width)


def _read_exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data
