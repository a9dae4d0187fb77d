"""What macOS wants to know about the program: the property list of its bundle."""

from __future__ import annotations

from installers.identity import APP_ID, FILE_TYPES, NAME, numeric_version, version


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
