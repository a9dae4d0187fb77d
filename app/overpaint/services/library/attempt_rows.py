"""Attempts as rows of the journal, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from overpaint.domain.attempts import (
    ArrivedAnswer,
    Attempt,
    AttemptChange,
    AttemptFacts,
    AttemptState,
)
from overpaint.domain.errors import Billing
from overpaint.domain.events import JobId, Usage

COLUMNS = (
    "id", "job", "number", "edit", "document", "server", "model", "prompt", "bills",
    "estimate_usd", "state", "started", "sent", "ended", "billing", "request_id", "cost_usd",
    "usage", "error", "answers", "process",
)  # fmt: skip
"""What makes an `Attempt`; the keepsake is read by itself."""

ATTEMPT_TABLES = (
    """
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        job TEXT NOT NULL,
        number INTEGER NOT NULL,
        edit TEXT NOT NULL,
        document TEXT NOT NULL,
        server TEXT NOT NULL,
        model TEXT NOT NULL,
        prompt TEXT NOT NULL,
        bills INTEGER NOT NULL,
        estimate_usd TEXT,
        state TEXT NOT NULL,
        started TEXT NOT NULL,
        sent TEXT,
        ended TEXT,
        billing TEXT NOT NULL DEFAULT 'no',
        request_id TEXT NOT NULL DEFAULT '',
        cost_usd TEXT,
        usage TEXT,
        error TEXT NOT NULL DEFAULT '',
        answers TEXT NOT NULL DEFAULT '[]',
        process TEXT NOT NULL,
        keepsake BLOB,
        UNIQUE (job, number)
    ) STRICT
    """,
    """
    CREATE INDEX attempts_under_way ON attempts (state)
    WHERE state IN ('waiting', 'sending', 'sent', 'answered', 'unknown')
    """,
)
"""What the journal is made of."""

_Value = str | int | bytes | None


def attempt_of(values: Sequence[Any]) -> Attempt:
    """Turn the values of `COLUMNS` into an attempt."""
    row = dict(zip(COLUMNS, values, strict=True))
    estimate, cost, usage = row["estimate_usd"], row["cost_usd"], row["usage"]
    return Attempt(
        id=row["id"],
        job=JobId(row["job"]),
        number=row["number"],
        facts=AttemptFacts(
            edit=row["edit"],
            server=row["server"],
            model=row["model"],
            prompt=row["prompt"],
            bills=bool(row["bills"]),
            estimate_usd=None if estimate is None else Decimal(estimate),
            document=row["document"],
        ),
        state=AttemptState(row["state"]),
        started=datetime.fromisoformat(row["started"]),
        sent=_moment(row["sent"]),
        ended=_moment(row["ended"]),
        billing=Billing(row["billing"]),
        request_id=row["request_id"],
        cost_usd=None if cost is None else Decimal(cost),
        usage=None if usage is None else Usage(**json.loads(usage)),
        error=row["error"],
        answers=_answers(row["answers"]),
        process=row["process"],
    )


def values_of(change: AttemptChange) -> dict[str, _Value]:
    """The columns that a change sets."""
    values: dict[str, _Value] = {
        "state": None if change.state is None else change.state.value,
        "billing": None if change.billing is None else change.billing.value,
        "request_id": change.request_id,
        "cost_usd": None if change.cost_usd is None else str(change.cost_usd),
        "usage": None if change.usage is None else json.dumps(asdict(change.usage)),
        "error": change.error,
        "answers": None if change.answers is None else _told(change.answers),
    }
    return {name: value for name, value in values.items() if value is not None}


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _told(answers: Sequence[ArrivedAnswer]) -> str:
    # Names on disk need not be text: ASCII escapes carry every one of them.
    return json.dumps(
        [
            {
                "variant": answer.variant,
                "byte_count": answer.byte_count,
                "sha256": answer.sha256,
                "file": None if answer.file is None else str(answer.file),
                "result": None if answer.result is None else str(answer.result),
            }
            for answer in answers
        ]
    )


def _answers(text: str) -> tuple[ArrivedAnswer, ...]:
    return tuple(
        ArrivedAnswer(
            one["variant"],
            one["byte_count"],
            one["sha256"],
            None if one["file"] is None else Path(one["file"]),
            None if one["result"] is None else Path(one["result"]),
        )
        for one in json.loads(text)
    )
