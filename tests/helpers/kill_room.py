"""Kills the program at random moments and looks whether anything of what was paid is missing.

Equality of the two counts is meant like this. The journal writes an attempt as *sending*, synced,
before its first byte leaves; the server counts a POST when its head has come. So every POST that
the server has counted has exactly one attempt in the journal; and every attempt that was ever
written as sending has exactly one POST, except those that were in that state when their program was
killed: these, and no others, may have none, because not a byte of them had left.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from PIL import Image

from helpers.command import environment
from helpers.doomed import read_log
from helpers.drafts import CATALOGUE
from helpers.samples import Samples
from overpaint.domain.attempts import UNDER_WAY, ArrivedAnswer, Attempt, AttemptState
from overpaint.domain.edit_document import EditId
from overpaint.domain.library import ResultKey
from overpaint.services.edits.store import EditStore
from overpaint.services.edits.tiles import layers_of
from overpaint.services.endpoint.app import EndpointSettings
from overpaint.services.endpoint.faults.fault import PlannedFault
from overpaint.services.endpoint.launch import EndpointServer
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PROMPT = re.compile(rb'name="prompt"\r\n\r\n(.*?)\r\n', re.DOTALL)
_EARLY_SHARE = 0.15
_EARLY_S = 0.8
"""In the middle of opening, and of finishing what an earlier kill has left."""

_ARRIVAL_SHARE = 0.4
_ARRIVAL_S = 0.12
_ARRIVAL_PATIENCE_S = 8.0
"""Right after an answer, or half of it, has reached the disk."""

_LATE_S = 1.6
"""While a person paints and generates."""

_PATIENCE_S = 60.0


class _Watcher:
    """Lets every edit pass, and remembers its prompt."""

    name = "watch"
    summary = "changes nothing"

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self._lock = threading.Lock()

    async def play(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        seen = bytearray()
        with self._lock:
            place = len(self.prompts)
            self.prompts.append("")

        async def watched() -> Message:
            message = await receive()
            if not self.prompts[place]:
                seen.extend(message.get("body", b""))
                found = _PROMPT.search(seen)
                if found is not None:
                    self.prompts[place] = found[1].decode()
            return message

        await app(scope, watched, send)


@dataclass(slots=True)
class KillReport:
    """What was found.

    Attributes:
        kills: How often the program was killed.
        posts: What the server counted.
        attempts: What the journal says was sent.
        never_arrived: Attempts that were written down and killed before a byte left.
        answers: Answers that had arrived.
        only_in_memory: Answers whose bytes no file had when the program was killed.
        recovered: Attempts with answers that were finished at a later start.
        results: Files of results.
        strokes: What was painted.
        lost_strokes: How many of these were gone after a kill.
        oldest_lost_s: Age of the oldest of these at the kill, seconds.
        states: How many attempts are in each state in the end.
        at_kill: How far the attempts were that were under way when their program was killed.
    """

    kills: int = 0
    posts: int = 0
    attempts: int = 0
    never_arrived: int = 0
    answers: int = 0
    only_in_memory: int = 0
    recovered: int = 0
    results: int = 0
    strokes: int = 0
    lost_strokes: int = 0
    oldest_lost_s: float = 0.0
    states: dict[str, int] = field(default_factory=dict)
    at_kill: dict[str, int] = field(default_factory=dict)


class KillRoom:
    """A home, a server that outlives the program, and the program to be killed.

    Args:
        home: Where everything of the program goes.
        seed: Decides what the person does, and when the program is killed.
    """

    def __init__(self, home: Path, seed: int) -> None:
        self.home = home
        self.report = KillReport()
        self._chance = random.Random(seed)
        self._watcher = _Watcher()
        self._server = EndpointServer(CATALOGUE, key="", settings=EndpointSettings(workers=1))
        self._at_kill: dict[int, AttemptState] = {}
        self._killed_while_sending: set[int] = set()
        self._answers_at_kill: set[int] = set()

    def __enter__(self) -> Self:
        self._server.start()
        self._server.rehearse([PlannedFault(self._watcher)])
        (self.home / "config").mkdir(parents=True)
        profile = {
            "name": "room", "kind": "compatible", "base_url": self._server.base_url, "auth": "none",
        }  # fmt: skip
        settings = {"server": "room", "servers": [profile], "quality": "low"}
        (self.home / "config" / "settings.json").write_text(json.dumps(settings))
        helpers = str(Path(__file__).parents[1])
        env = environment({"OVERPAINT_HOME": str(self.home)})
        env["PYTHONPATH"] = os.pathsep.join((env["PYTHONPATH"], helpers))
        self._doomed = subprocess.Popen(
            [sys.executable, "-m", "helpers.doomed"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, text=True,
        )  # fmt: skip
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._doomed as doomed:
            assert doomed.stdin is not None
            doomed.stdin.close()
        self._server.close()

    def kill(self, times: int) -> None:
        """Let the program work and kill it, so many times; look at the disk after each."""
        for _ in range(times):
            seed = self._chance.getrandbits(32)
            with self._running(f"{self.home}\t{Samples().coffee}\t{seed}") as process:
                self._wait_for_the_moment(process)
                killed_s = time.monotonic()
                os.kill(process, signal.SIGKILL)
            self.report.kills += 1
            self._look(killed_s)

    def explain(self) -> None:
        """Start once more, to the end, and check everything that must hold then."""
        with self._running(str(self.home)):
            pass
        self._look(time.monotonic())
        attempts = self._attempts()
        assert not [one for one in attempts if one.state in UNDER_WAY], "not every one is explained"
        self._check_answers(attempts)
        self._check_edits(attempts)
        self._check_posts(attempts)
        states = Counter(one.state.value for one in attempts)
        self.report.states = dict(states)
        self.report.at_kill = dict(Counter(state.value for state in self._at_kill.values()))

    @contextmanager
    def _running(self, order: str) -> Iterator[int]:
        doomed = self._doomed
        assert doomed.stdin is not None
        assert doomed.stdout is not None
        doomed.stdin.write(order + "\n")
        doomed.stdin.flush()
        self._begun_s = time.monotonic()
        yield int(doomed.stdout.readline())
        ended = int(doomed.stdout.readline())
        errors = self.home / "stderr.log"
        assert ended in {0, -signal.SIGKILL}, errors.read_text()[-3000:]

    def _wait_for_the_moment(self, process: int) -> None:
        draw = self._chance.random()
        if draw < _EARLY_SHARE:
            time.sleep(self._chance.uniform(0.0, _EARLY_S))
            return
        self._wait_until_ready(process)
        if draw < _EARLY_SHARE + _ARRIVAL_SHARE:
            self._wait_for_arrival()
            time.sleep(self._chance.uniform(0.0, _ARRIVAL_S))
        else:
            time.sleep(self._chance.uniform(0.0, _LATE_S))

    def _wait_for_arrival(self) -> None:
        answers = self.home / "data" / "answers"
        before = {path.name for path in answers.iterdir()} if answers.exists() else set()
        until_s = time.monotonic() + _ARRIVAL_PATIENCE_S
        while time.monotonic() < until_s:
            if answers.exists() and {path.name for path in answers.iterdir()} - before:
                return
            time.sleep(0.002)

    def _wait_until_ready(self, process: int) -> None:
        until_s = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until_s:
            lines = [line for line in read_log(self.home)[-3:] if "ready" in line]
            if lines and lines[-1]["t"] > self._begun_s:
                return
            time.sleep(0.01)
            os.kill(process, 0)
        raise AssertionError("the window did not open")

    def _look(self, killed_s: float) -> None:
        """Whether the disk is whole, and what was under way."""
        for path in self.home.rglob("*.sqlite3"):
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], path
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == [], path
        for attempt in self._attempts():
            if attempt.state in UNDER_WAY:
                self._at_kill[attempt.id] = attempt.state
                if attempt.state is AttemptState.SENDING:
                    self._killed_while_sending.add(attempt.id)
                if attempt.answers:
                    self._answers_at_kill.add(attempt.id)
        self._look_at_strokes(killed_s)

    def _look_at_strokes(self, killed_s: float) -> None:
        strokes = [line for line in read_log(self.home) if "stroke" in line]
        self.report.strokes = len(strokes)
        fresh = [one for one in strokes if self._begun_s < one["t"]]
        with closing(EditStore(self.home / "data" / "edits")) as store:
            for edit in {one["edit"] for one in fresh}:
                mine = [one for one in fresh if one["edit"] == edit]
                self._compare(store, edit, mine, killed_s)

    def _compare(
        self, store: EditStore, edit: Any, strokes: list[dict[str, Any]], killed_s: float
    ) -> None:
        folder = store.folder / edit
        planes = store.load(edit).planes if (folder / "edit.sqlite3").exists() else {}
        layers = layers_of(planes, strokes[0]["id"])
        coverage = None if layers is None else layers.effective_copy()
        lost = [one for one in strokes if coverage is None or coverage[one["y"], one["x"]] == 0]
        self.report.lost_strokes += len(lost)
        ages = [killed_s - one["t"] for one in lost]
        self.report.oldest_lost_s = max([self.report.oldest_lost_s, *ages])

    def _attempts(self) -> tuple[Attempt, ...]:
        with closing(Journal(self.home / "data" / "library.sqlite3")) as journal:
            return journal.attempts()

    def _check_answers(self, attempts: tuple[Attempt, ...]) -> None:
        """Every answer that had arrived is there, untouched, with its result."""
        arrived = [one for one in attempts if one.answers]
        with closing(Library(self.home / "data" / "library.sqlite3")) as library:
            for attempt in arrived:
                if attempt.state is AttemptState.UNKNOWN:
                    # Killed after the bytes were written down, and before they were a file.
                    assert not any(map(self._is_on_disk, attempt.answers)), attempt
                    self.report.only_in_memory += 1
                    continue
                assert attempt.state is AttemptState.KEPT, attempt
                for answer in attempt.answers:
                    assert answer.file is not None, attempt
                    assert answer.result is not None, attempt
                    data = answer.file.read_bytes()
                    assert hashlib.sha256(data).hexdigest() == answer.sha256
                    with Image.open(answer.result) as picture:
                        picture.load()
                    key = ResultKey(f"{attempt.job}/{answer.variant}")
                    known = library.find(key)
                    assert known is not None, f"{key} is not in the library"
                    assert known.file == answer.result
        self.report.answers = sum(len(one.answers) for one in arrived)
        self.report.recovered = len(self._answers_at_kill)
        self.report.results = len(list((self.home / "pictures").glob("*.png")))

    def _check_edits(self, attempts: tuple[Attempt, ...]) -> None:
        """Every result is in the edit that it was sent from, or will be when that is opened."""
        kept = [one for one in attempts if one.state is AttemptState.KEPT]
        with (
            closing(Journal(self.home / "data" / "library.sqlite3")) as journal,
            closing(EditStore(self.home / "data" / "edits")) as store,
        ):
            waiting = {one.job for one in kept if journal.keepsake(one) is not None}
            for edit in {one.facts.document for one in kept if one.job not in waiting}:
                found = {one.job for one in store.load(EditId(edit)).document.results}
                wanted = {one.job for one in kept if one.facts.document == edit} - waiting
                assert wanted <= found, f"results are missing in the edit {edit}"

    def _is_on_disk(self, answer: ArrivedAnswer) -> bool:
        places = (self.home / "data" / "answers", self.home / "pictures")
        files = (path for place in places if place.exists() for path in place.iterdir())
        same = (path for path in files if path.stat().st_size == answer.byte_count)
        return any(hashlib.sha256(p.read_bytes()).hexdigest() == answer.sha256 for p in same)

    def _check_posts(self, attempts: tuple[Attempt, ...]) -> None:
        sent = Counter(one.facts.prompt for one in attempts if one.was_sent)
        counted = Counter(prompt for prompt in self._watcher.prompts if prompt)
        without_prompt = len(self._watcher.prompts) - counted.total()
        assert counted - sent == Counter(), "a POST is missing from the journal"
        assert set(sent.values()) <= {1}, "an attempt was written down twice"
        missing = sent - counted
        may_be_missing = {one.facts.prompt for one in attempts
                          if one.id in self._killed_while_sending}  # fmt: skip
        assert set(missing) <= may_be_missing, "an attempt was never sent"
        assert without_prompt <= len(missing), "a POST is missing from the journal"
        self.report.posts = self._server.posts
        self.report.attempts = sent.total()
        self.report.never_arrived = len(missing) - without_prompt
        assert self.report.posts == self.report.attempts - self.report.never_arrived
