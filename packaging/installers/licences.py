"""The licences of everything in a bundle: their texts, a notice, and what the LGPL demands."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from installers.contents import PYTHON, Owned, Piece, Rule, owners, rules
from installers.identity import HOMEPAGE, NAME, ROOT, SOURCES, version

TEXTS = SOURCES / "licences" / "texts"
FOLDER = "licences"
"""Where they are in the bundle, below ``_internal``."""

NOTICE = "THIRD-PARTY.txt"
LGPL_NOTICE = "LGPL-NOTICE.txt"
_SPDX_OF_OLD_CLASSIFIERS = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_SPDX_OF_OLD_FIELDS = {"Apache 2.0": "Apache-2.0", "HPND": "HPND", "MIT": "MIT"}
_UNTOLD_SOURCES = {"psd-tools": "https://github.com/psd-tools/psd-tools"}
"""Where the source is of packages that do not tell."""
_TEXT_NAME = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS|COPYRIGHT)", re.IGNORECASE)


class LicenceError(Exception):
    """A licence is unknown, or its text cannot be found."""


@dataclass(frozen=True, slots=True)
class Component:
    """Something in the bundle that has a licence.

    Attributes:
        name: What its makers call it.
        version: ``""`` where a wheel does not tell.
        licence: SPDX expression (https://spdx.org/licenses/).
        purl: Package URL (https://github.com/package-url/purl-spec).
        source: Where its source is.
        texts: The texts that have to go along: file name and content.
        copyright: Who holds it, where the texts do not say.
        files: Its places in the bundle.
        requires: The names of packages that it needs.
    """

    name: str
    version: str
    licence: str
    purl: str
    source: str
    texts: tuple[tuple[str, str], ...]
    copyright: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The name of its folder of texts."""
        return re.sub(r"[^A-Za-z0-9.+-]+", "-", self.name).strip("-")

    @property
    def is_lgpl(self) -> bool:
        """Whether the Lesser GPL applies to it."""
        return "LGPL" in self.licence


@dataclass(frozen=True, slots=True)
class Part:
    """Code of others that is compiled into a component."""

    of: str
    name: str
    licence: str
    copyright: tuple[str, ...]


def components(pieces: Iterable[Piece]) -> list[Component]:
    """Everything in a bundle that is not the program itself.

    Raises:
        UnclaimedFileError: A file has no owner.
        LicenceError: A licence or its text is unknown.
    """
    return [_component(owned) for owned in owners(pieces) if owned.kind != "own"]


def parts() -> list[Part]:
    """The code of others inside components."""
    with (SOURCES / "licences" / "components.toml").open("rb") as file:
        rows = tomllib.load(file)["part"]
    return [Part(row["of"], row["name"], row["licence"], tuple(row["copyright"])) for row in rows]


def write(found: Sequence[Component], folder: Path, *, internal: str) -> None:
    """Write texts and notices.

    Args:
        found: What is in the bundle.
        folder: Where they go; emptied first.
        internal: Where people find the libraries, for the LGPL's notice.
    """
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")
    for component in found:
        place = folder / component.folder
        place.mkdir(exist_ok=True)
        for name, text in component.texts:
            (place / name).write_text(text, encoding="utf-8")
        inside = [part for part in parts() if part.of == component.name]
        if inside:
            (place / "parts.txt").write_text(_parts_text(inside), encoding="utf-8")
    (folder / NOTICE).write_text(_notice(found), encoding="utf-8")
    (folder / LGPL_NOTICE).write_text(_lgpl_notice(found, internal), encoding="utf-8")


def _component(owned: Owned) -> Component:
    files = tuple(sorted(p.place for p in owned.pieces if not p.place.startswith("archive:")))
    if owned.kind == "rule":
        rule = next(rule for rule in rules() if rule.name == owned.name)
        return _from_rule(rule, files)
    if owned.kind in {"package", "starter"}:
        return from_package(owned.name, files)
    if owned.kind == "python":
        return _python(files)
    return _from_debian(owned.name, files)


def _from_rule(rule: Rule, files: tuple[str, ...]) -> Component:
    number = importlib.metadata.version(rule.version_of) if rule.version_of else ""
    at = f"@{number}" if number else ""
    slug = re.sub(r"[^a-z0-9.+]+", "-", rule.name.lower())
    texts = tuple(_named_text(name, rule.copyright) for name in rule.texts)
    return Component(
        rule.name, number, rule.licence, f"pkg:generic/{slug}{at}", rule.source, texts,
        rule.copyright, files,
    )  # fmt: skip


def _named_text(name: str, holders: tuple[str, ...]) -> tuple[str, str]:
    package, colon, file = name.rpartition(":")
    if not colon:
        text = (TEXTS / file).read_text(encoding="utf-8")
        head = "".join(f"Copyright (c) {holder}\n" for holder in holders)
        return file, f"{head}\n{text}" if head else text
    for text_name, text in package_texts(importlib.metadata.distribution(package)):
        if text_name == file or text_name.startswith(f"{file}."):
            return f"{package}-{text_name}", text
    raise LicenceError(f"The package {package} has no licence file {file} any more.")


def package_texts(package: importlib.metadata.Distribution) -> tuple[tuple[str, str], ...]:
    """The licence texts that a package ships, the ones of its metadata folder first."""
    found: dict[str, str] = {}
    for file in package.files or ():
        inside = next((p for p in file.parts if p.endswith(".dist-info")), None)
        is_text = file.suffix not in {".py", ".pyc", ".pyi", ".so"}
        if inside is None or not is_text or not _TEXT_NAME.search(file.name):
            continue
        below = file.parts[file.parts.index(inside) + 1 :]
        name = "-".join(part for part in below if part != "licenses")
        name = name if "." in name else f"{name}.txt"
        found[name] = Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
    return tuple(sorted(found.items()))


def from_package(name: str, files: tuple[str, ...]) -> Component:
    """A package that is installed, by what it tells of itself.

    Args:
        name: Of the package.
        files: Its places in the bundle.

    Raises:
        LicenceError: It does not tell its licence, or ships no text.
    """
    package = importlib.metadata.distribution(name)
    licence = _expression(package)
    texts = package_texts(package)
    if not texts and "LGPL-3.0-only" in licence:
        licence = "LGPL-3.0-only"
        texts = tuple(_named_text(f"{t}.txt", ()) for t in ("LGPL-3.0-only", "GPL-3.0-only"))
    elif licence == "MPL-2.0":
        texts = (*texts, _named_text("MPL-2.0.txt", ()))
    if not texts:
        raise LicenceError(f"The package {name} ships no licence text.")
    requires = tuple(
        sorted({re.split(r"[\s;<>=!~\[(]", need, maxsplit=1)[0] for need in package.requires or ()})
    )
    slug = re.sub(r"[-_.]+", "-", name).lower()
    purl = f"pkg:pypi/{slug}@{package.version}"
    page = _source_page(package, _UNTOLD_SOURCES.get(slug, purl))
    return Component(
        name, package.version, licence, purl, page, texts, (), files, requires,
    )  # fmt: skip


def _source_page(package: importlib.metadata.Distribution, otherwise: str) -> str:
    """Where its makers keep the source, by the package's own words."""
    told = dict(
        entry.split(", ", 1)
        for entry in package.metadata.get_all("Project-URL") or ()
        if ", " in entry
    )
    named = {label.lower(): address for label, address in told.items()}
    wanted = ("source", "source code", "repository", "code", "github", "homepage")
    home = package.metadata.get_all("Home-page") or ()
    return next((named[label] for label in wanted if label in named), next(iter(home), otherwise))


def _expression(package: importlib.metadata.Distribution) -> str:
    metadata = package.metadata
    told = _first(metadata, "License-Expression")
    if not told and package.metadata["Name"].lower() == "pyinstaller":
        return "GPL-2.0-or-later WITH Bootloader-exception"
    field = _first(metadata, "License")
    if not told and ("-" in field or field in _SPDX_OF_OLD_FIELDS):
        told = _SPDX_OF_OLD_FIELDS.get(field, field)
    for classifier in metadata.get_all("Classifier") or ():
        if not told and classifier.startswith("License ::"):
            told = _SPDX_OF_OLD_CLASSIFIERS.get(classifier.rsplit(" :: ", 1)[-1], "")
    if not told or "\n" in told:
        raise LicenceError(f"The package {metadata['Name']} does not say its licence clearly.")
    return told


def _first(metadata: importlib.metadata.PackageMetadata, field: str) -> str:
    return next(iter(metadata.get_all(field) or ()), "").strip()


def _python(files: tuple[str, ...]) -> Component:
    number = ".".join(map(str, sys.version_info[:3]))
    stdlib = Path(sysconfig.get_path("stdlib"))
    for path in (
        stdlib / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        stdlib.parent / "LICENSE",
    ):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            return Component(
                PYTHON, number, "Python-2.0", f"pkg:generic/python@{number}",
                f"https://www.python.org/ftp/python/{number}/", (("LICENSE.txt", text),), (), files,
            )  # fmt: skip
    raise LicenceError("This Python was installed without its licence text.")


def _from_debian(name: str, files: tuple[str, ...]) -> Component:
    """A library of the system: Debian's copyright file says all that is known of it."""
    path = Path("/usr/share/doc") / name / "copyright"
    if not path.is_file():
        raise LicenceError(f"The system's package {name} has no copyright file.")
    text = path.read_text(encoding="utf-8", errors="replace")
    common = Path("/usr/share/common-licenses")
    named = sorted(set(re.findall(r"/usr/share/common-licenses/([\w.+-]*\w)", text)))
    texts = [("copyright", text)]
    texts += [
        (f"{n}.txt", (common / n).read_text(encoding="utf-8"))
        for n in named
        if (common / n).is_file()
    ]
    number = _debian_version(name)
    return Component(
        name, number, "LicenseRef-Debian-copyright", f"pkg:deb/debian/{name}@{number}",
        f"https://sources.debian.org/src/{name}/", tuple(texts), (), files,
    )  # fmt: skip


def _debian_version(name: str) -> str:
    done = subprocess.run(
        ["dpkg-query", "-W", "-f=${Version}", name], capture_output=True, text=True, check=True
    )
    return done.stdout


def _parts_text(inside: Sequence[Part]) -> str:
    """Who holds what is compiled in, and each licence once."""
    lines = [f"{inside[0].of} contains code of others.", ""]
    for part in inside:
        lines += [part.name, *(f"  Copyright (c) {holder}" for holder in part.copyright)]
        lines += [f"  Licence: {part.licence}", ""]
    for licence in sorted({part.licence for part in inside}):
        lines += ["-" * 78, licence, "", (TEXTS / f"{licence}.txt").read_text(encoding="utf-8")]
    return "\n".join(lines)


def _notice(found: Sequence[Component]) -> str:
    title = f"{NAME} {version()} contains work of others"
    lines = [
        title, "=" * len(title), "",
        f"{NAME} itself is under the MIT licence (LICENSE.txt). Each part has a folder here with",
        f"its texts. What the Lesser GPL gives you is in {LGPL_NOTICE}; a list for machines is in",
        "sbom.cdx.json.",
        "",
    ]  # fmt: skip
    for component in sorted(found, key=lambda c: c.name.lower()):
        head = f"{component.name} {component.version}".strip()
        lines += [head, f"  Licence: {component.licence}", f"  Source:  {component.source}"]
        lines += [f"  Texts:   {component.folder}/", ""]
    return "\n".join(lines)


def _lgpl_notice(found: Sequence[Component], internal: str) -> str:
    rows = [
        f"  {f'{c.name} {c.version}'.strip()} ({c.licence})\n    source: {c.source}"
        for c in sorted(found, key=lambda c: c.name.lower())
        if c.is_lgpl
    ]
    template = (SOURCES / "licences" / "lgpl-notice.txt").read_text(encoding="utf-8")
    return template.format(libraries="\n".join(rows), homepage=HOMEPAGE, places=internal)
