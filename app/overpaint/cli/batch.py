"""`overpaint batch`: one recipe over many pictures, without a window."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from overpaint.cli import console
from overpaint.cli.batch_compose import compose_batch, resumed_plan
from overpaint.cli.batch_run import BatchRun, named
from overpaint.cli.edit import add_where_options
from overpaint.cli.exits import MEANINGS, Exit
from overpaint.cli.jobs import explain
from overpaint.cli.limits import batch_allowance
from overpaint.cli.options import add_options
from overpaint.cli.own_models import own_catalogue
from overpaint.cli.pipeline import add_blend_options, add_frame_options
from overpaint.cli.running import places_for
from overpaint.cli.templates import add_template_options
from overpaint.cli.where import chosen_server
from overpaint.domain.batch import MAX_PARALLEL, RowState
from overpaint.domain.errors import SettingsError
from overpaint.domain.rules import Rules
from overpaint.domain.text import say
from overpaint.paths import AppPaths
from overpaint.services.batch.agreeing import agree
from overpaint.services.batch.run_file import FOLDER, RunFile, RunHeader, runs_in
from overpaint.services.edit_work import Places
from overpaint.services.library.journal import Journal
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.services.settings import Settings, SettingsFile

EXAMPLES = """\
examples:
  overpaint batch --images photos --prompt "Remove the price tag" --mask-rule "{stem}.mask.png"
  overpaint batch --table rows.csv --prompt "The chair in {colour}" --out chairs --dry-run
  overpaint batch --server openai --table rows.csv --prompt "…" --out chairs --cap 5.00 --yes
  overpaint batch --resume --out chairs --yes

A table is CSV with names in its first line: “image” (or “file”) is the picture, “mask” a mask of
its own, every other column fills {its name} in the prompt; {stem} is the picture's name. Paths are
relative to the table. The rows and the total price are printed first; where somebody is billed,
nothing is sent without --yes. Ctrl+C lets what is under way end; a second one calls it off.

