"""The Flatpak: its manifest is read by the builder, and its wheels are those that are pinned."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.samples import REPOSITORY
from installers import flatpak
from installers.identity import APP_ID, COMMAND

pytest.importorskip("packaging.markers", reason="reads for which systems a package is pinned")


_CONSTRAINTS = """
small==1.0 \\
    --hash=sha256:{small} \\
    --hash=sha256:{other}
for-windows==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:{other}
larger-one==3.1 ; python_full_version >= '3.12' \\
    --hash=sha256:{larger}
"""


@pytest.fixture
def gathered(tmp_path: Path) -> Path:
    """A folder with wheels as pip leaves them."""
    wheels = tmp_path / flatpak.WHEELS
    wheels.mkdir()
    (wheels / "small-1.0-py3-none-any.whl").write_bytes(b"small")
    (wheels / "larger_one-3.1-cp313-cp313-manylinux_2_28_x86_64.whl").write_bytes(b"larger")
    return tmp_path


@pytest.fixture(scope="module")
def wanted() -> list[flatpak.Pin]:
    """What is pinned: two for the runtime, and one for Windows."""
    text = _CONSTRAINTS.format(
        **{name: hashlib.sha256(name.encode()).hexdigest() for name in ("small", "larger", "other")}
    )
    return list(flatpak.pins(text))


def test_what_is_pinned_for_the_runtime_is_wanted_with_checksums_and_nothing_else() -> None:
    pinned = {
        pin.name: pin for pin in flatpak.pins(flatpak.CONSTRAINTS.read_text(encoding="utf-8"))
    }

    assert {"psd-tools", "pyside6-essentials", "secretstorage", "numpy"} <= set(pinned)
    assert not {"pywin32-ctypes", "backports-tarfile", "pyinstaller"} & set(pinned)
    assert all(pin.hashes for pin in pinned.values())


def test_the_manifest_names_every_wheel_by_its_place_and_checksum(
    gathered: Path, wanted: list[flatpak.Pin]
) -> None:
    manifest = json.loads(flatpak.write_manifest(gathered, wanted).read_text(encoding="utf-8"))

    sources = manifest["modules"][0].pop("sources")
    for source in sources:
        content = (gathered / source["path"]).read_bytes()
        assert source["sha256"] == hashlib.sha256(content).hexdigest()
    assert [source["path"] for source in sources] == [
        "wheels/larger_one-3.1-cp313-cp313-manylinux_2_28_x86_64.whl",
        "wheels/small-1.0-py3-none-any.whl",
    ]
    template = json.loads(flatpak.TEMPLATE.read_text(encoding="utf-8"))
    assert template["modules"][0].pop("sources") == []
    assert manifest == template


def test_a_wheel_that_was_changed_or_is_missing_stops_it(
    gathered: Path, wanted: list[flatpak.Pin]
) -> None:
    wheel = gathered / flatpak.WHEELS / "small-1.0-py3-none-any.whl"
    wheel.write_bytes(b"changed on the way")
    with pytest.raises(flatpak.UnpinnedWheelError, match=r"small-1\.0.* is not pinned"):
        flatpak.write_manifest(gathered, wanted)
    wheel.unlink()
    with pytest.raises(flatpak.UnpinnedWheelError, match=r"lacks small$"):
        flatpak.write_manifest(gathered, wanted)

    assert not (gathered / flatpak.TEMPLATE.name).exists()


def test_what_the_manifest_names_is_there_and_it_asks_for_little() -> None:
    manifest = json.loads(flatpak.TEMPLATE.read_text(encoding="utf-8"))

    assert (manifest["id"], manifest["command"]) == (APP_ID, COMMAND)
    commands = " ".join(manifest["modules"][-1]["build-commands"])
    for path in re.findall(r"(?:^| )((?:app|resources|packaging|LICENSE)[^ ]*)", commands):
        assert (REPOSITORY / path).exists(), path
    shared = [one for one in manifest["finish-args"] if one.startswith("--filesystem")]
    assert shared == ["--filesystem=xdg-pictures/Overpaint:create"]


@pytest.mark.packaging
@pytest.mark.skipif(shutil.which("flatpak-builder") is None, reason="needs flatpak-builder")
def test_the_builder_reads_the_manifest_with_every_wheel(
    gathered: Path, wanted: list[flatpak.Pin]
) -> None:
    done = subprocess.run(
        ["flatpak-builder", "--show-manifest", flatpak.write_manifest(gathered, wanted)],
        cwd=gathered, capture_output=True, text=True, check=True,
    )  # fmt: skip

    read = json.loads(done.stdout)
    assert [module["name"] for module in read["modules"]] == ["python-wheels", COMMAND]
    assert len(read["modules"][0]["sources"]) == len(wanted)


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
