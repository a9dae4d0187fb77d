"""Whether this machine can drive a real window on a virtual screen."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

REQUIRED_VARIABLE = "OVERPAINT_REQUIRE_WINDOW_TESTS"
"""Set by the continuous integration: there, a window test that cannot run is an error."""

_PROGRAMS = ("Xvfb", "openbox", "xdotool", "import", "xprop")


def missing() -> tuple[str, ...]:
    """The programs that are not installed."""
    return tuple(name for name in _PROGRAMS if shutil.which(name) is None)


def required(environ: Mapping[str, str]) -> bool:
    """Whether window tests must not be skipped."""
    return environ.get(REQUIRED_VARIABLE, "") == "1"


def reason(programs: tuple[str, ...]) -> str:
    """Why window tests do not run, and what would make them."""
    return (
        f"window tests need {', '.join(programs)}: "
        "python3 packaging/system_packages.py window --install"
    )
