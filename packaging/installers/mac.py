"""What macOS wants to know about the program: the property list of its bundle."""

from __future__ import annotations

import platform
import subprocess
from pathlib import Path

from installers.identity import (
    APP_ID,
    DIST,
    FILE_TYPES,
    NAME,
    SOURCES,
    numeric_version,
    version,
)


def info_plist() -> dict[str, object]:
    """The keys of ``Info.plist`` beyond those that PyInstaller writes.

    https://developer.apple.com/documentation/bundleresources/information-property-list
    """
    number = numeric_version(version()).rsplit(".", 1)[0]
    return {
        "CFBundleDisplayName": NAME,
        "CFBundleIdentifier": APP_ID,
        "CFBundleShortVersionString": number,
        "CFBundleVersion": number,
        "LSApplicationCategoryType": "public.app-category.graphics-design",
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSHumanReadableCopyright": "MIT licence",
        # One entry each, so that Finder's "Open With" names the program beside the usual viewer
        # and never takes its place.
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": kind.suffixes[0].upper(),
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": [kind.uti],
                "CFBundleTypeExtensions": list(kind.suffixes),
            }
            for kind in FILE_TYPES
        ],
    }


def build_image(app: Path) -> Path:
    """Sign a program and put it into a disk image; what is signed how: ``macos/sign.sh``.

    Raises:
        subprocess.CalledProcessError: Apple's tools refused.
    """
    image = DIST / f"{NAME}-{version()}-{platform.machine()}.dmg"
    image.parent.mkdir(exist_ok=True)
    subprocess.run([str(SOURCES / "macos" / "sign.sh"), str(app), str(image)], check=True)
    return image
