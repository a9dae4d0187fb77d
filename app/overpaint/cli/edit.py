"""`overpaint edit`: edit pictures without a window."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from overpaint.cli import console
from overpaint.cli.composing import compose, extended
from overpaint.cli.exits import MEANINGS, Exit
from overpaint.cli.extending import add_extend_options
from overpaint.cli.limits import add_limit_option, require_within
from overpaint.cli.options import add_options
from overpaint.cli.own_models import own_catalogue
from overpaint.cli.pipeline import add_blend_options, add_frame_options
from overpaint.cli.running import Run, places_for
from overpaint.cli.show_request import show_request
from overpaint.cli.templates import add_template_options
from overpaint.cli.where import add_server_options, chosen_server
from overpaint.domain.rules import Rules
from overpaint.paths import AppPaths
from overpaint.services.settings import SettingsFile

EXAMPLES = """\
examples:
  overpaint edit --image photo.jpg --mask mask.png --prompt "An empty beach"
  overpaint edit --image a.png --image b.png --prompt-file prompt.txt --n 3 --out results
  overpaint edit --image a.jpg --extend-aspect 16:9 --prompt "The beach goes on to both sides"
  overpaint edit --image a.jpg --mask m.png --prompt "Sky" --frame whole --blend gradient
  overpaint edit --image a.jpg --mask m.png --prompt "Sky" --show-request
  overpaint edit --image a.png --template Chair --set colour=red --keep "logo, shadow"
  overpaint edit --server openai --model gpt-image-2 --image a.png --prompt "Night" --json

A mask is a picture of the size of the first image: greyscale with white where it may change, or
with transparency where it may change. Without --server and without another choice in the settings
the built-in server edits: it needs no key and costs nothing.

exit codes:
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    codes = "".join(f"  {code.value:3}  {meaning}\n" for code, meaning in MEANINGS.items())
    parser = commands.add_parser(
        "edit",
        usage="overpaint edit --image FILE [--mask FILE] --prompt TEXT [OPTION ...]",
        help="edit pictures without a window",
        description="Edit pictures, and save previews and results.",
        epilog=EXAMPLES + codes,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_edit_options(parser)
    add_where_options(parser)
    add_look_options(parser)
    parser.set_defaults(run=run)


def add_edit_options(parser: argparse.ArgumentParser) -> None:
    """Offer everything that the edit is composed of."""
    edit = parser.add_argument_group("the edit")
    edit.add_argument(
        "--image",
        metavar="FILE",
        type=Path,
        action="append",
        help="a picture; repeat it for up to 16, the first is the one to edit",
    )
    edit.add_argument("--mask", metavar="FILE", type=Path, help="where the first may change")
    edit.add_argument("--protect", metavar="FILE", type=Path,
                      help="like a mask: where the first never changes")  # fmt: skip
    edit.add_argument("--markup", metavar="FILE", type=Path,
                      help="transparent PNG with marks over the first; no mask then")  # fmt: skip
    prompt = edit.add_mutually_exclusive_group()
    prompt.add_argument("--prompt", metavar="TEXT", help="what to make of it")
    prompt.add_argument("--prompt-file", metavar="FILE", help="a text file, - for standard input")
    add_template_options(prompt, edit)
    add_extend_options(parser)
    add_options(parser.add_argument_group("the parameters"))
    add_frame_options(parser)
    add_blend_options(parser)


def add_where_options(parser: argparse.ArgumentParser) -> None:
    """Offer the server and where results go."""
    where = parser.add_argument_group("where it goes")
    add_server_options(where)
    where.add_argument("--out", metavar="DIR", type=Path, help="folder for previews and results")
    add_recipe_option(where)
    add_folder_option(where)
    add_limit_option(where)
    where.add_argument("--json", action="store_true", help="print a JSON object per finished edit")
    where.add_argument("--quiet", action="store_true", help="print no progress")


def add_recipe_option(where: argparse._ArgumentGroup) -> None:
    """Offer to keep to oneself how results were made."""
    where.add_argument("--no-recipe", action="store_true",
                       help="do not tell in the files how they were made")  # fmt: skip


def add_folder_option(where: argparse._ArgumentGroup) -> None:
    """Offer to keep the results of each picture apart."""
    where.add_argument("--folder-per-edit", action="store_true",
                       help="put results into a folder called like their picture")  # fmt: skip


def add_look_options(parser: argparse.ArgumentParser) -> None:
    """Offer to look at the request instead of sending it."""
    look = parser.add_argument_group("a look at what would be sent")
    look.add_argument("--show-request", action="store_true",
                      help="send nothing; print every part that would travel, or with --json one "
                      "object; keys are never shown")  # fmt: skip
    look.add_argument("--save-parts", action="store_true",
                      help="with --show-request: write the parts as files to --out")  # fmt: skip


def run(arguments: argparse.Namespace) -> Exit:
    """Carry the command out.

    Raises:
        OverpaintError: The edit could not be sent.
    """
    paths = AppPaths.find()
    settings = SettingsFile(paths.config / "settings.json").load()
    server = chosen_server(arguments, settings)
    rules = Rules.of(own_catalogue(paths), datetime.now(UTC).date(), server.profile)
    composed = compose(arguments, rules)
    console.problems(composed.problems)
    if composed.blocked:
        return composed.code
    composed = extended(composed, paths.data / "extended")
    if arguments.show_request or arguments.save_parts:
        return show_request(arguments, server, composed, rules)
    require_within(arguments, composed.draft, rules, server.profile, settings.limits, paths.data)
    return (
        Run(
            server=server,
            places=places_for(
                (arguments.out or settings.results_folder or paths.pictures).absolute(),
                paths.data,
                tells_recipe=settings.tells_recipe and not arguments.no_recipe,
                per_edit=settings.folder_per_edit or arguments.folder_per_edit,
            ),
            as_json=arguments.json,
            quiet=arguments.quiet,
        )
        .carry_out(composed, rules)
        .code()
    )
