"""The options of selecting and viewing tools: each tool shows what it heeds, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDoubleSpinBox, QSlider, QWidget
from pytestqt.qtbot import QtBot

from helpers.program import Driver
from helpers.samples import Samples
from overpaint.imaging.mask.modes import Combine
from overpaint.ui.canvas.tool_options import SelectOptions, ShapeRule
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.tool_options.select_page import SelectPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    driver.window.resize(1600, 900)
    driver.open(samples.rocket)
    yield driver
    driver.close()


@pytest.fixture
def page(driver: Driver) -> SelectPage:
    return driver.panels.options.select


def shown(page: SelectPage) -> set[str]:
    parts: dict[str, QWidget] = {
        "mode": page.mode_choice, "ending": page.ending, "chips": page.chips,
        "scribble": page.scribble_choice, "tolerance": page.tolerance_field,
        "fuzziness": page.fuzziness_field, "contiguous": page.contiguous_box,
        "feather": page.feather_field, "antialias": page.antialias_box,
        "merged": page.merged_box, "rule": page.rule_field,
    }  # fmt: skip
    return {name for name, part in parts.items() if part.isVisible()}


@pytest.mark.parametrize(
    ("tool", "parts"),
    [
        (ToolKind.RECTANGLE, {"mode", "feather", "antialias", "rule"}),
        (ToolKind.LASSO, {"mode", "feather", "antialias"}),
        (ToolKind.WAND, {"mode", "tolerance", "contiguous", "feather", "antialias", "merged"}),
        (ToolKind.COLOUR_RANGE, {"mode", "ending", "chips", "fuzziness", "feather", "merged"}),
        (ToolKind.SMART_SCRIBBLE, {"mode", "ending", "scribble", "feather", "merged"}),
        (ToolKind.SCISSORS, {"mode", "feather", "antialias", "merged"}),
        (ToolKind.BUCKET, {"mode"}),
    ],
)
def test_each_tool_shows_what_it_heeds(
    driver: Driver, page: SelectPage, tool: ToolKind, parts: set[str]
) -> None:
    driver.panels.canvas.set_tool(tool)

    assert driver.panels.options.page is page
    assert shown(page) == parts


def test_a_field_changes_what_the_tools_do(driver: Driver, page: SelectPage) -> None:
    canvas = driver.panels.canvas
    canvas.set_tool(ToolKind.WAND)

    page.tolerance_field.field.setValue(77)
    page.contiguous_box.click()
    page.feather_field.field.setValue(2.5)
    QTest.mouseClick(page.mode_choice.findChildren(QAbstractButton)[1], LEFT)

    assert canvas.select_options == SelectOptions(
        mode=Combine.SUBTRACT, tolerance=77, contiguous=False, feather_px=2.5
    )


def test_what_changes_elsewhere_is_shown_without_an_echo(
    driver: Driver, page: SelectPage, qtbot: QtBot
) -> None:
    canvas = driver.panels.canvas
    options = SelectOptions(
        mode=Combine.INTERSECT, feather_px=12, antialias=False, tolerance=9, contiguous=False,
        merged=True, fuzziness=120, rule=ShapeRule.RATIO, ratio=(3, 2),
    )  # fmt: skip

    with qtbot.assertNotEmitted(page.options_changed):
        canvas.set_select_options(options)

    assert page.mode_choice.value is Combine.INTERSECT
    assert page.feather_field.value == 12
    assert page.rule_field.width_field.value() == 3
    assert page.merged_box.isChecked()
    assert page.rule_field.applied_to(options) == options


def test_a_fixed_size_is_written_in_two_fields_and_swapped(
    driver: Driver, page: SelectPage
) -> None:
    canvas = driver.panels.canvas
    canvas.set_tool(ToolKind.RECTANGLE)
    canvas.set_select_options(replace(canvas.select_options, rule=ShapeRule.SIZE))

    page.rule_field.width_field.setValue(300)
    page.rule_field.height_field.setValue(200)
    QTest.mouseClick(page.rule_field.swap_button, LEFT)

    assert canvas.select_options.size_px == (200, 300)


def sample(driver: Driver, qtbot: QtBot, x: float, y: float, *, more: bool = False) -> None:
    canvas = driver.panels.canvas
    keys = Qt.KeyboardModifier.ShiftModifier if more else Qt.KeyboardModifier.NoModifier
    place = QPoint(round(canvas.width() * x), round(canvas.height() * y))
    count = len(driver.panels.options.select.chips.chips)
    QTest.mouseClick(canvas, LEFT, keys, place)
    expected = count + 1 if more else 1
    qtbot.waitUntil(lambda: len(driver.panels.options.select.chips.chips) == expected)


def test_sampled_colours_are_chips_that_can_be_clicked_away(
    driver: Driver, page: SelectPage, qtbot: QtBot
) -> None:
    driver.panels.canvas.set_tool(ToolKind.COLOUR_RANGE)
    assert not page.accept_button.isEnabled()
    sample(driver, qtbot, 0.5, 0.2)
    sample(driver, qtbot, 0.5, 0.55, more=True)
    assert page.accept_button.isEnabled()

    QTest.mouseClick(page.chips.chips[0], LEFT)

    qtbot.waitUntil(lambda: len(page.chips.chips) == 1)
    assert driver.panels.canvas.live_tool is not None


def test_accept_makes_a_step_and_discard_leaves_nothing(
    driver: Driver, page: SelectPage, qtbot: QtBot
) -> None:
    canvas = driver.panels.canvas
    canvas.set_tool(ToolKind.COLOUR_RANGE)
    sample(driver, qtbot, 0.5, 0.2)
    QTest.mouseClick(page.accept_button, LEFT)
    qtbot.waitUntil(lambda: canvas.undo_stack.count() == 1)
    assert not page.accept_button.isEnabled()
    assert canvas.mask is not None
    qtbot.waitUntil(lambda: not canvas.mask.is_empty)
    accepted = canvas.mask.copy_coverage()

    canvas.set_select_options(replace(canvas.select_options, mode=Combine.SUBTRACT))
    sample(driver, qtbot, 0.5, 0.2)
    qtbot.waitUntil(lambda: bool((canvas.mask.copy_coverage() != accepted).any()))
    QTest.mouseClick(page.discard_button, LEFT)

    qtbot.waitUntil(lambda: bool(np.array_equal(canvas.mask.copy_coverage(), accepted)))
    assert canvas.undo_stack.count() == 1
    assert page.chips.chips == ()


def test_the_angle_is_typed_and_reset(driver: Driver) -> None:
    canvas, page = driver.panels.canvas, driver.panels.options.view
    canvas.set_tool(ToolKind.ROTATE)
    assert not page.reset_button.isEnabled()
    page.angle_field.setValue(30)
    assert canvas.transform is not None
    assert canvas.transform.angle_deg == pytest.approx(30)

    QTest.mouseClick(page.reset_button, LEFT)

    assert canvas.transform.angle_deg == 0
    assert page.angle_field.value() == 0


def test_the_view_can_be_mirrored_and_zoomed_from_the_bar(driver: Driver) -> None:
    canvas, page = driver.panels.canvas, driver.panels.options.view
    canvas.set_tool(ToolKind.ROTATE)
    QTest.mouseClick(page.mirror_button, LEFT)
    assert canvas.mirrored

    canvas.set_tool(ToolKind.ZOOM)
    assert not page.angle_field.isVisible()
    QTest.mouseClick(page.double_button, LEFT)

    assert canvas.transform is not None
    assert canvas.transform.scale == 2.0
    assert not page.mask_button.isEnabled()


def test_pressure_chosen_in_the_bar_reaches_the_canvas(driver: Driver) -> None:
    canvas, page = driver.panels.canvas, driver.panels.options.brush
    canvas.set_tool(ToolKind.BRUSH)
    assert page.pressure_choice.value is canvas.pressure_use

    QTest.mouseClick(page.pressure_choice.findChildren(QAbstractButton)[2], LEFT)

    assert canvas.pressure_use.value == "flow"


def test_the_feather_slider_is_fine_near_zero(page: SelectPage) -> None:
    slider = page.feather_field.findChild(QSlider)
    slider.setValue(slider.maximum() // 5)

    assert 3 < page.feather_field.findChild(QDoubleSpinBox).value() < 6
