"""A result alone brings its edit back: settings, mask, and the names of its inputs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.choices import Quality
from overpaint.services.recipes.finding import find_recipe
from overpaint.ui.payload import DropRole, Payload
from overpaint.ui.results.item import ResultState
from overpaint.ui.widgets.banner import Notice

pytestmark = pytest.mark.slow
PROMPT = "No spoon, please."


@pytest.fixture(scope="module")
def made(qapp: QApplication, samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result that the real window made, in a folder of its own."""
    home = tmp_path_factory.mktemp("maker")
    folder = tmp_path_factory.mktemp("given") / "away"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERPAINT_HOME", str(home))
        qtbot = QtBot(_Request())
        driver = Driver(qapp, qtbot, home)
        try:
            driver.open(samples.coffee)
            driver.paint((0.4, 0.5), (0.6, 0.5))
            qtbot.waitUntil(lambda: driver.store.draft.mask is not None, timeout=PATIENCE_MS)
            driver.store.set(prompt=PROMPT, quality=Quality.HIGH, stream=False)
            driver.press("generate")
            (item,) = driver.wait_for(ResultState.DONE, 1)
            assert item.picture is not None
            shutil.copy(item.picture, folder / "from a friend.png")
        finally:
            driver.close()
    return folder / "from a friend.png"


class _Request:
    """What pytest-qt wants to know of a test."""

    class config:  # noqa: N801 - pytest's name
        @staticmethod
        def getini(_name: str) -> str:
            return "false"


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


def notice(driver: Driver) -> Notice:
    found = driver.panels.area.banner.notice
    assert found is not None
    return found


def drop(driver: Driver, qtbot: QtBot, file: Path) -> None:
    driver.panels.area.dropped.emit(DropRole.TARGET, Payload(files=(file,)))
    qtbot.waitUntil(lambda: driver.panels.area.banner.notice is not None, timeout=PATIENCE_MS)


def press(driver: Driver, label: str) -> None:
    buttons = driver.panels.area.banner.findChildren(QPushButton)
    next(button for button in buttons if button.text().replace("&", "") == label).click()


def test_a_fresh_home_restores_everything_but_the_inputs_and_names_them(
    driver: Driver, qtbot: QtBot, made: Path, samples: Samples
) -> None:
    recipe = find_recipe(made)
    assert recipe is not None
    assert recipe.mask is not None

    drop(driver, qtbot, made)
    assert [action.label for action in notice(driver).actions] == [
        "Restore settings", "Use as picture", "Both",
    ]  # fmt: skip
    assert PROMPT in notice(driver).text
    assert driver.store.draft.target is None
    press(driver, "Restore settings")

    draft = driver.store.draft
    assert (draft.prompt, draft.quality) == (PROMPT, Quality.HIGH)
    assert recipe.apply_to(draft) == draft
    qtbot.waitUntil(lambda: driver.panels.area.banner.notice is not None, timeout=PATIENCE_MS)
    assert "coffee.png (600×400)" in notice(driver).title
    assert "600×400" in notice(driver).text
    assert driver.panels.restoring.waits_for_target

    driver.open(samples.coffee)
    qtbot.waitUntil(lambda: driver.store.draft.mask is not None, timeout=PATIENCE_MS)
    facts = driver.store.draft.mask
    assert facts is not None
    assert facts.coverage == pytest.approx(recipe.mask.facts.coverage, abs=0.002)


def test_inputs_beside_the_picture_are_offered_by_name_and_content(
    driver: Driver, qtbot: QtBot, made: Path, samples: Samples, tmp_path: Path
) -> None:
    shutil.copy(made, tmp_path / "result.png")
    shutil.copy(samples.coffee, tmp_path / "coffee.png")

    driver.panels.restoring.read(tmp_path / "result.png")
    qtbot.waitUntil(lambda: driver.panels.area.banner.notice is not None, timeout=PATIENCE_MS)
    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        press(driver, "Open it")

    qtbot.waitUntil(lambda: driver.store.draft.mask is not None, timeout=PATIENCE_MS)
    target = driver.store.draft.target
    assert target is not None
    assert target.path == tmp_path / "coffee.png"
    plane = driver.panels.canvas.layers.mask if driver.panels.canvas.layers else None
    assert plane is not None
    assert np.count_nonzero(plane.copy_coverage()) > 100


def test_it_can_be_a_picture_like_any_other(driver: Driver, qtbot: QtBot, made: Path) -> None:
    drop(driver, qtbot, made)
    with qtbot.waitSignal(driver.panels.session.target_shown, timeout=PATIENCE_MS):
        press(driver, "Use as picture")

    assert driver.store.draft.prompt == ""
    assert [one.name for one in driver.store.draft.inputs] == ["from a friend.png"]


def test_a_photograph_is_not_asked_about_and_tells_nothing(
    driver: Driver, qtbot: QtBot, samples: Samples
) -> None:
    driver.open(samples.coffee)
    assert driver.panels.area.banner.notice is None

    driver.panels.restoring.read(samples.coffee)
    qtbot.waitUntil(lambda: driver.panels.area.banner.notice is not None, timeout=PATIENCE_MS)

    assert "does not tell" in notice(driver).title
