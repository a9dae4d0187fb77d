"""Keep meter, Generate button and banner in step with spending and its limits."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.charges import expected_charge
from overpaint.domain.errors import Action
from overpaint.domain.limits import LimitKind, Limits, LimitVerdict, Standing
from overpaint.domain.spending import Spent, Total
from overpaint.domain.text import say
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inspector.inspector import Inspector
from overpaint.ui.messages import render
from overpaint.ui.notices import error_notice
from overpaint.ui.run_controller import RunController, as_served
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.spending.ledger import SpendLedger
from overpaint.ui.spending.meter import Reading
from overpaint.ui.spending.texts import meter_text, meter_tip
from overpaint.ui.widgets.banner import Banner, Notice, NoticeAction, NoticeKind


class SpendingDesk(QObject):
    """Shows where spending stands, warns once, and says why nothing is sent.

    Args:
        store: The draft, whose price is judged.
        settings: The server and the limits.
        ledger: What was spent.
        inspector: Has the meter and the button.
        runs: Refuses what limits forbid.
        banner: Where it is told.

    Attributes:
        limits_wanted: A `LimitKind` whose limit is to be looked at, or None for all.
    """

    limits_wanted = Signal(object)

    def __init__(
        self,
        store: DraftStore,
        settings: SettingsStore,
        ledger: SpendLedger,
        inspector: Inspector,
        runs: RunController,
        banner: Banner,
    ) -> None:
        super().__init__(inspector)
        self._store = store
        self._settings = settings
        self._ledger = ledger
        self._inspector = inspector
        self._banner = banner
        self._blocking: LimitKind | None = None
        self._near: LimitKind | None = None
        self._refused: LimitKind | None = None
        self._warned: set[tuple[object, ...]] = set()
        inspector.meter.opened.connect(lambda: self.limits_wanted.emit(None))
        inspector.meter.raise_wanted.connect(lambda: self.limits_wanted.emit(self._blocking))
        store.changed.connect(self._show_block)
        store.rules_changed.connect(self._show_block)
        settings.changed.connect(self.show_all)
        ledger.changed.connect(self.show_all)
        runs.over_limit.connect(self._on_refused)
        banner.action_chosen.connect(self._act)
        ledger.refresh_soon()
        self.show_all()

    @Slot()
    def show_all(self) -> None:
        """Show sums, limits and what they mean for the draft."""
        limits, spent = self._ledger.limits, self._ledger.spent()
        shown = limits.day is not None or limits.month is not None or spent.month.most_usd > 0
        self._inspector.meter.present(_reading(spent, limits) if shown else None)
        self._show_block()
        if self._blocking is None:
            self._warn(spent)

    @Slot()
    def _show_block(self) -> None:
        verdict = self._ledger.verdict(self._next_usd())
        self._blocking = verdict.kind if verdict.blocks else None
        reason = render(verdict.what) if verdict.blocks else ""
        self._inspector.set_blocked(reason)
        if not verdict.blocks and self._refused is not None:
            self._refused = None
            self._banner.clear()

    def _next_usd(self) -> Decimal | None:
        profile = self._settings.settings.profile()
        draft = as_served(self._store.draft, profile)
        return expected_charge(draft, self._store.model, profile).most_usd

    def _warn(self, spent: Spent) -> None:
        """Tell once for each limit and day that most of it is spent."""
        verdict = self._ledger.verdict(Decimal(0))
        told = (verdict.kind, verdict.limit_usd, spent.day)
        if verdict.standing is not Standing.NEAR or told in self._warned:
            return
        if self._banner.notice is not None:
            return  # what is told there comes first
        self._warned.add(told)
        self._refused = None
        self._near = verdict.kind
        text = say("Spending", "Nothing above the limit is sent until you raise it.")
        limits = NoticeAction(_SHOW_LIMITS, render(say("Spending", "Show limits…")))
        self._banner.present(
            Notice(NoticeKind.WARNING, render(verdict.what), render(text), (limits,))
        )

    @Slot(object)
    def _on_refused(self, verdict: LimitVerdict) -> None:
        self._refused = self._blocking = verdict.kind
        self._banner.present(error_notice(verdict.refusal()))

    @Slot(str)
    def _act(self, identifier: str) -> None:
        if identifier == _SHOW_LIMITS:
            self._banner.clear()
        if identifier in {_SHOW_LIMITS, Action.RAISE_LIMIT.value}:
            self.limits_wanted.emit(self._refused or self._blocking or self._near)


_SHOW_LIMITS = "show_limits"


def _reading(spent: Spent, limits: Limits) -> Reading:
    one, limit = spent.today, limits.day
    if limit is None and limits.month is not None:
        one, limit = spent.month, limits.month
    text, tip = meter_text(spent, limits), meter_tip(spent, limits)
    if limit is None:
        return Reading(text, tip=tip)
    return Reading(text, _share(one.most_usd, limit), _share(_sure(one), limit), tip)


def _sure(one: Total) -> Decimal:
    return one.spent_usd


def _share(amount: Decimal, limit: Decimal) -> float:
    return float(amount / limit)
