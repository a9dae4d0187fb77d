"""A result's relatives, found in a real library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.domain.sizes import Size
from overpaint.services.family import gather
from overpaint.services.library.library import Library

START = datetime(2026, 1, 1, tzinfo=UTC)


def result(key: str, target: Path, document: str, month: int, edit: str = "") -> LibraryResult:
    return LibraryResult(
        key=ResultKey(key), time=START + timedelta(days=30 * month), file=Path(f"/r/{key}.png"),
        size=Size(8, 8), model="gpt-image-2", server="built-in", edit=edit or key,
        document=document, target=target, prompt=key,
    )  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library.sqlite3")
    original = Path("/in/original.png")
    library.add([result("a", original, "january", 0), result("b", original, "january", 0)])
    library.add([result("c", Path("/r/a.png"), "march", 2)])
    library.add(
        [result("d", Path("/r/c.png"), "june", 5), result("e", Path("/r/c.png"), "july", 6)]
    )
    library.add([result("x", Path("/in/other.png"), "march-other", 2)])
    yield library
    library.close()


def test_ancestors_siblings_and_branches_of_all_documents_are_found(library: Library) -> None:
    found = {one.key: one for one in gather(library, "d")}
    assert set(found) == {"a", "b", "c", "d", "e"}
    assert (found["d"].parent, found["c"].parent, found["a"].parent) == ("c", "a", "")
    assert all(one.is_kept for one in found.values())


def test_a_result_is_known_by_its_file_too(library: Library) -> None:
    assert {one.key for one in gather(library, "", Path("/r/c.png"))} == {"a", "b", "c", "d", "e"}
    assert gather(library, "unknown", Path("/nowhere.png")) == ()


def test_what_is_in_the_bin_is_left_out(library: Library) -> None:
    library.bin([ResultKey("e")])
    assert {one.key for one in gather(library, "d")} == {"a", "b", "c", "d"}


def test_stars_come_along(library: Library) -> None:
    library.set_rating([ResultKey("c")], 3)
    library.set_favourite([ResultKey("c")], True)
    (found,) = (one for one in gather(library, "d") if one.key == "c")
    assert replace(found, rating=3, favourite=True) == found
