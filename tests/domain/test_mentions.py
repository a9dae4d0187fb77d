"""The numbers by which a prompt names pictures follow the pictures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overpaint.domain.mentions import renumbered

BEFORE = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("prompt", "after", "then"),
    [
        ("the cup of @2, lit as in @3", ("a", "c", "b", "d"), "the cup of @3, lit as in @2"),
        ("the cup of @2, lit as in @3", ("b", "a", "c", "d"), "the cup of @1, lit as in @3"),
        ("the cup of @2, lit as in @3", ("a", "c", "d"), "the cup of @?, lit as in @2"),
        ("the cup of @3", ("a", "new", "b", "c", "d"), "the cup of @4"),
        ("the cup of @2", ("a", "new", "c", "d"), "the cup of @2"),
        (
            "write to me@2.org, not @9 or @22",
            ("b", "a", "c", "d"),
            "write to me@2.org, not @9 or @22",
        ),
    ],
)
def test_a_mention_follows_its_picture(prompt: str, after: tuple[str, ...], then: str) -> None:
    assert renumbered(prompt, BEFORE, after) == then


@given(st.permutations(BEFORE), st.lists(st.sampled_from(("@1", "@2", "@4", "and", "@"))))
def test_moving_back_restores_the_prompt(after: list[str], words: list[str]) -> None:
    prompt = " ".join(words)

    moved = renumbered(prompt, BEFORE, after)

    assert renumbered(moved, after, BEFORE) == prompt
