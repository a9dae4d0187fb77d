"""Which of the collected files a bundle does without.

Everything works on the places inside the bundle, with forward slashes, so the same rules hold on
Linux, Windows and macOS, and can be tested without building anything.
"""

from __future__ import annotations

import re

EXCLUDED_MODULES = (
    # Development, terminals and other toolkits, which libraries can use but need not.
    "tkinter", "unittest", "pydoc", "doctest", "test", "lib2to3", "distutils", "setuptools",
    "pkg_resources", "_pytest", "pytest", "rich", "pygments", "IPython", "matplotlib", "curses",
    "readline", "numpy.f2py", "numpy.testing", "numpy.distutils", "PIL.ImageTk", "PIL.ImageQt",
    "PIL.ImageShow", "PIL.ImageGrab",
    # Qt that has no place in a window made of widgets.
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtTest",
    "PySide6.QtPrintSupport", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtXml",
    "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools",
)  # fmt: skip
"""Modules that are never imported in the installed program."""

_PLUGINS: dict[str, set[str] | None] = {
    "platforms": {"qxcb", "qwayland", "qwayland-egl", "qwayland-generic", "qoffscreen",
                  "qwindows", "qcocoa"},
    "imageformats": {"qsvg", "qjpeg", "qwebp", "qgif", "qico"},
    "iconengines": None,
    "styles": None,
    "xcbglintegrations": None,
    "platforminputcontexts": {"composeplatforminputcontextplugin",
                              "ibusplatforminputcontextplugin"},
    "platformthemes": {"qxdgdesktopportal"},
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-graphics-integration-client": {"qt-plugin-wayland-egl"},
    "wayland-decoration-client": {"adwaita", "bradient"},
}  # fmt: skip
"""The plugins of Qt that are kept, by kind; None for all of a kind."""

_PLUGIN = re.compile(r"(?:^|/)plugins/(?P<kind>[^/]+)/(?:lib)?(?P<name>[^/.]+)\.(?:so|dll|dylib)$")
_TRANSLATION = re.compile(r"PySide6/(?:Qt/)?translations/(?P<name>[^/]+)$")
_QT_LIBRARY = re.compile(
    r"(?:lib)?Qt6?(?:Qml|Quick|Pdf|VirtualKeyboard|Sql|EglF|Designer|Help|Lottie|Labs|Test|"
    r"PrintSupport|WaylandCompositor|WaylandEglCompositor|Xml|UiTools)\w*"
    r"(?:\.so|\.dll|\.framework|\.abi3\.so|\.pyd)"
)
_USELESS = re.compile(
    r"^PySide6/(?:Qt/)?(?:qml|libexec|metatypes)/"
    r"|^PySide6/.*\.pyi$"
    r"|^cv2/(?:data|typing)/.*\.xml$"
    # Of videos and cameras the program knows nothing; only Windows keeps it in a file of its own.
    r"|(?:^|/)opencv_videoio_ffmpeg[^/]*\.dll$"
    # Windows draws without a graphics card too slowly to be of use, and widgets need none.
    r"|(?:^|/)opengl32sw\.dll$|(?:^|/)d3dcompiler_47\.dll$"
    r"|^(?:numpy|PIL|psd_tools)/(?:.*/)?tests?/"
    r"|\.dist-info/(?:RECORD|INSTALLER|REQUESTED|WHEEL|direct_url\.json|top_level\.txt)$"
)
_SYSTEM_LIBRARY = re.compile(
    r"^lib(?:X[\w-]*|xcb\S*|xkb\S*|wayland-\w+|fontconfig|freetype|glib-2|gmodule-2|gobject-2|gio-2|gthread-2|"
    r"pcre2?\w*|pcre|expat|uuid|dbus-1|systemd|gcrypt|gpg-error|lz4|zstd|cap|png16|brotli\w*|bsd|md|"
    r"stdc\+\+|gcc_s|ffi|gssapi_krb5|krb5\w*|k5crypto|com_err|keyutils|resolv|drm|mount|blkid|"
    r"selinux|z|bz2|lzma|ssl|crypto|gbm|EGL|GL|GLX|GLdispatch|ICE|SM|readline|tinfo|ncursesw|"
    r"sqlite3|nsl|tirpc|crypt|apparmor|atomic)"
    r"[-.\d]*\.so(?:\.|$)"
)
_SCREEN_LIBRARY = re.compile(
    r"^lib(?:GL|EGL|GLX|GLdispatch|OpenGL|drm|gbm|X11|X11-xcb|xcb|Xau|Xdmcp|Xext|wayland-\w+|stdc\+\+|gcc_s)"
    r"\.so(?:\.|$)"
)
_HASHED = re.compile(r"-[0-9a-f]{8}\.")
_GTK = re.compile(
    r"^lib(?:gtk-3|gdk-3|gdk_pixbuf-2|cairo|cairo-gobject|pango-1|pangocairo-1|pangoft2-1|atk-1|"
    r"atk-bridge-2|atspi|epoxy|harfbuzz|fribidi|thai|datrie|graphite2|pixman-1|jpeg|wayland-server|"
    r"cloudproviders|colord|lcms2|json-glib-1|rest|soup|stemmer|tracker\S*)[-.\d]*\.so"
)


def is_needed(place: str) -> bool:
    """Whether a file belongs into the bundle, whatever the system provides.

    Args:
        place: Where the file goes inside the bundle.
    """
    path = place.replace("\\", "/")
    plugin = _PLUGIN.search(path)
    if plugin is not None and "PySide6" in path:
        kept = _PLUGINS.get(plugin["kind"], set())
        return kept is None or plugin["name"] in kept
    name = path.rsplit("/", 1)[-1]
    in_qt = "PySide6" in path or "/" not in path
    return not (
        _TRANSLATION.search(path)
        or _USELESS.search(path)
        or (in_qt and _QT_LIBRARY.match(name))
        or ("/" not in path and _GTK.match(name))
    )


def is_of_the_system(place: str) -> bool:
    """Whether a package for one distribution leaves this library to its dependencies.

    What wheels bring has a hash in its name, in a link to it too, and is never meant.
    """
    return _is_taken_from_the_system(place) and _SYSTEM_LIBRARY.match(place) is not None


def is_of_the_screen(place: str) -> bool:
    """Whether even a bundle that brings everything leaves this library to the system.

    Those of the graphics driver and of the display server have to be the ones that are installed,
    and the C++ runtime must not be older than what the driver was built with.
    """
    return _is_taken_from_the_system(place) and _SCREEN_LIBRARY.match(place) is not None


def _is_taken_from_the_system(place: str) -> bool:
    return "/" not in place.replace("\\", "/") and not _HASHED.search(place)
