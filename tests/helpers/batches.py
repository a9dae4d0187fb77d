"""Batches to carry out: pictures on disk, a plan, a run, and what it told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from helpers.drafts import LOCAL_RULES, OPENAI_RULES
from overpaint.domain.batch import BatchPlan, BatchRow, RowState, recipe_of
from overpaint.domain.choices import Quality
from overpaint.domain.draft import Draft
from overpaint.domain.limits import Allowance
from overpaint.domain.profiles import ServerKind, ServerProfile
from overpaint.services.api.client import EditClient
from overpaint.services.batch.events import BatchEvent, RowChanged, RunEnd
from overpaint.services.batch.looking import Looker
from overpaint.services.batch.run_file import RunFile, RunHeader
from overpaint.services.batch.runner import BatchRunner
from overpaint.services.batch.sending import Sender
from overpaint.services.edit_work import Places
from overpaint.services.pace import Pace

KEY = "sk-planted-0123456789-KEY"
COLOURS = ("red", "green", "blue", "white", "black", "grey", "olive", "navy", "teal", "lime")


def pictures(folder: Path, count: int, size: tuple[int, int] = (48, 32)) -> list[Path]:
    """Small pictures of different colours: ``photo-1.png`` …"""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"photo-{number}.png" for number in range(1, count + 1)]
    for path, colour in zip(paths, COLOURS * (count // len(COLOURS) + 1), strict=False):
        Image.new("RGB", size, colour).save(path)
    return paths


def plan_for(paths: Sequence[Path], **changes: Any) -> BatchPlan:
    """A plan without masks for these pictures."""
    draft = Draft(prompt="black and white", quality=Quality.MEDIUM)
    rows = tuple(BatchRow(number, path) for number, path in enumerate(paths, start=1))
    return replace(BatchPlan(recipe_of(draft, ()), rows), **changes)


class Batch:
    """A run on disk and a runner for a server at an address; collects what is told."""

    def __init__(
        self,
        folder: Path,
        url: str,
        plan: BatchPlan,
        *,
        key: str = KEY,
        prices: bool = False,
        allowance: Allowance = Allowance(),  # noqa: B008 - immutable
    ) -> None:
        kind = ServerKind.OPENAI if prices else ServerKind.COMPATIBLE
        self.profile = ServerProfile("openai" if prices else "test", kind, url)
        self.rules = OPENAI_RULES if prices else LOCAL_RULES
        self.folder = folder
        self.allowance = allowance
        self.key = key
        self.changes: list[RowChanged] = []
        self.events: list[BatchEvent] = []
        self.on_event: Callable[[BatchEvent], None] = lambda _event: None
        self.run = RunFile.create(folder / "batches", RunHeader.new(self.out, bills=True), plan)
        self._changed = threading.Condition()

    @property
    def out(self) -> Path:
        """Where results go."""
        return self.folder / "out"

    def runner(self) -> BatchRunner:
        """A new run over what is left."""
        sender = Sender(
            self.rules,
            self.profile,
            Places(self.out, self.folder / "answers", self.folder / "spare", self.folder / "p"),
            lambda: EditClient(self.profile, self.key),
            Pace(),
        )
        looker = Looker(self.run.plan.masks)
        return BatchRunner(self.run, looker, sender, self._hear, self.allowance)

    async def carry_out(self, only: Sequence[int] | None = None) -> RunEnd:
        """Run to the end."""
        return await self.runner().carry_out(only)

    def states(self) -> list[RowState]:
        """The state of every row, in their order."""
        return [self.run.record(row.number).state for row in self.run.plan.rows]

    def reason(self, number: int) -> str:
        """Why a row is in its state."""
        return " ".join(map(str, self.run.record(number).reasons))

    def _hear(self, event: BatchEvent) -> None:
        self.events.append(event)
        if isinstance(event, RowChanged):
            self.changes.append(event)
        self.on_event(event)
