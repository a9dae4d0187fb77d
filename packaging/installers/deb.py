"""The package for Debian and Ubuntu, with dependencies read from what the bundle really loads."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from installers import desktop, licences
from installers.bundle import elf_files, internal_of
from installers.identity import (
    BUILD,
    COMMAND,
    DIST,
    HOMEPAGE,
    MAINTAINER,
    NAME,
    ROOT,
    SOURCES,
    changelog_section,
    debian_version,
    source_date,
    version,
)

_RECOMMENDS = (
    "gnome-keyring | kwalletmanager | keepassxc",
    "fonts-dejavu-core | fonts-noto-core | fonts-freefont-ttf",
    "xdg-desktop-portal",
    "ca-certificates",
)
_DESCRIPTION = (
    "paint over what should change in a picture, keep every other pixel",
    "Drop in a photograph, paint over what should change, say what should be",
    "there instead, and watch the previews arrive. Overpaint speaks the",
    "image-edit interface of OpenAI and compatible servers, and brings a server",
    "of its own that removes things offline, free and without an account.",
    ".",
    "Nothing outside the mask changes, and the full resolution stays. The",
    "whole job can be done on the command line, too.",
)


class DependencyError(Exception):
    """A library that the bundle loads is neither in it nor in any package."""


def build(bundle: Path) -> Path:
    """Wrap a bundle of `Kind.PACKAGE`; returns the package.

    Raises:
        DependencyError: Something that it loads comes from nowhere.
        subprocess.CalledProcessError: A tool of dpkg failed.
    """
    root = BUILD / "deb"
    if root.exists():
        shutil.rmtree(root)
    home = root / "usr" / "lib" / COMMAND
    home.parent.mkdir(parents=True)
    shutil.copytree(bundle, home, symlinks=True)
    command = root / "usr" / "bin" / COMMAND
    command.parent.mkdir()
    command.symlink_to(f"../lib/{COMMAND}/{COMMAND}")
    share = root / "usr" / "share"
    desktop.write_share(share)
    _write_documents(root, share, home)
    _set_modes(root, home)
    number = debian_version(version())
    architecture = _output("dpkg", "--print-architecture")
    _write_control(root, number, architecture, dependencies(home))
    package = DIST / f"{COMMAND}_{number}_{architecture}.deb"
    package.parent.mkdir(exist_ok=True)
    environ = {**os.environ, "SOURCE_DATE_EPOCH": str(int(source_date().timestamp()))}
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(root), str(package)],
        env=environ, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return package


def dependencies(home: Path) -> str:
    """What ``Depends`` has to say: computed by dpkg from every program and library in the bundle.

    Raises:
        DependencyError: A library is in no package.
    """
    internal = internal_of(home)
    libraries = list(elf_files(home))
    # Only folders whose libraries others load; a wildcard would hide one that is missing.
    private = sorted({path.parent for path in libraries if ".so" in path.name})
    with tempfile.TemporaryDirectory() as scratch:
        control = Path(scratch) / "debian" / "control"
        control.parent.mkdir()
        control.write_text(
            f"Source: {COMMAND}\n\nPackage: {COMMAND}\nArchitecture: any\n", encoding="utf-8"
        )
        done = subprocess.run(
            [
                "dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0",
                f"-l{internal}", *(f"-l{folder}" for folder in private),
                *(f"-e{path}" for path in libraries),
            ],
            cwd=scratch, capture_output=True, text=True, check=False,
        )  # fmt: skip
    found = re.search(r"^shlibs:Depends=(.+)$", done.stdout, re.M)
    if done.returncode != 0 or found is None:
        raise DependencyError(done.stderr[-2000:])
    return found[1]


def _write_documents(root: Path, share: Path, home: Path) -> None:
    documents = share / "doc" / COMMAND
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(_copyright(home), encoding="utf-8")
    number = debian_version(version())
    date = source_date().strftime("%a, %d %b %Y %H:%M:%S +0000")
    entry = (
        f"{COMMAND} ({number}) stable; urgency=medium\n\n"
        f"  * Release {version()}; what changed is in changelog.gz.\n\n -- {MAINTAINER}  {date}\n"
    )
    _gzip(documents / "changelog.Debian.gz", entry)
    _gzip(documents / "changelog.gz", changelog_section(version())[1] + "\n")
    manual = BUILD / "overpaint.1"
    desktop.write_manual(manual)
    page = share / "man" / "man1" / f"{COMMAND}.1.gz"
    page.parent.mkdir(parents=True)
    _gzip(page, manual.read_text(encoding="utf-8"))
    overrides = root / "usr" / "share" / "lintian" / "overrides" / COMMAND
    overrides.parent.mkdir(parents=True)
    shutil.copyfile(SOURCES / "linux" / "lintian-overrides", overrides)


def _copyright(home: Path) -> str:
    """What Debian's policy asks for, with the way to the texts of everything inside."""
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    holder = next(line for line in licence.splitlines() if line.startswith("Copyright"))
    body = licence[licence.index(holder) + len(holder) :].strip()
    place = f"/usr/lib/{COMMAND}/{internal_of(home).name}/{licences.FOLDER}"
    return "\n".join(
        [
            "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
            f"Upstream-Name: {NAME}",
            f"Source: {HOMEPAGE}",
            "Comment:",
            f" The package contains libraries of others. {place}/{licences.NOTICE}",
            " names each with its licence and its source, and the texts are beside it; what the",
            f" GNU LGPL gives you is in {licences.LGPL_NOTICE} there. See also",
            " /usr/share/common-licenses/LGPL-3, /usr/share/common-licenses/LGPL-2.1 and",
            " /usr/share/common-licenses/GPL-3.",
            "",
            "Files: *",
            f"Copyright: {holder.removeprefix('Copyright').strip().removeprefix('(c)').strip()}",
            "License: Expat",
            *(f" {line}" if line else " ." for line in body.splitlines()),
            "",
        ]
    )


def _write_control(root: Path, number: str, architecture: str, depends: str) -> None:
    control = root / "DEBIAN"
    control.mkdir()
    files = sorted(p for p in (root / "usr").rglob("*") if p.is_file() and not p.is_symlink())
    size_kib = sum(-(-path.stat().st_size // 1024) for path in files)
    short, *long = _DESCRIPTION
    lines = [
        f"Package: {COMMAND}",
        f"Version: {number}",
        f"Architecture: {architecture}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {size_kib}",
        f"Depends: {depends}",
        f"Recommends: {', '.join(_RECOMMENDS)}",
        "Section: graphics",
        "Priority: optional",
        f"Homepage: {HOMEPAGE}",
        f"Description: {short}",
        *(f" {line}" for line in long),
    ]
    (control / "control").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sums = "".join(f"{_md5(path)}  {path.relative_to(root)}\n" for path in files)
    (control / "md5sums").write_text(sums, encoding="utf-8")
    for path in control.iterdir():
        path.chmod(0o644)
    control.chmod(0o755)


def _set_modes(root: Path, home: Path) -> None:
    """Everybody may read everything, and only the program is one."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    (home / COMMAND).chmod(0o755)


def _md5(path: Path) -> str:
    """What dpkg compares installed files with; it guards against accidents only."""
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def _gzip(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def run_lintian(package: Path) -> Sequence[str]:
    """What lintian says beyond the overrides that the package brings with it."""
    done = subprocess.run(
        ["lintian", "--tag-display-limit", "0", "--fail-on", "none", str(package)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [line for line in done.stdout.splitlines() if re.match(r"[EWI]: ", line)]
