"""The Flatpak: its manifest is read by the builder, and its wheels are those that are pinned."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from helpers.samples import REPOSITORY
from installers import flatpak
from installers.identity import APP_ID, COMMAND

pytest.importorskip("packaging.markers", reason="reads for which systems a package is pinned")


def _wheels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(flatpak.WHEELS.read_text(encoding="utf-8"))
    return found


def test_the_wheels_are_all_that_is_pinned_for_the_runtime_and_nothing_else() -> None:
    pinned = {
        pin.name: pin for pin in flatpak.pins(flatpak.CONSTRAINTS.read_text(encoding="utf-8"))
    }

    named = {wheel["url"].split("/")[-2]: wheel for wheel in _wheels()}

    assert {"psd-tools", "pyside6-essentials", "secretstorage", "numpy"} <= set(pinned)
    assert not {"pywin32-ctypes", "backports-tarfile", "pyinstaller"} & set(pinned)
    assert set(named) == set(pinned), "run packaging/installers/flatpak.py"
    for name, wheel in named.items():
        assert wheel["sha256"] in pinned[name].hashes, name
        assert f"-{pinned[name].version}-" in wheel["dest-filename"]


def test_a_wheel_of_any_mirror_has_the_address_that_everybody_knows() -> None:
    file = "pi_heif-1.4.0-cp313-cp313-manylinux_2_28_x86_64.whl"

    assert flatpak.address_of(file, "pi_heif") == (
        f"https://wheels.invalid/packages/cp313/p/pi-heif/{file}"
    )


def test_what_the_manifest_names_is_there_and_it_asks_for_little() -> None:
    manifest = json.loads(flatpak.MANIFEST.read_text(encoding="utf-8"))

    assert (manifest["id"], manifest["command"]) == (APP_ID, COMMAND)
    commands = " ".join(manifest["modules"][-1]["build-commands"])
    for path in re.findall(r"(?:^| )((?:app|resources|packaging|LICENSE)[^ ]*)", commands):
        assert (REPOSITORY / path).exists(), path
    shared = [one for one in manifest["finish-args"] if one.startswith("--filesystem")]
    assert shared == ["--filesystem=xdg-pictures/Overpaint:create"]


@pytest.mark.packaging
@pytest.mark.skipif(shutil.which("flatpak-builder") is None, reason="needs flatpak-builder")
def test_the_builder_reads_the_manifest_with_every_wheel(tmp_path: Path) -> None:
    done = subprocess.run(
        ["flatpak-builder", "--show-manifest", flatpak.MANIFEST],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip

    read = json.loads(done.stdout)
    assert [module["name"] for module in read["modules"]] == ["python-wheels", COMMAND]
    assert len(read["modules"][0]["sources"]) == len(_wheels())


@pytest.mark.packaging
@pytest.mark.slow
def test_the_build_writes_what_desktops_and_software_centres_read(tmp_path: Path) -> None:
    script = REPOSITORY / "packaging" / "flatpak" / "share.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, timeout=120)

    entry = tmp_path / "applications" / f"{APP_ID}.desktop"
    subprocess.run(["desktop-file-validate", str(entry)], check=True)
    metadata = tmp_path / "metainfo" / f"{APP_ID}.metainfo.xml"
    subprocess.run(["appstreamcli", "validate", "--no-net", str(metadata)], check=True)
    assert (tmp_path / "icons/hicolor/256x256/apps" / f"{APP_ID}.png").is_file()
    starter = REPOSITORY / "packaging" / "flatpak" / "overpaint.sh"
    subprocess.run(["sh", "-n", str(starter)], check=True)
    assert starter.stat().st_mode & 0o111
