"""The release script: what it refuses, in which order it works, and what lies beside installers."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import release
from installers import releasing
from installers.identity import HOMEPAGE, RELEASE_FILE
from overpaint.domain.releases import read_release

_CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.3] - 2026-11-24

### Added

- A **calmer** window
  with `tabs`.
- Faster.

## [1.2.2] - 2026-01-01

- Old.
"""


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.invalid", *arguments],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that is ready to be released."""
    folder = tmp_path / "checkout"
    package = folder / "app" / "overpaint"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('__version__ = "1.2.3"\n', encoding="ascii")
    (folder / "CHANGELOG.md").write_text(_CHANGELOG, encoding="utf-8")
    _git(folder, "init", "--quiet")
    _git(folder, "add", ".")
    _git(folder, "commit", "--quiet", "-m", "Release")
    monkeypatch.setattr("installers.identity.ROOT", folder)
    return folder


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Installers that were built elsewhere."""
    folder = tmp_path / "dist"
    folder.mkdir()
    for name in ("overpaint_1.2.3-1_amd64.deb", "Overpaint-1.2.3-setup-x64.exe"):
        (folder / name).write_bytes(name.encode())
    return folder


def test_a_dry_run_tells_every_step_in_order_and_writes_nothing(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dist = tmp_path / "none"

    assert release.main(["--dry-run", "--key", "ours", "--dist", str(dist)]) == 0

    told = capsys.readouterr().out
    order = [
        "build.py deb",
        "build.py appdir",
        "check_licences.py",
        "prove.py package",
        "prove.py folder",
        "is of 1.2.3",
        "release.json",
        "SHA256SUMS",
        "sign everything",
    ]
    places = [told.index(part) for part in order]
    assert places == sorted(places)
    assert not dist.exists()
    assert "A calmer window with tabs.\\nFaster." in told


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert release.main([*arguments]) == 1
    return capsys.readouterr().err


def test_a_version_without_a_heading_in_the_changelog_is_not_released(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = checkout / "CHANGELOG.md"
    path.write_text(_CHANGELOG.replace("[1.2.3]", "[1.2.4]"), encoding="utf-8")
    _git(checkout, "commit", "-am", "Forget it")

    assert "no heading “## [1.2.3]" in _said(capsys, "--dry-run")


def test_a_checkout_with_changes_is_not_released(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "more.txt").write_text("more", encoding="ascii")

    assert "not committed" in _said(capsys, "--gathered")


def test_a_tag_on_another_commit_is_noticed(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _git(checkout, "tag", "v1.2.3")
    assert release.main(["--dry-run"]) == 0
    _git(checkout, "commit", "--allow-empty", "-m", "Go on")

    assert "tag v1.2.3" in _said(capsys, "--dry-run")


def test_appstream_data_of_another_version_are_noticed(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("installers.desktop.version", lambda: "1.2.2")

    found = " ".join(releasing.version_problems("1.2.3"))

    assert "the AppStream data name 1.2.2, not 1.2.3" in found
    assert "name 2026-01-01, CHANGELOG.md 2026-11-24" in found


def test_a_failed_step_ends_the_release(
    checkout: Path, dist: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", shutil.which("false"))

    assert "build.py deb failed" in _said(capsys, "--dist", str(dist))
    assert not (dist / "SHA256SUMS").exists()


def test_an_installer_of_another_version_is_not_released(
    checkout: Path, dist: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dist / "overpaint_1.2.30-1_amd64.deb").write_bytes(b"old")

    said = _said(capsys, "--gathered", "--dist", str(dist))

    assert said == "Not ready:\noverpaint_1.2.30-1_amd64.deb is not of 1.2.3\n"
    assert not (dist / "SHA256SUMS").exists()


def test_nothing_to_release_is_no_release(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "has no installers" in _said(capsys, "--gathered", "--dist", str(tmp_path / "none"))


def test_the_release_file_and_the_checksums_are_what_programs_read(
    checkout: Path, dist: Path
) -> None:
    assert release.main(["--gathered", "--dist", str(dist)]) == 0

    told = read_release((dist / "release.json").read_bytes(), RELEASE_FILE)
    assert (told.version, told.page) == ("1.2.3", f"{HOMEPAGE}/download")
    assert told.notes == "A calmer window with tabs.\nFaster."
    assert json.loads((dist / "release.json").read_text(encoding="utf-8"))["date"] == "2026-11-24"
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=dist, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert sorted(line.split(":")[0] for line in done.stdout.splitlines()) == [
        "Overpaint-1.2.3-setup-x64.exe", "overpaint_1.2.3-1_amd64.deb", "release.json",
    ]  # fmt: skip


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A secret key of gpg that lives as long as the test."""
    if shutil.which("gpg") is None:
        pytest.skip("gpg is not installed")
    folder = tmp_path_factory.mktemp("g")
    folder.chmod(0o700)
    monkeypatch.setenv("GNUPGHOME", str(folder))
    name = "release@overpaint.invalid"
    subprocess.run(
        ["gpg", "--batch", "--quiet", "--passphrase", "", "--pinentry-mode", "loopback",
         "--quick-generate-key", name, "ed25519", "sign", "never"],
        check=True, capture_output=True,
    )  # fmt: skip
    yield name
    subprocess.run(["gpgconf", "--kill", "all"], check=True)


def test_every_file_is_signed_where_a_key_is_given(checkout: Path, dist: Path, key: str) -> None:
    assert release.main(["--gathered", "--key", key, "--dist", str(dist)]) == 0
    assert release.main(["--gathered", "--key", key, "--dist", str(dist)]) == 0, "again"

    signed = sorted(path.name for path in dist.glob("*.asc"))
    assert signed == [
        "Overpaint-1.2.3-setup-x64.exe.asc", "SHA256SUMS.asc", "overpaint_1.2.3-1_amd64.deb.asc",
        "release.json.asc",
    ]  # fmt: skip
    (dist / "overpaint_1.2.3-1_amd64.deb").write_bytes(b"changed on the way")
    done = subprocess.run(
        ["gpg", "--batch", "--verify", dist / "overpaint_1.2.3-1_amd64.deb.asc"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
