"""What an earlier session has left is told, listed, and settled by a person; never sent again."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.samples import Samples
from overpaint.domain.attempts import (
    ArrivedAnswer,
    Attempt,
    AttemptChange,
    AttemptFacts,
    AttemptState,
)
from overpaint.domain.events import JobId
from overpaint.handover import Claim, Errand
from overpaint.services.library.journal import Journal
from overpaint.services.recovery import Recovery
from overpaint.ui.open_requests.texts import LOOK, notice_of
from overpaint.ui.results.item import ResultState
from overpaint.ui.widgets.banner import NoticeKind

FACTS = AttemptFacts("e", "OpenAI", "gpt-image-2.5-flare", "An empty\nbeach", True,
                     Decimal("0.053"))  # fmt: skip


def crash(home: Path, samples: Samples, document: str) -> None:
    """Leave what a session leaves that ends in the middle of everything."""
    facts = replace(FACTS, document=document)
    with closing(Journal(home / "data" / "library.sqlite3")) as journal:
        journal.begin(JobId("one"), 1, FACTS)
        journal.begin(JobId("two"), 1, facts)
        journal.note(JobId("two"), 1, AttemptChange(state=AttemptState.SENT, request_id="req_42"))
        journal.wait([JobId("three")], facts)
        answer = home / "rocket-1.png"
        data = samples.rocket.read_bytes()
        answer.write_bytes(data)
        journal.begin(JobId("four"), 1, replace(facts, prompt="A rocket"))
        here = ArrivedAnswer(1, len(data), sha256(data).hexdigest(), answer)
        journal.note(JobId("four"), 1, AttemptChange(state=AttemptState.ANSWERED, answers=(here,)))


@pytest.mark.slow
def test_a_crash_is_told_once_listed_and_settled(
    qapp: QApplication, qtbot: QtBot, own_home: Path, samples: Samples
) -> None:
    driver = Driver(qapp, qtbot, own_home)
    try:
        panels = driver.panels
        crash(own_home, samples, panels.edits.current.id)
        driver.program.begin(Errand(), Claim())
        banner, requests = panels.area.banner, panels.open_requests
        qtbot.waitUntil(lambda: banner.notice is not None, timeout=PATIENCE_MS)
        notice = banner.notice
        assert notice is not None
        assert notice.kind is NoticeKind.INFO
        assert notice.title == "2 requests of the last session may have been billed"
        assert "An answer that had arrived in the last session is a result now." in notice.text
        assert "1 request that waited was never sent, and not billed." in notice.text

        (tile,) = (item for item in panels.tiles.items_of(panels.edits.current.id) if item.job)
        assert (tile.state, tile.job, tile.prompt) == (ResultState.DONE, "four", "A rocket")

        banner.action_chosen.emit(LOOK)
        dialog = requests.dialog
        qtbot.waitUntil(lambda: len(dialog.cards) == 2, timeout=PATIENCE_MS)
        latest, first = dialog.cards
        assert latest.request_id.text() == "req_42"
        assert first.request_id.text().startswith("No request id")
        assert "An empty beach" in latest.accessibleName()
        assert "gpt-image-2.5-flare · OpenAI · at most $0.053" in latest.accessibleDescription()
        assert latest.copy_button.isVisibleTo(latest)
        assert not first.copy_button.isVisibleTo(first)
        latest.copy_button.click()
        assert qapp.clipboard().text() == "req_42"
        assert latest.open_button.isVisibleTo(latest)
        assert not first.open_button.isVisibleTo(first), "its edit is not known"

        latest.settle_button.click()
        qtbot.waitUntil(lambda: len(dialog.cards) == 1, timeout=PATIENCE_MS)
        assert banner.notice is None
        assert dialog.all_button.isHidden()
        dialog.cards[0].settle_button.click()
        qtbot.waitUntil(lambda: not dialog.cards, timeout=PATIENCE_MS)
        assert dialog.empty.isVisibleTo(dialog)
        driver.press("open_requests")
        qtbot.waitUntil(dialog.isVisible, timeout=PATIENCE_MS)
    finally:
        driver.close()
    with closing(Journal(own_home / "data" / "library.sqlite3")) as journal:
        states = [one.state for one in journal.attempts()]
    settled, cancelled, kept = AttemptState.SETTLED, AttemptState.CANCELLED, AttemptState.KEPT
    assert states == [settled, settled, cancelled, kept]


def attempt(number: int) -> Attempt:
    return Attempt(number, JobId(str(number)), 1, FACTS, AttemptState.UNKNOWN, datetime.now(UTC))


@pytest.mark.parametrize(
    ("recovery", "kind", "title"),
    [
        (
            Recovery(unknown=(attempt(1),), new_unknown=(attempt(1),)),
            NoticeKind.INFO,
            "1 request of the last session may have been billed",
        ),
        (
            Recovery(unknown=(attempt(1), attempt(2)), new_unknown=(attempt(2),)),
            NoticeKind.INFO,
            "2 earlier requests may have been billed",
        ),
        (
            Recovery(never_sent=(attempt(1), attempt(2))),
            NoticeKind.INFO,
            "2 requests that waited were never sent, and not billed.",
        ),
        (
            Recovery(free=(attempt(1),)),
            NoticeKind.INFO,
            "1 request was cut off where nothing is billed.",
        ),
    ],
)
def test_the_banner_says_what_matters_first(
    qapp: QApplication, recovery: Recovery, kind: NoticeKind, title: str
) -> None:
    notice = notice_of(recovery)

    assert notice is not None
    assert (notice.kind, notice.title) == (kind, title)


def test_nothing_is_said_where_nothing_was_left(qapp: QApplication) -> None:
    assert notice_of(Recovery()) is None
