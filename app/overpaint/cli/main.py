"""The command line: choose the command, and turn every known error into sentences and a code."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence

from overpaint import __version__
from overpaint.cli import (
    batch,
    blend,
    console,
    doctor,
    edit,
    first_light,
    inspect_file,
    jobs,
    library,
    models,
    serve,
    spend,
    stats,
)
from overpaint.cli.exits import Exit, exit_code
from overpaint.domain.errors import OverpaintError
from overpaint.logs import set_up_logging
from overpaint.paths import AppPaths, MissingResourceError

_logger = logging.getLogger(__name__)
_COMMANDS = (
    edit, batch, blend, inspect_file, first_light, models, library, stats, spend, jobs, doctor,
    serve,
)  # fmt: skip
_ABOUT = """\
Paint over what should change, keep every other pixel.

  overpaint [FILE ...]             open the window, with these pictures
  overpaint --new [FILE ...]       begin a new edit in the window, with these pictures
  overpaint --paste                begin a new edit with the picture on the clipboard
  overpaint --sample               open the window with the sample photograph
"""


def main(arguments: Sequence[str]) -> int:
    """Run a command.

    Args:
        arguments: What follows the program's name.

    Returns:
        The exit code, see `overpaint.cli.exits`.
    """
    console.prepare_streams()
    parsed = _parser().parse_args(arguments)
    close_log = set_up_logging(AppPaths.find().data)
    try:
        return int(parsed.run(parsed))
    except OverpaintError as error:
        console.failure(error)
        return exit_code(error)
    except MissingResourceError as error:
        console.note(f"error: {error}")
        return Exit.BUG
    except KeyboardInterrupt:
        console.note("cancelled. Nothing was sent.")
        return Exit.CANCELLED
    except BrokenPipeError:
        console.give_up_stdout()
        return Exit.DISK
    except Exception as error:
        # A bug of ours: the interpreter would print what it says as it is, a key included.
        _logger.critical("unexpected error", exc_info=error)
        return Exit.BUG
    finally:
        close_log()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="overpaint",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Overpaint {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", title="without a window", required=True)
    for module in _COMMANDS:
        module.add_parser(commands)
    return parser
