"""What goes into a bundle, and whose everything in it is; without building one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.samples import REPOSITORY
from installers import contents, licences, pruning
from installers.contents import Piece


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "libQt6Core.so.6",
        "PySide6/QtSvg.abi3.so",
        "numpy.libs/libscipy_openblas64_-32a4b2a6.so",
        "opencv_python_headless.libs/libavcodec-c4204469.so.62.28.101",
        "patchmatch/libpatchmatch.so",
        "resources/samples/rocket.png",
        "keyring-25.7.0.dist-info/entry_points.txt",
    ],
)
def test_what_the_program_uses_is_kept(place: str) -> None:
    assert pruning.is_needed(place)
    assert pruning.is_needed(place.replace("/", "\\"))


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/plugins/sqldrivers/qsqlite.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/translations/qtbase_de.qm",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6",
        "libQt6Qml.so.6",
        "PySide6/Qt6Pdf.dll",
        "PySide6/opengl32sw.dll",
        "libgtk-3.so.0",
        "cv2/opencv_videoio_ffmpeg500_64.dll",
        "numpy-2.4.6.dist-info/RECORD",
    ],
)
def test_what_the_program_does_without_is_left_out(place: str) -> None:
    assert not pruning.is_needed(place)


def test_a_package_leaves_libraries_of_the_system_to_its_dependencies() -> None:
    for place in ("libX11-xcb.so.1", "libxcb-cursor.so.0", "libssl.so.3", "libstdc++.so.6"):
        assert pruning.is_of_the_system(place), place
    for place in ("libQt6Core.so.6", "libicudata.so.73", "libpython3.11.so.1.0"):
        assert not pruning.is_of_the_system(place), place


def test_what_wheels_bring_never_counts_as_the_systems() -> None:
    for place in (
        "libxcb-9065bb12.so.1.1.0", "pillow.libs/libxcb-9065bb12.so.1.1.0",
        "libcrypto-5409cd36.so.1.1.1k", "libdrm-b0291a67.so.2.4.0",
    ):  # fmt: skip
        assert not pruning.is_of_the_system(place), place
        assert not pruning.is_of_the_screen(place), place


def test_a_portable_folder_brings_everything_but_graphics_driver_and_screen() -> None:
    for place in ("libGL.so.1", "libX11.so.6", "libxcb.so.1", "libstdc++.so.6"):
        assert pruning.is_of_the_screen(place), place
    for place in ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libfontconfig.so.1"):
        assert not pruning.is_of_the_screen(place), place


def test_every_module_of_the_program_may_be_imported_in_the_bundle() -> None:
    excluded = re.compile(
        rf"^\s*(?:from|import) ({'|'.join(map(re.escape, pruning.EXCLUDED_MODULES))})(?:[. ]|$)",
        re.M,
    )

    found = {
        str(path): match[0].strip()
        for path in (REPOSITORY / "app").rglob("*.py")
        if (match := excluded.search(path.read_text(encoding="utf-8")))
    }

    assert found == {}


@pytest.mark.parametrize(
    ("place", "owner"),
    [
        ("opencv_python_headless.libs/libavcodec-c4204469.so.62.28.101", "FFmpeg"),
        ("cv2/.dylibs/libavcodec.62.28.101.dylib", "FFmpeg"),
        ("PySide6/Qt/lib/libicudata.so.73", "ICU"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "Qt"),
        ("PySide6/Qt6Core.dll", "Qt"),
        ("VCRUNTIME140_1.dll", "Microsoft C and C++ runtime"),
        ("pi_heif.libs/libheif-7a3e919c.so.1.23.0", "libheif"),
        ("numpy.libs/libgfortran-040039e1-0352e75f.so.5.0.0", "GCC runtime library"),
    ],
)
def test_libraries_that_wheels_bring_have_their_own_owner(place: str, owner: str) -> None:
    found = contents.owner_of(Piece(place, "/somewhere/else"), contents.rules())

    assert found == ("rule", owner)


def test_a_file_of_nobody_stops_the_build() -> None:
    with pytest.raises(contents.UnclaimedFileError, match="libmystery"):
        contents.owners([Piece("libmystery.so", "/nowhere/libmystery.so")])


def test_every_licence_that_is_named_has_its_text() -> None:
    for part in licences.parts():
        assert (licences.TEXTS / f"{part.licence}.txt").is_file(), part
    for rule in contents.rules():
        for name in rule.texts:
            if ":" not in name:
                assert (licences.TEXTS / name).is_file(), rule


def test_files_of_the_checkout_are_the_programs_own(tmp_path: Path) -> None:
    source = str(REPOSITORY / "resources" / "models.toml")

    found = contents.owner_of(Piece("resources/models.toml", source), contents.rules())

    assert found == ("own", "Overpaint")
