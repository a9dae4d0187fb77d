"""Run the command as a person does: a process of its own, real files, real sockets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.samples import REPOSITORY

SECRET = "sk-test-SECRET-0123456789"
_PATIENCE_S = 60


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def paths(self) -> list[Path]:
        """The result paths on stdout."""
        return [Path(line) for line in self.out.splitlines()]

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a run: that of the test, without a screen."""
    screen = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    kept = {name: value for name, value in os.environ.items() if name not in screen}
    return {**kept, "PYTHONPATH": str(REPOSITORY / "app"), **(extra or {})}


def overpaint(
    *arguments: object,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    cwd: Path | None = None,
) -> Outcome:
    """Run ``python -m overpaint`` to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "overpaint", *map(str, arguments)],
        env=environment(env), input=stdin, cwd=cwd, capture_output=True, timeout=_PATIENCE_S,
        check=False,
    )  # fmt: skip
    outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in outcome.err, outcome.err
    assert SECRET not in outcome.out + outcome.err
    return outcome
