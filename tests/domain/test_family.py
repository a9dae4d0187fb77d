"""The tree in which a result stands: who belongs to it, and where each one is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.family import Family, Kin
from overpaint.domain.family_layout import laid_out

START = datetime(2026, 11, 24, tzinfo=UTC)
ORIGINAL = Path("original.png")


def kin(key: str, parent: str = "", edit: str = "", variant: int = 1, minute: int = 0) -> Kin:
    target = Path(f"{parent}.png") if parent else ORIGINAL
    time = START + timedelta(minutes=minute)
    return Kin(key, edit or key, Path(f"{key}.png"), target, time, parent, variant)


def branching() -> Family:
    return Family(
        (
            kin("a1", edit="a", variant=1),
            kin("a2", edit="a", variant=2),
            kin("b", parent="a2", minute=1),
            kin("c1", parent="a2", edit="c", minute=2),
            kin("c2", parent="a2", edit="c", variant=2, minute=2),
            kin("d", parent="a1", minute=3),
            kin("e", parent="c2", minute=4),
        )
    )


def test_chain_siblings_and_children_are_found() -> None:
    family = branching()
    assert [one.key for one in family.chain("e")] == ["a2", "c2", "e"]
    assert [one.key for one in family.siblings("c2")] == ["c1", "c2"]
    assert [one.key for one in family.children("a2")] == ["b", "c1", "c2"]
    assert family.chain("unknown") == family.siblings("unknown") == ()


def test_the_tree_has_every_branch_and_each_result_after_its_parent() -> None:
    root, members = branching().tree_of("e")
    assert root == ORIGINAL
    assert [one.key for one in members] == ["a1", "d", "a2", "b", "c1", "c2", "e"]


def test_results_of_another_original_are_no_kin() -> None:
    other = Kin("x", "x", Path("x.png"), Path("another.png"), START)
    _, members = Family((*branching().kin, other)).tree_of("b")
    assert "x" not in {one.key for one in members}


def test_a_circle_of_parents_ends() -> None:
    family = Family((kin("a", parent="b"), kin("b", parent="a")))
    assert {one.key for one in family.chain("a")} == {"a", "b"}


def test_the_library_tells_stars_and_the_session_the_newest_file() -> None:
    own = kin("a")
    kept = Kin("a", "a", Path("old.png"), ORIGINAL, START, rating=4, favourite=True, is_kept=True)
    (joined,) = Family((own,)).joined([kept]).kin
    assert (joined.file, joined.rating, joined.favourite, joined.is_kept) == (
        Path("a.png"), 4, True, True,
    )  # fmt: skip
    more = Family((own,)).joined([kin("b", parent="a", minute=1)])
    assert [one.key for one in more.kin] == ["a", "b"]


trees = st.lists(st.integers(0, 30), max_size=24)


@settings(max_examples=50)
@given(trees)
def test_no_two_results_stand_in_one_place_and_lines_lead_to_the_right(
    parents: Sequence[int],
) -> None:
    members: list[Kin] = []
    for number, parent in enumerate(parents):
        above = members[parent % len(members)].key if members and parent % 3 else ""
        members.append(kin(str(number), parent=above, minute=number))
    _, ordered = Family(tuple(members)).tree_of("0")
    spots = {spot.key: spot for spot in laid_out(ordered)}
    assert len(spots) == len(members) + 1
    by_column: dict[int, list[float]] = {}
    for spot in spots.values():
        by_column.setdefault(spot.column, []).append(spot.row)
        if spot.parent is not None:
            assert spots[spot.parent].column == spot.column - 1
    for rows in by_column.values():
        rows.sort()
        assert all(lower - upper >= 1 for upper, lower in pairwise(rows))
