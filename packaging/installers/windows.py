"""What only Windows asks for: the version in the program's file, and the NSIS installer."""

from __future__ import annotations

import subprocess
from pathlib import Path

from installers.identity import (
    DIST,
    FILE_TYPES,
    HOMEPAGE,
    NAME,
    SOURCES,
    SUMMARY,
    numeric_version,
    version,
)


def write_version_resource(path: Path) -> None:
    """Write the version resource in the form that PyInstaller reads."""
    number = numeric_version(version())
    four = "({})".format(", ".join(number.split(".")))
    strings = {
        "CompanyName": NAME,
        "FileDescription": NAME,
        "FileVersion": number,
        "InternalName": NAME,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": NAME,
        "ProductVersion": version(),
        "Comments": SUMMARY,
    }
    rows = ",\n".join(f"      StringStruct({key!r}, {value!r})" for key, value in strings.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3f, flags=0x0, OS=0x40004,\n"
        "    fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        "  kids=[\n"
        f"    StringFileInfo([StringTable('040904B0', [\n{rows}])]),\n"
        "    VarFileInfo([VarStruct('Translation', [1033, 1200])]),\n"
        "  ],\n)\n",
        encoding="utf-8",
    )


def file_associations(path: Path) -> None:
    """Write the lines of NSIS that register and forget the kinds of files to open."""
    suffixes = [f".{suffix}" for kind in FILE_TYPES for suffix in kind.suffixes]
    key = r"Software\Classes\Applications\${APP}.exe\SupportedTypes"
    capabilities = r"Software\${APP}\Capabilities\FileAssociations"
    lines = ["!macro RegisterTypes"]
    for suffix in suffixes:
        lines.append(f'  WriteRegStr HKCU "{key}" "{suffix}" ""')
        lines.append(f'  WriteRegStr HKCU "{capabilities}" "{suffix}" "${{PROGID}}"')
        lines.append(
            f'  WriteRegNone HKCU "Software\\Classes\\{suffix}\\OpenWithProgids" "${{PROGID}}"'
        )
    lines += ["!macroend", "!macro ForgetTypes"]
    for suffix in suffixes:
        place = f"Software\\Classes\\{suffix}\\OpenWithProgids"
        lines.append(f'  DeleteRegValue HKCU "{place}" "${{PROGID}}"')
        lines.append(f'  DeleteRegKey /ifempty HKCU "{place}"')
        lines.append(f'  DeleteRegKey /ifempty HKCU "Software\\Classes\\{suffix}"')
    lines.append("!macroend")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def build_installer(tree: Path, work: Path, icon: Path, out: Path | None = None) -> Path:
    """Compile the installer.

    Args:
        tree: The bundle, or one that stands for it.
        work: Where what is generated goes.
        icon: The icon of the installer.
        out: The folder of the installer; ``dist`` by default.

    Returns:
        The installer.

    Raises:
        subprocess.CalledProcessError: makensis refused.
    """
    types = work / "types.nsh"
    file_associations(types)
    target = (DIST if out is None else out) / f"{NAME}-{version()}-setup-x64.exe"
    target.parent.mkdir(parents=True, exist_ok=True)
    defines = {
        "APP": NAME,
        "VERSION": version(),
        "NUMERIC_VERSION": numeric_version(version()),
        "SUMMARY": SUMMARY,
        "HOMEPAGE": HOMEPAGE,
        "SRC": str(tree / "*.*"),
        "OUT": str(target),
        "ICON": str(icon),
        "TYPES": str(types),
        "LICENCE": str(SOURCES.parent / "LICENSE"),
    }
    subprocess.run(
        [
            _makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8",
            *(f"-D{key}={value}" for key, value in defines.items()),
            str(SOURCES / "windows" / "overpaint.nsi"),
        ],
        check=True,
    )  # fmt: skip
    return target


def _makensis() -> str:
    """The compiler, also where its setup on Windows leaves it out of PATH."""
    usual = Path("C:/Program Files (x86)/NSIS/makensis.exe")
    return str(usual) if usual.is_file() else "makensis"
