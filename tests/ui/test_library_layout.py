"""Where cells and headers of the library lie, and what is selected of them."""

from __future__ import annotations

import itertools
from array import array

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from overpaint.ui.library.grid_layout import GridLayout
from overpaint.ui.library.selection import Selection

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=12)
WIDTHS = st.integers(60, 2000)
EDGES = st.sampled_from([72, 120, 168, 400])


@settings(max_examples=50, deadline=None)
@given(COUNTS, WIDTHS, EDGES, st.booleans())
def test_every_cell_is_found_where_it_lies(
    counts: list[int], width: int, edge: int, headed: bool
) -> None:
    layout = GridLayout(counts, width, edge, headed=headed)
    rects = [layout.rect_of(place) for place in range(layout.count)]

    assert layout.count == sum(counts)
    for place, rect in enumerate(rects):
        assert layout.index_at(rect.center()) == place
        assert layout.index_at(rect.topLeft()) == place
        assert rect.bottom() < layout.height
    assert not any(one.intersects(other) for one, other in itertools.pairwise(rects))


@settings(max_examples=50, deadline=None)
@given(COUNTS, WIDTHS, EDGES, st.integers(-500, 9000), st.integers(0, 2000))
def test_all_that_is_in_sight_is_painted_and_little_more(
    counts: list[int], width: int, edge: int, top: int, height: int
) -> None:
    layout = GridLayout(counts, width, edge)
    band = QRect(0, top, max(width, 3000), height + 1)

    seen = layout.between(band.top(), band.bottom())

    meeting = [n for n in range(layout.count) if layout.rect_of(n).intersects(band)]
    assert set(meeting) <= set(seen)
    assert len(seen) <= len(meeting) + 2 * layout.columns
    assert layout.within(band) == meeting


@settings(max_examples=40, deadline=None)
@given(COUNTS.filter(any), WIDTHS, st.data())
def test_arrow_keys_reach_a_result_in_the_row_above_or_below(
    counts: list[int], width: int, data: st.DataObject
) -> None:
    layout = GridLayout(counts, width)
    place = data.draw(st.integers(0, layout.count - 1))

    below = layout.step(place, 0, 1)

    assert 0 <= below < layout.count
    if below != place:
        assert layout.rect_of(below).top() > layout.rect_of(place).top()
        assert layout.rect_of(layout.step(below, 0, -1)).top() == layout.rect_of(place).top()


def test_a_header_names_the_results_below_it() -> None:
    layout = GridLayout([5, 0, 3], 800)

    first, _empty, last = list(layout.headers(0, layout.height))

    assert layout.header_at(first.rect.center()) == 0
    assert layout.index_at(first.rect.center()) is None
    assert list(layout.members(last.group)) == [5, 6, 7]
    assert layout.rect_of(5).top() == last.rect.bottom() + 1
    assert layout.header_at(QPoint(5, layout.height + 10)) is None


def test_a_selection_stays_with_its_results_when_others_come() -> None:
    selection = Selection()
    selection.replace(array("q", [30, 20, 10]))
    selection.only(1)
    selection.toggle(2)

    selection.replace(array("q", [50, 40, 30, 20, 10]))

    assert selection.chosen == {20, 10}
    assert selection.current == 10
    assert selection.in_order() == [10, 20]


def test_what_took_the_place_of_a_result_that_has_gone_is_selected() -> None:
    selection = Selection()
    selection.replace(array("q", [30, 20, 10]))
    selection.only(1)

    selection.replace(array("q", [30, 10]))

    assert (selection.current, selection.chosen) == (10, {10})


def test_a_range_grows_and_shrinks_from_where_it_began() -> None:
    selection = Selection()
    selection.replace(array("q", range(10)))
    selection.only(4)

    selection.reach(7)
    selection.reach(2)

    assert selection.chosen == {2, 3, 4}
    selection.all()
    assert len(selection.chosen) == 10
