"""Full, read-only and vanished disks: each with a message, and nothing that was paid is lost."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from helpers.disks import Disk, small_disk
from helpers.edits import KEY, Told, edit_request, png, profile
from helpers.scripted_server import ScriptedServer, completed_event, streamed
from overpaint.domain.attempts import Attempt, AttemptFacts, AttemptState
from overpaint.domain.errors import Billing, StorageError
from overpaint.domain.events import Completed, Failed
from overpaint.services.api.client import EditClient
from overpaint.services.edit_journal import EditJournal
from overpaint.services.jobs import EditPlan, new_job_ids, run_edit
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library
from overpaint.services.recovery import recover
from overpaint.services.result_folder import ResultFolder

FACTS = AttemptFacts("edit-1", "test", "gpt-image-2", "Remove the tower.", True)
PICTURE = png(300, 200) + os.urandom(50_000)
ANSWER = streamed(completed_event(PICTURE), headers=[("x-request-id", "req_7")])


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", monkeypatch) as disk:
        yield disk


class Room:
    """One edit, with its folders on this disk or that."""

    def __init__(self, server: ScriptedServer, data: Path, results: Path, fallback: Path) -> None:
        self._server = server
        self._folder = ResultFolder(results, fallback)
        self.journal = Journal(data / "library.sqlite3")

    def send(self, happens: Callable[[], None] = lambda: None) -> Completed | Failed:
        """Send it; something happens once it is on its way."""

        class Watched(EditClient):
            async def edit(self, *arguments: Any) -> Any:
                happens()
                async for event in super().edit(*arguments):
                    yield event

        where = profile(self._server.url)
        plan = EditPlan(
            edit_request,
            lambda: Watched(where, KEY),
            self._folder,
            "photo",
            journal=EditJournal(self.journal, FACTS),
        )
        told, (job,) = Told(), new_job_ids(1)
        asyncio.run(run_edit((job,), plan, told))
        end = told.end_of(job)
        assert isinstance(end, Completed | Failed)
        return end

    def only(self) -> Attempt:
        """What the journal says, once the disk can be read."""
        (attempt,) = self.journal.attempts()
        return attempt


@pytest.mark.parametrize("trouble", ["fill", "make_read_only"])
def test_nothing_is_sent_when_the_journal_cannot_be_written(
    server: ScriptedServer, tmp_path: Path, disk: Disk, trouble: str
) -> None:
    room = Room(server, disk.path / "data", tmp_path / "results", tmp_path / "fallback")
    getattr(disk, trouble)()

    end = room.send()

    assert isinstance(end, Failed)
    assert isinstance(end.error, StorageError)
    told = str(end.error)
    assert "Nothing was sent" in told
    assert str(disk.path) in told
    assert "Make room on the disk" in told
    assert end.error.billing is Billing.NO
    assert server.posts == []
    room.journal.close()


@pytest.mark.parametrize("trouble", ["fill", "make_read_only", "vanish"])
def test_an_answer_goes_to_the_other_folder_and_the_journal_knows_where(
    server: ScriptedServer, tmp_path: Path, disk: Disk, trouble: str
) -> None:
    server.play(ANSWER)
    room = Room(server, tmp_path / "data", disk.path / "results", tmp_path / "fallback")

    end = room.send(getattr(disk, trouble))

    assert isinstance(end, Completed)
    assert end.answers[0].path.parent == tmp_path / "fallback"
    assert end.answers[0].path.read_bytes() == PICTURE
    assert end.warning is not None
    assert str(disk.path / "results") in str(end.warning)
    attempt = room.only()
    assert (attempt.state, attempt.answers[0].file) == (AttemptState.KEPT, end.answers[0].path)
    room.journal.close()


def test_with_every_disk_full_the_bytes_are_kept_in_memory_and_offered(
    server: ScriptedServer, disk: Disk
) -> None:
    server.play(ANSWER)
    room = Room(server, disk.path / "data", disk.path / "results", disk.path / "fallback")

    end = room.send(disk.fill)

    assert isinstance(end, Failed)
    assert isinstance(end.error, StorageError)
    assert end.error.unsaved == (PICTURE,)
    assert "Save it in another folder" in str(end.error)
    assert not list(disk.path.rglob("*.part"))
    disk.make_room()
    # Its end found no room either, perhaps: then a person is told to look at the next start.
    assert room.only().was_sent
    room.journal.close()
    path = room.journal.path
    with closing(Journal(path)) as journal, closing(Library(path)) as library:
        recover(journal, library)
    assert room.only().state in {AttemptState.UNKNOWN, AttemptState.FAILED}
    assert room.only().billing is Billing.MAYBE


def test_a_drive_that_is_pulled_out_with_the_journal_costs_no_answer(
    server: ScriptedServer, tmp_path: Path, disk: Disk
) -> None:
    server.play(ANSWER)
    room = Room(server, disk.path / "data", tmp_path / "results", tmp_path / "fallback")

    end = room.send(disk.vanish)

    assert isinstance(end, Completed)
    assert end.answers[0].path.read_bytes() == PICTURE
    again = room.send()
    assert isinstance(again, Failed)
    assert "Nothing was sent" in str(again.error)
    assert len(server.posts) == 1
    room.journal.close()
