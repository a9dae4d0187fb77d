"""`overpaint library`: find results again, tag, rate and bin them, and keep the library whole."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.cli.library_choice import add_filters, add_results, chosen_query, named_results
from overpaint.cli.library_upkeep import check, empty, rebuild
from overpaint.cli.library_views import as_json, details, table
from overpaint.domain.library import MAX_RATING, LibraryResult, ResultKey
from overpaint.paths import AppPaths
from overpaint.services.library.recording import LIBRARY_NAME

if TYPE_CHECKING:
    from overpaint.services.library.library import Library

_LIMIT = 50
Verb = Callable[["Library", argparse.Namespace], Exit]

EXAMPLES = """\
examples:
  overpaint library list --favourite --order best
  overpaint library search red vase --model gpt-image-2 --since 2026-11-01
  overpaint library tag 41 42 --add "for the client"
  overpaint library rebuild ~/Pictures/Overpaint
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command and its verbs."""
    parser = commands.add_parser(
        "library",
        help="find results again, tag, rate and bin them",
        description="All results of window, batch and command line on this machine.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    verbs = parser.add_subparsers(metavar="VERB", title="verbs", required=True)
    _add_finding(verbs)
    _add_changing(verbs)
    _add_upkeep(verbs)


def _add_finding(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    listing = _verb(verbs, "list", "list results, the newest first", _list)
    searching = _verb(
        verbs, "search", "find results by words of prompt, file names, model and tags", _list
    )
    searching.add_argument("text", metavar="WORD", nargs="+",
                           help='beginnings of words; "a phrase" as it stands')  # fmt: skip
    for parser in (listing, searching):
        add_filters(parser)
        parser.add_argument("--limit", metavar="N", type=int, default=_LIMIT,
                            help=f"how many, 0 for all ({_LIMIT})")  # fmt: skip
    add_results(_verb(verbs, "show", "tell everything about results", _show))


def _add_changing(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    tagging = _verb(verbs, "tag", "give tags to results, or take them", _tag)
    add_results(tagging)
    tagging.add_argument("--add", metavar="TAG", action="append", default=[], help="give this tag")
    tagging.add_argument("--remove", metavar="TAG", action="append", default=[],
                         help="take this tag")  # fmt: skip
    rating = _verb(verbs, "rate", "give stars to results", _rate)
    add_results(rating)
    rating.add_argument("--stars", metavar="N", type=int, choices=range(MAX_RATING + 1),
                        help=f"0 (none) to {MAX_RATING}")  # fmt: skip
    rating.add_argument("--favourite", action=argparse.BooleanOptionalAction,
                        help="make it a favourite, or no longer")  # fmt: skip
    binning = _verb(verbs, "bin", "put results into the bin; their files stay", _bin)
    add_results(binning, required=False)
    way = binning.add_mutually_exclusive_group()
    way.add_argument("--restore", action="store_true", help="take them out of the bin")
    way.add_argument("--empty", action="store_true",
                     help="forget everything in the bin; files go to the system's trash, or stay"
                     " where that cannot be reached or somebody has changed them")  # fmt: skip


def _add_upkeep(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rebuilding = _verb(verbs, "rebuild", "add what is missing, from the files of results", rebuild)
    rebuilding.add_argument("folders", metavar="FOLDER", nargs="*",
                            help="where to look (those of results and answers)")  # fmt: skip
    checking = _verb(verbs, "check", "look whether the library is whole", check)
    checking.add_argument("--repair", action="store_true", help="mend what is not")


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str, run: Verb
) -> argparse.ArgumentParser:
    described = f"{text[0].upper()}{text[1:]}."
    parser = verbs.add_parser(name, help=text, description=described, allow_abbrev=False)
    parser.add_argument("--json", action="store_true", help="print one JSON object")

    def carry_out(arguments: argparse.Namespace) -> Exit:
        with _opened() as library:
            return run(library, arguments)

    parser.set_defaults(run=carry_out)
    return parser


@contextmanager
def _opened() -> Iterator[Library]:
    from overpaint.services.library.library import Library  # noqa: PLC0415 - this command only

    library = Library(AppPaths.find().data / LIBRARY_NAME)
    try:
        yield library
    finally:
        library.close()


def _list(library: Library, arguments: argparse.Namespace) -> Exit:
    """Print the results of a query.

    Raises:
        OverpaintError: The library cannot be read, or there is no such collection.
    """
    ids = library.ids(chosen_query(library, arguments))
    shown = ids[: arguments.limit] if arguments.limit > 0 else ids
    results = library.page(shown)
    if arguments.json:
        told = [as_json(one, library) for one in results]
        console.result(json.dumps({"count": len(ids), "results": told}, indent=2))
    elif results:
        console.result(table(results))
        if len(ids) > len(results):
            console.note(f"{len(results)} of {len(ids)}; --limit 0 lists all.")
    else:
        console.note("Nothing is found.")
    return Exit.OK


def _show(library: Library, arguments: argparse.Namespace) -> Exit:
    found = [library.find(one.key) or one for one in named_results(library, arguments)]
    if arguments.json:
        told = [as_json(one, library) for one in found]
        console.result(json.dumps({"results": told}, indent=2))
    else:
        console.result("\n\n".join(details(one, library) for one in found))
    return Exit.OK


def _tag(library: Library, arguments: argparse.Namespace) -> Exit:
    keys = _keys(library, arguments)
    if arguments.add:
        library.add_tags(keys, *arguments.add)
    if arguments.remove:
        library.remove_tags(keys, *arguments.remove)
    return _tell(library, arguments)


def _rate(library: Library, arguments: argparse.Namespace) -> Exit:
    keys = _keys(library, arguments)
    if arguments.stars is not None:
        library.set_rating(keys, arguments.stars)
    if arguments.favourite is not None:
        library.set_favourite(keys, arguments.favourite)
    return _tell(library, arguments)


def _bin(library: Library, arguments: argparse.Namespace) -> Exit:
    if arguments.empty:
        return empty(library, arguments)
    keys = _keys(library, arguments)
    if arguments.restore:
        library.restore(keys)
    else:
        library.bin(keys)
    return _tell(library, arguments)


def _keys(library: Library, arguments: argparse.Namespace) -> list[ResultKey]:
    return [one.key for one in named_results(library, arguments)]


def _tell(library: Library, arguments: argparse.Namespace) -> Exit:
    """Print the results as they are now."""
    results: list[LibraryResult] = named_results(library, arguments)
    if arguments.json:
        told = [as_json(one, library) for one in results]
        console.result(json.dumps({"results": told}, indent=2))
    else:
        console.result(table(results))
    return Exit.OK
