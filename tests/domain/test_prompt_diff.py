"""What was changed in a prompt: laws for any text, and what people see of real ones."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overpaint.domain.prompt_diff import Change, Piece, prompt_diff

words = st.sampled_from(
    ["red", "blue", "the", "cup", " ", "  ", "\n", ",", ".", "don't", "é", "@2"]
)
texts = st.one_of(st.lists(words, max_size=12).map("".join), st.text(max_size=40))
KEPT, GONE, COME = Change.KEPT, Change.REMOVED, Change.ADDED


@settings(max_examples=50)
@given(texts, texts)
def test_the_parent_with_the_changes_is_the_child(before: str, after: str) -> None:
    diff = prompt_diff(before, after)
    assert (diff.before, diff.after) == (before, after)
    assert diff.is_empty == (before == after)
    assert all(piece.text for piece in diff.pieces)


@settings(max_examples=50)
@given(texts, texts)
def test_what_was_exchanged_stands_together(before: str, after: str) -> None:
    changes = [piece.change for piece in prompt_diff(before, after).pieces]
    pairs = list(pairwise(changes))
    assert all(one is not other for one, other in pairs)
    assert (COME, GONE) not in pairs


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("A red cup.", "A blue cup.", [(KEPT, "A "), (GONE, "red"), (COME, "blue"),
                                       (KEPT, " cup.")]),
        ("A cup", "A cup, seen from above", [(KEPT, "A cup"), (COME, ", seen from above")]),
        ("keep it", "", [(GONE, "keep it")]),
        ("the old man", "the young lady", [(KEPT, "the "), (GONE, "old man"),
                                           (COME, "young lady")]),
    ],
)  # fmt: skip
def test_words_are_compared_and_not_letters(
    before: str, after: str, pieces: list[tuple[Change, str]]
) -> None:
    assert list(prompt_diff(before, after).pieces) == [Piece(*piece) for piece in pieces]


def test_very_long_texts_are_compared_as_a_whole() -> None:
    long = "word " * 3000
    assert [one.change for one in prompt_diff(long, f"{long}!").pieces] == [GONE, COME]
    assert [one.change for one in prompt_diff(long, long).pieces] == [KEPT]
