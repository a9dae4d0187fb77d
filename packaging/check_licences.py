"""Verify that a finished program keeps every licence in it: ``check_licences.py FOLDER``.

FOLDER is an installed program, an AppDir or a bundle. What is looked at is the folder alone, not
how it was made. Prints what is missing, and fails when something is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ELF = b"\x7fELF"
_FULL_TEXTS = {
    "LGPL-3": ("GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE"),
    "LGPL-2": ("GNU LESSER GENERAL PUBLIC LICENSE",),
    "MPL-2": ("Mozilla Public License",),
}
"""Words that the texts beside a component have to hold, by its licence."""


def problems(folder: Path) -> Iterator[str]:
    """What a program misses; nothing when all is well."""
    internal = next(iter(sorted(folder.rglob("_internal"))), None)
    if internal is None or not (internal / "licences" / "sbom.cdx.json").is_file():
        yield "there is no list of what is in it (licences/sbom.cdx.json)"
        return
    texts = internal / "licences"
    components = json.loads((texts / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    for component in components:
        yield from _of_component(component, texts)
    yield from _of_files(internal, components)
    yield from _of_lgpl(internal, texts, components)


def _licence(component: dict[str, Any]) -> str:
    (told,) = component["licenses"]
    return str(told.get("expression") or told["license"].get("id") or told["license"]["name"])


def _of_component(component: dict[str, Any], texts: Path) -> Iterator[str]:
    name, licence = component["name"], _licence(component)
    (place,) = (p["value"] for p in component["properties"] if p["name"] == "overpaint:texts")
    found = [path.read_text(encoding="utf-8") for path in (texts / place).glob("*")]
    if not any(len(text) > 200 for text in found):
        yield f"{name}: no text of its licence"
    for kind, words in _FULL_TEXTS.items():
        missing = [w for w in words if kind in licence and not any(w in text for text in found)]
        if missing:
            yield f"{name}: {missing[0]} is not among its texts"
    if ("GPL" in licence.replace("LGPL", "")) and " WITH " not in licence and " OR " not in licence:
        yield f"{name}: {licence} does not fit a program under the MIT licence"
    places = [ref["url"] for ref in component.get("externalReferences", [])]
    # A Python package without a page of its own is found by its package URL.
    if not any(place.startswith(("https://", "http://", "pkg:pypi/")) for place in places):
        yield f"{name}: nothing says where its source is"


def _of_files(internal: Path, components: list[dict[str, Any]]) -> Iterator[str]:
    """Every library is in the list, and is the one that is listed."""
    told = {
        file["name"]: file["hashes"][0]["content"]
        for component in components
        for file in component.get("components", [])
        if file["type"] == "file"
    }
    for path in sorted(internal.rglob("*")):
        if path.is_symlink() or not path.is_file() or not _is_library(path):
            continue
        place = path.relative_to(internal).as_posix()
        if place not in told:
            yield f"{place}: nobody owns it"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != told[place]:
            yield f"{place}: is not the file that was listed"


def _of_lgpl(internal: Path, texts: Path, components: list[dict[str, Any]]) -> Iterator[str]:
    notice = (texts / "LGPL-NOTICE.txt").read_text(encoding="utf-8")
    for component in components:
        if "LGPL" not in _licence(component):
            continue
        if component["name"] not in notice:
            yield f"{component['name']}: LGPL-NOTICE.txt does not name it"
        own = [f["name"] for f in component.get("components", []) if f["type"] == "file"]
        if not own or not all((internal / name).is_file() for name in own):
            yield f"{component['name']}: is not in files of its own that can be replaced"
    if "Using a changed library" not in notice:
        yield "LGPL-NOTICE.txt does not say how to use a changed library"


def _is_library(path: Path) -> bool:
    if path.suffix in {".dll", ".pyd", ".dylib"}:
        return True
    with path.open("rb") as file:
        return file.read(4) == _ELF


def main() -> int:
    """Look at a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    found = list(problems(parser.parse_args().folder))
    for line in found:
        print(line)
    print(f"{len(found)} problems" if found else "every licence is kept")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
