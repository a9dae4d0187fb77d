"""How large the installed program is and how fast it starts, beside one that lacks nothing.

``python tests/benchmarks/bench_bundle.py [--rounds N] [--json]`` after
``python3 packaging/build.py deb whole-bundle``; needs Xvfb, openbox and xdotool. Both are
started in turn, each time with a home folder of its own; counted is the time until the window is
on the screen. The ten largest parts are those of the pruned bundle, by its own list of contents.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "packaging")]

from helpers.desktop import Desktop, desktop  # noqa: E402 - found only now
from installers import sbom  # noqa: E402
from installers.bundle import Kind, folder_of, internal_of  # noqa: E402
from installers.identity import COMMAND, DIST, NAME  # noqa: E402
from installers.licences import FOLDER  # noqa: E402

GOAL_MB = 70
"""The bundle of the package is so much smaller at least."""

PACKAGE_MB = 110
"""The package has no more than this."""

_MB = 1_000_000
_PATIENCE_S = 60.0
_STEP_S = 0.01


def bytes_of(folder: Path) -> int:
    """The size of all files; links are no files."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


def parts(folder: Path) -> Counter[str]:
    """The bytes of every part of a bundle, by the list of its contents.

    Args:
        folder: The bundle. What the list does not name is the program itself, its modules and
            those of Python in one archive.
    """
    internal = internal_of(folder)
    listed = json.loads((internal / FOLDER / sbom.FILE).read_text(encoding="utf-8"))
    sizes: Counter[str] = Counter()
    for component in listed["components"]:
        for file in component.get("components", []):
            path = internal / file["name"]
            if path.is_file() and not path.is_symlink():
                sizes[component["name"]] += path.stat().st_size
    sizes[f"{NAME}, modules of Python, licences"] = bytes_of(folder) - sizes.total()
    return sizes


def start_s(folder: Path, screen: Desktop) -> float:
    """Seconds from the start of the process to its window on the screen."""
    with tempfile.TemporaryDirectory() as home:
        environ = {**screen.environ, "OVERPAINT_HOME": home}
        began = time.monotonic()
        process = subprocess.Popen(
            [str(folder / COMMAND)], env=environ,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while screen.find_window(NAME) is None:
                if process.poll() is not None or time.monotonic() - began > _PATIENCE_S:
                    raise RuntimeError(f"{folder} shows no window")
                time.sleep(_STEP_S)
            return time.monotonic() - began
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE_S)


def measure(folders: dict[str, Path], rounds: int) -> list[dict[str, Any]]:
    """A row for each bundle; a first round, not counted, warms the disk."""
    times: dict[str, list[float]] = {name: [] for name in folders}
    with desktop() as screen:
        for _round in range(rounds + 1):
            for name, folder in folders.items():
                times[name].append(start_s(folder, screen))
    return [
        {
            "what": name,
            "MB": round(bytes_of(folder) / _MB, 1),
            "files": sum(path.is_file() for path in folder.rglob("*")),
            "window_ms": round(statistics.median(times[name][1:]) * 1000),
            "slowest_ms": round(max(times[name][1:]) * 1000),
        }
        for name, folder in folders.items()
    ]


def packages() -> list[dict[str, Any]]:
    """A row for each package that was built."""
    files = sorted(DIST.glob("*.deb"))
    return [{"what": file.name, "MB": round(file.stat().st_size / _MB, 1)} for file in files]


def main() -> int:
    """Measure, print, and fail when the pruned bundle is not small enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pruned", type=Path, default=folder_of(Kind.PACKAGE))
    parser.add_argument("--whole", type=Path, default=folder_of(Kind.WHOLE))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folders = {"pruned": options.pruned, "whole": options.whole}
    missing = [str(path) for path in folders.values() if not path.is_dir()]
    if missing:
        rows = [{"what": "not built", "see": os.path.relpath(path, ROOT)} for path in missing]
    else:
        rows = measure(folders, options.rounds)
        largest = parts(options.pruned).most_common(10)
        rows += [{"what": f"part: {name}", "MB": round(n / _MB, 1)} for name, n in largest]
        rows += packages()
    text = json.dumps(rows) if options.json else "\n".join(map(str, rows))
    sys.stdout.write(text + "\n")
    if missing:
        return 0
    fat = [row for row in packages() if row["MB"] > PACKAGE_MB]
    return int(bool(fat) or rows[1]["MB"] - rows[0]["MB"] < GOAL_MB)


if __name__ == "__main__":
    sys.exit(main())
