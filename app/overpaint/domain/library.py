"""What the library knows of results, and what it can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NewType

from overpaint.domain.drift import Drift
from overpaint.domain.putting_back import FileStamp
from overpaint.domain.sizes import Size

if TYPE_CHECKING:
    from overpaint.domain.recipe import Recipe

MAX_RATING = 5

ResultKey = NewType("ResultKey", str)
"""Names a result for good, as `LineageStep.key` does; it stays when the file is made anew."""

CollectionId = NewType("CollectionId", int)


class LibraryOrder(Enum):
    """In which order results come; equal ones by time, the newest first unless told otherwise."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DEAREST = "dearest"
    CHEAPEST = "cheapest"
    BEST = "best"
    LEAST_DRIFT = "least-drift"
    MOST_DRIFT = "most-drift"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class LibraryResult:
    """One finished result.

    Attributes:
        key: Names it.
        time: When it was finished, with its time zone.
        file: The picture.
        size: Its pixel size.
        model: The model id that was asked for.
        server: Name of the server profile.
        rowid: Its number in this library; 0 for one that is not in it yet.
        edit: Names the edit; variants share it.
        document: Names the open edit that it was sent from; ``""`` when unknown.
        job: The POST that brought it; ``""`` when unknown.
        variant: 1-based number among the variants of the edit.
        answer: What the server sent; None when unknown.
        target: The file that was edited; None when unknown.
        parent: The result that was edited; None for a picture that is no result.
        prompt: What was asked for.
        quality: The rendering quality that was asked for; ``""`` when unknown.
        answer_size: Pixel size of the answer; None when unknown.
        cost_usd: What it did cost; None while that is unknown.
        drift: What the model changed outside of the mask; None when that cannot be told.
        elapsed_s: From sending to the last byte, seconds; None when unknown.
        first_preview_s: From sending to the first preview, seconds; None when there was none.
        request_id: The service's id of the request; ``""`` when unknown.
        stamp: How the file was left; None when it is not ours alone.
        rating: 0 (none) to 5.
        favourite: Whether it has a star.
        tags: In the order of the alphabet.
        collections: Those that it is in, by their ids.
        binned: When it was put into the bin; None while it is not there.
        recipe: What it was made with. Pages leave it out; None also when it is unknown.
    """

    key: ResultKey
    time: datetime
    file: Path
    size: Size
    model: str
    server: str
    rowid: int = 0
    edit: str = ""
    document: str = ""
    job: str = ""
    variant: int = 1
    answer: Path | None = None
    target: Path | None = None
    parent: ResultKey | None = None
    prompt: str = ""
    quality: str = ""
    answer_size: Size | None = None
    cost_usd: Decimal | None = None
    drift: Drift | None = None
    elapsed_s: float | None = None
    first_preview_s: float | None = None
    request_id: str = ""
    stamp: FileStamp | None = None
    rating: int = 0
    favourite: bool = False
    tags: tuple[str, ...] = ()
    collections: tuple[CollectionId, ...] = ()
    binned: datetime | None = None
    recipe: Recipe | None = None


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """What is looked for; every part narrows it down, the usual one is all that is not binned.

    Attributes:
        text: Words of prompt, file names, model, server and tags, as a person types them: every
            word is found by its beginning, what stands in “"” as it stands there.
        since: Finished then or later.
        until: Finished before that.
        models: One of these; empty for any.
        servers: One of these profiles; empty for any.
        sizes: One of these pixel sizes; empty for any.
        min_cost_usd: Known to cost at least so much.
        max_cost_usd: Known to cost at most so much.
        favourite: Only those with a star.
        min_rating: At least so many stars, 0 to 5.
        tag: Has this tag, large and small letters alike; ``""`` for any.
        collection: Is in this one; None for any.
        binned: Those in the bin, and none that are not.
        order: In which order.
    """

    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    models: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    sizes: tuple[Size, ...] = ()
    min_cost_usd: Decimal | None = None
    max_cost_usd: Decimal | None = None
    favourite: bool = False
    min_rating: int = 0
    tag: str = ""
    collection: CollectionId | None = None
    binned: bool = False
    order: LibraryOrder = LibraryOrder.NEWEST


@dataclass(frozen=True, slots=True)
class LibraryCollection:
    """A named set of results that a person put together.

    Attributes:
        id: Stays when it is renamed.
        name: What people call it; no two have the same.
        count: How many results are in it, the binned ones aside.
    """

    id: CollectionId
    name: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class LibraryFacets:
    """How many results each further choice would leave, most first.

    The choice of a kind does not count for its own numbers: with one model chosen, the others
    still tell how many they have.

    Attributes:
        total: How many results the query finds.
        models: Counts by model id.
        servers: Counts by server profile.
        sizes: Counts by pixel size.
        ratings: Six counts, of no stars to five.
        favourites: How many have a star.
        tags: Counts by tag, of all results.
        collections: Counts by collection, of all results.
    """

    total: int = 0
    models: Mapping[str, int] = field(default_factory=dict)
    servers: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[Size, int] = field(default_factory=dict)
    ratings: tuple[int, ...] = (0,) * (MAX_RATING + 1)
    favourites: int = 0
    tags: Mapping[str, int] = field(default_factory=dict)
    collections: Mapping[CollectionId, int] = field(default_factory=dict)


class LibraryEvent(Enum):
    """What has become of results."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    COLLECTIONS = "collections"
    REBUILT = "rebuilt"


@dataclass(frozen=True, slots=True)
class LibraryChange:
    """Told whenever the library is another one.

    Attributes:
        event: What happened.
        keys: The results that it happened to; empty when it may be any.
    """

    event: LibraryEvent
    keys: tuple[ResultKey, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Undoable:
    """A change that was made, and can be taken back.

    Attributes:
        keys: The results that are another than before; those that had the wanted value already
            are not among them.
        undo: Takes it back and returns how to make it again; blocks, as every change does.
    """

    keys: tuple[ResultKey, ...]
    undo: Callable[[], Undoable]


@dataclass(frozen=True, slots=True)
class EmptiedBin:
    """What became of the files when the bin was emptied.

    Attributes:
        removed: Results that the library has forgotten.
        trashed: Files that lie in the system's trash now.
        kept: Files that were left where they are: somebody has changed them, or the system has
            no trash for them.
    """

    removed: tuple[ResultKey, ...] = ()
    trashed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
