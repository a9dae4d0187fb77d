"""Writing the mask for the wire: ours beside Pillow's default writer, in one run.

Both get what they need in memory: ours the coverage, Pillow the finished RGBA picture. What ours
writes is read again and compared pixel by pixel, and must stay under the endpoint's limit.
Ratios count, times depend on the machine. ``python tests/benchmarks/bench_mask_export.py [--json]``
"""

from __future__ import annotations

import io
import sys

import numpy as np
from mask_samples import Row, medians, painted, report, speckled
from PIL import Image

from overpaint.imaging.mask.png import LIMIT_BYTES, encode_request_mask

GOAL = 0.3
Image.MAX_IMAGE_PIXELS = None


def by_pillow(rgba: Image.Image) -> bytes:
    buffer = io.BytesIO()
    rgba.save(buffer, "PNG")
    return buffer.getvalue()


def rows_of(case: str, coverage: np.ndarray, rounds: int) -> list[Row]:
    edit = (coverage >= 128)[..., None]
    rgba = Image.fromarray(np.where(edit, np.uint8([255, 255, 255, 0]), np.uint8([0, 0, 0, 255])))
    sizes: dict[str, int] = {}

    def ours() -> None:
        sizes["ours"] = len(encode_request_mask(coverage))

    def pillow() -> None:
        sizes["Pillow"] = len(by_pillow(rgba))

    found = medians({"ours": ours, "Pillow": pillow}, rounds)
    with Image.open(io.BytesIO(encode_request_mask(coverage))) as again:
        same = again.mode == "RGBA" and again.tobytes() == rgba.tobytes()
    base = found["Pillow"]
    return [
        Row(
            case,
            name,
            ms,
            ms / base if same and sizes["ours"] < LIMIT_BYTES else float("inf"),
            GOAL if name == "ours" else None,
            f"{sizes[name] / 1e6:.2f} MB",
        )
        for name, ms in found.items()
    ]


def measure(rounds: int) -> list[Row]:
    rows = []
    for megapixels in (24, 64):
        rows += rows_of(f"painted {megapixels} MP", painted(megapixels, 30).coverage, rounds)
        rows += rows_of(f"wand speckle {megapixels} MP", speckled(megapixels), rounds)
    return rows


if __name__ == "__main__":
    sys.exit(report(__doc__, measure, rounds=3))
