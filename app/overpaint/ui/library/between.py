"""Two small forms for menus: from when to when, from how much to how much."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDateEdit,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QMenu,
    QPushButton,
    QWidget,
)

_FIELD_PX = 128
_DEAREST = 1000.0
_ANY = -0.01


class _Form(QWidget):
    """Two labelled fields and a button that uses them; closes the menu."""

    applied = Signal()

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu

    def _lay_out(self, *fields: tuple[str, QAbstractSpinBox]) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, (text, field) in enumerate(fields):
            label = QLabel(text, self)
            label.setBuddy(field)
            field.setAccessibleName(text)
            field.setFixedWidth(_FIELD_PX)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.button = QPushButton(self.tr("Apply"), self)
        self.button.clicked.connect(self._apply)
        grid.addWidget(self.button, len(fields), 1, Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter uses what is typed; the menu must not take it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._apply()
            return
        super().keyPressEvent(event)

    @Slot()
    def _apply(self) -> None:
        self.applied.emit()
        self._menu.close()


class DayForm(_Form):
    """From one day to another.

    Attributes:
        chosen: ``(date, date)``: the first and the last day.
    """

    chosen = Signal(object, object)

    def __init__(self, since: QDate | None, until: QDate | None, menu: QMenu) -> None:
        super().__init__(menu)
        today = QDate.currentDate()
        self.since = QDateEdit(since or today.addDays(-29))
        self.until = QDateEdit(until or today)
        for field in (self.since, self.until):
            field.setMaximumDate(today)
            field.setDisplayFormat("d MMM yyyy")
        self.applied.connect(self._tell)
        self._lay_out((self.tr("From"), self.since), (self.tr("To"), self.until))

    @Slot()
    def _tell(self) -> None:
        """In the right order, whichever was typed first."""
        days = sorted((_date(self.since.date()), _date(self.until.date())))
        self.chosen.emit(days[0], days[1])


class CostForm(_Form):
    """From one price to another.

    Attributes:
        chosen: ``(Decimal | None, Decimal | None)``: the least and the most, US dollars.
    """

    chosen = Signal(object, object)

    def __init__(self, least: Decimal | None, most: Decimal | None, menu: QMenu) -> None:
        super().__init__(menu)
        self.least, self.most = QDoubleSpinBox(), QDoubleSpinBox()
        for field, value in ((self.least, least), (self.most, most)):
            field.setRange(_ANY, _DEAREST)
            field.setDecimals(2)
            field.setSingleStep(0.01)
            field.setPrefix("$")
            field.setSpecialValueText(self.tr("any"))
            field.setValue(_ANY if value is None else float(value))
        self.applied.connect(self._tell)
        self._lay_out((self.tr("At least"), self.least), (self.tr("At most"), self.most))

    @Slot()
    def _tell(self) -> None:
        """What stands at “any” is no border."""
        least, most = (
            None if field.value() < 0 else Decimal(str(round(field.value(), 2)))
            for field in (self.least, self.most)
        )
        self.chosen.emit(least, most)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
