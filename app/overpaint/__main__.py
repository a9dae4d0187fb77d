"""Start Overpaint: the window, or a command without one."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_COMMAND_LINE = {
    "edit", "batch", "blend", "inspect", "serve", "models", "library", "stats", "spend", "jobs",
    "doctor", "first-light", "-h", "--help", "--version",
}  # fmt: skip
"""First words that are not the name of a picture for the window."""
_SWITCHES = {"--new", "--paste", "--sample"}
_NO_SCREEN = (
    "There is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n"
    "Edit without a window: overpaint edit --help, or see it work: overpaint first-light\n"
)
_USAGE_ERROR = 2
_FILL_WORKER = "--overpaint-fill-worker"
"""Same as `overpaint.imaging.inpaint.worker.WORKER_SWITCH`, which would load numpy at start."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code.

    Args:
        arguments: What follows the program's name; that of the process unless told.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == [_FILL_WORKER]:
        return _fill()
    if given and given[0] in _COMMAND_LINE:
        return _run_command(given)
    return _open_window(given)


def _run_command(given: Sequence[str]) -> int:
    # The window does without argparse, asyncio and all that the commands are made of.
    from overpaint.cli.main import main as run_command  # noqa: PLC0415

    return run_command(given)


def _fill() -> int:
    """Be a worker process: the packaged program has no interpreter to start one with."""
    from overpaint.imaging.inpaint.worker import main as serve_tasks  # noqa: PLC0415 - numpy

    serve_tasks()
    return 0


def _open_window(given: Sequence[str]) -> int:
    names = [text for text in given if text not in _SWITCHES]
    unknown = [text for text in names if text.startswith("-")]
    if unknown:
        sys.stderr.write(f"There is no option {unknown[0]}. See overpaint --help\n")
        return _USAGE_ERROR
    if not has_screen(sys.platform, os.environ):
        sys.stderr.write(_NO_SCREEN)
        return _USAGE_ERROR
    # Nothing that is made on the way to the window is garbage, and looking for some takes time;
    # the window turns it on again.
    gc.disable()
    # Commands do without it.
    from overpaint.handover import Errand, claim_or_hand_over  # noqa: PLC0415
    from overpaint.paths import AppPaths  # noqa: PLC0415

    errand = Errand(
        files=tuple(Path(name).absolute() for name in names),
        new_edit="--new" in given,
        paste="--paste" in given,
        sample="--sample" in given,
        token=os.environ.get("XDG_ACTIVATION_TOKEN", "")
        or os.environ.get("DESKTOP_STARTUP_ID", ""),
    )
    claim = claim_or_hand_over(AppPaths.find(), errand)
    if claim is None:
        return 0
    # Qt takes a quarter of a second to load, and commands and later starts do without it.
    from overpaint.ui.application import main as open_window  # noqa: PLC0415

    return open_window(errand, claim)


def _activation_token(environ: Mapping[str, str]) -> str:
    """What permits the window to come to the front, on Wayland and on X11."""
    return environ.get("XDG_ACTIVATION_TOKEN", "") or environ.get("DESKTOP_STARTUP_ID", "")


def has_screen(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether Qt can open a window; it ends the process when it cannot.

    Args:
        platform: `sys.platform`.
        environ: The environment.
    """
    if not platform.startswith("linux"):
        return True
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(environ.get(name) for name in screens)


if __name__ == "__main__":
    sys.exit(main())
