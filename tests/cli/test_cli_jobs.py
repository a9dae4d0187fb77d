"""`overpaint jobs`: the journal in the terminal."""

from __future__ import annotations

import json
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from helpers.command import overpaint
from helpers.samples import Samples
from overpaint.domain.attempts import AttemptChange, AttemptFacts, AttemptState
from overpaint.domain.events import JobId
from overpaint.services.library.journal import Journal

PROMPT = "A café at dusk,\nseen from the street, with warm lights"
FACTS = AttemptFacts("e", "openai", "gpt-image-2", PROMPT, True, Decimal("0.053"))


@pytest.fixture
def crashed(own_home: Path) -> Path:
    """A home in which a run has ended in the middle of two requests, with a third one waiting."""
    path = own_home / "data" / "library.sqlite3"
    with closing(Journal(path)) as journal:
        for job in ("one", "two"):
            journal.begin(JobId(job), 1, FACTS)
        change = AttemptChange(state=AttemptState.SENT, request_id="req_42")
        journal.note(JobId("one"), 1, change)
        journal.wait([JobId("three")], FACTS)
    return path


def test_what_may_be_billed_is_listed_and_settled(crashed: Path) -> None:
    ran = overpaint("jobs", "--open")

    head, first, second = ran.out.splitlines()
    assert head.index("REQUEST ID") == first.index("req_42") == second.index("–")
    assert "may be billed" in first
    assert "≤ $0.053" in first
    assert "A café at dusk, seen from the street, w…" in first
    assert "Never sent, not billed: A café" in ran.err
    assert "overpaint jobs settle ID" in ran.err

    assert overpaint("jobs", "settle", 1, 2).err == "Noted for 2 requests.\n"
    assert overpaint("jobs", "--open").err == "Nothing is open.\n"
    wrong = overpaint("jobs", "settle", 1)
    assert (wrong.code, "no open request 1" in wrong.err) == (2, True)
    states = [one["state"] for one in json.loads(overpaint("jobs", "--json").out)["attempts"]]
    assert states == ["settled", "settled", "cancelled"]


def test_an_edit_says_that_something_is_open_and_sends_only_itself(
    crashed: Path, samples: Samples, tmp_path: Path
) -> None:
    ran = overpaint("edit", "--image", samples.coffee, "--prompt", "sepia", "--out",
                    tmp_path / "out", "--no-stream", "--quiet", "--quality", "low")  # fmt: skip

    assert ran.code == 0, ran.err
    assert "2 earlier requests may have been billed: overpaint jobs --open" in ran.err
    (told,) = json.loads(overpaint("jobs", "--last", 1, "--json").out)["attempts"]
    assert (told["state"], told["may_have_been_billed"]) == ("kept", False)
    assert told["request_id"]
    assert told["files"] == [str(path) for path in ran.paths]


def test_nothing_is_sent_that_cannot_be_written_down(
    own_home: Path, samples: Samples, tmp_path: Path
) -> None:
    (own_home / "data" / "library.sqlite3").mkdir(parents=True)

    ran = overpaint("edit", "--image", samples.coffee, "--prompt", "sepia", "--out",
                    tmp_path / "out", "--quiet")  # fmt: skip

    assert ran.code == 7
    assert "Nothing was sent: it could not be written down first." in ran.err
    assert ran.out == ""


def test_a_new_installation_has_sent_nothing(own_home: Path) -> None:
    assert overpaint("jobs").err == "Nothing was sent yet.\n"
    assert json.loads(overpaint("jobs", "--json").out) == {"attempts": []}
    assert not (own_home / "data" / "library.sqlite3").exists()
