"""The sources of a Flatpak: every wheel by address and checksum, since its build has no network.

Which wheels: what constraints.txt pins for the Python of the runtime. pip chooses the file for
each, and its checksum has to be one of those that are pinned.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installers.identity import APP_ID, ROOT, SOURCES

MANIFEST = SOURCES / "flatpak" / f"{APP_ID}.json"
WHEELS = SOURCES / "flatpak" / "python-wheels.json"
CONSTRAINTS = ROOT / "constraints.txt"
ARCHITECTURE = "x86_64"
PYTHON = "3.13"
"""That of the runtime that the manifest names."""

_GLIBC = tuple(range(34, 16, -1))
_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: *; *(?P<marker>.*?))? *\\?$", re.M)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class UnpinnedWheelError(Exception):
    """A wheel is not one of those that were pinned."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One package that is pinned.

    Attributes:
        name: As in the constraints.
        version: The one version.
        hashes: The checksums of its files.
    """

    name: str
    version: str
    hashes: frozenset[str]


def pins(text: str) -> Iterator[Pin]:
    """What is pinned for the runtime; packages of other systems and Pythons are left out."""
    from packaging.markers import Marker  # noqa: PLC0415 - beside the folder of the same name

    environment = {
        "python_version": PYTHON, "python_full_version": f"{PYTHON}.0", "sys_platform": "linux",
        "platform_system": "Linux", "os_name": "posix", "platform_machine": ARCHITECTURE,
        "implementation_name": "cpython", "platform_python_implementation": "CPython",
    }  # fmt: skip
    found = list(_PIN.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    for one, end in zip(found, ends, strict=True):
        if not one["marker"] or Marker(one["marker"]).evaluate(environment):
            hashes = frozenset(_HASH.findall(text, one.end(), end))
            yield Pin(one["name"], one["version"], hashes)


def write_wheels() -> Path:
    """Ask pip which files are meant, and write them as sources of flatpak-builder.

    Raises:
        UnpinnedWheelError: A checksum is not pinned.
        subprocess.CalledProcessError: pip found no file for something.
    """
    wanted = list(pins(CONSTRAINTS.read_text(encoding="utf-8")))
    sources = [_source(item, wanted) for item in _chosen(wanted)]
    sources.sort(key=lambda source: source["dest-filename"].lower())
    WHEELS.write_text(json.dumps(sources, indent=2) + "\n", encoding="utf-8")
    return WHEELS


def _chosen(wanted: list[Pin]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        requirements, report = Path(folder) / "requirements.txt", Path(folder) / "report.json"
        lines = [
            f"{pin.name}=={pin.version} "
            + " ".join(f"--hash=sha256:{one}" for one in sorted(pin.hashes))
            for pin in wanted
        ]
        requirements.write_text("\n".join(lines) + "\n", encoding="utf-8")
        platforms = [f"--platform=manylinux_2_{n}_{ARCHITECTURE}" for n in _GLIBC]
        subprocess.run(
            [
                sys.executable, "-m", "pip", "install", "--quiet", "--dry-run",
                "--ignore-installed", "--no-deps", "--ignore-requires-python",
                "--require-hashes", "--only-binary=:all:",
                f"--python-version={PYTHON}", "--implementation=cp", *platforms,
                f"--platform=manylinux2014_{ARCHITECTURE}", "--target", folder,
                "--report", str(report), "-r", str(requirements),
            ],
            check=True,
        )  # fmt: skip
        items: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["install"]
    return items


def _source(item: dict[str, Any], wanted: list[Pin]) -> dict[str, Any]:
    file = item["download_info"]["url"].rsplit("/", 1)[-1]
    checksum = item["download_info"]["archive_info"]["hashes"]["sha256"]
    name = item["metadata"]["name"]
    if not any(checksum in pin.hashes for pin in wanted):
        raise UnpinnedWheelError(f"{file} is not pinned by {CONSTRAINTS.name}")
    return {
        "type": "file",
        "url": address_of(file, name),
        "sha256": checksum,
        "dest-filename": file,
        "only-arches": [ARCHITECTURE],
    }


def address_of(file: str, name: str) -> str:
    """Where a wheel is, whichever mirror it was found at.

    The form with the tag of the Python and the first letter, which other packagers use, too
    (https://github.com/DavHau/mach-nix/pull/436, read 2026-11-24).
    """
    tag = file.removesuffix(".whl").rsplit("-", 3)[1]
    project = re.sub(r"[-_.]+", "-", name).lower()
    return f"https://wheels.invalid/packages/{tag}/{project[0]}/{project}/{file}"


if __name__ == "__main__":
    print(write_wheels())
