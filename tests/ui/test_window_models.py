"""Models in the whole window: retired ones, a person's own, what the server names, the price."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.choices import Field, OutputFormat, Quality
from overpaint.domain.profiles import BUILT_IN, OPENAI
from overpaint.handover import Claim, Errand
from overpaint.paths import HOME_VARIABLE
from overpaint.ui.results.item import ResultState
from overpaint.ui.widgets.choice_box import ChoiceBox


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    (tmp_path / "config").mkdir()
    return tmp_path


@pytest.fixture
def driver(home: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Driver]:
    driver = Driver(qapp, qtbot, home)
    yield driver
    driver.close()


def listed(driver: Driver) -> list[str]:
    box = driver.panels.inspector.parameters.controls[Field.MODEL]
    assert isinstance(box, ChoiceBox)
    return [box.itemText(row) for row in range(box.count())]


def test_the_switch_for_retired_models_is_remembered(driver: Driver) -> None:
    assert "DALL·E 2" not in listed(driver)

    driver.panels.inspector.parameters.model.show_retired.trigger()

    assert "DALL·E 2" in listed(driver)
    assert driver.program.settings.settings.show_retired


def test_the_price_follows_every_control_and_the_server(driver: Driver) -> None:
    button = driver.panels.inspector.generate_button
    assert button.secondary == "free"

    driver.program.settings.set(server=OPENAI.name)
    driver.store.set(quality=Quality.LOW)
    cheap = button.secondary
    driver.store.set(variants=8)

    assert cheap.startswith("≈ $")
    assert button.secondary not in {"", cheap}
    assert "Results: $" in button.toolTip()
    driver.store.set(model="of-tomorrow")
    assert button.secondary == "price unknown"
    driver.program.settings.set(server="built-in")
    assert button.secondary == "free"


def test_broken_rows_of_a_person_are_told_over_the_canvas(
    home: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    (home / "config" / "models.toml").write_text("[[models]\n")
    driver = Driver(qapp, qtbot, home)

    driver.program.begin(Errand(), Claim())

    assert "Your own models cannot be used" in driver.wait_for_banner()
    assert "GPT Image 2" in listed(driver)
    driver.close()


def test_a_chosen_server_whose_row_is_damaged_does_not_keep_the_window_shut(
    home: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    row = {"name": "Studio", "kind": "openai", "base_url": "http://127.0.0.1:9/v1"}
    file = {"version": 1, "server": "Studio", "servers": [row]}
    (home / "config" / "settings.json").write_text(json.dumps(file))

    driver = Driver(qapp, qtbot, home)

    assert driver.program.settings.settings.profile() == BUILT_IN
    driver.close()


def test_the_server_tells_which_models_it_has(driver: Driver, qtbot: QtBot) -> None:
    model = driver.panels.inspector.parameters.model
    driver.store.set(model="of-tomorrow")
    served = driver.program.settings.settings.server

    with qtbot.waitSignal(driver.program.models.refreshed, timeout=PATIENCE_MS) as told:
        model.refresh_models.trigger()

    assert told.args[0] == served
    assert told.args[1] >= 10
    assert "models" in driver.panels.area.toast.text
    found = driver.program.models.served(served)
    assert found is not None
    assert "gpt-image-2" in found
    assert "of-tomorrow" not in found


@pytest.mark.slow
def test_variants_of_an_animation_are_one_job(driver: Driver, samples: Samples) -> None:
    driver.open(samples.rocket)
    driver.store.set(
        prompt="make it brighter", model="gpt-image-2.6-flare", output_format=OutputFormat.GIF,
        variants=2, quality=Quality.LOW,
    )  # fmt: skip

    driver.panels.inspector.submit()

    done = driver.wait_for(ResultState.DONE, 2)
    assert len({item.job for item in done}) == 1
    assert len(driver.results()) == 2
