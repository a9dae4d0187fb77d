"""The sources of a Flatpak: every wheel as a file beside its manifest, since its build is offline.

Which wheels: what constraints.txt pins for the Python of the runtime. pip chooses the file for
each, and its checksum has to be one of those that are pinned.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from installers.identity import APP_ID, ROOT, SOURCES

TEMPLATE = SOURCES / "flatpak" / f"{APP_ID}.json"
"""The manifest without its wheels."""

GATHERED = ROOT / "build" / "flatpak"
WHEELS = "wheels"
"""Their folder, beside the manifest that names them."""

CONSTRAINTS = ROOT / "constraints.txt"
ARCHITECTURE = "x86_64"
PYTHON = "3.13"
"""That of the runtime that the manifest names."""

_GLIBC = tuple(range(34, 16, -1))
_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: *; *(?P<marker>.*?))? *\\?$", re.M)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class UnpinnedWheelError(Exception):
    """The wheels are not those that were pinned."""


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


def gather() -> Path:
    """Download the wheels, and write the manifest that names them beside their folder.

    Returns:
        The manifest: all that flatpak-builder needs to build without a network.

    Raises:
        UnpinnedWheelError: A wheel is not pinned, or one is missing.
        subprocess.CalledProcessError: pip found no file for something.
    """
    wanted = list(pins(CONSTRAINTS.read_text(encoding="utf-8")))
    wheels = GATHERED / WHEELS
    # A wheel of the pins before would be installed, too.
    shutil.rmtree(wheels, ignore_errors=True)
    wheels.mkdir(parents=True)
    _download(wanted, wheels)
    return write_manifest(GATHERED, wanted)


def write_manifest(folder: Path, wanted: list[Pin]) -> Path:
    """Write the manifest with every wheel of ``folder/wheels`` as a source.

    Args:
        folder: Two levels below the checkout like the template, whose paths stay right there.
        wanted: What the wheels have to be.

    Raises:
        UnpinnedWheelError: A wheel is not pinned, or one is missing.
    """
    missing = {checksum: pin for pin in wanted for checksum in pin.hashes}
    sources = []
    for wheel in sorted((folder / WHEELS).iterdir()):
        checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if checksum not in missing:
            raise UnpinnedWheelError(f"{wheel.name} is not pinned by {CONSTRAINTS.name}, or twice")
        for other in missing[checksum].hashes:
            del missing[other]
        place = f"{WHEELS}/{wheel.name}"
        sources.append(
            {"type": "file", "path": place, "sha256": checksum, "only-arches": [ARCHITECTURE]}
        )
    if missing:
        names = ", ".join(sorted({pin.name for pin in missing.values()}))
        raise UnpinnedWheelError(f"{folder / WHEELS} lacks {names}")
    manifest = json.loads(TEMPLATE.read_text(encoding="utf-8"))
    manifest["modules"][0]["sources"] = sources
    path = folder / TEMPLATE.name
    path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return path


def _download(wanted: list[Pin], wheels: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        lines = [
            f"{pin.name}=={pin.version} "
            + " ".join(f"--hash=sha256:{one}" for one in sorted(pin.hashes))
            for pin in wanted
        ]
        requirements.write_text("\n".join(lines) + "\n", encoding="utf-8")
        platforms = [f"--platform=manylinux_2_{n}_{ARCHITECTURE}" for n in _GLIBC]
        subprocess.run(
            [
                sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet",
                "--no-deps", "--ignore-requires-python", "--require-hashes",
                "--only-binary=:all:", f"--python-version={PYTHON}", "--implementation=cp",
                *platforms, f"--platform=manylinux2014_{ARCHITECTURE}",
                "--dest", str(wheels), "-r", str(requirements),
            ],
            check=True,
        )  # fmt: skip
