"""The row of filters above the grid, and how many results are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget, QWidgetAction

from overpaint.domain.library import MAX_RATING, LibraryFacets
from overpaint.domain.pricing import dollars
from overpaint.ui.icons import Icons
from overpaint.ui.library import texts
from overpaint.ui.library.between import CostForm, DayForm
from overpaint.ui.library.chip import STAYS, FilterChip
from overpaint.ui.library.filter_words import PERIODS, WORDS, rating_words
from overpaint.ui.library.view_state import Period, PlaceKind, ViewState
from overpaint.ui.messages import render
from overpaint.ui.results.texts import size_text
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.flow_layout import FlowLayout

_MOST_ROWS = 24
_CENT_STEPS = (Decimal("0.05"), Decimal("0.10"), Decimal("0.25"), Decimal(1))


class FilterBar(QWidget):
    """Chips with a menu each; they tell what is chosen and how many results each choice leaves.

    Attributes:
        changed: A `ViewState`: the person chose something.
    """

    changed = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._state = ViewState()
        self._facets = LibraryFacets()
        self.chips: dict[str, FilterChip] = {}
        row = QWidget(self)
        self._flow = FlowLayout(row, spacing_px=8)
        for name, text, fill in self._kinds():
            chip = FilterChip(icons, text, row, has_menu=name != "favourite")
            chip.opening.connect(lambda chip=chip, fill=fill: self._open(chip, fill))
            chip.cleared.connect(lambda name=name: self._clear(name))
            self._flow.addWidget(chip)
            self.chips[name] = chip
        self.clear_button = QPushButton(self.tr("Clear filters"), row)
        self.clear_button.setFlat(True)
        self.clear_button.setToolTip(self.tr("Show everything that is here"))
        self.clear_button.clicked.connect(self.clear)
        self._flow.addWidget(self.clear_button)
        self.count = QLabel(self)
        self.count.setFont(icons.theme.font(TextRole.BODY))
        self.count.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.count.setAccessibleName(self.tr("Number of results"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(row, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self.count.setFixedHeight(28)
        self.show_state(self._state)

    def show_state(self, state: ViewState) -> None:
        """Show what is chosen, without a signal."""
        self._state = state
        for name, chip in self.chips.items():
            chip.show_value(WORDS[name](state))
        self.chips["tag"].setVisible(state.place.kind is not PlaceKind.TAG)
        self.chips["favourite"].setVisible(state.place.kind is not PlaceKind.FAVOURITES)
        self.clear_button.setVisible(state.is_filtered)
        self._flow.invalidate()

    def show_facets(self, facets: LibraryFacets) -> None:
        """Know how many results each choice leaves."""
        self._facets = facets

    def show_count(self, count: int) -> None:
        """Tell how many results there are."""
        self.count.setText(texts.count_text(count))

    @Slot()
    def clear(self) -> None:
        """Take every choice and the words back."""
        self.changed.emit(self._state.without_filters())

    def _kinds(self) -> Iterable[tuple[str, str, Callable[[FilterChip], None]]]:
        return (
            ("period", self.tr("Date"), self._fill_period),
            ("models", self.tr("Model"), self._fill_models),
            ("servers", self.tr("Server"), self._fill_servers),
            ("sizes", self.tr("Size"), self._fill_sizes),
            ("cost", self.tr("Cost"), self._fill_cost),
            ("rating", self.tr("Rating"), self._fill_rating),
            ("tag", self.tr("Tag"), self._fill_tags),
            ("favourite", self.tr("Favourites"), self._toggle_favourite),
        )

    def _open(self, chip: FilterChip, fill: Callable[[FilterChip], None]) -> None:
        chip.menu.clear()
        fill(chip)

    def _clear(self, name: str) -> None:
        self.changed.emit(replace(self._state, **_CLEARED[name]))

    def _set(self, **values: Any) -> None:  # noqa: ANN401 - those of `ViewState`
        self.changed.emit(replace(self._state, **values))

    def _fill_period(self, chip: FilterChip) -> None:
        for period, words in PERIODS.items():
            self._radio(chip, render(words), self._state.period is period,
                        partial(self._set, period=period, since=None, until=None))  # fmt: skip
        chip.menu.addSeparator()
        form = DayForm(_day(self._state.since), _day(self._state.until), chip.menu)
        form.chosen.connect(
            lambda since, until: self._set(period=Period.BETWEEN, since=since, until=until)
        )
        self._embed(chip, form)

    def _fill_models(self, chip: FilterChip) -> None:
        self._ticks(chip, "models", {name: name for name in self._facets.models},
                    self._facets.models)  # fmt: skip

    def _fill_servers(self, chip: FilterChip) -> None:
        self._ticks(chip, "servers", {name: name for name in self._facets.servers},
                    self._facets.servers)  # fmt: skip

    def _fill_sizes(self, chip: FilterChip) -> None:
        self._ticks(chip, "sizes", {size: size_text(size) for size in self._facets.sizes},
                    self._facets.sizes)  # fmt: skip

    def _fill_cost(self, chip: FilterChip) -> None:
        state = self._state
        rows: list[tuple[str, Decimal | None, Decimal | None]] = [
            (self.tr("Any cost"), None, None), (self.tr("Free"), None, Decimal(0)),
        ]  # fmt: skip
        rows += [(self.tr("Up to {cost}").format(cost=dollars(cost)), None, cost)
                 for cost in _CENT_STEPS]  # fmt: skip
        rows.append((self.tr("{cost} and more").format(cost=dollars(Decimal(1))), Decimal(1), None))
        for text, least, most in rows:
            chosen = (state.min_cost_usd, state.max_cost_usd) == (least, most)
            self._radio(
                chip, text, chosen,
                partial(self._set, min_cost_usd=least, max_cost_usd=most),
            )  # fmt: skip
        chip.menu.addSeparator()
        form = CostForm(state.min_cost_usd, state.max_cost_usd, chip.menu)
        form.chosen.connect(lambda least, most: self._set(min_cost_usd=least, max_cost_usd=most))
        self._embed(chip, form)

    def _fill_rating(self, chip: FilterChip) -> None:
        counts = self._facets.ratings
        for rating in range(MAX_RATING + 1):
            text = self.tr("Any rating") if not rating else rating_words(rating)
            count = sum(counts[rating:])
            self._radio(chip, _counted(text, count), self._state.min_rating == rating,
                        partial(self._set, min_rating=rating))  # fmt: skip

    def _fill_tags(self, chip: FilterChip) -> None:
        self._radio(chip, self.tr("Any tag"), not self._state.tag, lambda: self._set(tag=""))
        tags = dict.fromkeys([*self._facets.tags, *filter(None, [self._state.tag])])
        for tag in list(tags)[:_MOST_ROWS]:
            text = _counted(tag, self._facets.tags.get(tag, 0))
            self._radio(chip, text, self._state.tag == tag, partial(self._set, tag=tag))

    def _toggle_favourite(self, _chip: FilterChip) -> None:
        """There is nothing to choose from."""
        self._set(favourite=not self._state.favourite)

    def _ticks(
        self, chip: FilterChip, name: str, words: Mapping[Any, str], counts: Mapping[Any, int]
    ) -> None:
        """Several of these may be chosen."""
        chosen = getattr(self._state, name)
        values = list(dict.fromkeys([*chosen, *filter(None, words)]))[:_MOST_ROWS]
        for value in values:
            text = words.get(value) or (value if isinstance(value, str) else size_text(value))
            count = counts.get(value, 0)
            action = QAction(_counted(text, count), chip.menu, checkable=True)
            action.setChecked(value in chosen)
            action.setProperty(STAYS, True)
            action.toggled.connect(
                lambda on, name=name, value=value: self._tick(name, value, on=on)
            )
            chip.menu.addAction(action)
        if not values:
            chip.menu.addAction(self.tr("There is nothing to choose from")).setEnabled(False)

    def _tick(self, name: str, value: object, *, on: bool) -> None:
        chosen = [one for one in getattr(self._state, name) if one != value]
        self._set(**{name: tuple([*chosen, value] if on else chosen)})

    def _radio(self, chip: FilterChip, text: str, chosen: bool, use: Callable[[], None]) -> None:  # noqa: FBT001
        group = chip.menu.findChild(QActionGroup) or QActionGroup(chip.menu)
        action = QAction(text, chip.menu, checkable=True)
        action.setChecked(chosen)
        action.triggered.connect(lambda _checked=False: use())
        group.addAction(action)
        chip.menu.addAction(action)

    def _embed(self, chip: FilterChip, form: QWidget) -> None:
        action = QWidgetAction(chip.menu)
        action.setDefaultWidget(form)
        chip.menu.addAction(action)


_CLEARED: dict[str, dict[str, Any]] = {
    "period": {"period": Period.ANY, "since": None, "until": None},
    "models": {"models": ()},
    "servers": {"servers": ()},
    "sizes": {"sizes": ()},
    "cost": {"min_cost_usd": None, "max_cost_usd": None},
    "rating": {"min_rating": 0},
    "tag": {"tag": ""},
    "favourite": {"favourite": False},
}


def _counted(text: str, count: int) -> str:
    """A row of a menu with its number at the end, where shortcuts stand."""
    return f"{text.replace('&', '&&')}\t{texts.number(count)}"


def _day(day: date | None) -> QDate | None:
    return None if day is None else QDate(day.year, day.month, day.day)
