"""Money in the window: the meter, the warning, the block, the page of limits, the table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.preferences import PreferencesDesk
from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.choices import Quality
from overpaint.domain.errors import Action
from overpaint.domain.limits import LimitKind, Limits
from overpaint.domain.tallies import ResultRow
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.services.library.statistics import add_rows
from overpaint.ui.spending.meter import Reading, SpendMeter

D = Decimal


def spend(path: Path, amount: str) -> None:
    """Leave a result in a library that cost so much just now."""
    add_rows(path, [ResultRow(datetime.now(UTC), "gpt-image-2", "openai", None, 1, 5.0, D(amount))])


@pytest.fixture
def driver(
    qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Driver]:  # fmt: skip
    """The program with OpenAI chosen, a picture, a prompt, and $0.90 spent today."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    spend(own_home / "data" / LIBRARY_NAME, "0.90")
    driver = Driver(qapp, qtbot, own_home)
    driver.panels.preferences._store.set(server="openai")
    driver.open(samples.coffee)
    driver.store.set(prompt="At night.", quality=Quality.LOW)
    ledger = driver.panels.ledger
    qtbot.waitUntil(lambda: ledger.spent().today.spent_usd == D("0.90"), timeout=PATIENCE_MS)
    yield driver
    driver.close()


def set_limits(driver: Driver, **limits: str) -> None:
    values = {name: D(amount) for name, amount in limits.items()}
    driver.panels.preferences._store.set(limits=Limits(**values))


def test_the_meter_warns_blocks_and_lets_go_with_the_limit(driver: Driver, qtbot: QtBot) -> None:
    inspector, banner = driver.panels.inspector, driver.panels.area.banner
    assert inspector.meter.text == "Today $0.90"

    set_limits(driver, day="1.10")
    assert inspector.meter.text == "Today $0.90 of $1.10"
    assert inspector.generate_button.isEnabled()
    assert banner.notice is not None
    assert banner.notice.title == "$0.90 of today's $1.10 is spent."

    driver.store.set(quality=Quality.HIGH, variants=4)
    assert not inspector.generate_button.isEnabled()
    assert "is left of today's $1.10" in inspector.meter.reason
    assert inspector.meter.reason in inspector.generate_button.toolTip()

    driver.press("generate")
    qtbot.waitUntil(lambda: banner.notice is not None
                    and banner.notice.actions[0].id == Action.RAISE_LIMIT.value,
                    timeout=PATIENCE_MS)  # fmt: skip
    assert driver.results() == []

    set_limits(driver, day="10")
    assert inspector.generate_button.isEnabled()
    assert inspector.meter.reason == ""
    assert banner.notice is None


def test_another_process_counts_at_the_moment_of_sending(driver: Driver, qtbot: QtBot) -> None:
    set_limits(driver, day="1.50")
    assert driver.panels.inspector.generate_button.isEnabled()
    spend(driver.home / "data" / LIBRARY_NAME, "0.60")

    with qtbot.waitSignal(driver.panels.runs.over_limit, timeout=PATIENCE_MS):
        driver.press("generate")

    assert driver.results() == []
    assert not driver.panels.inspector.generate_button.isEnabled()


def test_raising_the_limit_leads_to_its_field(driver: Driver, qtbot: QtBot) -> None:
    set_limits(driver, month="0.50")

    qtbot.mouseClick(driver.panels.inspector.meter.raise_button, Qt.MouseButton.LeftButton)

    preferences = driver.panels.preferences
    assert preferences.isVisible()
    field = preferences.spending.fields[LimitKind.MONTH]
    assert preferences.focusWidget() is field.control
    qtbot.keyClicks(field.control, "25")
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    assert driver.panels.ledger.limits == Limits(month=D(25))
    assert driver.panels.inspector.generate_button.isEnabled()


def test_what_is_free_is_never_stopped(driver: Driver) -> None:
    set_limits(driver, day="0.10")
    assert not driver.panels.inspector.generate_button.isEnabled()

    driver.panels.preferences._store.set(server="built-in")

    assert driver.panels.inspector.generate_button.isEnabled()


def test_the_sums_are_written_as_a_table(driver: Driver, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "spending.csv"

    driver.window._commands.spending.write(file)
    qtbot.waitUntil(file.exists, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "spending.csv" in driver.panels.area.toast.text, timeout=PATIENCE_MS)

    with file.open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert row["amount_usd"] == "0.90"


def test_jobs_under_way_count_until_the_library_knows_them(driver: Driver) -> None:
    ledger = driver.panels.ledger
    set_limits(driver, day="1")

    ledger.hold(["a", "b"], "gpt-image-2", "openai", D("0.08"))
    assert ledger.verdict(D("0.03")).blocks
    assert driver.panels.inspector.meter.text == "Today $0.98 of $1"

    ledger.settle("a")
    ledger.settle("b")
    assert not ledger.verdict(D("0.03")).blocks


@pytest.mark.parametrize(("typed", "limit"), [("$5", D(5)), ("2,50", D("2.50")), ("", None)])
def test_amounts_are_read_as_people_write_them(
    desk: PreferencesDesk, qtbot: QtBot, typed: str, limit: Decimal | None
) -> None:
    desk.store.set(limits=Limits(day=D(9)))
    desk.dialog.show_spending(LimitKind.DAY)
    field = desk.dialog.spending.fields[LimitKind.DAY]

    field.control.selectAll()  # type: ignore[attr-defined]  # a QLineEdit
    qtbot.keyClick(field.control, Qt.Key.Key_Delete)
    qtbot.keyClicks(field.control, typed)
    qtbot.keyClick(field.control, Qt.Key.Key_Return)

    assert desk.store.settings.limits.day == limit
    assert field.problem == ""


@pytest.mark.parametrize("typed", ["much", "0", "-5", "1e99", "NaN"])
def test_what_is_no_amount_changes_nothing_and_says_so(
    desk: PreferencesDesk, qtbot: QtBot, typed: str
) -> None:
    desk.store.set(limits=Limits(day=D(9)))
    desk.dialog.show_spending(LimitKind.DAY)
    field = desk.dialog.spending.fields[LimitKind.DAY]

    qtbot.keyClicks(field.control, typed)
    qtbot.keyClick(field.control, Qt.Key.Key_Return)

    assert desk.store.settings.limits.day == 9
    assert typed in field.problem


def test_a_meter_without_a_limit_has_no_bar(desk: PreferencesDesk, qtbot: QtBot) -> None:
    meter = SpendMeter(desk.icons)
    qtbot.addWidget(meter)
    assert meter.text == ""

    meter.present(Reading("Today $1"))
    low = meter.line.sizeHint().height()
    meter.show()
    meter.present(Reading("Today $1 of $10", 0.1, 0.1))

    assert meter.line.sizeHint().height() > low
    assert meter.line.accessibleName() == "Today $1 of $10"
