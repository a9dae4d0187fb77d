"""The About box leads to the texts of every licence."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from overpaint.ui.dialogs.licences import LicencesDialog


def test_about_leads_to_the_licences_by_keyboard_and_mouse(
    qapp: QApplication, qtbot: QtBot, own_home: Path
) -> None:
    driver = Driver(qapp, qtbot, own_home)
    try:
        driver.press("about")
        (box,) = driver.window.findChildren(QMessageBox)
        buttons: list[QAbstractButton] = box.buttons()
        (button,) = (one for one in buttons if one.text() == "&Licences")
        button.click()

        (dialog,) = driver.window.findChildren(LicencesDialog)
        assert dialog.isVisible()
        qtbot.waitUntil(lambda: dialog.names.count() > 10, timeout=PATIENCE_MS)
        assert dialog.text.toPlainText().startswith("MIT License")
        assert dialog.text.isReadOnly()
        row = [dialog.names.item(n).text() for n in range(dialog.names.count())].index("attrs")
        dialog.names.setCurrentRow(row)
        assert "Hynek Schlawack" in dialog.text.toPlainText()
        dialog.close()
    finally:
        driver.close()
