"""Results for a library, without a server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from overpaint.domain.drift import Drift
from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.domain.sizes import Size

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def made(number: int = 1, **changes: Any) -> LibraryResult:
    """The result of an edit, a minute after the one with the number before."""
    values: dict[str, Any] = {
        "key": ResultKey(f"job{number}/1"),
        "time": START + timedelta(minutes=number),
        "file": Path(f"/pictures/poster-{number}.png"),
        "size": Size(1536, 1024),
        "model": "gpt-image-2",
        "server": "openai",
        "edit": f"edit{number}",
        "document": "document",
        "job": f"job{number}",
        "answer": Path(f"/data/answers/poster-{number}.png"),
        "target": Path("/pictures/poster.jpg"),
        "prompt": "Replace the cup with a vase",
        "quality": "high",
        "answer_size": Size(1024, 1024),
        "cost_usd": Decimal("0.0532"),
        "drift": Drift(0.18, 2.5, 3.0, -4.0, 1.004, is_moved=True),
        "elapsed_s": 41.5,
        "request_id": "req_1",
    }
    return LibraryResult(**(values | changes))
