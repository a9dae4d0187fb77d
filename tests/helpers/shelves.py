"""A real library with results cut out of the sample photographs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from PIL import Image

from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.domain.sizes import Size
from overpaint.services.library.library import Library

PROMPTS = (
    "Swap the table for white marble", "Give the cat a red collar", "A lunar landscape behind her",
    "Autumn leaves on the ground", "Dusk instead of night",
)  # fmt: skip
MODELS = ("gpt-image-2", "gpt-image-2.5")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def result(number: int, file: Path, size: Size, **values: object) -> LibraryResult:
    """One result; a new one every six hours."""
    told: dict[str, object] = {
        "key": ResultKey(f"key-{number}"),
        "time": NOON + timedelta(hours=6 * number),
        "file": file,
        "size": size,
        "model": MODELS[number % 2],
        "server": "OpenAI",
        "prompt": PROMPTS[number % len(PROMPTS)],
        "cost_usd": Decimal(number + 1) / 100,
        "elapsed_s": 12.0,
    }
    return LibraryResult(**{**told, **values})  # type: ignore[arg-type]


def fill(library: Library, folder: Path, photographs: Sequence[Path], count: int) -> list[Path]:
    """Add results with files and thumbnails, the oldest first."""
    files: list[Path] = []
    results = []
    for number in range(count):
        with Image.open(photographs[number % len(photographs)]) as photograph:
            small = photograph.convert("RGB").resize((96 + 4 * number, 72))
        file = folder / f"result-{number:02d}.png"
        small.save(file)
        files.append(file)
        results.append(result(number, file, Size(*small.size)))
    library.thumbnails(library.add(results))
    return files