exit codes:
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    codes = "".join(f"  {code.value:3}  {meaning}\n" for code, meaning in MEANINGS.items())
    parser = commands.add_parser(
        "batch",
        help="edit many pictures by one recipe",
        description="Edit every picture of a folder or a table by one recipe.",
        epilog=EXAMPLES + codes,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_rows(parser)
    recipe = parser.add_argument_group("the recipe")
    prompt = recipe.add_mutually_exclusive_group()
    prompt.add_argument("--prompt", metavar="TEXT", help="what to make of them, with {variables}")
    prompt.add_argument("--prompt-file", metavar="FILE", help="a text file, - for standard input")
    add_template_options(prompt, recipe)
    recipe.add_argument("--reference", metavar="FILE", type=Path, action="append",
                        help="goes along with every row; may be repeated")  # fmt: skip
    add_options(recipe)
    add_frame_options(parser, placed=False)
    add_blend_options(parser)
    _add_run(parser)
    add_where_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Exit:
    """Carry the command out.

    Raises:
        OverpaintError: Nothing could be sent.
    """
    paths = AppPaths.find()
    settings = SettingsFile(paths.config / "settings.json").load()
    if arguments.resume is None:
        return _begin(arguments, paths, settings)
    file = _chosen_run(arguments, paths)
    try:
        with closing(Journal(paths.data / LIBRARY_NAME)) as journal:
            explain(journal)
            agree(file, journal)
        return _go_on(arguments, file, paths, settings)
    finally:
        file.close()


def _begin(arguments: argparse.Namespace, paths: AppPaths, settings: Settings) -> Exit:
    server = chosen_server(arguments, settings)
    rules = Rules.of(own_catalogue(paths), datetime.now(UTC).date(), server.profile)
    composed = compose_batch(arguments, rules)
    console.problems(composed.problems)
    for warning in composed.warnings:
        console.note(f"warning: {warning}")
    if composed.blocked:
        return composed.code
    out = arguments.out.absolute() if arguments.out else _own_folder(settings, paths)
    _tell_unfinished(paths, out)
    allowed = batch_allowance(arguments, server.profile, settings.limits, paths.data)
    places = _places(out, paths, settings, arguments)
    run = BatchRun(server, rules, places, composed.plan, arguments, allowed)
    sends = run.announce({})
    if sends is not Exit.OK:
        return sends
    header = RunHeader.new(out, **named(server))
    file = RunFile.create(paths.data / FOLDER, header, composed.plan)
    try:
        return run.carry_out(file)
    finally:
        file.close()


def _go_on(
    arguments: argparse.Namespace, file: RunFile, paths: AppPaths, settings: Settings
) -> Exit:
    header = file.header
    if not (arguments.server or arguments.base_url or arguments.preset):
        arguments.server = header.server or None
        arguments.base_url = None if header.server else header.base_url
    server = chosen_server(arguments, settings)
    rules = Rules.of(own_catalogue(paths), datetime.now(UTC).date(), server.profile)
    plan = resumed_plan(arguments, file.plan, rules)
    states = [RowState.FAILED] if arguments.retry_failed else []
    states += [RowState.MAYBE_BILLED] if arguments.retry_billed else []
    again = [row.number for row in file.in_state(*states)]
    allowed = batch_allowance(arguments, server.profile, settings.limits, paths.data)
    places = _places(header.out, paths, settings, arguments)
    run = BatchRun(server, rules, places, plan, arguments, allowed)
    sends = run.announce({n: r for n, r in file.records.items() if n not in again})
    if sends is not Exit.OK:
        return sends
    file.replan(plan, header=replace(header, **named(server, before=header.bills)))
    file.try_again(again)
    return run.carry_out(file)


def _places(
    out: Path, paths: AppPaths, settings: Settings, arguments: argparse.Namespace
) -> Places:
    told = settings.tells_recipe and not arguments.no_recipe
    per_edit = settings.folder_per_edit or arguments.folder_per_edit
    places = places_for(out, paths.data, tells_recipe=told, per_edit=per_edit)
    return replace(places, name=settings.result_name)


def _own_folder(settings: Settings, paths: AppPaths) -> Path:
    """A folder for this batch alone."""
    now = datetime.now(UTC).astimezone()
    return (settings.results_folder or paths.pictures) / f"Batch {now:%Y-%m-%d %H.%M.%S}"


def _chosen_run(arguments: argparse.Namespace, paths: AppPaths) -> RunFile:
    """The batch to go on with: by its name, else the latest unfinished one.

    Raises:
        SettingsError: There is none, or it cannot be used.
    """
    folder = paths.data / FOLDER
    if arguments.resume:
        return RunFile.open(folder / f"{Path(arguments.resume).stem}.json")
    out = arguments.out.absolute() if arguments.out else None
    wants_any = arguments.retry_failed or arguments.retry_billed
    for summary in runs_in(folder):
        if (out is None or summary.header.out == out) and (wants_any or summary.is_unfinished):
            return RunFile.open(summary.path)
    none = say("batch", "There is no unfinished batch.")
    there = say("batch", "There is no unfinished batch in {folder}.", folder=str(out))
    raise SettingsError(
        none if out is None else there,
        remedy=say("batch", "Begin one without --resume."),
    )


def _tell_unfinished(paths: AppPaths, out: Path) -> None:
    for summary in runs_in(paths.data / FOLDER):
        if summary.header.out == out and summary.is_unfinished:
            console.note(
                f"warning: there is an unfinished batch in {out}; to go on with it: "
                f"overpaint batch --resume {summary.header.id}"
            )
            return


def _add_rows(parser: argparse.ArgumentParser) -> None:
    rows = parser.add_argument_group("the pictures")
    source = rows.add_mutually_exclusive_group()
    source.add_argument("--images", metavar="PATH", type=Path, nargs="+",
                        help="folders and picture files")  # fmt: skip
    source.add_argument("--table", metavar="FILE", type=Path,
                        help="a CSV table of pictures and values")  # fmt: skip
    rows.add_argument(
        "--mask-rule",
        metavar="RULE",
        default=None,
        help="none: the whole picture may change (default); alpha: what is transparent in it; a "
        "pattern such as {stem}.mask.png: a file for each; a FILE: one mask, scaled to all",
    )


def _add_run(parser: argparse.ArgumentParser) -> None:
    run = parser.add_argument_group("the run")
    run.add_argument("--yes", action="store_true", help="send it, where somebody is billed")
    run.add_argument("--dry-run", metavar="ROW", type=int, nargs="?", const=0,
                     help="send one row only: this one, or the first that can be sent")  # fmt: skip
    run.add_argument("--cap", metavar="USD", help="stop before more than that is spent")
    run.add_argument("--parallel", metavar="N", type=int, choices=range(1, MAX_PARALLEL + 1),
                     help=f"rows side by side, 1 to {MAX_PARALLEL} (default 2)")  # fmt: skip
    run.add_argument("--resume", metavar="BATCH", nargs="?", const="",
                     help="go on with a batch: this one, or the latest unfinished one")  # fmt: skip
    run.add_argument("--retry-failed", action="store_true",
                     help="with --resume: send failed rows again")  # fmt: skip
    run.add_argument("--retry-billed", action="store_true",
                     help="with --resume: send rows again that may have been billed")  # fmt: skip
