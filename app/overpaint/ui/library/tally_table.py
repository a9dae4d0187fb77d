"""What each model changed outside of the masks so far, as a table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from overpaint.domain.pricing import dollars
from overpaint.domain.tallies import Tally
from overpaint.ui.theme.draw import CONTROL_HEIGHT

_UNKNOWN = "–"
_COLUMN_PX = 76
_ROW_PX = 32
_WORDS = 2
"""Columns that hold words."""


class TallyTable(QTableWidget):
    """A row for each model and server, as high as its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heads = self._heads()
        self.setColumnCount(len(heads))
        for number, text in enumerate(heads):
            head = QTableWidgetItem(text)
            head.setTextAlignment(_alignment(number))
            self.setHorizontalHeaderItem(number, head)
        self.setAccessibleName(self.tr("Models and what they change"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(_COLUMN_PX)
        header.setFixedHeight(CONTROL_HEIGHT)
        header.setHighlightSections(False)

    def show_tallies(self, tallies: tuple[Tally, ...]) -> None:
        """Fill the table."""
        self.setRowCount(len(tallies))
        for row, tally in enumerate(tallies):
            for column, text in enumerate(cells(tally)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_alignment(column))
                self.setItem(row, column, item)
        self.setFixedHeight(CONTROL_HEIGHT + len(tallies) * _ROW_PX + 2 * self.frameWidth() + 2)

    def _heads(self) -> list[str]:
        return [
            self.tr("Model"), self.tr("Server"), self.tr("Results"), self.tr("Changed"),
            self.tr("Colour (ΔE)"), self.tr("Shift"), self.tr("Time"), self.tr("Cost"),
        ]  # fmt: skip


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
