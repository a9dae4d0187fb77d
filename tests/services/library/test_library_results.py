"""The library gives back what was put into it: pages, keys, files, kin, orders, filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from helpers.library import START, made
from overpaint.domain.draft import Draft
from overpaint.domain.drift import Drift
from overpaint.domain.library import (
    LibraryChange,
    LibraryEvent,
    LibraryOrder,
    LibraryQuery,
    LibraryResult,
    ResultKey,
)
from overpaint.domain.putting_back import FileStamp
from overpaint.domain.recipe import Recipe, RecipeInput
from overpaint.domain.sizes import Size
from overpaint.services.library.library import Library
from overpaint.services.library.statistics import read_rows


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "data" / "library.sqlite3")
    yield opened
    opened.close()


def keys(library: Library, query: LibraryQuery) -> list[str]:
    return [one.job for one in library.page(library.ids(query))]


def test_a_result_comes_back_value_for_value(library: Library) -> None:
    result = made(1, stamp=FileStamp(12, 34, "ab"), variant=3)

    (number,) = library.add([result])

    assert library.page([number]) == (replace(result, rowid=number),)


def test_what_is_unknown_stays_unknown(library: Library) -> None:
    bare = LibraryResult(ResultKey("k"), START, Path("/r.png"), Size(8, 8), "m", "s")

    (number,) = library.add([bare])

    assert library.page([number]) == (replace(bare, rowid=number, answer_size=Size(8, 8)),)


def test_a_picture_that_no_model_made_counts_in_no_statistics(library: Library) -> None:
    (number,) = library.add(
        [LibraryResult(ResultKey("k"), START, Path("/r.png"), Size(8, 8), "", "")]
    )

    assert library.page([number])[0].size == Size(8, 8)
    assert read_rows(library.path) == ()


def test_a_page_has_the_order_that_was_asked_for_and_leaves_out_what_is_gone(
    library: Library,
) -> None:
    first, second, third = library.add([made(1), made(2), made(3)])

    page = library.page([third, 999, first, second])

    assert [one.rowid for one in page] == [third, first, second]


def test_a_name_that_is_no_text_comes_back_byte_for_byte(library: Library) -> None:
    odd = Path("/pictures/caf\udce9\udcff.png")

    library.add([made(1, file=odd, target=odd, prompt="half \udce9 sign")])

    found = library.by_file(odd)
    assert found is not None
    assert (found.file, found.target, found.prompt) == (odd, odd, "half ? sign")


def test_a_recipe_stays_with_its_result_and_not_in_pages(library: Library) -> None:
    recipe = Recipe(Draft(prompt="Vase"), inputs=(RecipeInput("kitchen.psd", Size(9, 9)),))

    (number,) = library.add([made(1, recipe=recipe)])

    found = library.find(ResultKey("job1/1"))
    assert found is not None
    assert found.recipe == recipe
    assert library.page([number])[0].recipe is None
    assert keys(library, LibraryQuery(text="kitchen")) == ["job1"]


def test_a_result_that_is_added_again_follows_its_file_and_keeps_the_rest(
    library: Library,
) -> None:
    library.add([made(1, rating=4, cost_usd=Decimal("0.5"))])
    moved = Path("/elsewhere/vase.tif")

    library.add([made(1, file=moved, size=Size(64, 32), cost_usd=Decimal(9), prompt="no")])

    assert len(library.ids()) == 1
    found = library.find(ResultKey("job1/1"))
    assert found is not None
    assert (found.file, found.size, found.rating) == (moved, Size(64, 32), 4)
    assert (found.cost_usd, found.prompt) == (Decimal("0.5"), "Replace the cup with a vase")
    assert keys(library, LibraryQuery(text="vase.tif")) == ["job1"]


def test_what_was_edited_further_knows_its_parent(library: Library) -> None:
    library.add([made(1), made(2, target=made(1).file), made(3, target=made(1).answer)])

    assert [one.job for one in library.children(ResultKey("job1/1"))] == ["job2", "job3"]
    first = library.find(ResultKey("job1/1"))
    assert first is not None
    assert first.parent is None


def test_variants_are_found_by_their_edit_and_all_by_their_document(library: Library) -> None:
    library.add([made(1, edit="e", variant=2), made(2, edit="e"), made(3, document="other")])

    assert [one.job for one in library.by_edit("e")] == ["job1", "job2"]
    assert [one.job for one in library.by_edit("document")] == ["job1", "job2"]
    assert [one.job for one in library.by_edit("other")] == ["job3"]


def test_a_clock_that_goes_backwards_leaves_the_order_as_things_happened(
    library: Library,
) -> None:
    library.add([made(1)])
    library.add([made(2, time=START + timedelta(days=900))])
    library.add([made(3, time=START - timedelta(days=900))])
    library.add([made(4)])

    assert keys(library, LibraryQuery()) == ["job4", "job3", "job2", "job1"]
    assert library.page(library.ids())[1].time == START - timedelta(days=900)


_MIXED = (
    made(1, cost_usd=Decimal("0.20"), drift=Drift(0.3, 1), rating=2, file=Path("/p/b-10.png")),
    made(2, cost_usd=None, drift=None, rating=5, file=Path("/p/B-9.png")),
    made(3, cost_usd=Decimal("0.05"), drift=Drift(0.1, 1), rating=2, file=Path("/p/a.png")),
    made(4, cost_usd=Decimal("0.11"), drift=Drift(0.2, 1), rating=0, file=Path("/p/ä.png")),
)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (LibraryOrder.NEWEST, "4321"),
        (LibraryOrder.OLDEST, "1234"),
        (LibraryOrder.DEAREST, "1432"),
        (LibraryOrder.CHEAPEST, "3412"),
        (LibraryOrder.BEST, "2314"),
        (LibraryOrder.LEAST_DRIFT, "3412"),
        (LibraryOrder.MOST_DRIFT, "1432"),
        (LibraryOrder.NAME, "3214"),
    ],
)
def test_orders(library: Library, order: LibraryOrder, expected: str) -> None:
    library.add(_MIXED)

    assert keys(library, LibraryQuery(order=order)) == [f"job{number}" for number in expected]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (LibraryQuery(), "321"),
        (LibraryQuery(since=START + timedelta(minutes=2)), "32"),
        (LibraryQuery(until=START + timedelta(minutes=2)), "1"),
        (LibraryQuery(models=("flux", "none")), "2"),
        (LibraryQuery(servers=("openai",)), "31"),
        (LibraryQuery(sizes=(Size(1024, 1024), Size(8, 8))), "3"),
        (LibraryQuery(min_cost_usd=Decimal("0.05")), "31"),
        (LibraryQuery(max_cost_usd=Decimal("0.06")), "1"),
        (LibraryQuery(favourite=True), "2"),
        (LibraryQuery(min_rating=3), "32"),
        (LibraryQuery(binned=True), "4"),
        (LibraryQuery(text="vase", models=("flux",), min_rating=5), "2"),
        (LibraryQuery(text="nothing like that"), ""),
    ],
)
def test_filters(library: Library, query: LibraryQuery, expected: str) -> None:
    library.add([
        made(1),
        made(2, model="flux", server="studio", favourite=True, rating=5, cost_usd=None),
        made(3, size=Size(1024, 1024), rating=3, cost_usd=Decimal("0.2")),
        made(4, binned=START),
    ])  # fmt: skip

    assert keys(library, query) == [f"job{number}" for number in expected]


def test_a_change_by_another_connection_is_seen(library: Library) -> None:
    library.add([made(1)])
    assert len(library.ids()) == 1
    other = Library(library.path)
    other.add([made(2)])
    other.close()

    assert len(library.ids()) == 2


def test_a_library_that_was_moved_away_is_begun_anew(library: Library) -> None:
    library.add([made(1)])
    for file in library.path.parent.iterdir():
        file.rename(file.with_name(f"old-{file.name}"))

    assert len(library.ids()) == 0
    library.add([made(2)])
    assert keys(library, LibraryQuery()) == ["job2"]


def test_whoever_listens_is_told_what_came(tmp_path: Path) -> None:
    told: list[LibraryChange] = []
    library = Library(tmp_path / "library.sqlite3", told.append)

    library.add([made(1), made(2)])
    library.close()

    assert told == [LibraryChange(LibraryEvent.ADDED, (ResultKey("job1/1"), ResultKey("job2/1")))]
