"""What was spent, and what each model changes where it should not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtCore import QDate, QLocale, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.pricing import dollars
from overpaint.domain.spending import Total
from overpaint.domain.tallies import Tally
from overpaint.ui.icons import Icons
from overpaint.ui.library import texts
from overpaint.ui.library.spend_chart import Bar, SpendChart
from overpaint.ui.library.tally_table import TallyTable
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CARD_RADIUS, rounded
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl

_MARGIN = 24
_DAYS = 30
_MONTHS = 12
_MODELS = 8
_WIDEST = 960


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the page tells.

    Attributes:
        today: The day on which it is told.
        days: Totals by day, ``2026-11-24``.
        months: Totals by month, ``2026-11``.
        models: Totals by model id, the dearest first.
        tallies: Drift by model and server.
    """

    today: date
    days: dict[str, Total]
    months: dict[str, Total]
    models: dict[str, Total]
    tallies: tuple[Tally, ...]


class StatisticsPage(QScrollArea):
    """Three sums, a chart, a table.

    Attributes:
        export_requested: The sums are wanted as a table file.
        limits_requested: The limits of spending are to be seen.
    """

    export_requested = Signal()
    limits_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._figures: Figures | None = None
        self.sums = {name: _Sum(icons, text) for name, text in self._sum_names()}
        self.by = SegmentedControl(icons.theme, name=self.tr("Added up by"))
        self.by.set_options([
            Option("day", self.tr("Day"), tooltip=self.tr("The last 30 days")),
            Option("month", self.tr("Month"), tooltip=self.tr("The last 12 months")),
            Option("model", self.tr("Model"), tooltip=self.tr("Everything so far")),
        ])  # fmt: skip
        self.by.set_value("day")
        self.by.chosen.connect(self._show_chart)
        self.chart = SpendChart(icons)
        self.table = TallyTable()
        self.empty = QLabel(self.tr("Adding up…"))
        self.table.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(self._make_body())
        self.setAccessibleName(self.tr("Statistics"))

    def show_figures(self, figures: Figures) -> None:
        """Tell other figures."""
        self._figures = figures
        today, month = figures.today.isoformat(), f"{figures.today:%Y-%m}"
        whole = Total()
        amounts = {
            "today": figures.days.get(today, whole).spent_usd,
            "month": figures.months.get(month, whole).spent_usd,
            "all": sum((one.spent_usd for one in figures.models.values()), Decimal(0)),
        }
        for name, amount in amounts.items():
            self.sums[name].show_amount(amount)
        self.table.show_tallies(figures.tallies)
        self.table.setVisible(bool(figures.tallies))
        self.empty.setText(self.tr("There is no result yet."))
        self.empty.setVisible(not figures.tallies)
        self._show_chart()

    @Slot()
    def _show_chart(self) -> None:
        figures = self._figures
        if figures is None:
            return
        by = self.by.value
        if by == "day":
            self.chart.show_bars(_day_bars(figures), self.tr("Spent by day"))
        elif by == "month":
            self.chart.show_bars(_month_bars(figures), self.tr("Spent by month"))
        else:
            self.chart.show_bars(_model_bars(figures), self.tr("Spent by model"), lying=True)

    def _sum_names(self) -> tuple[tuple[str, str], ...]:
        return (
            ("today", self.tr("Today")), ("month", self.tr("This month")),
            ("all", self.tr("All in all")),
        )  # fmt: skip

    def _make_body(self) -> QWidget:
        body = QWidget()
        body.setAutoFillBackground(False)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addLayout(self._make_head())
        sums = QHBoxLayout()
        sums.setSpacing(12)
        for one in self.sums.values():
            sums.addWidget(one, 1)
        column.addLayout(sums)
        card = _Ground(self._icons)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(16)
        self.by.setFixedWidth(240)
        inside.addWidget(self.by, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.chart)
        column.addWidget(card)
        column.addSpacing(8)
        column.addWidget(self._heading(self.tr("What models change outside of the mask")))
        column.addWidget(self.table)
        column.addWidget(self.empty)
        note = QLabel(
            self.tr("Measured on the answers as they were received; none of it is in your results."
                    " Kept on this computer only.")
        )  # fmt: skip
        note.setWordWrap(True)
        for label in (note, self.empty):
            label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        column.addWidget(note)
        column.addStretch(1)
        narrow = QWidget()
        narrow.setMaximumWidth(_WIDEST)
        narrow.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        narrow.setLayout(column)
        row = QHBoxLayout(body)
        row.setContentsMargins(_MARGIN, 20, _MARGIN, _MARGIN)
        row.addWidget(narrow, 1, Qt.AlignmentFlag.AlignTop)
        return body

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._heading(self.tr("Spending")), 1)
        buttons = (
            (self.tr("Limits…"), self.tr("Limits of an edit, a day, a month"),
             self.limits_requested),
            (self.tr("Export as CSV…"), self.tr("Every sum as a table"), self.export_requested),
        )  # fmt: skip
        for text, tip, wanted in buttons:
            button = QPushButton(text)
            button.setToolTip(tip)
            button.clicked.connect(wanted)
            head.addWidget(button)
        return head

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setFont(self._icons.theme.font(TextRole.TITLE))
        return label


class _Ground(QWidget):
    """A card."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        icons.theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Raised, with an edge."""
        tokens = self._icons.theme.tokens
        rounded(QPainter(self), self.rect(), radius=CARD_RADIUS, fill=tokens.raised,
                border=tokens.border)  # fmt: skip


class _Sum(_Ground):
    """One amount, large."""

    def __init__(self, icons: Icons, name: str) -> None:
        super().__init__(icons)
        self._name = QLabel(name)
        self._name.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.amount = QLabel("–")
        self.amount.setFont(icons.theme.font(TextRole.HEADING))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(self.amount)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(160, 76)

    def show_amount(self, amount: Decimal) -> None:
        """Tell it."""
        self.amount.setText(dollars(amount) if amount else "$0.00")
        self.setAccessibleName(f"{self._name.text()}: {self.amount.text()}")


def _day_bars(figures: Figures) -> list[Bar]:
    days = [figures.today - timedelta(days=back) for back in reversed(range(_DAYS))]
    locale = QLocale()
    bars = []
    for place, day in enumerate(days):
        total = figures.days.get(day.isoformat(), Total())
        value = QDate(day.year, day.month, day.day)
        # Counted from today, so that today has its name.
        label = locale.toString(value, "d MMM") if (_DAYS - 1 - place) % 5 == 0 else ""
        bars.append(Bar(label, texts.day_text(day, figures.today), total.spent_usd, total.results))
    return bars


def _month_bars(figures: Figures) -> list[Bar]:
    locale, bars = QLocale(), []
    year, month = figures.today.year, figures.today.month
    for back in reversed(range(_MONTHS)):
        number = year * 12 + month - 1 - back
        total = figures.months.get(f"{number // 12}-{number % 12 + 1:02d}", Total())
        value = QDate(number // 12, number % 12 + 1, 1)
        name = locale.toString(value, "MMMM yyyy")
        bars.append(Bar(locale.toString(value, "MMM"), name, total.spent_usd, total.results))
    return bars


def _model_bars(figures: Figures) -> Sequence[Bar]:
    rows = list(figures.models.items())[:_MODELS]
    return [Bar("", name, total.spent_usd, total.results) for name, total in rows]
