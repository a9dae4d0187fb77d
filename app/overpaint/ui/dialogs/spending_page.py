"""The limits of spending, and what was spent so far."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QWidget,
)

from overpaint.domain.limits import MOST_USD, LimitKind, Limits
from overpaint.domain.pricing import short_dollars
from overpaint.domain.spending import Total
from overpaint.domain.text import say
from overpaint.ui.dialogs.form_parts import (
    caption,
    form,
    heading,
    note,
    page_column,
    push_button,
    set_note,
)
from overpaint.ui.dialogs.setting_fields import TextField
from overpaint.ui.icons import Icons
from overpaint.ui.messages import render
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.spending.ledger import SpendLedger
from overpaint.ui.spending.meter import Reading, SpendLine
from overpaint.ui.spending.texts import uncertain_text
from overpaint.ui.theme import TextRole

_COLUMN_PX = 608
_AMOUNT_PX = 128
_MOST_MODELS = 8


class SpendingPage(QWidget):
    """Three limits, where today and this month stand, and the month by model.

    Args:
        store: The limits.
        ledger: What was spent.
        icons: The icon family.

    Signals:
        export_requested: The person wants the sums as a table.

    Attributes:
        fields: The limits, by their kind.
    """

    export_requested = Signal()

    def __init__(self, store: SettingsStore, ledger: SpendLedger, icons: Icons) -> None:
        super().__init__()
        self._store = store
        self._ledger = ledger
        self._icons = icons
        self.fields = {kind: self._field(kind) for kind in LimitKind}
        self.today = SpendLine(icons.theme, self)
        self.month = SpendLine(icons.theme, self)
        self._uncertain = note()
        self._models = QGridLayout()
        self._by_model = QLabel(self.tr("This month by model"))
        self.export = push_button(
            self.tr("Export as CSV…"), self.tr("Every sum in a table, for a spreadsheet")
        )
        self._lay_out()
        self.today.clicked.connect(lambda: self.look_at(LimitKind.DAY))
        self.month.clicked.connect(lambda: self.look_at(LimitKind.MONTH))
        self.export.clicked.connect(self.export_requested)
        store.changed.connect(self._show)
        ledger.changed.connect(self._show)
        self._show()

    def look_at(self, kind: LimitKind | None) -> None:
        """Lead to a limit, ready to type another one."""
        field = self.fields[kind or LimitKind.DAY]
        field.select_all()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field(self, kind: LimitKind) -> TextField:
        names = {
            LimitKind.REQUEST: self.tr("Limit for one edit"),
            LimitKind.DAY: self.tr("Limit for a day"),
            LimitKind.MONTH: self.tr("Limit for a month"),
        }
        hints = {
            LimitKind.REQUEST: self.tr("All variants of one Generate together"),
            LimitKind.DAY: self.tr("From midnight to midnight"),
            LimitKind.MONTH: self.tr("From the first of the month on"),
        }
        field = TextField(
            self._icons.theme, names[kind], hints[kind], placeholder=self.tr("no limit"),
            read=_amount_of, write=_text_of,
        )  # fmt: skip
        field.control.setFixedWidth(_AMOUNT_PX)
        field.edited.connect(lambda: self._on_edited(kind))
        currency = note(self.tr("US dollars · {hint}").format(hint=hints[kind]))
        currency.setWordWrap(False)
        currency.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        field.line.addWidget(currency)
        field.line.addStretch(1)
        return field

    def _lay_out(self) -> None:
        body = QWidget()
        page = page_column(body)
        page.addWidget(heading(self._icons.theme, self.tr("Spending")))
        page.addWidget(note(self.tr(
            "An edit that may cross a limit is not sent, nor is such a row of a batch."
            " A warning comes when four fifths are spent. What is under way counts by its estimate."
        )))  # fmt: skip
        page.addLayout(self._limit_rows())
        page.addSpacing(8)
        title = QLabel(self.tr("So far"))
        title.setFont(self._icons.theme.font(TextRole.TITLE))
        page.addWidget(title)
        page.addWidget(self.today)
        page.addWidget(self.month)
        page.addWidget(self._uncertain)
        self._by_model.setFont(self._icons.theme.font(TextRole.TITLE))
        page.addSpacing(8)
        page.addWidget(self._by_model)
        self._models.setHorizontalSpacing(24)
        self._models.setVerticalSpacing(8)
        self._models.setColumnStretch(0, 1)
        page.addLayout(self._models)
        buttons = QHBoxLayout()
        buttons.addWidget(self.export)
        buttons.addStretch(1)
        page.addSpacing(8)
        page.addLayout(buttons)
        page.addStretch(1)
        body.setMaximumWidth(_COLUMN_PX)
        scroll = QScrollArea(self)
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _limit_rows(self) -> QFormLayout:
        rows = form()
        for kind, text in (
            (LimitKind.REQUEST, self.tr("For one &edit")),
            (LimitKind.DAY, self.tr("For a &day")),
            (LimitKind.MONTH, self.tr("For a &month")),
        ):
            field = self.fields[kind]
            rows.addRow(caption(text, field), field)
        return rows

    def _on_edited(self, kind: LimitKind) -> None:
        field = self.fields[kind]
        value = field.value
        if isinstance(value, str):
            field.set_problem(
                self.tr("“{text}” is no amount of money. Write one such as 10 or 2.50, or nothing.")
                .format(text=value)
            )  # fmt: skip
            return
        field.set_problem("")
        known = value if isinstance(value, Decimal) else None
        limits = self._store.settings.limits
        changed: Limits = replace(limits, **{kind.value: known})
        self._store.set(limits=changed)

    @Slot()
    def _show(self) -> None:
        limits, spent = self._store.settings.limits, self._ledger.spent()
        for kind, field in self.fields.items():
            if not field.problem:
                field.set_value(limits.of(kind))
        self.today.present(_reading(self.tr("Today"), spent.today, limits.day))
        self.month.present(_reading(self.tr("This month"), spent.month, limits.month))
        uncertain = uncertain_text(spent.month)
        set_note(self._uncertain, self.tr("Of it {parts}.").format(parts=uncertain)
                 if uncertain else "")  # fmt: skip
        self._show_models()

    def _show_models(self) -> None:
        while (item := self._models.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows = self._ledger.by_model[:_MOST_MODELS]
        self._by_model.setVisible(bool(rows))
        right = Qt.AlignmentFlag.AlignRight
        for number, (model, one) in enumerate(rows):
            count = self.tr("{count} results").format(count=one.results)
            if one.results == 1:
                count = self.tr("1 result")
            results = QLabel(count)
            results.setForegroundRole(self.palette().ColorRole.PlaceholderText)
            self._models.addWidget(QLabel(model), number, 0)
            self._models.addWidget(results, number, 1, right)
            self._models.addWidget(QLabel(short_dollars(one.most_usd)), number, 2, right)


def _reading(name: str, one: Total, limit: Decimal | None) -> Reading:
    spent = short_dollars(one.most_usd)
    if limit is None:
        return Reading(f"{name}: {spent}")
    share, sure = float(one.most_usd / limit), float(one.spent_usd / limit)
    words = say("Spending", "{name}: {spent} of {limit}", name=name, spent=spent,
                limit=short_dollars(limit))  # fmt: skip
    return Reading(render(words), share, sure)


def _amount_of(text: str) -> Decimal | str | None:
    """An amount as people type it; None for nothing, the text itself for what is none."""
    plain = text.strip().removeprefix("$").strip()
    if not plain:
        return None
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return text.strip()
    return value if value.is_finite() and 0 < value <= MOST_USD else text.strip()


def _text_of(value: object) -> str:
    return "" if value is None else str(value)
