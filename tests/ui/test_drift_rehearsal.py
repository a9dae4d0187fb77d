"""An edit on the built-in endpoint while its pictures drift, from Generate to the tile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.blends import pixels_of
from helpers.outside import beyond_feather
from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.services.endpoint.faults.registry import parse_faults
from overpaint.services.endpoint.launch import EndpointServer
from overpaint.ui.results.item import ResultState
from overpaint.ui.results.texts import detail


@pytest.fixture
def driver(
    qapp: QApplication, qtbot: QtBot, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Driver]:
    start = EndpointServer.start

    def start_drifting(server: EndpointServer) -> None:
        start(server)
        server.rehearse(parse_faults("drift"))

    monkeypatch.setattr(EndpointServer, "start", start_drifting)
    driver = Driver(qapp, qtbot, own_home)
    yield driver
    driver.close()


@pytest.mark.slow
def test_drift_is_told_and_the_blend_changes_inside_of_the_mask_only(
    driver: Driver, samples: Samples, qtbot: QtBot
) -> None:
    driver.open(samples.coffee)
    driver.paint((0.4, 0.4), (0.5, 0.6))
    driver.store.set(prompt="make it green")
    driver.press("generate")
    (tile,) = driver.wait_for(ResultState.DONE)
    result = tile.result
    assert result is not None
    assert result.drift is not None

    assert detail(tile) == f"outside: 0 px · model {round(result.drift.changed * 100)} %"
    assert result.drift.changed > 0.3
    assert result.drift.is_moved
    assert driver.panels.details.value("registration") == "moved back"
    before = pixels_of(result.path)

    section = driver.panels.inspector.parameters.blend
    section.feather.nudge(40)
    qtbot.waitUntil(lambda: driver.panels.blending.blending.is_settled, timeout=PATIENCE_MS)

    (tile,) = driver.results()
    assert tile.result is not None
    after = pixels_of(tile.result.path)
    mask = driver.panels.canvas.mask
    assert mask is not None
    inside = mask.copy_coverage() >= 128
    source = pixels_of(samples.coffee)
    outside = beyond_feather(inside, section.recipe)
    assert np.array_equal(after[outside], source[outside])
    assert not np.array_equal(before, after)
    driver.press("show_drift")
    assert driver.window.actions_by_id["show_drift"].isChecked()
    assert driver.panels.blending.legend.figures.endswith(f"{result.drift.delta_e:.1f}")
