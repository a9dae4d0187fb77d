"""The icon family: every file parses, every name exists, colours follow theme and state."""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from overpaint.paths import MissingResourceError, resource
from overpaint.ui.icons import Icons, Tone, app_icon
from overpaint.ui.theme import Theme, ThemeChoice

ICON_FILES = sorted(resource("icons").glob("*.svg"))
FAMILY = [path for path in ICON_FILES if not path.stem.startswith("overpaint")]
SOURCES = sorted((Path(__file__).parents[2] / "app" / "overpaint" / "ui").rglob("*.py"))


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, ThemeChoice.LIGHT)


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(theme)


def ink(
    icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
) -> str:
    """The colour of the icon's most opaque pixel."""
    image = icon.pixmap(QSize(24, 24), 2.0, mode, state).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha).name()


@pytest.mark.parametrize("path", ICON_FILES, ids=lambda path: path.stem)
def test_icon_file_is_valid(path: Path) -> None:
    renderer = QSvgRenderer(str(path))

    assert renderer.isValid()
    assert renderer.viewBoxF().width() == renderer.viewBoxF().height()


@pytest.mark.parametrize("path", FAMILY, ids=lambda path: path.stem)
def test_icon_belongs_to_the_family(path: Path, icons: Icons) -> None:
    source = path.read_text(encoding="utf-8")

    assert 'viewBox="0 0 24 24"' in source
    assert 'stroke-width="1.75"' in source
    assert not re.search(r"#[0-9a-fA-F]{3,8}", source), "colours come from the theme"
    assert painted_pixels(icons.pixmap(path.stem, 16, scale=1).toImage()) > 8


def painted_pixels(image: QImage) -> int:
    width, height = image.width(), image.height()
    return sum(image.pixelColor(x, y).alpha() > 60 for x in range(width) for y in range(height))


def names_in(path: Path) -> Iterator[str]:
    """Icon names that a module uses: in calls with icons, and as `icon` arguments."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        function = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        name = function or (call.func.id if isinstance(call.func, ast.Name) else "")
        if function in {"icon", "pixmap", "set_icon"} and call.args:
            yield from literal(call.args[0])
        if function == "paint" and len(call.args) >= 3:
            yield from literal(call.args[2])
        if name in {"IconButton", "ActionCard", "DropAction"} and len(call.args) >= 2:
            yield from literal(call.args[1])
        for keyword in call.keywords:
            if keyword.arg == "icon":
                yield from literal(keyword.value)


def literal(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_icon_that_the_window_names_exists(path: Path) -> None:
    known = {icon.stem for icon in FAMILY}

    assert set(names_in(path)) <= known


def test_missing_icon_is_an_error_at_once(icons: Icons) -> None:
    with pytest.raises(MissingResourceError, match="no-such-icon"):
        icons.icon("no-such-icon")


def test_states_have_their_colours(icons: Icons, theme: Theme) -> None:
    icon = icons.icon("brush")

    assert ink(icon) == theme.tokens.text.name()
    assert ink(icon, QIcon.Mode.Disabled) == theme.tokens.disabled.name()
    assert ink(icon, QIcon.Mode.Normal, QIcon.State.On) == theme.tokens.accent_text.name()
    assert ink(icons.icon("trash", Tone.DANGER)) == theme.tokens.danger.name()


def test_icon_handed_out_earlier_follows_the_theme(icons: Icons, theme: Theme) -> None:
    icon = icons.icon("star-filled")
    light = ink(icon)

    theme.choose(ThemeChoice.DARK)

    assert ink(icon) == theme.tokens.text.name() != light


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_icon_has_a_pixel_for_every_pixel_of_the_screen(icons: Icons, scale: float) -> None:
    pixmap = icons.icon("eye").pixmap(QSize(20, 20), scale)

    assert pixmap.width() == round(20 * scale)
    assert icons.pixmap("eye", 20, scale=scale).deviceIndependentSize().width() == 20


def test_copies_of_an_icon_outlive_its_maker(icons: Icons) -> None:
    copy = QIcon(icons.icon("eye"))
    copy.setIsMask(False)  # makes Qt clone the engine
    gc.collect()

    assert not copy.pixmap(16, 16).isNull()


def test_app_icon_has_the_sizes_that_desktops_ask_for(qapp: QApplication) -> None:
    sides = {size.width() for size in app_icon().availableSizes()}

    assert {16, 32, 48, 256} <= sides
