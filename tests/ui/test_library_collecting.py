"""Results are found in a folder that a person chooses."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from helpers.library import made
from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.blend import BlendRecipe
from overpaint.domain.lineage import LineageStep
from overpaint.services.lineage_files import write_step
from overpaint.ui.workspaces import Workspace


def test_a_folder_is_looked_through_for_results(
    qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    folder.mkdir()
    shutil.copyfile(samples.coffee, folder / "vase.png")
    result = made(1)
    step = LineageStep(
        key=result.key, edit="e", result=folder / "vase.png", parent=Path("p.png"), prompt="Vase",
        model="m", server="s", time=result.time, variant=1, blend=BlendRecipe(),
    )  # fmt: skip
    write_step(folder, step, folder / "vase.png")
    driver = Driver(qapp, qtbot, own_home)
    said: list[str] = []
    driver.panels.files.done.connect(said.append)

    driver.window.actions_by_id["find_results"].trigger()
    (dialog,) = driver.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    qtbot.waitUntil(lambda: "Results added: 1, found again: 0" in said, timeout=PATIENCE_MS)
    driver.window.actions_by_id["find_results"].trigger()
    dialog = driver.window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    qtbot.waitUntil(lambda: said[-1].startswith("Nothing new there"), timeout=PATIENCE_MS)
    assert driver.panels.workspaces.current is Workspace.LIBRARY
    driver.close()
