"""The theme: contrast of the tokens, following the system, switching, and what it costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QDockWidget,
    QPushButton,
    QStyleFactory,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from overpaint.paths import resource
from overpaint.ui.theme import BrokenThemeError, TextRole, Theme, ThemeChoice, Tokens
from overpaint.ui.theme.tokens import over

THEMES = ("light", "dark")
SURFACES = ("window", "panel", "raised", "field", "canvas")
TEXTS = [
    *((ink, ground) for ink in ("text", "muted") for ground in SURFACES),
    *((ink, ground) for ink in ("text", "muted") for ground in ("selection", "control")),
    *(("text", ground) for ground in ("control_hover", "control_pressed")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
    *(("accent_text", ground) for ground in ("accent_soft", "window", "panel", "raised", "field")),
    *(
        (kind, ground)
        for kind in ("danger", "warning", "success")
        for ground in ("panel", "raised")
    ),
    *((kind, f"{kind}_soft") for kind in ("danger", "warning", "success")),
    *(("text", f"{kind}_soft") for kind in ("accent", "danger", "warning", "success")),
    ("on_tooltip", "tooltip"),
]
EDGES = [
    *(("focus", ground) for ground in SURFACES),
    *(("border_strong", ground) for ground in ("window", "panel", "field")),
    *(("accent", ground) for ground in ("panel", "field")),
]


def flat_tool_button(parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def read(theme: str) -> Tokens:
    return Tokens.read(resource(f"themes/{theme}.toml"))


def contrast(first: QColor, second: QColor) -> float:
    """Contrast ratio, https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio."""

    def luminance(colour: QColor) -> float:
        channels = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, ThemeChoice.LIGHT)


@pytest.fixture
def installed(qapp: QApplication, theme: Theme) -> Iterator[Theme]:
    palette, font = qapp.palette(), qapp.font()
    theme.install()
    yield theme
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)
    qapp.setStyle(QStyleFactory.create("fusion"))
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_is_readable(name: str, ink: str, ground: str) -> None:
    tokens = read(name)

    ratio = contrast(getattr(tokens, ink), getattr(tokens, ground))

    assert ratio >= 4.5, f"{ink} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("veil", ["hover", "pressed"])
@pytest.mark.parametrize("ground", ["window", "panel", "raised", "canvas"])
def test_text_is_readable_through_hover_and_press(name: str, veil: str, ground: str) -> None:
    tokens = read(name)
    seen = over(getattr(tokens, veil), getattr(tokens, ground))

    assert contrast(tokens.text, seen) >= 4.5
    assert contrast(tokens.muted, seen) >= 4.5 or veil == "pressed"


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("line", "ground"), EDGES)
def test_focus_and_control_edges_are_visible(name: str, line: str, ground: str) -> None:
    tokens = read(name)

    assert contrast(getattr(tokens, line), getattr(tokens, ground)) >= 3.0


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("surface", [*SURFACES, "checker_light", "checker_dark", "border"])
def test_what_surrounds_the_picture_has_no_tint(name: str, surface: str) -> None:
    colour = getattr(read(name), surface)

    assert colour.red() == colour.green() == colour.blue()


@pytest.mark.parametrize(
    "change",
    [
        ("#ededed", "grey"),
        ("#ededed", "#ed"),
        ('text = "#ededed"', ""),
        ("[text]", '[text]\nx="#fff"'),
    ],
)
def test_broken_token_file_is_refused_with_its_name(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    source = resource("themes/dark.toml").read_text(encoding="utf-8")
    broken = tmp_path / "broken.toml"
    broken.write_text(source.replace(*change), encoding="utf-8")

    with pytest.raises(BrokenThemeError, match=r"broken\.toml"):
        Tokens.read(broken)


def test_both_themes_name_the_same_colours() -> None:
    assert all(
        isinstance(getattr(read(name), field.name), QColor)
        for name in THEMES
        for field in fields(Tokens)
    )


def test_choice_decides_over_the_system(theme: Theme) -> None:
    theme.choose(ThemeChoice.DARK)

    assert theme.is_dark
    assert theme.tokens.canvas == read("dark").canvas


def test_switching_tells_once_and_only_when_colours_change(qtbot: QtBot, theme: Theme) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.is_dark))

    theme.choose(ThemeChoice.DARK)
    theme.choose(ThemeChoice.DARK)
    theme.choose(ThemeChoice.LIGHT)

    assert told == [True, False]


def test_nothing_global_changes_without_install(qapp: QApplication) -> None:
    before = qapp.palette()

    Theme(qapp, ThemeChoice.DARK)

    assert qapp.palette() == before


def test_installed_theme_gives_standard_widgets_its_colours(qtbot: QtBot, installed: Theme) -> None:
    button = QPushButton("Save")
    qtbot.addWidget(button)

    installed.choose(ThemeChoice.DARK)

    window = QPalette.ColorRole.Window
    qtbot.waitUntil(lambda: button.palette().color(window) == read("dark").panel)
    disabled = button.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert disabled == read("dark").disabled


def test_installed_theme_paints_controls_from_tokens(qtbot: QtBot, installed: Theme) -> None:
    button = QPushButton("")
    qtbot.addWidget(button)
    button.resize(80, 28)

    light = button.grab().toImage().pixelColor(40, 14)
    installed.choose(ThemeChoice.DARK)
    dark = button.grab().toImage().pixelColor(40, 14)

    assert (light, dark) == (read("light").control, read("dark").control)


def test_controls_are_high_enough_to_hit(qtbot: QtBot, installed: Theme) -> None:
    for widget in (QPushButton("x"), QComboBox()):
        qtbot.addWidget(widget)
        assert widget.sizeHint().height() >= 28


def test_type_scale_is_relative_to_the_system_font(theme: Theme) -> None:
    small, body, heading = (
        theme.font(role).pointSizeF() for role in (TextRole.SMALL, TextRole.BODY, TextRole.HEADING)
    )

    assert small < body < heading
    assert theme.font(TextRole.TITLE).weight() > theme.font(TextRole.BODY).weight()


def test_switching_a_window_of_150_controls_is_quick(qtbot: QtBot, installed: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    for _ in range(150):
        QPushButton("x", window)
    window.show()
    spent = []

    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT) * 3:
        started = time.perf_counter()
        installed.choose(choice)
        QApplication.processEvents()
        spent.append(time.perf_counter() - started)

    assert min(spent) < 0.02, f"{min(spent) * 1000:.1f} ms"


@pytest.mark.parametrize("kind", [QPushButton, flat_tool_button])
def test_focus_ring_is_for_the_keyboard_only(
    qtbot: QtBot, installed: Theme, kind: Callable[[QWidget], QAbstractButton]
) -> None:
    window = QWidget()
    first, second = kind(window), kind(window)
    first.setGeometry(10, 10, 80, 28)
    second.setGeometry(10, 50, 80, 28)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)

    QTest.keyClick(window, Qt.Key.Key_Tab)
    by_key = second.grab().toImage().pixelColor(40, 1)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    by_mouse = first.grab().toImage().pixelColor(40, 1)

    assert by_key == installed.tokens.focus
    assert by_mouse != installed.tokens.focus


def test_desktop_without_a_colour_scheme_is_judged_by_its_palette(qapp: QApplication) -> None:
    if qapp.styleHints().colorScheme() is not Qt.ColorScheme.Unknown:
        pytest.skip("this platform reports its colour scheme")
    before = qapp.palette()
    qapp.setPalette(QPalette(QColor("#202020")))
    try:
        assert Theme(qapp).is_dark
    finally:
        qapp.setPalette(before)
    assert not Theme(qapp, ThemeChoice.LIGHT).is_dark


def test_panel_titles_have_icons_of_the_theme(qtbot: QtBot, installed: Theme) -> None:
    dock = QDockWidget("Inputs")
    qtbot.addWidget(dock)
    cross = next(
        button for button in dock.findChildren(QAbstractButton) if "close" in button.objectName()
    )

    def strongest() -> str:
        image = cross.icon().pixmap(16, 16).toImage()
        pixels = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
        return max(pixels, key=QColor.alpha).name()

    light = strongest()
    installed.choose(ThemeChoice.DARK)

    assert (light, strongest()) == (read("light").muted.name(), read("dark").muted.name())


def test_buttons_of_a_dialog_are_words(qtbot: QtBot, installed: Theme) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    qtbot.addWidget(box)

    assert box.button(QDialogButtonBox.StandardButton.Close).icon().isNull()
