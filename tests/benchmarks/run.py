"""Run the benchmarks one after the other: a table of each on the screen, all figures in one file.

``python tests/benchmarks/run.py [NAME …] [--out FILE]``; names are those of the files without
``bench_`` (``brush``, ``undo`` …), all of them unless told. Every script measures ours and its
reference in turn within one run, so ratios mean something and times alone do not. The exit status
is 1 when a script missed one of its goals.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
OUT = FOLDER.parents[1] / "artefacts" / "benchmarks.json"


def rows_of(told: Any) -> list[dict[str, Any]]:
    """Bring what a script prints as JSON into rows: a list of objects, one, or a table of them."""
    if isinstance(told, list):
        return told
    if all(isinstance(value, Mapping) for value in told.values()):
        tables = [(name, row) for name, row in told.items() if name != "machine"]
        nested = [(name, row) for name, row in tables if _is_table(row)]
        named = nested[0][1].items() if nested else tables
        return [{"what": name, **row} for name, row in named]
    return [told]


def _is_table(row: Mapping[str, Any]) -> bool:
    return bool(row) and all(isinstance(value, Mapping) for value in row.values())


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Lay rows out in columns, numbers at the right."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([_cell(row.get(name)) for name in names] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(names))]
    return "\n".join(
        "  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True))
        for line in cells
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def measure(script: Path) -> dict[str, Any]:
    """Run one script and return its rows, whether it met its goals, and how long it took."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(script), "--json"],
        stdout=subprocess.PIPE, text=True, check=False, env=os.environ,
    )  # fmt: skip
    try:
        rows = rows_of(json.loads(done.stdout))
    except json.JSONDecodeError:
        rows = []
    took_s = round(time.monotonic() - began, 1)
    return {"rows": rows, "met": done.returncode == 0 and bool(rows), "took_s": took_s}


def main() -> int:
    scripts = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *scripts])
    parser.add_argument("--out", type=Path, default=OUT, help="where the JSON goes")
    options = parser.parse_args()
    results: dict[str, Any] = {}
    for name in options.names or scripts:
        results[name] = measured = measure(scripts[name])
        verdict = "goals met" if measured["met"] else "GOALS MISSED"
        sys.stdout.write(f"\n{name}: {verdict}, {measured['took_s']} s\n")
        sys.stdout.write(table(measured["rows"]) + "\n")
        sys.stdout.flush()
    facts = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps({"machine": facts, "benchmarks": results}, indent=1) + "\n")
    sys.stdout.write(f"\n{options.out}\n")
    return 0 if all(result["met"] for result in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
