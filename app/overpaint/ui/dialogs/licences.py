"""The licences of the program and of everything in it, to be read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QWidget

from overpaint.domain.errors import OverpaintError
from overpaint.services.licence_texts import LicenceText, licence_texts
from overpaint.ui.background import Background
from overpaint.ui.dialogs.form_parts import side_list
from overpaint.ui.messages import render_all

_SIZE = QSize(880, 640)
_NAMES_PX = 224


class LicencesDialog(QDialog):
    """Not modal; the texts are read on a worker when it is first shown.

    Args:
        background: The worker.
        parent: The window.

    Attributes:
        names: The parts, the program first.
        text: The licence of the selected part.
    """

    def __init__(self, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts: tuple[LicenceText, ...] = ()
        self._background = background
        self._asked = False
        self.names = side_list(self.tr("Parts"))
        self.text = QPlainTextEdit()
        self.setWindowTitle(self.tr("Licences"))
        self.resize(_SIZE)
        self._lay_out()
        self.names.currentRowChanged.connect(self._show_part)

    def open_list(self) -> None:
        """Show it in front."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.names.setFocus()
        if not self._asked:
            self._asked = True
            self._background.run(licence_texts, self._fill, self._fail)

    def _fill(self, texts: tuple[LicenceText, ...]) -> None:
        self._texts = texts
        self.names.addItems([part.name for part in texts])
        self.names.setCurrentRow(0)

    def _fail(self, error: OverpaintError) -> None:
        self._asked = False
        self.text.setPlainText(render_all([error.what, error.why, error.remedy]))

    @Slot(int)
    def _show_part(self, row: int) -> None:
        if 0 <= row < len(self._texts):
            self.text.setPlainText(self._texts[row].text)

    def _lay_out(self) -> None:
        self.names.setFixedWidth(_NAMES_PX)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Licence"))
        self.text.setPlaceholderText(self.tr("Reading…"))
        # Texts are laid out for columns of equal letters.
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addWidget(self.names)
        row.addWidget(self.text, 1)
