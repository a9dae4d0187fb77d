"""Garbage is collected on the GUI thread, and only there."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from overpaint.ui.garbage import GarbageCollector


class Knot:
    """Refers to itself: only a collection frees it."""

    def __init__(self, seen: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: seen.append(threading.get_ident()))


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    collector = GarbageCollector()
    yield collector
    collector.stop()
    gc.disable()  # as the tests of the window have it


def test_what_a_worker_leaves_behind_is_freed_on_this_thread(
    qtbot: QtBot, collector: GarbageCollector
) -> None:
    seen: list[int] = []

    def litter() -> None:
        for _ in range(5000):
            Knot(seen)

    worker = threading.Thread(target=litter)
    worker.start()
    worker.join()
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == 5000)
    assert set(seen) == {threading.get_ident()}


def test_older_garbage_is_freed_in_time(collector: GarbageCollector) -> None:
    seen: list[int] = []
    knot = Knot(seen)
    kept = []
    for _ in range(3):  # survives young collections
        kept.append([[] for _ in range(1000)])
        collector.collect()
    del knot
    for _ in range(150):
        kept.append([[] for _ in range(1000)])
        collector.collect()
        if seen:
            break

    assert len(seen) == 1


def test_stopping_gives_back_to_python(qtbot: QtBot) -> None:
    collector = GarbageCollector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()
