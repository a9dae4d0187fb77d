"""What is remembered of looking for updates: a small file beside the settings."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import cast

ASKED_AT_START = 4
"""At this start of the program, or a later one, a person is asked once."""

DAY_S = 24 * 3600

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UpdateMemory:
    """What happened so far.

    Attributes:
        starts: How often the program was started, as far as that matters.
        asked: Whether the person was asked.
        looked: When was looked last, seconds since 1970 in UTC; 0 for never.
        skipped: The version that is not to be told of, ``""`` for none.
    """

    starts: int = 0
    asked: bool = False
    looked: int = 0
    skipped: str = ""

    def started(self) -> UpdateMemory:
        """Count a start."""
        return replace(self, starts=min(self.starts + 1, ASKED_AT_START))

    def is_time_to_ask(self, *, agreed: bool) -> bool:
        """Whether the person is to be asked now."""
        return not agreed and not self.asked and self.starts >= ASKED_AT_START

    def is_due(self, now: float) -> bool:
        """Whether a day has passed; a clock that was set back counts as one."""
        return not 0 <= now - self.looked < DAY_S


def load_memory(path: Path) -> UpdateMemory:
    """Read the file; whatever is missing or wrong is as if nothing had happened."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return UpdateMemory()
    except (OSError, ValueError, RecursionError) as error:
        _logger.warning("updates: %s cannot be read: %s", path, error)
        return UpdateMemory()
    stored = cast("dict[str, object]", content) if isinstance(content, dict) else {}
    usual = asdict(UpdateMemory())
    values = {
        field.name: stored[field.name]
        for field in fields(UpdateMemory)
        if type(stored.get(field.name)) is type(usual[field.name])
    }
    return UpdateMemory(**values)  # type: ignore[arg-type]  # each has the type of its field


def save_memory(path: Path, memory: UpdateMemory) -> None:
    """Write the file; where that is impossible, a line in the log says so."""
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(asdict(memory)) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        _logger.warning("updates: %s cannot be written: %s", path, error)


def count_start(path: Path) -> UpdateMemory:
    """Count a start of the program in the file; returns what is remembered."""
    memory = load_memory(path)
    started = memory.started()
    if started != memory:
        save_memory(path, started)
    return started
