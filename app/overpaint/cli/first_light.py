"""`overpaint first-light`: show the whole job on a sample photograph, without key and screen."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from overpaint.cli import console
from overpaint.cli.composing import compose
from overpaint.cli.edit import add_edit_options
from overpaint.cli.exits import Exit
from overpaint.cli.running import Run, places_for
from overpaint.cli.where import ChosenServer
from overpaint.domain.profiles import BUILT_IN
from overpaint.domain.rules import Rules
from overpaint.paths import AppPaths, resource
from overpaint.services.catalogue_file import load_catalogue

DEFAULT_FOLDER = Path("overpaint-first-light")
_PROMPT = "The same launch without the tower beside the rocket."


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "first-light",
        help="edit a sample photograph on the built-in server",
        description="Remove the tower beside a rocket, on this machine and without a key.",
        allow_abbrev=False,
    )
    parser.add_argument("--out", metavar="DIR", type=Path, default=DEFAULT_FOLDER,
                        help=f"folder for previews and result ({DEFAULT_FOLDER})")  # fmt: skip
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Exit:
    """Edit the sample and say where everything is.

    Raises:
        OverpaintError: It did not work.
    """
    photograph, mask = resource("samples/rocket.png"), resource("samples/rocket_tower.mask.png")
    rules = Rules.of(load_catalogue(), datetime.now(UTC).date(), BUILT_IN)
    composed = compose(_edit(photograph, mask), rules)
    console.problems(composed.problems)
    if composed.blocked:
        return composed.code
    console.note(f"prompt: {_PROMPT}")
    report = Run(
        server=ChosenServer(BUILT_IN, keeps_key=True),
        places=places_for(arguments.out.absolute(), AppPaths.find().data),
        as_json=False,
        quiet=False,
    ).carry_out(composed, rules)
    if report.answers:
        console.note(f"photograph: {photograph}")
        console.note(f"Previews and result are in {arguments.out.absolute()}")
    return report.code()


def _edit(photograph: Path, mask: Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_edit_options(parser)
    given = ["--image", str(photograph), "--mask", str(mask), "--prompt", _PROMPT]
    return parser.parse_args(given)
