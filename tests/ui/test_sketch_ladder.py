"""Sketch ×4, pick one, make it final: one price before, and nothing sent that was not agreed to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.choices import Quality
from overpaint.domain.ladder import SKETCHES
from overpaint.domain.limits import Limits
from overpaint.ui.ladder.desk import LadderDesk
from overpaint.ui.results.item import ResultState

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def driver(qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, own_home)
    driver.open(samples.coffee)
    driver.store.set(prompt="black and white", keep=("the spoon",))
    yield driver
    driver.close()


@pytest.fixture
def ladder(driver: Driver) -> LadderDesk:
    return driver.panels.ladder


@pytest.mark.slow
def test_sketches_are_picked_and_the_pick_is_made_anew_in_high_quality(
    driver: Driver, ladder: LadderDesk, qtbot: QtBot
) -> None:
    driver.press("sketch_ladder")
    bar, pick = ladder.sketch_bar, ladder.pick_bar
    assert bar.isVisible()
    assert bar.chosen_quality is Quality.HIGH
    assert "4 sketches free + final free" in bar.facts.text()
    assert driver.results() == []

    qtbot.keyClick(bar.apply_button, Qt.Key.Key_Return)
    sketches = driver.wait_for(ResultState.DONE, SKETCHES)
    assert not bar.isVisible()
    jobs = [item.job for item in sketches if item.job is not None]
    sent = {driver.panels.runs.submission(job) for job in jobs}
    (sketched,) = sent
    assert sketched is not None
    assert (sketched.draft.quality, sketched.draft.variants) == (Quality.LOW, SKETCHES)

    driver.panels.results.select(sketches[1].key)
    qtbot.waitUntil(pick.isVisible, timeout=PATIENCE_MS)
    assert pick.place.text() == "2 of 4"
    qtbot.mouseClick(pick.after, LEFT)
    assert pick.place.text() == "3 of 4"
    driver.store.set(prompt="something else meanwhile")
    qtbot.mouseClick(pick.apply_button, LEFT)

    driver.wait_for(ResultState.DONE, SKETCHES + 1)
    final = next(item for item in driver.results() if item.key not in {s.key for s in sketches})
    assert final.job is not None
    made = driver.panels.runs.submission(final.job)
    assert made is not None
    assert made.draft.quality is Quality.HIGH
    assert made.draft.prompt.startswith("black and white\n\nPicture 2 is a sketch")
    assert made.draft.keep == ("the spoon",)
    picked = sketches[2].result
    assert picked is not None
    assert made.draft.inputs[-1].path == picked.answer.path
    assert not pick.isVisible()
    assert not driver.window.actions_by_id["make_final"].isEnabled()


def test_what_cannot_be_sketched_is_told_and_sends_nothing(
    driver: Driver, ladder: LadderDesk
) -> None:
    driver.store.set(model="dall-e-2")

    driver.press("sketch_ladder")

    assert not ladder.sketch_bar.isVisible()
    assert "only one quality" in driver.panels.area.toast.text


def test_the_price_follows_the_quality_and_the_limit_counts_all_of_it(
    driver: Driver, ladder: LadderDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    settings = driver.program.settings
    settings.set(server="openai")
    driver.press("sketch_ladder")
    bar = ladder.sketch_bar
    dear = bar.facts.text()
    buttons = bar.quality.findChildren(QAbstractButton)
    medium = next(button for button in buttons if button.text() == "Med")

    qtbot.mouseClick(medium, LEFT)
    assert bar.chosen_quality is Quality.MEDIUM
    assert bar.facts.text() != dear

    assert bar.apply_button.isEnabled()

    settings.set(limits=Limits(day=Decimal("0.02")))
    assert not bar.apply_button.isEnabled()
    assert "today's $0.020" in bar.apply_button.toolTip()
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert driver.results() == []
