"""What can be told here about the installers of Windows and macOS, which are built there."""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers.samples import REPOSITORY
from installers import windows

WORKFLOW = REPOSITORY / ".github" / "workflows" / "release.yml"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("makensis") is None, reason="needs nsis")
def test_the_installer_of_windows_compiles_without_a_warning(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "_internal" / "inside").mkdir(parents=True)
    for name in ("Overpaint.exe", "overpaint-cli.exe", "_internal/inside/ü.txt"):
        (tree / name).write_bytes(b"stands for a file")
    icon = tmp_path / "icon.ico"
    from PIL import Image  # noqa: PLC0415 - only here

    Image.new("RGBA", (64, 64)).save(icon)

    made = windows.build_installer(tree, tmp_path / "work", icon, tmp_path / "out")

    assert made.read_bytes().startswith(b"MZ")


def test_the_version_resource_of_windows_is_an_expression(tmp_path: Path) -> None:
    path = tmp_path / "version.txt"
    windows.write_version_resource(path)

    compile(path.read_text(encoding="utf-8"), str(path), "eval")


def test_the_entitlements_of_macos_are_a_property_list() -> None:
    path = REPOSITORY / "packaging" / "macos" / "entitlements.plist"

    found = plistlib.loads(path.read_bytes())

    assert all(name.startswith("com.apple.security.cs.") for name in found)


def test_signing_on_macos_is_a_shell_script_without_a_mistake() -> None:
    script = REPOSITORY / "packaging" / "macos" / "sign.sh"

    subprocess.run(["sh", "-n", str(script)], check=True)

    assert script.stat().st_mode & 0o111


def test_the_workflow_builds_only_targets_that_there_are() -> None:
    told = subprocess.run(
        ["python3", str(REPOSITORY / "packaging" / "build.py"), "--help"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    text = WORKFLOW.read_text(encoding="utf-8")

    targets = {
        name for names in re.findall(r"build\.py ([a-z -]+)$", text, re.M) for name in names.split()
    }

    assert targets == {"deb", "appdir", "windows", "macos"}
    for name in targets:
        assert re.search(rf"^  {name} ", told, re.M)
