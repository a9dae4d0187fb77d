"""Write beside the answers where each result came from, so that a library can be made of them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.lineage import LineageStep
from overpaint.services.new_files import write_new

VERSION = 1


def write_step(
    folder: Path, step: LineageStep, answer: Path, made_by: str = "", document: str = ""
) -> Path:
    """Write one result's lineage as JSON, whole or not at all; nothing is overwritten.

    Args:
        folder: Where answers are kept.
        step: The result.
        answer: What the server sent.
        made_by: The recipe as JSON, with its mask; ``""`` for none.
        document: Names the open edit that it was sent from; ``""`` for none.

    Returns:
        The new file, ``{answer}.json``.

    Raises:
        OSError: The folder takes nothing.
    """
    told = {
        "version": VERSION,
        "key": step.key,
        "result": str(step.result),
        "answer": str(answer),
        "parent": str(step.parent),
        "edit": step.edit,
        "document": document,
        "variant": step.variant,
        "prompt": step.prompt,
        "model": step.model,
        "server": step.server,
        "time": step.time.isoformat(),
        "cost_usd": None if step.cost_usd is None else str(step.cost_usd),
        "blend": _recipe(step.blend),
        "recipe": json.loads(made_by) if made_by else None,
    }
    data = json.dumps(told, ensure_ascii=True, indent=2).encode()
    return write_new(folder, _names(answer.stem), ".json", data)


def find_step(answer: Path) -> Path | None:
    """The file that tells of an answer where its result came from; None when there is none."""
    for name in _names(answer.stem):
        file = answer.with_name(f"{name}.json")
        try:
            told = json.loads(file.read_bytes())
        except ValueError:
            continue
        except OSError:
            return None
        if isinstance(told, dict) and told.get("answer") == str(answer):
            return file
    return None


def _recipe(blend: BlendRecipe) -> dict[str, object]:
    return {**asdict(blend), "method": blend.method.value}


def _names(stem: str) -> list[str]:
    name = stem.encode(errors="replace").decode()
    return [name, *(f"{name}.{number}" for number in range(2, 1000))]
