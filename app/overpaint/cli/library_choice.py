"""Which results a command means: by filters, or one by one."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.errors import SettingsError
from overpaint.domain.library import (
    MAX_RATING,
    CollectionId,
    LibraryOrder,
    LibraryQuery,
    LibraryResult,
    ResultKey,
)
from overpaint.domain.sizes import Size
from overpaint.domain.text import say

if TYPE_CHECKING:
    from overpaint.services.library.library import Library

_ORDERS = [order.value for order in LibraryOrder]


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Offer everything that narrows results down."""
    group = parser.add_argument_group("only some")
    group.add_argument("--since", metavar="DAY", type=_day, help="finished then or later")
    group.add_argument("--until", metavar="DAY", type=_day, help="finished then or earlier")
    group.add_argument("--model", metavar="ID", action="append", default=[], help="this model")
    group.add_argument("--server", metavar="NAME", action="append", default=[], help="this server")
    group.add_argument("--size", metavar="WxH", action="append", default=[], type=_size,
                       help="this pixel size")  # fmt: skip
    group.add_argument("--min-cost", metavar="USD", type=_dollars, help="that cost at least this")
    group.add_argument("--max-cost", metavar="USD", type=_dollars, help="that cost at most this")
    group.add_argument("--favourite", action="store_true", help="favourites")
    group.add_argument("--min-stars", metavar="N", type=int, choices=range(MAX_RATING + 1),
                       default=0, help="at least so many stars")  # fmt: skip
    group.add_argument("--tag", metavar="TAG", default="", help="with this tag")
    group.add_argument("--collection", metavar="NAME", help="in this collection")
    group.add_argument("--binned", action="store_true", help="what is in the bin")
    parser.add_argument("--order", choices=_ORDERS, default=LibraryOrder.NEWEST.value,
                        help="which comes first (newest)")  # fmt: skip


def add_results(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Offer to name results."""
    parser.add_argument("results", metavar="RESULT", nargs="+" if required else "*",
                        help="its number in the list, its key, or its file")  # fmt: skip


def chosen_query(library: Library, arguments: argparse.Namespace) -> LibraryQuery:
    """The query that the options amount to.

    Raises:
        SettingsError: There is no collection of that name.
        StorageError: The library cannot be read.
    """
    until = arguments.until
    return LibraryQuery(
        text=" ".join(map(_as_typed, getattr(arguments, "text", ()))),
        since=arguments.since,
        until=None if until is None else until + timedelta(days=1),
        models=tuple(arguments.model),
        servers=tuple(arguments.server),
        sizes=tuple(arguments.size),
        min_cost_usd=arguments.min_cost,
        max_cost_usd=arguments.max_cost,
        favourite=arguments.favourite,
        min_rating=arguments.min_stars,
        tag=arguments.tag,
        collection=None if arguments.collection is None else _collection(library, arguments),
        binned=arguments.binned,
        order=LibraryOrder(arguments.order),
    )


def named_results(library: Library, arguments: argparse.Namespace) -> list[LibraryResult]:
    """The results that were named, in that order.

    Raises:
        SettingsError: There is no such result, or none was named.
        StorageError: The library cannot be read.
    """
    if not arguments.results:
        raise SettingsError(
            say("library", "No result was named."),
            remedy=say("library", "Name one: “overpaint library list” tells their numbers."),
        )
    return [_named(library, name) for name in arguments.results]


def _named(library: Library, name: str) -> LibraryResult:
    found = library.page([int(name)]) if name.isascii() and name.isdecimal() else ()
    result = next(iter(found), None) or library.find(ResultKey(name))
    result = result or library.by_file(Path(name).absolute())
    if result is None:
        raise SettingsError(
            say("library", "There is no result “{name}” in the library.", name=name),
            remedy=say("library", "Name its number, its key or its file: “overpaint library list”"
                       " tells them."),
        )  # fmt: skip
    return result


def _collection(library: Library, arguments: argparse.Namespace) -> CollectionId:
    wanted = arguments.collection.casefold()
    collections = library.collections()
    for one in collections:
        if one.name.casefold() == wanted:
            return one.id
    names = ", ".join(one.name for one in collections)
    remedy = say("library", "There is none yet; the window makes some.")
    if names:
        remedy = say("library", "Choose one of: {names}.", names=names)
    raise SettingsError(
        say("library", "There is no collection “{name}”.", name=arguments.collection),
        remedy=remedy,
    )


def _as_typed(word: str) -> str:
    """What the shell took for one word is a phrase."""
    return f'"{word}"' if " " in word and '"' not in word else word


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except ValueError as error:
        raise argparse.ArgumentTypeError("a day like 2026-11-24, please") from error


def _size(text: str) -> Size:
    try:
        return Size.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a size like 1536x1024, please") from error


def _dollars(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError("an amount like 0.25, please") from error
    if not amount.is_finite() or amount < 0:
        raise argparse.ArgumentTypeError("an amount from 0 on, please")
    return amount
