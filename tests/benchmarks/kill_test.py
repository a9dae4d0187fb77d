"""Kill the program with SIGKILL at random moments, and tell what was lost.

``python tests/benchmarks/kill_test.py [--kills N] [--seed N] [--json]``. A person paints and
generates in a real window (offscreen); the server is the built-in endpoint, which outlives the
program and counts. After each kill the databases are checked; in the end every answer that had
arrived must be there, every attempt explained, and the server's count of POSTs equal to the
journal's, as `helpers.kill_room` defines it. The exit status is 1 when strokes older than a second
were lost; a check that fails ends the run.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

GOAL_S = 1.0
"""Age of the oldest stroke that may be lost."""

_TESTS = Path(__file__).parents[1]


def main() -> int:
    """Run, and print what was found."""
    sys.path[:0] = [str(_TESTS), str(_TESTS.parent / "app")]
    from helpers.kill_room import KillRoom  # noqa: PLC0415 - it is found from here on

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        with KillRoom(Path(folder) / "home", arguments.seed) as room:
            for number in range(arguments.kills):
                room.kill(1)
                if number % 25 == 24:  # it takes minutes
                    sys.stderr.write(f"{number + 1} kills\n")
            room.explain()
        report = asdict(room.report)
    report["took_s"] = round(time.monotonic() - began_s, 1)
    if arguments.json:
        sys.stdout.write(json.dumps(report, indent=2) + "\n")
    else:
        for name, value in report.items():
            sys.stdout.write(f"{name:>16}  {value}\n")
    return int(report["oldest_lost_s"] > GOAL_S)


if __name__ == "__main__":
    sys.exit(main())
