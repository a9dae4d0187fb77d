"""The choice of how the mask is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QColorDialog, QWidget
from pytestqt.qtbot import QtBot

from helpers.program import Driver
from helpers.samples import Samples
from overpaint.domain.marks import Colour
from overpaint.domain.overlay import DEFAULT_STYLE, SAFE_COLOURS, Look, OverlayStyle, Pattern
from overpaint.ui.icons import Icons
from overpaint.ui.overlay_popover import OverlayPopover
from overpaint.ui.theme import Theme, ThemeChoice

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def popover(qtbot: QtBot, qapp: QApplication) -> Iterator[OverlayPopover]:
    parent = QWidget()
    qtbot.addWidget(parent)
    popover = OverlayPopover(Icons(Theme(qapp, ThemeChoice.LIGHT)), parent)
    popover.show()
    yield popover
    assert parent is not None  # it owns the popover and must live as long


def press(qtbot: QtBot, inside: QWidget, name: str) -> None:
    found = [b for b in inside.findChildren(QAbstractButton) if b.accessibleName().endswith(name)]
    assert len(found) == 1, name
    qtbot.mouseClick(found[0], LEFT)


@pytest.mark.parametrize(
    ("row", "name", "expected"),
    [
        ("look", "Lines", replace(DEFAULT_STYLE, look=Look.HATCH)),
        ("look", "Black & white", replace(DEFAULT_STYLE, look=Look.BLACK_WHITE)),
        ("pattern", "Dots", replace(DEFAULT_STYLE, pattern=Pattern.DOTS)),
        ("colour", "sky blue", replace(DEFAULT_STYLE, colour=SAFE_COLOURS[4])),
        ("protect", "yellow", replace(DEFAULT_STYLE, protect_colour=SAFE_COLOURS[2])),
    ],
)
def test_a_press_chooses_and_shows_the_new_style(
    qtbot: QtBot, popover: OverlayPopover, row: str, name: str, expected: OverlayStyle
) -> None:
    with qtbot.waitSignal(popover.style_chosen) as told:
        press(qtbot, getattr(popover, row), name)

    assert told.args == [expected]
    assert popover.look.value is expected.look
    assert popover.pattern.value is expected.pattern


def test_the_opacity_is_a_share(qtbot: QtBot, popover: OverlayPopover) -> None:
    with qtbot.waitSignal(popover.style_chosen) as told:
        popover.opacity.field.setValue(30)

    assert told.args == [replace(DEFAULT_STYLE, opacity=0.3)]


def test_a_style_from_elsewhere_is_shown_without_an_echo(
    qtbot: QtBot, popover: OverlayPopover
) -> None:
    with qtbot.assertNotEmitted(popover.style_chosen):
        popover.show_style(OverlayStyle(Colour(1, 2, 3), 0.2, Pattern.CROSS, Look.HATCH))

    assert popover.opacity.value == 20
    assert popover.look.value is Look.HATCH


@pytest.mark.parametrize("look", [Look.OUTLINE, Look.BLACK_WHITE])
def test_what_a_look_does_not_use_says_so(popover: OverlayPopover, look: Look) -> None:
    popover.show_style(replace(DEFAULT_STYLE, look=look))

    for row in (popover.pattern, popover.colour):
        assert not row.isEnabled()
        assert row.toolTip()
    assert not popover.opacity.isEnabled()
    assert popover.protect.isEnabled() is (look is Look.OUTLINE)


def test_any_other_colour_can_be_chosen(qtbot: QtBot, popover: OverlayPopover) -> None:
    press(qtbot, popover.colour, "Other colour…")
    (dialog,) = popover.parentWidget().findChildren(QColorDialog)

    with qtbot.waitSignal(popover.style_chosen) as told:
        dialog.setCurrentColor(QColor(10, 20, 30))

    assert told.args == [replace(DEFAULT_STYLE, colour=Colour(10, 20, 30))]
    dialog.close()


def test_the_look_rulers_and_grid_are_remembered(
    qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples
) -> None:
    driver = Driver(qapp, qtbot, own_home)
    driver.open(samples.rocket)
    canvas, frame = driver.panels.canvas, driver.panels.area.frame

    for command in ("next_mask_look", "outline_mask", "show_rulers", "show_pixel_grid"):
        driver.press(command)
    settings = driver.program.settings
    qtbot.waitUntil(lambda: settings.settings.overlay.look is Look.OUTLINE)

    assert canvas.overlay_style.look is Look.OUTLINE
    assert frame.rulers_visible
    assert frame.across.isVisible()
    assert settings.settings.show_rulers
    assert not settings.settings.show_pixel_grid
    assert driver.window.actions_by_id["outline_mask"].isChecked()
    driver.press("outline_mask")
    assert canvas.overlay_style.look is Look.HATCH
    assert not driver.window.actions_by_id["outline_mask"].isChecked()
    driver.close()


def test_choosing_a_look_shows_a_hidden_mask(
    qapp: QApplication, qtbot: QtBot, own_home: Path
) -> None:
    driver = Driver(qapp, qtbot, own_home)
    driver.press("show_mask")
    assert not driver.window.actions_by_id["show_mask"].isChecked()

    driver.press("next_mask_look")

    assert driver.window.actions_by_id["show_mask"].isChecked()
    driver.close()


def test_a_look_chosen_just_before_the_end_is_remembered(
    qapp: QApplication, qtbot: QtBot, own_home: Path
) -> None:
    driver = Driver(qapp, qtbot, own_home)
    look = driver.panels.canvas.overlay_style.look
    driver.press("next_mask_look")
    chosen = driver.panels.canvas.overlay_style.look
    driver.close()
    assert chosen is not look

    again = Driver(qapp, qtbot, own_home)
    assert again.panels.canvas.overlay_style.look is chosen
    again.close()
