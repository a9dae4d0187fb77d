"""How results are printed: as a table, one by one, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from overpaint.domain.library import MAX_RATING, LibraryResult
from overpaint.domain.pricing import dollars

if TYPE_CHECKING:
    from overpaint.services.library.library import Library

_HEADS = ("ID", "TIME", "STARS", "MODEL", "SERVER", "SIZE", "COST", "FILE", "PROMPT")
_PROMPT_CHARACTERS = 40
_UNKNOWN = "–"


def table(results: Sequence[LibraryResult]) -> str:
    """A line for each, below their heads."""
    rows = [_HEADS, *map(_cells, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def details(result: LibraryResult, library: Library) -> str:
    """Everything about one, a line for each fact that is known."""
    drift = result.drift
    facts = {
        "result": f"{result.rowid} ({result.key})",
        "file": str(result.file),
        "answer": "" if result.answer is None else str(result.answer),
        "made from": "" if result.target is None else str(result.target),
        "time": f"{result.time.astimezone():%Y-%m-%d %H:%M:%S}",
        "prompt": result.prompt,
        "model": result.model,
        "server": result.server,
        "quality": result.quality,
        "size": str(result.size),
        "cost": "" if result.cost_usd is None else dollars(result.cost_usd),
        "took": "" if result.elapsed_s is None else f"{result.elapsed_s:.1f} s",
        "outside": "" if drift is None else f"the model changed {drift.changed:.1%}",
        "request id": result.request_id,
        "rating": _stars(result),
        "tags": ", ".join(result.tags),
        "collections": ", ".join(_collections(result, library)),
        "in the bin": "" if result.binned is None else f"since {result.binned.astimezone():%x}",
    }
    width = max(map(len, facts))
    return "\n".join(f"{name.ljust(width)}  {fact}" for name, fact in facts.items() if fact)


def as_json(result: LibraryResult, library: Library) -> dict[str, object]:
    """Everything about one, for scripts."""
    return {
        "id": result.rowid,
        "key": result.key,
        "edit": result.edit,
        "job": result.job,
        "variant": result.variant,
        "time": result.time.isoformat(),
        "file": str(result.file),
        "answer": None if result.answer is None else str(result.answer),
        "target": None if result.target is None else str(result.target),
        "parent": result.parent,
        "prompt": result.prompt,
        "model": result.model,
        "server": result.server,
        "quality": result.quality or None,
        "size": str(result.size),
        "cost_usd": None if result.cost_usd is None else str(result.cost_usd),
        "drift": None if result.drift is None else asdict(result.drift),
        "elapsed_s": result.elapsed_s,
        "request_id": result.request_id or None,
        "rating": result.rating,
        "favourite": result.favourite,
        "tags": list(result.tags),
        "collections": _collections(result, library),
        "binned": None if result.binned is None else result.binned.isoformat(),
    }


def _cells(result: LibraryResult) -> tuple[str, ...]:
    return (
        str(result.rowid),
        f"{result.time.astimezone():%Y-%m-%d %H:%M}",
        _stars(result) or _UNKNOWN,
        result.model,
        result.server,
        str(result.size),
        _UNKNOWN if result.cost_usd is None else dollars(result.cost_usd),
        result.file.name,
        _short(result.prompt),
    )


def _stars(result: LibraryResult) -> str:
    stars = "" if not result.rating else f"{result.rating}/{MAX_RATING}"
    return f"{stars} ★".strip() if result.favourite else stars


def _collections(result: LibraryResult, library: Library) -> list[str]:
    if not result.collections:
        return []
    return [one.name for one in library.collections() if one.id in result.collections]


def _short(prompt: str) -> str:
    line = " ".join(prompt.split())
    return line if len(line) <= _PROMPT_CHARACTERS else f"{line[: _PROMPT_CHARACTERS - 1]}…"
