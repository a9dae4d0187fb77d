"""What each model changed outside of the masks so far, as a table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.pricing import dollars
from overpaint.domain.tallies import Tally
from overpaint.ui.background import Background
from overpaint.ui.theme.draw import CONTROL_HEIGHT

_UNKNOWN = "–"
_SIZE = QSize(800, 360)
_COLUMN_PX = 76
_WORDS = 2
"""Columns that hold words."""


class StatisticsDialog(QDialog):
    """A row for each model and server; opened without stopping anything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Statistics"))
        self.resize(_SIZE)
        self.table = QTableWidget(0, len(self._heads()), self)
        for number, text in enumerate(self._heads()):
            head = QTableWidgetItem(text)
            head.setTextAlignment(_alignment(number))
            self.table.setHorizontalHeaderItem(number, head)
        self.table.setAccessibleName(self.tr("Models and what they change"))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(_COLUMN_PX)
        header.setFixedHeight(CONTROL_HEIGHT)
        header.setHighlightSections(False)
        note = QLabel(
            self.tr("Measured outside of the mask, on the answers as they were received. None of it"
                    " is in your results. Kept on this computer only."), self)  # fmt: skip
        note.setWordWrap(True)
        note.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.empty = QLabel(self.tr("There is no result yet."), self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self._close_button = buttons.button(QDialogButtonBox.StandardButton.Close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._stack, 1)
        column.addWidget(note)
        column.addWidget(buttons)

    def show_tallies(self, tallies: tuple[Tally, ...]) -> None:
        """Fill the table and show the dialog."""
        self._stack.setCurrentWidget(self.table if tallies else self.empty)
        self.table.setRowCount(len(tallies))
        for row, tally in enumerate(tallies):
            for column, text in enumerate(cells(tally)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_alignment(column))
                self.table.setItem(row, column, item)
        self._close_button.setFocus()
        self.show()
        self.raise_()
        self.activateWindow()

    def _heads(self) -> list[str]:
        return [
            self.tr("Model"), self.tr("Server"), self.tr("Results"), self.tr("Changed"),
            self.tr("Colour (ΔE)"), self.tr("Shift"), self.tr("Time"), self.tr("Cost"),
        ]  # fmt: skip


class StatisticsDesk(QObject):
    """Reads the library on a worker and shows what is in it.

    Args:
        path: The library's file.
        background: The worker.
        window: Owner of the dialog.

    Attributes:
        failed: An `OverpaintError`.
    """

    failed = Signal(object)

    def __init__(self, path: Path, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._path = path
        self._background = background
        self.dialog = StatisticsDialog(window)

    @Slot()
    def open_table(self) -> None:
        """Show the statistics as they are now."""
        path = self._path

        def read() -> tuple[Tally, ...]:
            from overpaint.services.library.statistics import (  # noqa: PLC0415 - loads SQLite
                read_tallies,
            )

            return read_tallies(path)

        self._background.run(read, self.dialog.show_tallies, self.failed.emit)


def _alignment(column: int) -> Qt.AlignmentFlag:
    """Words at the left, numbers at the right."""
    across = Qt.AlignmentFlag.AlignLeft if column < _WORDS else Qt.AlignmentFlag.AlignRight
    return across | Qt.AlignmentFlag.AlignVCenter


def cells(tally: Tally) -> tuple[str, ...]:
    """What stands in a row."""
    changed, delta_e, shift = tally.changed, tally.delta_e, tally.shift_px
    return (
        tally.model,
        tally.server,
        str(tally.results),
        _UNKNOWN if changed is None else f"{changed * 100:.1f} %",
        _UNKNOWN if delta_e is None else f"{delta_e:.1f}",
        _UNKNOWN if shift is None else f"{shift:.1f} px",
        f"{tally.elapsed_s:.1f} s",
        _UNKNOWN if tally.cost_usd is None else dollars(tally.cost_usd),
    )
