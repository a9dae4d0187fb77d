"""Killed at any moment, the program has lost nothing that was paid, and sends nothing twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from helpers.kill_room import KillRoom

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows"),
]


def test_what_was_paid_survives_every_kill(tmp_path: Path) -> None:
    """`tests/benchmarks/kill_test.py` does the same three hundred times."""
    with KillRoom(tmp_path / "home", seed=20261124) as room:
        room.kill(3)
        room.explain()

    report = room.report
    assert report.kills == 3
    assert report.strokes > report.lost_strokes
    assert report.attempts >= report.posts > 0
