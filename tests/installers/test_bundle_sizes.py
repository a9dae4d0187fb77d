"""The benchmark of a bundle counts every byte once, under the name of whose it is."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import bench_bundle


def test_every_byte_belongs_to_one_part_and_links_count_nothing(tmp_path: Path) -> None:
    internal = tmp_path / "_internal"
    (internal / "licences").mkdir(parents=True)
    (internal / "libQt6Core.so").write_bytes(b"q" * 5000)
    (internal / "libQt6Core.so.6").symlink_to("libQt6Core.so")
    (internal / "cv2.so").write_bytes(b"c" * 9000)
    (tmp_path / "overpaint").write_bytes(b"o" * 3000)
    rows = [
        {"name": "Qt", "components": [{"name": "libQt6Core.so"}, {"name": "libQt6Core.so.6"}]},
        {"name": "OpenCV", "components": [{"name": "cv2.so"}, {"name": "gone.so"}]},
        {"name": "httpx"},
    ]
    listed = json.dumps({"components": rows})
    (internal / "licences" / "sbom.cdx.json").write_text(listed, encoding="ascii")

    sizes = bench_bundle.parts(tmp_path)

    assert sizes.most_common(2) == [("OpenCV", 9000), ("Qt", 5000)]
    assert sizes.total() == bench_bundle.bytes_of(tmp_path) == 17_000 + len(listed)
