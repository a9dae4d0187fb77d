"""What people give to results: stars, ratings, tags, collections, the bin; all of it undoable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpers.library import made
from overpaint.domain.errors import SettingsError
from overpaint.domain.library import (
    LibraryChange,
    LibraryEvent,
    LibraryFacets,
    LibraryQuery,
    LibraryResult,
    ResultKey,
    Undoable,
)
from overpaint.domain.sizes import Size
from overpaint.services.library.library import Library

KEYS = tuple(ResultKey(f"job{number}/1") for number in (1, 2, 3))


@pytest.fixture
def told() -> list[LibraryChange]:
    return []


@pytest.fixture
def library(tmp_path: Path, told: list[LibraryChange]) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite3", told.append)
    opened.add([made(1, rating=2), made(2), made(3)])
    told.clear()
    yield opened
    opened.close()


def everything(library: Library) -> tuple[LibraryResult, ...]:
    both = (library.ids(LibraryQuery(binned=binned)) for binned in (False, True))
    return tuple(one for ids in both for one in library.page(ids))


def texts(library: Library, text: str, **query: object) -> list[str]:
    ids = library.ids(LibraryQuery(text=text, **query))  # type: ignore[arg-type]
    return sorted(one.job for one in library.page(ids))


_CHANGES: dict[str, Callable[[Library], Undoable]] = {
    "rating": lambda library: library.set_rating(KEYS, 4),
    "star": lambda library: library.set_favourite(KEYS[:2], on=True),
    "tags": lambda library: library.add_tags(KEYS, "For the client", "red"),
    "bin": lambda library: library.bin(KEYS[1:]),
}


@pytest.mark.parametrize("name", _CHANGES)
def test_a_change_is_taken_back_and_made_again(library: Library, name: str) -> None:
    before = everything(library)

    change = _CHANGES[name](library)
    after = everything(library)
    again = change.undo()
    back = everything(library)
    again.undo()

    assert after != before
    assert back == before
    assert everything(library) == after


def test_only_what_was_another_before_is_changed_back(
    library: Library, told: list[LibraryChange]
) -> None:
    change = library.set_rating(KEYS, 2)

    assert change.keys == KEYS[1:]
    assert told == [LibraryChange(LibraryEvent.CHANGED, KEYS[1:])]
    assert library.set_rating(KEYS, 2).keys == ()
    assert len(told) == 1


def test_a_rating_is_none_to_five_stars(library: Library) -> None:
    with pytest.raises(ValueError, match="6"):
        library.set_rating(KEYS, 6)


def test_tags_are_found_by_search_and_by_filter(library: Library) -> None:
    library.add_tags(KEYS[:2], "  For   the Client ", "")
    library.add_tags(KEYS[2:], "for the client", "Größe")

    assert [one.tags for one in library.page(library.ids())] == [
        ("For the Client", "Größe"), ("For the Client",), ("For the Client",),
    ]  # fmt: skip
    assert texts(library, "clien") == ["job1", "job2", "job3"]
    assert texts(library, "grosse") == []
    assert texts(library, "große") == texts(library, "größ") == ["job3"]
    assert texts(library, "", tag="GRÖSSE") == ["job3"]
    assert texts(library, "vase", tag="for the client") == ["job1", "job2", "job3"]

    library.remove_tags(KEYS, "for the client")

    assert texts(library, "clien") == []
    assert library.facets().tags == {"Größe": 1}


def test_collections_hold_results_in_the_order_of_the_alphabet(library: Library) -> None:
    posters, cups = library.make_collection(" Posters "), library.make_collection("cups")
    library.put_in(KEYS[:2], posters.id)
    library.put_in(KEYS, cups.id)
    taken = library.take_out(KEYS[:1], cups.id)
    library.bin(KEYS[1:2])

    assert [(one.name, one.count) for one in library.collections()] == [("cups", 1), ("Posters", 1)]
    assert texts(library, "", collection=posters.id) == ["job1"]
    taken.undo()
    assert texts(library, "", collection=cups.id) == ["job1", "job3"]


def test_a_collection_that_was_removed_comes_back_with_its_results(library: Library) -> None:
    posters = library.make_collection("Posters")
    library.put_in(KEYS, posters.id)

    removed = library.remove_collection(posters.id)
    assert library.collections() == ()
    assert len(library.ids()) == 3
    removed.undo()

    (back,) = library.collections()
    assert (back.id, back.name, back.count) == (posters.id, "Posters", 3)


def test_collections_have_names_of_their_own(library: Library) -> None:
    posters = library.make_collection("Posters")
    cups = library.make_collection("Cups")

    with pytest.raises(SettingsError, match="called “POSTERS” already"):
        library.make_collection("POSTERS")
    with pytest.raises(SettingsError, match="already"):
        library.rename_collection(cups.id, "posters")
    with pytest.raises(SettingsError, match="needs a name"):
        library.make_collection(" \n ")
    renamed = library.rename_collection(posters.id, "POSTERS")
    assert [one.name for one in library.collections()] == ["Cups", "POSTERS"]
    renamed.undo()
    assert [one.name for one in library.collections()] == ["Cups", "Posters"]
    library.remove_collection(cups.id)
    with pytest.raises(SettingsError, match="not there any more"):
        library.put_in(KEYS, cups.id)


def test_what_is_in_the_bin_is_found_there_only(library: Library) -> None:
    library.bin(KEYS[:1])

    assert texts(library, "vase") == ["job2", "job3"]
    assert texts(library, "vase", binned=True) == ["job1"]
    library.restore(KEYS)
    assert texts(library, "vase") == ["job1", "job2", "job3"]


def test_facets_count_what_each_further_choice_would_leave(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    small = Size(8, 8)
    library.add([
        made(1, rating=5, favourite=True), made(2, model="flux", size=small),
        made(3, model="flux", server="studio"), made(4, model="flux", prompt="sky"),
        made(5, binned=made(1).time),
    ])  # fmt: skip
    library.add_tags([ResultKey("job1/1"), ResultKey("job5/1")], "red")
    large = made().size

    assert library.facets() == LibraryFacets(
        total=4, models={"flux": 3, "gpt-image-2": 1}, servers={"openai": 3, "studio": 1},
        sizes={large: 3, small: 1}, ratings=(3, 0, 0, 0, 0, 1), favourites=1, tags={"red": 1},
    )  # fmt: skip
    narrowed = library.facets(LibraryQuery(text="vase", models=("flux",)))
    assert narrowed.total == 2
    assert narrowed.models == {"flux": 2, "gpt-image-2": 1}
    assert narrowed.servers == {"openai": 1, "studio": 1}
    assert library.facets(LibraryQuery(binned=True)).total == 1
    library.close()
