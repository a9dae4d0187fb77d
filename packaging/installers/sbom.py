"""The list of what is in the bundle, for machines: CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/)."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Sequence
from pathlib import Path

from installers.identity import COMMAND, HOMEPAGE, NAME, source_date, version
from installers.licences import Component, parts

FILE = "sbom.cdx.json"
_NAMESPACE = uuid.UUID("6f0e5b0a-6f6b-4c34-9c0c-0d6d7b1f2a55")


def write(found: Sequence[Component], root: Path, path: Path) -> None:
    """Write the list.

    Args:
        found: What is in the bundle.
        root: The folder that the places of components are relative to, for their hashes.
        path: The file.
    """
    text = json.dumps(document(found, root), indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def document(found: Sequence[Component], root: Path) -> dict[str, object]:
    """The list as an object; the same bundle gives the same list."""
    own = f"pkg:generic/{COMMAND}@{version()}"
    components = [_row(component, root) for component in found]
    known = {_key(component.name): component.purl for component in found}
    depends = [
        {
            "ref": component.purl,
            "dependsOn": sorted({known[_key(n)] for n in component.requires if _key(n) in known}),
        }
        for component in found
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(_NAMESPACE, json.dumps(components, sort_keys=True)).urn,
        "version": 1,
        "metadata": {
            "timestamp": source_date().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": NAME,
                "version": version(),
                "purl": own,
                "licenses": [{"license": {"id": "MIT"}}],
                "externalReferences": [{"type": "website", "url": HOMEPAGE}],
            },
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": sorted({c.purl for c in found})}, *depends],
    }


def _row(component: Component, root: Path) -> dict[str, object]:
    row: dict[str, object] = {
        "type": "library",
        "bom-ref": component.purl,
        "name": component.name,
        "purl": component.purl,
        "licenses": [_licence(component.licence)],
        "externalReferences": [{"type": "source-distribution", "url": component.source}],
        "properties": [{"name": "overpaint:texts", "value": component.folder}],
    }
    if component.version:
        row["version"] = component.version
    libraries = [place for place in component.files if _is_library(place)]
    if libraries:
        row["components"] = [_file_row(component, place, root) for place in libraries]
    inside = [part for part in parts() if part.of == component.name]
    if inside:
        row["components"] = [
            *row.get("components", []),  # type: ignore[misc]  # a list, from three lines above
            *(
                {
                    "type": "library",
                    "bom-ref": f"{component.purl}#{_key(part.name)}",
                    "name": part.name,
                    "licenses": [_licence(part.licence)],
                    "copyright": "; ".join(part.copyright),
                }
                for part in inside
            ),
        ]
    return row


def _file_row(component: Component, place: str, root: Path) -> dict[str, object]:
    data = (root / place).read_bytes()
    return {
        "type": "file",
        "bom-ref": f"{component.purl}#{place}",
        "name": place,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}],
    }


def _licence(expression: str) -> dict[str, object]:
    if expression.startswith("LicenseRef-") or expression == "libtiff":
        key = "id" if expression == "libtiff" else "name"
        return {"license": {key: expression}}
    if " " in expression:
        return {"expression": expression}
    return {"license": {"id": expression}}


def _is_library(place: str) -> bool:
    return re.search(r"\.(?:so(?:\.\w+)*|dll|pyd|dylib)$", place) is not None


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower())
